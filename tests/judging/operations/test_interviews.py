"""The timetable of a round: shown first, written in one go, and no rule bent for it."""

from datetime import timedelta
from itertools import combinations

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from competition.verdict import NotAllowed
from judging.models import Assignment, Slot, Timetable
from judging.operations.assignments import (
    NotFeasible,
    PlanChanged,
    accept_assignment,
    assign_judges,
    declare_conflict,
)
from judging.operations.interviews import (
    AlreadyScored,
    NothingToPlan,
    RoomRefused,
    SessionRefused,
    confirm_interviews,
    plan_interviews,
)
from judging.operations.panel import substitutes_for
from judging.operations.sheets import lock_sheet
from judging.queries.interviews import own_slots, panels_of
from judging.queries.invariants import assignments_are_whole
from judging.queries.rounds import candidates_of
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.judging import interviewing


def test_a_plan_writes_nothing_and_the_same_number_gives_it_again(cast):
    round_ = interviewing.ready(cast)
    asked, at = interviewing.frame(cast), read_clock()
    with nothing_changes():
        first, again = (plan_interviews(round_, asked, 1, at) for _ in range(2))
    assert first.fingerprint == again.fingerprint
    assert len(first.placed) == 4


def test_confirming_writes_slots_tasks_and_invitations_at_once(cast):
    round_ = interviewing.ready(cast)
    timetable = interviewing.confirm(cast, round_)
    slots = interviewing.slots(cast)
    assert len(slots) == 4
    assert (timetable.talk_minutes, timetable.question_minutes) == (7, 13)
    for one in slots:
        assert one.ends_at - one.starts_at == timedelta(minutes=20)
        assert Assignment.objects.filter(round=round_, proposal=one.proposal, why="ROOM").count() == 2
    entry = AuditEntry.objects.get(event="interviews_planned")
    assert entry.data == {"seed": 1, "slots": 4, "rooms": 2}
    letters = Notice.objects.filter(event="interview_invited")
    ours, theirs = {cast.writer, cast.colleague, cast.administrator, cast.leader}, {cast.stranger, cast.other_administrator}
    assert letters.filter(recipient__in=ours).count() == 2 * len(ours)
    assert {one.recipient for one in letters} == ours | theirs | {cast.other_leader}
    for zone in ("WIB", "WITA", "WIT"):
        assert all(zone in one.text for one in letters)
    assert {one.recipient for one in Notice.objects.filter(event="judges_assigned")} == set(cast.judges)
    assert list(assignments_are_whole(read_clock())) == []


def test_no_letter_of_an_agency_names_a_judge(cast):
    interviewing.planned(cast)
    names = [one.name for one in cast.judges]
    for one in Notice.objects.filter(event="interview_invited"):
        assert not [name for name in names if name in one.subject + one.text + one.html]


def test_nobody_is_in_two_rooms_and_no_break_is_used(cast):
    interviewing.planned(cast, 4, 4, afternoon=60)
    slots, panels = interviewing.slots(cast), panels_of(interviewing.slots(cast)[0].timetable.round)
    noon = interviewing.day() + timedelta(hours=1)
    assert not [one for one in slots if noon <= one.starts_at < noon + timedelta(hours=3)]
    for one, other in combinations(slots, 2):
        if one.starts_at == other.starts_at:
            assert one.room != other.room
            assert one.proposal.institution_id != other.proposal.institution_id
            assert not set(panels[one.proposal_id]) & set(panels[other.proposal_id])


def test_a_judge_s_tasks_stand_in_the_order_of_the_day(cast):
    interviewing.planned(cast)
    judge = cast.judges[0]
    order = [one.proposal_id for one in Assignment.objects.filter(judge=judge).order_by("position")]
    assert [one.proposal_id for one in own_slots(judge, read_clock())] == order


def test_who_is_tied_to_an_agency_does_not_sit_before_it(cast):
    round_ = interviewing.ready(cast, 1, 1)
    builders.join(cast.judges[0], cast.institution, until=read_clock() - timedelta(days=30))
    interviewing.confirm(cast, round_)
    ours = next(one for one in interviewing.slots(cast) if one.proposal.institution == cast.institution)
    assert ours.room == "Ruang 2"
    assert cast.judges[0] not in panels_of(round_)[ours.proposal_id]


def test_what_is_missing_is_said_by_how_much(cast):
    round_, at = interviewing.ready(cast), read_clock()
    with refused(NotFeasible) as caught:
        plan_interviews(round_, interviewing.frame(cast, rooms=1, morning=20, afternoon=20), 1, at)
    assert "4 giliran, sedangkan sesi memuat 2. Tambah 40 menit" in caught.value.reason
    with refused(NotFeasible) as caught:
        plan_interviews(round_, interviewing.frame(cast, morning=20, afternoon=10), 1, at)
    assert "tampil 2 kali, sedangkan sesi memuat 1 giliran" in caught.value.reason
    for place in (0, 2):
        builders.join(cast.judges[place], cast.institution)
    with refused(NotFeasible) as caught:
        plan_interviews(round_, interviewing.frame(cast), 1, at)
    assert "Tidak ada ruang dengan 2 penilai yang bebas konflik" in caught.value.reason


def test_what_was_asked_for_is_checked_before_it_is_planned(cast):
    round_, at = interviewing.ready(cast), read_clock()
    asked = interviewing.frame(cast)
    with refused(SessionRefused) as caught:
        plan_interviews(round_, asked, 1, asked.sessions[0].starts_at - timedelta(hours=47))
    assert "mengonfirmasi" in caught.value.reason
    with refused(SessionRefused):
        plan_interviews(round_, interviewing.frame(cast, afternoon=60 * 24 * 9), 1, at)
    with refused(SessionRefused) as caught:
        plan_interviews(round_, interviewing.frame(cast, morning=60 * 5), 1, at)
    assert "bertumpuk" in caught.value.reason
    with refused(RoomRefused):
        plan_interviews(round_, interviewing.frame(cast, rooms=3), 1, at)
    empty = builders.make_round(cast.edition, key="lain", stage="interview", kind="INTERVIEW")
    with refused(NothingToPlan):
        plan_interviews(empty, asked, 1, at)


def test_only_what_was_shown_is_written(cast):
    round_, at = interviewing.ready(cast), read_clock()
    shown = plan_interviews(round_, interviewing.frame(cast), 1, at).fingerprint
    known = {"round_": round_, "seed": 1, "shown": shown, "person": cast.secretariat, "at": at}
    with refused(PlanChanged):
        confirm_interviews(frame=interviewing.frame(cast, link="https://video.contoh.test/a"), **known)
    confirm_interviews(frame=interviewing.frame(cast), **known)
    with refused(NotAllowed) as caught:
        interviewing.confirm(cast, round_, person=cast.secretariat2)
    assert "sudah ditetapkan" in caught.value.reason
    assert Timetable.objects.count() == 1


def test_tasks_from_before_are_taken_over_unless_something_was_scored(cast):
    round_ = interviewing.ready(cast, readers_per_proposal=2)
    assign_judges(round_=round_, person=cast.secretariat, seed=3, at=read_clock())
    one = Assignment.objects.filter(round=round_).select_related("judge").first()
    accept_assignment(assignment=one, person=one.judge, at=read_clock())
    interviewing.confirm(cast, round_)
    active = Assignment.objects.filter(round=round_, state__in=("OFFERED", "ACCEPTED"))
    assert active.count() == 8
    assert list(assignments_are_whole(read_clock())) == []


def test_a_locked_sheet_keeps_everybody_where_they_are(cast):
    round_ = interviewing.ready(cast)
    assign_judges(round_=round_, person=cast.secretariat, seed=3, at=read_clock())
    one = Assignment.objects.filter(round=round_).select_related("judge").first()
    accept_assignment(assignment=one, person=one.judge, at=read_clock())
    lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    with refused(AlreadyScored):
        interviewing.confirm(cast, round_)


def test_nothing_of_a_round_of_interviews_exists_before_the_list_is_public(cast):
    """SEC-04: no slot, no task, no letter, whoever asks; from publication on there is."""
    builders.ratified(cast, 3)
    round_ = builders.make_round(cast.edition, key="wawancara", stage="interview", kind="INTERVIEW")
    cast.judges.append(builders.make_person("Penilai 4"))
    builders.appoint(cast.judges[-1], cast.edition, "JUDGE")
    at = interviewing.day() - timedelta(days=3)
    with refused(NotAllowed):
        confirm_interviews(round_=round_, frame=interviewing.frame(cast), seed=1, shown="", person=cast.secretariat, at=at)
    assert not candidates_of(round_).exists()
    assert not Slot.objects.exists()
    assert not Notice.objects.filter(event__startswith="interview").exists()


def test_a_substitute_is_nobody_who_sits_elsewhere_at_that_time(cast):
    """No judge in two rooms, by the hand of an organiser either."""
    slot = interviewing.planned(cast, 1, 1)
    ours, theirs = interviewing.slots(cast)
    assert ours.starts_at == theirs.starts_at
    task = (
        Assignment.objects.filter(proposal=slot.proposal, round=slot.timetable.round).select_related("judge", "round").first()
    )
    others = {one.judge: one.objection for one in substitutes_for(task, read_clock())}
    elsewhere = set(panels_of(slot.timetable.round)[(theirs if slot == ours else ours).proposal_id])
    assert elsewhere
    assert {others[judge] for judge in elsewhere} == {"Bertugas di tempat lain pada jam yang sama"}


def test_a_reader_who_steps_back_is_replaced_by_somebody_free_at_that_time(cast):
    slot = interviewing.planned(cast, 1, 1)
    round_ = slot.timetable.round
    task = Assignment.objects.filter(proposal=slot.proposal, round=round_).select_related("judge").first()
    declare_conflict(assignment=task, person=task.judge, kind="OTHER", explanation="Kerabat", at=read_clock())
    with refused(NotFeasible):
        assign_judges(round_=round_, person=cast.secretariat, seed=1, at=read_clock())
    fifth = builders.make_person("Penilai 5")
    builders.appoint(fifth, cast.edition, "JUDGE")
    (new,) = assign_judges(round_=round_, person=cast.secretariat, seed=1, at=read_clock())
    assert new.judge == fifth


@pytest.mark.parametrize("who", ["chair", "judge", "administrator", "stranger"])
def test_nobody_else_confirms_a_timetable(cast, who):
    round_ = interviewing.ready(cast)
    person = cast.judges[0] if who == "judge" else getattr(cast, who)
    with refused(NotAllowed):
        interviewing.confirm(cast, round_, person=person)
