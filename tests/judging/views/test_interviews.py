"""The pages of interviews: the organiser's plan, one slot, the judge's timetable, the agency's own slot."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from competition.clock import read_clock
from judging import access
from judging.models import Assignment, Slot, Timetable
from judging.operations.assignments import declare_conflict
from judging.operations.slots import confirm_attendance
from tests import builders
from tests.evidence import nothing_changes
from tests.judging import interviewing

HERE = interviewing.HERE


def fields(cast, **more) -> dict[str, str]:
    """Return what an organiser fills in: two sessions of a day, rooms, and two judges for each."""
    day = interviewing.day()
    told = {
        "sessions": f"{day:%d-%m-%Y} 09.00-10.00\n{day:%Y-%m-%d} 13:00–13:40",
        "rooms": "Ruang Merapi\nRuang Video, https://video.contoh.test/kipp",
        "talk_minutes": "7",
        "question_minutes": "13",
        "pause_minutes": "0",
        "seed": "5",
    }
    for place, judge in enumerate(cast.judges):
        told[f"judge_{judge.appointments.get().code}"] = str(place // 2 + 1)
    return told | more


def test_an_organiser_looks_at_a_plan_and_sets_exactly_that(cast, visit):
    interviewing.ready(cast)
    organiser = visit(cast.secretariat)
    assert 'value="7"' in organiser.get("interviews", *HERE).text
    with nothing_changes():
        page = organiser.post("interviews", *HERE, act="plan", **fields(cast))
    assert page.text.count("Ruang Merapi</td>") == page.text.count("Ruang Video</td>") == 2
    assert "WITA" in page.text
    shown = re.search(r'name="shown" value="(\w{64})"', page.text)[1]
    with nothing_changes():
        changed = organiser.post("interviews", *HERE, act="confirm", **fields(cast, seed="6", shown=shown))
    assert changed.status_code == 409
    assert "Periksa rencana yang baru" in changed.text
    assert organiser.post("interviews", *HERE, act="confirm", **fields(cast, shown=shown)).status_code == 302
    assert Timetable.objects.get().seed == 5
    page = organiser.get("interviews", *HERE)
    assert page.text.count("Belum dikonfirmasi") == 4
    assert page.text.count("Ubah jadwal<span") == 4
    assert "Ubah jadwal<span" not in visit(cast.chair).get("interviews", *HERE).text


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"sessions": "besok pagi"}, "Baris 1: tulis seperti 08-05-2017 09.00-12.00"),
        ({"sessions": "31-02-2017 09.00-12.00"}, "Baris 1: tulis seperti"),
        ({"sessions": "08-05-2017 12.00-09.00"}, "Baris 1: tulis seperti"),
        ({"sessions": "08-05-2017 09.00-12.00"}, "Sesi paling awal dimulai"),
        ({"rooms": "Ruang A\nRuang B, http://video.contoh.test"}, "Baris 2: tulis nama"),
        ({"rooms": "Ruang A\nruang a"}, "nama yang sama"),
        ({"rooms": "Ruang A"}, "Ruang itu belum ditulis di atas"),
        ({"rooms": "A\nB\nC\nD\nE\nF\nG"}, "Paling banyak 6 ruang"),
        ({"rooms": "Ruang A\nRuang B\nRuang C"}, "Ruang C memerlukan sedikitnya 2 penilai"),
        ({"talk_minutes": "200"}, "presentasi"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_lost(cast, visit, values, text):
    interviewing.ready(cast, 1, 1)
    organiser = visit(cast.secretariat)
    with nothing_changes():
        page = organiser.post("interviews", *HERE, act="plan", **fields(cast, **values))
    assert "<title>Kesalahan: " in page.text
    assert text in page.text
    assert 'name="shown"' not in page.text


def test_a_round_of_another_kind_has_no_timetable(cast, visit):
    interviewing.ready(cast, 1, 1)
    assert visit(cast.secretariat).get("interviews", 2017, "desk").status_code == 404


def test_a_tied_organiser_is_told_why_not(cast):
    interviewing.ready(cast, 1, 1)
    builders.join(cast.secretariat, builders.make_institution())
    with pytest.raises(PermissionDenied):
        access.round_of_interviews(*HERE, cast.secretariat, read_clock())


def test_before_the_list_is_public_the_page_says_so_and_names_nobody(cast, visit):
    builders.ratified(cast, 3)
    builders.make_round(cast.edition, key=HERE[1], stage="interview", kind="INTERVIEW")
    page = visit(cast.secretariat).get("interviews", *HERE)
    assert "setelah hasil babak sebelumnya diumumkan" in page.text
    assert "<form method" not in page.text.partition("<main")[2]


def test_an_organiser_moves_a_slot_to_what_is_free_or_changes_two(cast, visit):
    slot = interviewing.planned(cast)
    organiser = visit(cast.secretariat)
    page = organiser.get("slot", *HERE, slot.code)
    free, swap = (re.findall(rf'<option value="({value})"', page.text) for value in (r"\d@[^\"]+", r"\w{10,12}"))
    with nothing_changes():
        told = organiser.post("slot", *HERE, slot.code, target=free[0], reason=" ", version=1)
    assert "Isi alasan perubahan" in told.text
    with nothing_changes():
        organiser.post("slot", *HERE, slot.code, target="0@2017-01-01T00:00:00+00:00", reason="Sakit.", version=1)
    assert organiser.post("slot", *HERE, slot.code, target=swap[0], reason="Sakit.", version=1).status_code == 302
    late = organiser.post("slot", *HERE, slot.code, target=swap[0], reason="Sakit.", version=1)
    assert "sudah berubah" in late.text
    page = organiser.get("slot", *HERE, slot.code)
    free = re.findall(r'<option value="(\d@[^"]+)"', page.text)
    assert organiser.post("slot", *HERE, slot.code, target=free[-1], reason="Sakit.", version=2).status_code == 302
    assert Slot.objects.get(pk=slot.pk).version == 3
    assert visit(cast.chair).get("slot", *HERE, slot.code).status_code == 403


def test_the_agency_sees_its_own_slot_and_no_other(cast, visit):
    interviewing.planned(cast, link="https://video.contoh.test/kipp")
    mine = next(one for one in interviewing.slots(cast) if one.proposal.institution == cast.institution)
    for person, answer in (
        (cast.administrator, 200),
        (cast.leader, 200),
        (cast.writer, 200),
        (cast.stranger, 404),
        (cast.other_administrator, 404),
        (cast.secretariat, 404),
        (cast.chair, 404),
        (cast.judges[0], 404),
    ):
        assert visit(person).get("interview", mine.code).status_code == answer, person
    page = visit(cast.writer).get("interview", mine.code)
    assert not [judge.name for judge in cast.judges if judge.name in page.text]
    assert "https://video.contoh.test/kipp" in page.text
    assert "dikonfirmasi admin instansi atau pimpinannya" in page.text
    assert 'name="presenters"' not in page.text


def test_the_administrator_confirms_and_the_judges_read_who_comes(cast, visit):
    interviewing.planned(cast)
    mine = next(one for one in interviewing.slots(cast) if one.proposal.institution == cast.institution)
    administrator = visit(cast.administrator)
    with nothing_changes():
        assert "Isi siapa yang tampil" in administrator.post("interview", mine.code, presenters=" ", version=1).text
    assert administrator.post("interview", mine.code, presenters="Sari <b>Wulandari</b>", version=1).status_code == 302
    assert "Dikonfirmasi Administrator pada" in administrator.get("interview", mine.code).text
    judge = Assignment.objects.filter(proposal=mine.proposal, state="OFFERED").first().judge
    page = visit(judge).get("timetable")
    assert "Sari &lt;b&gt;Wulandari" in page.text
    assert "Sari &lt;b&gt;Wulandari" in visit(cast.chair).get("interviews", *HERE).text


def test_a_judge_sees_the_own_timetable_and_a_conflict_takes_it_away(cast, visit):
    interviewing.planned(cast)
    judge = cast.judges[0]
    one, other = Assignment.objects.filter(judge=judge).select_related("judge", "proposal").order_by("position")
    page = visit(judge).get("timetable")
    assert one.proposal.title in page.text
    assert other.proposal.title in page.text
    assert len(re.findall("Simpan ke kalender<", page.text)) == 2
    slot = Slot.objects.get(proposal=one.proposal)
    assert visit(judge).get("interview_file", slot.code).status_code == 200
    declare_conflict(assignment=one, person=judge, kind="OTHER", explanation="Kerabat", at=read_clock())
    assert one.proposal.title not in visit(judge).get("timetable").text
    assert visit(judge).get("interview_file", slot.code).status_code == 404
    builders.join(judge, other.proposal.institution)
    assert other.proposal.title not in visit(judge).get("timetable").text


def test_the_desk_leads_to_the_timetable_of_a_round_of_interviews_only(cast, visit):
    interviewing.planned(cast)
    assert "Jadwal wawancara Anda" in visit(cast.judges[0]).get("desk").text


def test_a_desk_without_interviews_says_nothing_of_them(cast, visit):
    judge = builders.assigned(cast)[0].judge
    assert "wawancara" not in visit(judge).get("desk").text
    assert "Belum ada wawancara bagi Anda" in visit(judge).get("timetable").text


def test_the_calendar_file_is_in_wib_and_moves_with_the_slot(cast, visit):
    interviewing.planned(cast, link="https://video.contoh.test/kipp")
    slot = next(one for one in interviewing.slots(cast) if one.proposal.institution == cast.institution)
    answer = visit(cast.administrator).get("interview_file", slot.code)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"DTSTART;TZID=Asia/Jakarta:" in answer.content
    assert b"BEGIN:VTIMEZONE" in answer.content
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == slot.starts_at
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=20)
    moved = interviewing.move(slot, cast.secretariat)
    (after,) = Calendar.from_ical(visit(cast.administrator).get("interview_file", slot.code).content).walk("VEVENT")
    assert (after["uid"], after.decoded("dtstart")) == (event["uid"], moved.starts_at)
    assert (int(event["sequence"]), int(after["sequence"])) == (0, 1)
    for person in (cast.stranger, cast.secretariat, cast.chair):
        assert visit(person).get("interview_file", slot.code).status_code == 404


@pytest.mark.parametrize("name", ["interviews", "timetable"])
def test_a_timetable_asks_no_more_for_many_slots_than_for_few(cast, visit, name):
    interviewing.planned(cast, 1, 1)
    few = queries(cast, visit, name)
    proposals = [one.proposal for one in interviewing.slots(cast)]
    slot = interviewing.slots(cast)[0]
    for number, proposal in enumerate(builders_more(cast), 1):
        later = timedelta(days=number)
        Slot.objects.create(
            timetable=slot.timetable,
            proposal=proposal,
            room=slot.room,
            starts_at=slot.starts_at + later,
            ends_at=slot.ends_at + later,
            changed_at=slot.changed_at,
        )
        known = {"round": slot.timetable.round, "proposal": proposal, "judge": cast.judges[0], "why": "ROOM", "seed": 1}
        Assignment.objects.create(**known, position=10 + number, assigned_at=read_clock())
    assert len(proposals) == 2
    assert queries(cast, visit, name) == few <= 12


def builders_more(cast) -> list:
    """Return three more proposals that are in no slot."""
    builders.open_the_stage(cast.edition, "registration")
    more = [builders.draft(cast) for _ in range(3)]
    builders.open_the_stage(cast.edition, "interview")
    return more


def queries(cast, visit, name) -> int:
    """Return how many queries the page's second opening makes."""
    visitor = visit(cast.secretariat if name == "interviews" else cast.judges[0])
    arguments = HERE if name == "interviews" else ()
    visitor.get(name, *arguments)
    with CaptureQueriesContext(connection) as caught:
        assert visitor.get(name, *arguments).status_code == 200
    return len(caught)


def test_pages_of_one_slot_ask_few_questions(cast, visit):
    slot = interviewing.planned(cast)
    ours = next(one for one in interviewing.slots(cast) if one.proposal.institution == cast.institution)
    confirm_attendance(slot=ours, version=1, presenters="Sari", person=cast.administrator, at=read_clock())
    for person, name, arguments in (
        (cast.secretariat, "slot", (*HERE, slot.code)),
        (cast.administrator, "interview", (ours.code,)),
        (cast.administrator, "interview_file", (ours.code,)),
    ):
        visitor = visit(person)
        visitor.get(name, *arguments)
        with CaptureQueriesContext(connection) as caught:
            assert visitor.get(name, *arguments).status_code == 200
        assert len(caught) <= 12, name
