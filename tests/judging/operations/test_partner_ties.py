"""SEC-09: whose institution is the replication partner of the proposing one judges none of its proposals, either way round."""

from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.models import InstitutionChange, InstitutionLink
from competition.verdict import NotAllowed
from judging.operations.assignments import accept_assignment, assign_judges, plan_round
from judging.queries.ties import ties_between
from judging.ties import Reason
from submissions.models import Innovation, Proposal
from submissions.operations.replications import withdraw_replication
from tests import builders
from tests.evidence import refused
from tests.submissions import replicating

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=366)


def reasons(cast, judge, at=None):
    """Return why the judge must not read the first proposal, of the cast's first institution."""
    proposal = Proposal.objects.select_related("institution__region").order_by("pk")[0]
    return set(ties_between(cast.edition, [proposal], [judge], at or read_clock()).get((proposal.pk, judge.pk), ()))


def of_the_other(cast) -> Innovation:
    """Return a public innovation of the institution that replicates in `replicating`."""
    known = {"title": "Sungai Bersih", "title_key": "sungai bersih", "is_public": True, "created_at": read_clock()}
    return Innovation.objects.create(institution=cast.other_institution, **known)


def taken_over(cast, *, is_origin: bool, until: str = "AGREED"):
    """Let the two institutions agree; `is_origin`: the proposing one is the original one."""
    if is_origin:
        return replicating.walked(cast, until)
    theirs = vars(cast) | {"institution": cast.other_institution, "other_institution": cast.institution}
    theirs |= {"administrator": cast.other_administrator, "other_administrator": cast.administrator}
    return replicating.walked(type(cast)(**theirs), until, about=of_the_other(cast))


@pytest.mark.parametrize("is_origin", [True, False], ids=["origin", "replicator"])
def test_a_partner_is_found_from_the_agreement_on(cast, is_origin):
    builders.eligible(cast, 1)
    judge = cast.judges[0]
    builders.join(judge, cast.other_institution)
    taken_over(cast, is_origin=is_origin, until="INTEREST")
    before = read_clock()
    assert reasons(cast, judge) == set()
    one = replicating.Replication.objects.get()
    theirs = cast.other_administrator if is_origin else cast.administrator
    replicating.agree_replication(replication=one, person=theirs, scan=replicating.paper(), at=read_clock())
    assert reasons(cast, judge) == {Reason.REPLICATION}
    assert reasons(cast, judge, before) == set(), "not known then"
    assert reasons(cast, cast.judges[1]) == set()
    plan = plan_round(builders.the_round(cast), 1, read_clock())
    assert plan.barred[Reason.REPLICATION] == 1
    assigned = assign_judges(round_=builders.the_round(cast), person=cast.secretariat, seed=1, at=read_clock())
    assert judge not in {row.judge for row in assigned}


def test_it_counts_as_long_after_its_end_as_the_edition_says(cast):
    builders.eligible(cast, 1)
    judge = cast.judges[0]
    builders.join(judge, cast.other_institution)
    one = replicating.walked(cast, "AGREED", at=read_clock() - 3 * YEAR)
    ended = read_clock() - 2 * YEAR
    withdraw_replication(replication=one, person=cast.other_administrator, reason="Selesai", at=ended)
    for years, found in ((None, {Reason.REPLICATION}), (3, {Reason.REPLICATION}), (2, set())):
        cast.edition.conflict_years = years
        cast.edition.save(update_fields=["conflict_years"])
        assert reasons(cast, judge) == found


def test_what_came_out_of_a_partner_counts_as_the_partner(cast):
    """A predecessor of the proposing institution had agreed."""
    builders.eligible(cast, 1)
    judge, former, now = cast.judges[0], builders.make_institution("REGENCY"), read_clock()
    builders.join(judge, cast.other_institution)
    replicating.walked(type(cast)(**vars(cast) | {"institution": former}), "AGREED")
    assert reasons(cast, judge) == set()
    known = {"kind": "SPLIT", "on": now.date(), "letter_number": "UU 1", "reason": "Pemekaran", "recorded_at": now}
    change = InstitutionChange.objects.create(institution=former, recorded_by=cast.secretariat, **known)
    InstitutionLink.objects.create(change=change, predecessor=former, successor=cast.institution)
    assert reasons(cast, judge) == {Reason.REPLICATION}


def test_one_that_was_refused_before_the_agreement_ties_nobody(cast):
    builders.eligible(cast, 1)
    builders.join(cast.judges[0], cast.other_institution)
    one = replicating.asked(cast)
    withdraw_replication(replication=one, person=cast.other_administrator, reason="Batal", at=read_clock())
    assert reasons(cast, cast.judges[0]) == set()


def test_a_task_of_a_partner_is_not_accepted_and_goes_with_the_next_plan(cast):
    one = builders.assigned(cast, 1)[0]
    builders.join(one.judge, cast.other_institution)
    accepted_before = plan_round(one.round, 1, read_clock())
    assert accepted_before.left == ()
    replicating.walked(cast, "AGREED")
    one.judge.__dict__.pop("_rights", None)
    with refused(NotAllowed) as caught:
        accept_assignment(assignment=one, person=one.judge, at=read_clock())
    assert "mitra replikasi" in caught.value.reason
    assert one.pk in plan_round(one.round, 1, read_clock()).left
