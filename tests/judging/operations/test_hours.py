"""Nobody is promised to two rounds at one hour: interviews of one against those of another, and against visits of the day."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from django.db import transaction

from competition.clock import read_clock
from competition.zones import day_of
from judging.models import Assignment, Slot, Visit
from judging.operations.assignments import NotFeasible
from judging.operations.interviews import confirm_interviews, plan_interviews
from judging.operations.panel import NotFree, replace_reader, substitutes_for
from judging.operations.slots import NotThere, Place, free_places, place_of, sessions_of, swaps_for
from judging.operations.visits import Engaged, change_visit, plan_visit
from judging.queries.hours import nobody_is_in_two_places
from judging.queries.interviews import panels_of
from judging.timetabling import Span
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.judging import interviewing, visits

DAY = timedelta(days=1)
BUSY = "Bertugas di tempat lain pada jam yang sama"


def second_round(cast, **values):
    """Return another round that the same proposals enter at the same time."""
    known = {"key": "lain", "stage": "interview", "kind": "INTERVIEW", "chosen_in": None}
    return builders.make_round(cast.edition, **known | values)


def morning(days=0):
    """Return an hour from nine o'clock on, so many days after the first."""
    start = interviewing.day() + days * DAY
    return Span(start, start + timedelta(hours=1))


def sat(cast, round_, *sessions, rooms=2):
    """Confirm a timetable of these sessions in the usual rooms."""
    asked, at = replace(interviewing.frame(cast, rooms=rooms), sessions=sessions), read_clock()
    shown = plan_interviews(round_, asked, 1, at).fingerprint
    return confirm_interviews(round_=round_, frame=asked, seed=1, shown=shown, person=cast.secretariat, at=at)


def own(timetable, institution):
    """Return the slots of an agency's proposals, by time."""
    slots = Slot.objects.filter(timetable=timetable, proposal__institution=institution)
    return list(slots.select_related("timetable__round__edition", "proposal__institution").order_by("starts_at", "pk"))


def journey(cast, days=0, **team):
    """Return the plan of a visit of one day by judges of no room."""
    day = day_of(interviewing.day() + days * DAY)
    seats = {name: (judge.pk,) for name, judge in team.items()}
    return visits.plan(cast.judges[2], cast.judges[3], **{"starts_on": day, "ends_on": day} | seats)


def going(cast, proposal, plan):
    """Plan a visit to a proposal in a round of visits beside the interviews."""
    round_ = cast.edition.rounds.get(key="lapangan")
    return plan_visit(round_=round_, proposal_id=proposal.pk, plan=plan, person=cast.secretariat, at=read_clock())


def holds():
    """Assert the invariant."""
    assert list(nobody_is_in_two_places()) == []


def test_a_second_timetable_at_the_same_hours_is_refused_with_who_and_when(cast):
    first = sat(cast, interviewing.ready(cast), morning())
    other = second_round(cast)
    with nothing_changes(), refused(NotFeasible) as caught:
        sat(cast, other, morning())
    assert f"{cast.institution} diminta hadir di tempat lain: wawancara babak lain" in caught.value.reason
    assert "09.00 WIB" in caught.value.reason
    assert all(one.proposal.title not in caught.value.reason for one in own(first, cast.institution))
    sat(cast, other, morning(1))
    holds()


def test_a_judge_of_both_rounds_is_named_where_the_agencies_are_not_the_same(cast):
    """One room, and the second round begins a turn later: then the judges still hear the second agency of the first."""
    start = interviewing.day()
    sat(cast, interviewing.ready(cast, 1, 1), morning(), rooms=1)
    other, later = second_round(cast), Span(start + timedelta(minutes=20), start + timedelta(minutes=60))
    with refused(NotFeasible) as caught:
        sat(cast, other, later, rooms=1)
    assert f"{cast.judges[0].name} bertugas di tempat lain" in caught.value.reason
    assert str(cast.institution) not in caught.value.reason


def test_a_slot_is_neither_moved_nor_offered_where_another_round_needs_its_people(cast):
    first = sat(cast, interviewing.ready(cast), morning())
    taken = [Span(one.starts_at, one.ends_at) for one in Slot.objects.filter(timetable=first)]
    second = sat(cast, second_round(cast), morning(1), morning())
    slot, at = own(second, cast.institution)[0], read_clock()
    slots, panels = list(second.slots.select_related("proposal__institution", "timetable__round__edition")), {}
    free = free_places(slot, slots, panels, at)
    assert [one for one in free if morning().covers(one.span)]
    assert not [one for one in free if any(one.span.overlaps(span) for span in taken)]
    assert swaps_for(slot, slots, panels_of(second.round), at)
    with refused(NotThere) as caught:
        interviewing.move(slot, cast.secretariat, Place(place_of(slot, second).room, taken[0]))
    assert "tempat lain: wawancara babak lain" in caught.value.reason
    interviewing.move(
        slot, cast.secretariat, next(one for one in free if one.span.starts_at >= sessions_of(second)[0].starts_at)
    )
    holds()


def test_a_team_does_not_go_where_one_of_it_hears_an_interview_and_no_agency_is_visited_while_it_presents(cast):
    ours, theirs = one_a_day(cast)
    day = 0 if ours.starts_at < theirs.starts_at else 1
    with refused(Engaged) as caught:
        going(cast, ours.proposal, journey(cast, day))
    assert f"{cast.institution} diminta hadir di tempat lain" in caught.value.reason
    with refused(Engaged) as caught:
        going(cast, theirs.proposal, journey(cast, day, panelists=cast.judges[0]))
    assert f"{cast.judges[0].name} bertugas di tempat lain: wawancara babak lain" in caught.value.reason
    visit = going(cast, theirs.proposal, journey(cast, day))
    known = {"visit": visit, "person": cast.secretariat, "reason": "Jalan terputus banjir.", "at": read_clock()}
    with refused(Engaged):
        change_visit(plan=journey(cast, day, evaluators=cast.judges[1]), **known)
    with refused(Engaged):
        change_visit(plan=journey(cast, 1 - day), **known)
    change_visit(plan=journey(cast, 2), **known)
    holds()


def one_a_day(cast):
    """Return each agency's slot, one on each of two days before the first two judges; there is a round of visits beside."""
    halves = [Span(one.starts_at, one.starts_at + timedelta(minutes=20)) for one in (morning(), morning(1))]
    timetable = sat(cast, interviewing.ready(cast, 1, 1), *halves, rooms=1)
    second_round(cast, key="lapangan", kind="FIELD")
    return own(timetable, cast.institution)[0], own(timetable, cast.other_institution)[0]


def test_who_is_on_a_visit_that_day_is_nobody_s_substitute(cast):
    ours, theirs = one_a_day(cast)
    going(cast, theirs.proposal, journey(cast, 0 if ours.starts_at < theirs.starts_at else 1))
    task = Assignment.objects.select_related("round__edition", "proposal__institution__region").get(
        proposal=ours.proposal, judge=cast.judges[0]
    )
    said = {one.judge: one.objection for one in substitutes_for(task, read_clock())}
    assert (said[cast.judges[2]], said[cast.judges[3]]) == (BUSY, BUSY)
    with refused(NotFree):
        known = {"person": cast.secretariat, "reason": "Sakit sejak pagi.", "at": read_clock()}
        replace_reader(round_=task.round, assignment=task, judge_id=cast.judges[2].pk, **known)


def test_a_timetable_is_not_drawn_over_a_visit(cast):
    round_ = interviewing.ready(cast, 1, 1)
    second_round(cast, key="lapangan", kind="FIELD")
    proposal = cast.edition.proposals.get(institution=cast.institution)
    going(cast, proposal, journey(cast))
    with refused(NotFeasible) as caught:
        sat(cast, round_, morning(), rooms=2)
    assert f"{cast.judges[2].name} bertugas di tempat lain: kunjungan lapangan" in caught.value.reason
    sat(cast, round_, morning(1), rooms=2)
    holds()


def test_what_stands_against_the_rule_is_found(cast):
    ours, theirs = one_a_day(cast)
    for one, other in ((ours, theirs), (theirs, ours)):
        with rolled_back():
            Slot.objects.filter(pk=one.pk).update(starts_at=other.starts_at, ends_at=other.ends_at, room="Ruang 9")
            assert f"judge {cast.judges[0].pk}: is asked to be in two places at once" in list(nobody_is_in_two_places())
    visit = going(cast, ours.proposal, journey(cast, 2))
    holds()
    Visit.objects.filter(pk=visit.pk).update(starts_on=day_of(interviewing.day()))
    assert f"agency {cast.institution.pk}: is asked to be in two places at once" in list(nobody_is_in_two_places())


@contextmanager
def rolled_back():
    """Undo at the end what is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
