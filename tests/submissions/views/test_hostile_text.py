"""Hostile text through every field of the writing side (SEC-14): kept as it was typed, shown as text to all, run by nobody."""

import pytest
from django.test import Client

from competition.letters import one_line
from competition.models import Institution, Membership, Person, Question, Unit
from submissions.models import Proposal, ReturnNote, Screening
from submissions.operations.answers import clean_text
from tests import builders
from tests.evidence import stored
from tests.hostile import read_page
from tests.submissions import acts
from tests.submissions.views.pages import answer_values, path, sign_in
from tests.vectors import HOSTILE

SHORT = [one for one in HOSTILE if len(one.text) < 1000]
UNREADABLE = "Hapus tanda yang tidak terbaca"


def framed(text: str) -> str:
    """Return the payload between words, so that it is an answer."""
    return f"Awal {text} akhir"


def shown(client: Client, address: str) -> str:
    """Return what a page says; nothing on it may be more than text."""
    page = client.get(address)
    assert page.status_code == 200, address
    found, words = read_page(page.content.decode())
    assert not found, f"{address}: {found}"
    return words


def has(words: str, text: str) -> bool:
    """Say whether a page says a text, whatever its lines are broken by."""
    return " ".join(text.split()) in words


@pytest.fixture
def proposal(cast):
    """Return a complete draft with a table of figures; its limits stop nobody."""
    cast.edition.questions.update(word_limit=30_000)
    cast.edition.questions.filter(code="kebaruan").update(evidence_rows=1)
    return builders.draft(cast)


def test_answers_and_figures_are_kept_and_shown_as_text(cast, proposal):
    client, address = sign_in(cast.writer), path("answer", proposal, "kebaruan")
    for payload in HOSTILE:
        text = framed(payload.text)
        cells = {"indicator_0": text, "before_0": payload.text, "after_0": text, "source_0": text}
        saved = client.post(address, answer_values(proposal, "kebaruan", text) | cells)
        assert saved.status_code == 302, payload.why
        answer = proposal.answers.get(question__code="kebaruan")
        assert answer.text == clean_text(text), payload.why
        assert answer.evidence[0]["indicator"] == one_line(text), payload.why
        for page in (address, path("read", proposal)):
            assert has(shown(client, page), answer.text), (payload.why, page)
        again = client.post(path("autosave", proposal, "kebaruan"), answer_values(proposal, "kebaruan", text, **cells))
        assert (again.status_code, again["Content-Type"]) == (200, "application/json"), payload.why
    shown(client, path("history", proposal, "kebaruan"))


def test_a_title_is_kept_on_one_line_or_refused_with_everything_typed(cast, proposal):
    client = sign_in(cast.writer)
    for payload in HOSTILE:
        before, text = Proposal.objects.get(), framed(payload.text)
        values = {"title": text, "category": "kategori-1", "started_on": "2012-02-29", "version": before.header_version}
        response = client.post(path("about", proposal), values)
        if response.status_code == 302:
            assert Proposal.objects.get().title == one_line(text), payload.why
            for page in (path("proposal", proposal), path("about", proposal), "/proposal/"):
                assert has(shown(client, page), one_line(text)), (payload.why, page)
        else:
            found, words = read_page(response.content.decode())
            assert (response.status_code, found) == (200, []), payload.why
            assert "Judul inovasi paling banyak 200 huruf" in words, payload.why
            assert has(words, one_line(text)), payload.why
            assert Proposal.objects.get().title == before.title, payload.why


def test_names_and_positions_are_shown_as_text_to_everybody(cast):
    proposal = builders.endorsed(cast)
    clients = [sign_in(person) for person in (cast.writer, cast.administrator, cast.leader)]
    for payload in SHORT:
        text = framed(payload.text.replace("\x00", ""))[:150]
        Institution.objects.filter(pk=cast.institution.pk).update(name=text)
        Unit.objects.filter(pk=cast.unit.pk).update(name=text)
        Person.objects.filter(pk__in=[cast.writer.pk, cast.leader.pk, cast.administrator.pk]).update(name=text)
        Membership.objects.update(position=text)
        for page in (path("proposal", proposal), path("read", proposal), "/akun/"):
            assert has(shown(clients[1], page), text), (payload.why, page)
    for client in clients:
        for page in (path("proposal", proposal), path("read", proposal), "/proposal/", "/akun/", "/akun/data/"):
            shown(client, page)


def test_all_of_it_goes_the_whole_way_and_every_role_reads_it_as_text(cast, proposal):
    everything = "\n\n".join(framed(one.text) for one in SHORT)
    for question in cast.edition.questions.all():
        values = answer_values(proposal, question.code, everything, is_done="yes")
        assert sign_in(cast.writer).post(path("answer", proposal, question.code), values).status_code == 302
    assert sign_in(cast.writer).post(path("check", proposal)).status_code == 302
    note = {"note": everything[:4900], "note_ringkasan": everything[:4900]}
    assert sign_in(cast.administrator).post(path("return", proposal), note).status_code == 302
    assert ReturnNote.objects.count() == 2
    said = [shown(sign_in(cast.writer), path(page, proposal)) for page in ("proposal", "read")]
    assert has(said[0], clean_text(everything)[:2000])
    shown(sign_in(cast.writer), path("answer", proposal, "ringkasan"))
    sign_in(cast.writer).post(path("check", proposal))
    shown(sign_in(cast.leader), path("endorse", proposal))
    acts.endorse(cast, Proposal.objects.get(), builders.read_clock())
    shown(sign_in(cast.administrator), path("submit", proposal))
    acts.send(cast, Proposal.objects.get(), builders.read_clock())
    shown(sign_in(cast.administrator), path("receipt", proposal))
    builders.open_the_stage(cast.edition, "screening")
    for address in ("/sekretariat/", path("screen", proposal)):
        shown(sign_in(cast.secretariat), address)
    acts.screen(cast, Proposal.objects.get(), builders.read_clock(), "CORRECTION", reason=everything.replace("\x00", "")[:3900])
    assert Screening.objects.count() == 1
    for person in (cast.writer, cast.administrator, cast.leader, cast.secretariat):
        shown(sign_in(person), path("proposal", proposal))
    shown(sign_in(cast.secretariat), path("screen", proposal))


@pytest.mark.parametrize("field", ["note", "note_ringkasan"])
def test_a_note_too_long_is_refused_with_all_of_it(cast, field):
    cast.edition.questions.update(word_limit=30_000)
    proposal, text = builders.forwarded(cast), "kata " * 10_000
    response = sign_in(cast.administrator).post(path("return", proposal), {field: text})
    found, words = read_page(response.content.decode())
    assert (response.status_code, found) == (200, [])
    assert "paling banyak 5000 huruf" in words
    assert has(words, text)


def test_nul_in_a_name_is_refused_with_a_reason_and_in_a_text_it_goes(cast, proposal):
    page = sign_in(cast.writer).post("/akun/data/nama/", {"name": "Siti\x00Aminah"})
    assert (page.status_code, UNREADABLE in page.content.decode()) == (200, True)
    builders.open_the_stage(cast.edition, "registration")
    client = sign_in(cast.writer)
    client.post(path("answer", proposal, "ringkasan"), answer_values(proposal, "ringkasan", "satu\x00dua"))
    assert proposal.answers.get(question__code="ringkasan").text == "satudua"


def test_bytes_that_are_no_text_become_a_sign_and_the_words_around_them_stay(cast, proposal):
    client, address = sign_in(cast.writer), path("answer", proposal, "ringkasan")
    for version, raw in enumerate((b"%ED%A0%80", b"%C3%28", b"%FF%FE", b"%F0%9F1", b"%00%00"), start=1):
        body = b"version=%d&text=Awal+%s+akhir" % (version, raw)
        response = client.generic("POST", address, body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 302, raw
        text = proposal.answers.get(question__code="ringkasan").text
        assert (text[:5], text[-6:]) == ("Awal ", " akhir"), raw


def test_half_a_character_is_never_stored():
    for half in (chr(0xD800), chr(0xDFFF), f"a{chr(0xD83D)} b"):
        assert clean_text(f"Awal {half} akhir").encode()


def test_the_last_of_a_parameter_counts_and_the_rest_does_nothing(cast, proposal):
    client = sign_in(cast.writer)
    text = ["<script>alert(7731)</script>", "Yang terakhir."]
    client.post(path("answer", proposal, "ringkasan"), {"text": text, "version": ["0", "1"], "is_done": ["no", "yes"]})
    answer = proposal.answers.get(question__code="ringkasan")
    assert (answer.text, answer.version, answer.is_done) == ("Yang terakhir.", 2, True)
    before = stored()
    title = {"title": ["A", "B"], "category": ["kategori-1"], "started_on": ["2012-02-29"], "version": ["1", "999"]}
    assert client.post(path("about", proposal), title).status_code == 409
    assert stored() == before


def test_a_question_with_hostile_words_of_the_edition_is_text_too(cast, proposal):
    text = framed(SHORT[0].text)
    Question.objects.update(
        label=text[:300], help=text, section=text[:120], example_good=text, example_weak=text, checklist=[text]
    )
    for page in (path("proposal", proposal), path("answer", proposal, "ringkasan"), path("read", proposal)):
        assert has(shown(sign_in(cast.writer), page), text)


@pytest.mark.parametrize(
    "planted",
    [
        "<b onclick=x>a</b>",
        "<script>alert(1)</script>",
        "<p style='color:red'>a</p>",
        "<iframe></iframe>",
        "<a href='javascript:alert(1)'>a</a>",
        "<img src=https://contoh.test/x>",
        "<base href=/x>",
        "<meta http-equiv=refresh content=0>",
        "<svg><animate onbegin=x>",
    ],
)
def test_what_does_not_belong_on_a_page_is_found(planted):
    assert read_page(f"<main>{planted}</main>")[0]


def test_the_list_has_forty_payloads():
    assert len({one.text for one in HOSTILE}) == 40
