"""SEC-09: who coached a draft judges neither it, nor its innovation, nor its institution; a coach never judges the edition."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from competition.clock import read_clock
from competition.models import Appointment
from competition.operations.appointments import appoint_person, end_appointment
from competition.verdict import NotAllowed, Refused
from judging.operations.assignments import accept_assignment, assign_judges, plan_round
from judging.queries.tied import judges_with_ties, tied_tasks_of
from judging.queries.ties import ties_between
from judging.ties import Reason
from submissions.models import Coaching, Proposal
from tests import builders
from tests.evidence import refused
from tests.submissions import guiding

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=366)


def coached_once(cast, judge, proposal, *, ended=None):
    """Note that the judge coached the draft, as an earlier edition would have it."""
    at = ended or read_clock()
    known = {"coach": judge, "given_by": judge, "given_at": at - timedelta(days=2), "asked_by": cast.writer}
    known |= {"asked_at": at - timedelta(days=3), "until": at, "state_since": at}
    return Coaching.objects.create(proposal=proposal, state="ENDED", ending="SENT", **known)


def reasons(cast, judge, proposal):
    proposal = Proposal.objects.select_related("institution__region").get(pk=proposal.pk)
    return set(ties_between(cast.edition, [proposal], [judge], read_clock()).get((proposal.pk, judge.pk), ()))


def test_who_coached_the_draft_is_not_given_it_and_nobody_else_is_barred(cast):
    proposal, other = builders.eligible(cast, 2)
    judge = cast.judges[0]
    coached_once(cast, judge, proposal)
    assert reasons(cast, judge, proposal) == {Reason.COACHED_DRAFT}
    assert reasons(cast, judge, other) == {Reason.COACHED_DRAFT}, "of the same institution"
    assert reasons(cast, cast.judges[1], proposal) == set()
    assert plan_round(builders.the_round(cast), 1, read_clock()).barred[Reason.COACHED_DRAFT] == 2
    assigned = assign_judges(round_=builders.the_round(cast), person=cast.secretariat, seed=1, at=read_clock())
    assert judge not in {row.judge for row in assigned}


def test_the_institution_is_free_after_its_years_and_the_innovation_never(cast):
    proposal, other = builders.eligible(cast, 2)
    judge = cast.judges[0]
    coached_once(cast, judge, proposal, ended=read_clock() - 2 * YEAR)
    for years, found in ((None, {Reason.COACHED_DRAFT}), (3, {Reason.COACHED_DRAFT}), (2, set())):
        cast.edition.conflict_years = years
        cast.edition.save(update_fields=["conflict_years"])
        assert reasons(cast, judge, other) == found
        assert reasons(cast, judge, proposal) == {Reason.COACHED_DRAFT}


def test_a_task_given_before_it_was_known_is_not_accepted_and_goes_with_the_next_plan(cast):
    one = builders.assigned(cast, 1)[0]
    coached_once(cast, one.judge, one.proposal)
    with refused(NotAllowed) as caught:
        accept_assignment(assignment=one, person=one.judge, at=read_clock())
    assert "membimbing" in caught.value.reason
    assert one.pk in plan_round(one.round, 1, read_clock()).left
    assert [row.pk for row in tied_tasks_of(one.round, judges_with_ties(one.round, read_clock()), read_clock())] == [one.pk]


def test_a_coach_is_never_appointed_judge_of_the_edition_nor_a_judge_coach(cast):
    organiser, coach = builders.make_person(), guiding.coach(cast)
    builders.appoint(organiser, cast.edition, "ORGANISER")
    known = {"edition": cast.edition, "person": organiser, "reason": "SK 1"}
    for whom, role in ((coach, "JUDGE"), (cast.judges[0], "COACH")):
        with refused(Refused):
            appoint_person(whom=whom, role=role, at=read_clock(), **known)
        with pytest.raises(IntegrityError), transaction.atomic():
            builders.appoint(whom, cast.edition, role)
    held = Appointment.objects.get(person=coach)
    end_appointment(appointment=held, person=organiser, reason="Selesai", at=read_clock())
    with refused(Refused) as caught:
        appoint_person(whom=coach, role="JUDGE", at=read_clock(), **known)
    assert "Penilai tidak melatih peserta" in caught.value.reason
