"""What may stand in the words of a letter, and what becomes of it."""

import pytest

from competition.placeholders import FIELDS, can_fill, faults_of, fields_of, fill_html, fill_text, wordable_events

EVENT = "stage_extended"
WHOLE = "{tahap} {batas_lama} {batas_baru} {alasan} {tautan}"
HOSTILE = 'x\r\nBcc: k@e.test {{919*907}} {isi} {tautan} <img src=x> [klik](http://jahat.test) {settings.SECRET_KEY} "'
DATA = {"stage": HOSTILE, "extension": {"reason": HOSTILE}, "recipient": {"name": HOSTILE}}


def test_every_event_that_has_fields_has_a_letter():
    assert set(FIELDS) <= set(wordable_events())


@pytest.mark.parametrize("words", [WHOLE, "{isi}", "Yth. {penerima}: {isi}"])
@pytest.mark.parametrize("part", ["text", "html"])
def test_known_words_pass(part, words):
    assert faults_of(EVENT, part, words) == []


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("{isi} {nama_bank}", "{nama_bank}"),
        ("{isi} {settings.SECRET_KEY}", "{settings.SECRET_KEY}"),
        ("{isi} {0.__class__}", "{0.__class__}"),
        ("{isi} {{ 7*7 }}", "{ 7*7 }"),
        ("{isi} {", "hanya untuk mengapit"),
        ("{isi} {% load x %}", "{% load x %}"),
        ("{isi} {perihal}", "{perihal}"),
        (WHOLE.replace("{batas_baru}", ""), "{batas_baru} belum ada"),
        ("Halo", "{tahap} belum ada"),
    ],
)
@pytest.mark.parametrize("part", ["text", "html"])
def test_an_unknown_or_missing_placeholder_is_named(part, words, named):
    assert any(named in one for one in faults_of(EVENT, part, words))


def test_where_letters_differ_their_shipped_words_stay():
    (fault,) = faults_of("proposal_returned", "text", "Proposal {judul} dikembalikan.")
    assert "{isi} belum ada" in fault


def test_a_subject_needs_nothing_and_takes_no_body():
    assert faults_of(EVENT, "subject", "Penting: {perihal}") == []
    assert faults_of(EVENT, "subject", "{isi}") != []


@pytest.mark.parametrize(
    "html",
    [
        "<p>{isi}</p><hr><ul><li><b>{tahap}</b> &amp; lagi</li></ul>",
        '<p><a href="{tautan}">Meja</a> {isi}</p>',
        '{isi}<p><a href="http://localhost:8000/hasil/">Hasil</a></p>',
    ],
)
def test_plain_markup_passes(html, settings):
    settings.SITE_URL = "http://localhost:8000"
    assert faults_of(EVENT, "html", html) == []


@pytest.mark.parametrize(
    "html",
    [
        "{isi}<script>x</script>",
        "{isi}<img src=x>",
        '{isi}<p style="x">y</p>',
        '{isi}<p href="{tautan}">y</p>',
        "{isi}<a>y</a>",
        '{isi}<a href="http://jahat.test/">y</a>',
        '{isi}<a href="http://localhost:8000.jahat.test/">y</a>',
        '{isi}<a href="javascript:x">y</a>',
        '{isi}<a href="{alasan}">y</a>',
        '{isi}<a href="http://localhost:8000/{alasan}">y</a>',
        "{isi}<!-- x -->",
        "{isi}<p>",
        "{isi}</p>",
        "{isi}<b><i></b></i>",
        "{isi}<",
        "{isi} a & b",
    ],
)
def test_other_markup_is_refused(html, settings):
    settings.SITE_URL = "http://localhost:8000"
    assert faults_of(EVENT, "html", html)


def test_values_stay_data():
    """SEC-17: what a value looks like is never read again, neither as a placeholder nor as a link or markup."""
    text = fill_text(EVENT, "{tahap}\n{alasan}", DATA, "BAWAAN")
    html = fill_html(EVENT, "<p>{tahap} {alasan} {penerima}</p>", DATA, "BAWAAN")
    for filled in (text, html):
        assert "BAWAAN" not in filled
        assert "833533" not in filled
        assert "{isi}" in filled
        assert "http://jahat" not in filled
        assert "e.test" not in filled
    assert "\nBcc" not in text
    assert "<img" not in html
    assert '"' not in html


def test_what_a_letter_lacks_is_a_dash():
    assert fill_text(EVENT, "{batas_baru}", {"extension": {}}, "") == "–"


def test_words_of_another_release_are_known():
    assert not can_fill(EVENT, {"subject": "{perihal}", "text": "{isi} {dulu_ada}", "html": "{isi}"})
    assert "penerima" in fields_of("audit_head")
