"""SEC-09: whoever has a tie to a proposal is not given it, and loses it, with whatever else the same tie rules out."""

from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Institution, InstitutionChange, InstitutionLink, Membership
from competition.queries.people import rights_of
from competition.queries.ties import is_tied, tied_to
from competition.verdict import NotAllowed
from judging.models import Assignment, Conflict
from judging.operations.assignments import accept_assignment, assign_judges, declare_conflict, plan_round
from judging.operations.sheets import lock_sheet
from judging.policy import may_read_to_judge
from judging.queries.invariants import assignments_are_whole
from judging.queries.rounds import locked_sheets_of
from judging.queries.ties import ties_between
from judging.ties import Reason
from submissions.models import Proposal
from tests import builders
from tests.evidence import refused

YEAR = timedelta(days=366)


def rule(cast, **values):
    """Change what the edition says of ties."""
    for name, value in values.items():
        setattr(cast.edition, name, value)
    cast.edition.save(update_fields=list(values))


def reasons(cast, judge, at=None):
    """Return why the judge must not read the first proposal."""
    proposal = Proposal.objects.select_related("institution__region").order_by("pk")[0]
    return set(ties_between(cast.edition, [proposal], [judge], at or read_clock()).get((proposal.pk, judge.pk), ()))


def holds():
    """Assert INV-07."""
    assert list(assignments_are_whole(read_clock())) == []


def sibling(cast):
    """Make the entrant a company of a government, and return another company of it."""
    parent = builders.make_institution("CITY")
    Institution.objects.filter(pk=cast.institution.pk).update(kind="BUMD", parent=parent)
    return builders.make_institution("BUMD", parent=parent)


def successor(cast):
    """Return what the entrant came out of."""
    former, now = builders.make_institution("REGENCY"), read_clock()
    known = {"kind": "SPLIT", "on": now.date(), "letter_number": "UU 1", "reason": "Pemekaran", "recorded_at": now}
    change = InstitutionChange.objects.create(institution=former, recorded_by=cast.secretariat, **known)
    InstitutionLink.objects.create(change=change, predecessor=former, successor=cast.institution)
    return former


@pytest.mark.parametrize("place", [lambda cast: cast.institution, sibling, successor], ids=["own", "sibling", "predecessor"])
def test_a_membership_ties_as_long_as_the_edition_says(cast, place):
    builders.eligible(cast, 1)
    judge = cast.judges[0]
    held = builders.join(judge, place(cast), until=read_clock() - 2 * YEAR)
    for years, found in ((None, {Reason.INSTITUTION}), (3, {Reason.INSTITUTION}), (2, set())):
        rule(cast, conflict_years=years)
        assert reasons(cast, judge) == found
    held.delete()
    assert reasons(cast, judge) == set()


def test_the_own_province_ties_only_where_the_edition_says_so(cast):
    builders.eligible(cast, 1)
    region = builders.make_region("CITY")
    region.parent = cast.institution.region.parent
    region.save()
    judge = cast.judges[0]
    builders.join(judge, builders.make_institution("CITY", region=region))
    builders.join(judge, builders.make_institution("MINISTRY"))
    assert reasons(cast, judge) == set()
    rule(cast, bars_own_region=True)
    assert reasons(cast, judge) == {Reason.REGION}
    assert {row.judge for row in assign(cast)} == set(cast.judges[1:])
    holds()


def test_an_innovation_judged_in_an_earlier_year_ties_only_where_the_edition_says_so(cast):
    one = builders.accepted(cast, 1)[0]
    lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    rule(cast, bars_judged_earlier=True)
    assert reasons(cast, one.judge) == set(), "the same year is no earlier one"
    cast.edition.year += 1
    assert reasons(cast, one.judge) == {Reason.JUDGED_EARLIER}
    assert reasons(cast, one.judge, read_clock() - YEAR) == set(), "not known then"


def assign(cast, seed=1):
    """Assign as the first organiser, now."""
    return assign_judges(round_=builders.the_round(cast), person=cast.secretariat, seed=seed, at=read_clock())


@pytest.fixture
def five(cast):
    """Three proposals with two readers each; five judges, so that there is somebody to take over."""
    for _number in range(2):
        judge = builders.make_person()
        builders.appoint(judge, cast.edition, "JUDGE")
        cast.judges.append(judge)
    return builders.accepted(cast, 5)


def mine(five, judge=None):
    """Return the active tasks of the first task's judge."""
    return Assignment.objects.filter(judge=judge or five[0].judge, state__in=("OFFERED", "ACCEPTED"))


@pytest.mark.parametrize(("kind", "all_of_it"), [("SAME_INSTITUTION", True), ("COACHED", True), ("FAMILY", False)])
def test_a_tie_to_an_agency_takes_back_all_of_its_proposals(cast, five, kind, all_of_it):
    one = five[0]
    had = mine(five).count()
    scored = mine(five).exclude(pk=one.pk).first()
    lock_sheet(assignment=scored, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    declare_conflict(assignment=one, person=one.judge, kind=kind, explanation="", at=read_clock())
    assert mine(five).count() == (0 if all_of_it else had - 1)
    assert sum(len(entry.sheets) for entry in locked_sheets_of(one.round, read_clock())) == (0 if all_of_it else 1)
    entry = AuditEntry.objects.get(event="conflict_declared")
    assert entry.data == {"kind": kind, "released": had - 1 if all_of_it else 0}
    holds()
    assign(cast, seed=3)
    assert mine(five).count() == (0 if all_of_it else mine(five).count())
    for proposal in Proposal.objects.order_by("pk"):
        assert proposal.assignments.filter(state__in=("OFFERED", "ACCEPTED")).count() == 2
    holds()


def test_another_agencys_proposal_stays_with_the_judge(cast, five):
    one = five[0]
    other = mine(five).exclude(pk=one.pk).first()
    Proposal.objects.filter(pk=other.proposal_id).update(institution=cast.other_institution)
    declare_conflict(assignment=one, person=one.judge, kind="COACHED", explanation="", at=read_clock())
    assert list(mine(five)) == [other]


def test_who_joins_an_agency_cannot_accept_or_read_and_the_next_plan_takes_it_back(cast, five):
    one = five[0]
    scored = mine(five).exclude(pk=one.pk).first()
    lock_sheet(assignment=scored, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    holds()
    now = read_clock()
    Membership.objects.create(person=one.judge, institution=cast.institution, role="LEADER", starts_at=now)
    one.judge.__dict__.pop("_rights", None)
    assert not may_read_to_judge(one.judge, one, read_clock())
    assert list(assignments_are_whole(read_clock())) != []
    planned = plan_round(one.round, 1, read_clock())
    assert set(planned.left) == set(mine(five).exclude(pk=scored.pk).values_list("pk", flat=True))
    assign(cast)
    assert list(mine(five)) == [scored], "what was scored before the tie began stays"
    holds()


def test_accepting_is_refused_while_there_is_a_tie(cast):
    one = builders.assigned(cast, 1)[0]
    builders.join(one.judge, cast.institution)
    with refused(NotAllowed) as caught:
        accept_assignment(assignment=one, person=one.judge, at=read_clock())
    assert "terikat dengan instansi pengusul" in caught.value.reason


def test_what_was_declared_of_a_proposal_holds_for_good(cast):
    (proposal,) = builders.eligible(cast, 1)
    judge = cast.judges[0]
    Conflict.objects.create(judge=judge, proposal=proposal, kind="FAMILY", declared_at=read_clock() - 2 * YEAR)
    assert reasons(cast, judge) == {Reason.DECLARED}
    rule(cast, conflict_years=1)
    assert reasons(cast, judge) == {Reason.DECLARED}


def test_what_policy_asks_and_what_a_plan_asks_is_the_same_of_institutions(cast):
    """One person, every institution: `tied_to` names exactly those whose proposals no plan gives them for their places."""
    parent = builders.make_institution("CITY")
    company, sister = (builders.make_institution("BUMD", parent=parent) for _number in range(2))
    region = builders.make_region("CITY")
    region.parent = parent.region.parent
    region.save()
    neighbour, former = builders.make_institution("CITY", region=region), successor(cast)
    (proposal,) = builders.eligible(cast, 1)
    known = {Reason.INSTITUTION, Reason.REGION}
    for place in (cast.institution, former, parent, company, sister, neighbour, cast.other_institution):
        for own_region in (False, True):
            rule(cast, bars_own_region=own_region)
            person = builders.make_person()
            builders.join(person, place)
            at, expected = read_clock(), set()
            for one in Institution.objects.select_related("region").order_by("pk"):
                proposal.institution, proposal.institution_id = one, one.pk
                found = ties_between(cast.edition, [proposal], [person], at).get((proposal.pk, person.pk), frozenset())
                expected |= {one.pk} if found & known else set()
            assert tied_to(person, cast.edition, at) == expected
            assert place.pk in expected


def test_an_ended_membership_ties_every_office_as_long_as_the_edition_says(cast):
    builders.join(cast.chair, cast.institution, until=read_clock() - 2 * YEAR)
    for years, tied in ((None, True), (3, True), (2, False)):
        rule(cast, conflict_years=years)
        cast.chair.__dict__.pop("_rights", None)
        assert is_tied(cast.chair, cast.edition, cast.institution.pk, read_clock()) == tied


def test_who_never_was_of_an_institution_costs_no_query(cast, django_assert_num_queries):
    at = read_clock()
    rights_of(cast.secretariat, at)
    with django_assert_num_queries(0):
        assert tied_to(cast.secretariat, cast.edition, at) == frozenset()
    builders.join(cast.secretariat, cast.institution)
    rights_of(cast.secretariat, at)
    with django_assert_num_queries(2):
        assert cast.institution.pk in tied_to(cast.secretariat, cast.edition, at)
        assert cast.institution.pk in tied_to(cast.secretariat, cast.edition, at)
