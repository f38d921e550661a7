"""The page on which readers who are far apart meet."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from judging.models import Agreement, Assignment, Discussion, JointSheet, Remark
from tests import builders
from tests.judging.disputes import agree, apart, discuss, propose, say

MOST = 12


@pytest.fixture
def readers(cast):
    """Two readers who are far apart and were asked to talk; the first one leads."""
    found = apart(cast, 5, 1)
    discuss(cast, found[0], note="Perhatikan bukti.")
    return found


def code():
    return Discussion.objects.get().code


def sheet(level, version, **values):
    """Return a joint sheet as its form sends it."""
    sent = {"act": "propose", "version": version, "sheet_version": 1}
    for name in builders.choices():
        sent |= {f"level-{name}": level, f"reason-{name}": builders.REASON}
    return sent | values


def test_the_readers_meet_talk_and_agree(readers, visit):
    lead, other = (visit(one.judge) for one in readers)
    receipt = lead.get("locked", readers[0].code)
    assert f"/penilaian/bahasan/{code()}/" in receipt.text
    page = other.get("discussion", code())
    for words in (
        "Beda 80 poin",
        "Tingkat 5 (100 dari 100)",
        "Tingkat 1 (20 dari 100)",
        "Penilai 2 (Anda)",
        "Perhatikan bukti.",
    ):
        assert words in page.text
    assert "Usulkan kepada" not in page.text
    assert other.post("discussion", code(), act="say", text="Buktinya satu kecamatan saja.").status_code == 302
    assert "Buktinya satu kecamatan saja." in lead.get("discussion", code()).text
    assert lead.post("discussion", code(), **sheet(3, 0)).status_code == 302
    asked = other.get("discussion", code())
    assert "Setujui usulan ini" in asked.text
    assert "Belum setuju" in asked.text
    assert other.post("discussion", code(), act="agree", version=1).status_code == 302
    for visitor in (lead, other):
        done = visitor.get("discussion", code())
        assert Discussion.objects.get().seal in done.text
        assert "Lembar itu yang dihitung." in done.text
        assert "<form" not in done.text.split("<main")[1].split("</main")[0]


def test_no_reader_learns_a_name(readers, visit):
    one, other = readers
    say(other)
    propose(one, 3)
    agree(other)
    page = visit(one.judge).get("discussion", code())
    assert other.judge.name not in page.text.replace(one.judge.name, "")
    assert other.code not in page.text


@pytest.mark.parametrize("who", ["chair", "secretariat", "writer", "stranger", "other judge", "tied reader"])
def test_nobody_else_finds_it(cast, readers, visit, who):
    people = {"tied reader": readers[1].judge}
    if who == "other judge":
        people[who] = next(judge for judge in cast.judges if judge not in [one.judge for one in readers])
    if who == "tied reader":
        builders.join(readers[1].judge, cast.institution)
    visitor = visit(people.get(who) or getattr(cast, who))
    assert visitor.get("discussion", code()).status_code == visitor.get("discussion", "222222222222").status_code == 404
    assert visitor.post("discussion", code(), act="say", text="x").status_code == 404
    assert not Remark.objects.exists()


def test_the_receipt_leads_there_only_once_the_chair_asked(cast, visit):
    one, _other = apart(cast, 5, 1)
    assert "Buka pembahasan" not in visit(one.judge).get("locked", one.code).text
    discuss(cast, one)
    assert "Buka pembahasan" in visit(one.judge).get("locked", one.code).text


def test_half_a_sheet_is_shown_again_with_what_is_missing_and_kept(readers, visit):
    lead = visit(readers[0].judge)
    page = lead.post("discussion", code(), **sheet(3, 0, **{"level-manfaat": "", "reason-kebaruan": "ya"}))
    assert page.status_code == 200
    assert "Pilih tingkat untuk Manfaat" in page.text
    assert "Isi alasan untuk Kebaruan, paling sedikit 3 kata" in page.text
    assert builders.REASON in page.text
    assert not JointSheet.objects.exists()


def test_two_tabs_and_off_the_scale(readers, visit):
    lead, other = (visit(one.judge) for one in readers)
    assert lead.post("discussion", code(), **sheet(3, 0)).status_code == 302
    stale = lead.post("discussion", code(), **sheet(5, 0))
    assert stale.status_code == 409
    assert "Usulan ini berubah" in stale.text
    assert 'name="version" value="1"' in stale.text
    propose(readers[0], 4, version=1)
    late = other.post("discussion", code(), act="agree", version=1)
    assert late.status_code == 409
    assert 'name="version" value="2"' in late.text
    assert Agreement.objects.count() == 2
    wrong = lead.post("discussion", code(), **sheet(9, 2))
    assert (wrong.status_code, JointSheet.objects.count()) == (200, 2)
    assert other.post("discussion", code(), **sheet(3, 2)).status_code == 200
    assert JointSheet.objects.count() == 2, "who does not lead has no such form"


def test_the_end_is_said_with_its_reason(cast, readers, visit):
    builders.Round.objects.update(consolidated="BESIDE")
    assert "lembar bersama dicatat" in visit(readers[0].judge).get("discussion", code()).text
    Discussion.objects.update(due_at=builders.LONG_AGO)
    page = visit(readers[0].judge).get("discussion", code())
    assert "Pembahasan ini ditutup pada" in page.text
    assert "Kirim pesan" not in page.text


@pytest.mark.parametrize("number", [1, 6])
def test_the_page_asks_for_little_however_much_was_said(readers, visit, number):
    for version in range(number):
        say(readers[1])
        propose(readers[0], 3, version=version)
    visitor = visit(readers[1].judge)
    visitor.get("discussion", code())
    with CaptureQueriesContext(connection) as caught:
        assert visitor.get("discussion", code()).status_code == 200
    assert len(caught) <= MOST, [one["sql"][:90] for one in caught.captured_queries]
    assert Assignment.objects.exists()
