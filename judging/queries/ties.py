"""The facts behind ties between judges and proposals, as the database has them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import product

from django.db.models import QuerySet

from competition.models import DeclaredTie, Edition, Institution, Membership, Person
from competition.models.people import MembershipRole
from competition.queries.people import rights_of
from competition.queries.ties import heirs
from judging.models import Assignment, Conflict, ScoreSheet
from judging.states import SheetState
from judging.ties import Declared, Entry, Facts, Guided, Judged, Partnership, Reason, Rules, Stay, find_ties, shares_family_name
from submissions.models import Proposal
from submissions.queries.coachings import Coached, coached_by
from submissions.queries.replications import partnerships_of


def rules_of(edition: Edition) -> Rules:
    """Return what the edition says of ties."""
    return Rules(edition.conflict_years, edition.bars_own_region, edition.bars_judged_earlier)


def ties_between(
    edition: Edition, proposals: Iterable[Proposal], judges: Iterable[Person], at: datetime
) -> dict[tuple[int, int], frozenset[Reason]]:
    """Return the (proposal, judge) pairs that must not meet at this instant, with their reasons; nothing later is known yet.

    Each proposal comes with its institution and that one's region. Four queries, and two more where a judge is of an
    institution: what came out of what, and who replicates whose innovation.
    """
    judges = list(judges)
    facts = facts_about([judge.pk for judge in judges], at, _declared_places(edition, judges, at))
    entries = [_entry(proposal, edition) for proposal in proposals]
    return find_ties(entries, facts, rules_of(edition), at) if facts else {}


def is_partner(judge: Person, assignment: Assignment, at: datetime) -> bool:
    """Say whether the judge's institution is the replication partner of the proposing one. Asks only about somebody who was
    ever of an institution, as `ties_between` does."""
    if not rights_of(judge, at).stays:
        return False
    proposal = Proposal.objects.select_related("institution__region").get(pk=assignment.proposal_id)
    found = ties_between(assignment.round.edition, [proposal], [judge], at)
    return Reason.REPLICATION in found.get((proposal.pk, judge.pk), frozenset())


def has_coached(judge: Person, assignment: Assignment, at: datetime) -> bool:
    """Say whether the judge coached the proposal, its innovation or its institution. Asks further only about somebody who ever
    coached a draft."""
    if not coached_by([judge.pk], at):
        return False
    proposal = Proposal.objects.select_related("institution__region").get(pk=assignment.proposal_id)
    found = ties_between(assignment.round.edition, [proposal], [judge], at)
    return Reason.COACHED_DRAFT in found.get((proposal.pk, judge.pk), frozenset())


def _declared_places(edition: Edition, judges: Iterable[Person], at: datetime) -> dict[int, list[Stay]]:
    """Return the institutions to which judges declared a tie in the edition; asks only where one ever did. One query."""
    found: dict[int, list[Stay]] = defaultdict(list)
    near = [judge.pk for judge in judges if judge.has_declared_ties]
    if not near:
        return found
    for one in DeclaredTie.objects.filter(person__in=near, edition=edition, declared_at__lte=at).order_by("pk"):
        found[one.person_id].append(Stay(frozenset({one.institution_id}), None, None))
    return found


def facts_about(judges: Iterable[int], at: datetime, declared_places: Mapping[int, list[Stay]]) -> dict[int, Facts]:
    """Return what is known of these judges, by id; of most nothing, and they are not in it. `declared_places` are added to
    where they belong."""
    judges = list(judges)
    stays, declared, judged = _stays_of(judges, at), _declared_by(judges, at), _judged_by(judges, at)
    for judge, places in declared_places.items():
        stays[judge] += places
    guided = {one: _guided(held) for one, held in coached_by(judges, at).items()}
    known = {*stays, *declared, *judged, *guided}
    partners = _partnerships(stays, at)
    return {
        one: Facts(tuple(stays[one]), tuple(declared[one]), tuple(judged[one]), partners.get(one, ()), guided.get(one, ()))
        for one in sorted(known)
    }


def _guided(held: Iterable[Coached]) -> tuple[Guided, ...]:
    return tuple(Guided(one.proposal, one.innovation, one.institution, one.until) for one in held)


def _partnerships(stays: Mapping[int, list[Stay]], at: datetime) -> dict[int, tuple[Partnership, ...]]:
    """Return the partnerships of each judge's institutions, as of this instant; what came out of a partner counts as it.

    One query, and another where there are any; none where nobody is of an institution.
    """
    own = {judge: frozenset(place for one in held for place in one.family) for judge, held in stays.items()}
    places = frozenset().union(*own.values())
    if not places:
        return {}
    rows = partnerships_of(places, at)
    known = heirs() if rows else {}
    found = [
        Partnership(frozenset(pair), until)
        for named, until in rows
        for pair in product(*(sorted(known.get(one, {one})) for one in named))
    ]
    return {judge: tuple(one for one in found if one.institutions & near) for judge, near in own.items()}


def assignment_codes(institutions: Collection[int]) -> QuerySet[Assignment]:
    """Return the codes of all tasks about the institutions' proposals, as a condition of another query."""
    return Assignment.objects.filter(proposal__institution__in=institutions).values("code")


def province_of(institution: Institution) -> int | None:
    """Return the province the institution lies in or is; its region was read. A ministry lies in none."""
    region = institution.region
    return (region.parent_id or region.pk) if region else None


def _entry(proposal: Proposal, edition: Edition) -> Entry:
    institution = proposal.institution
    family = frozenset({institution.pk, institution.parent_id} - {None})
    return Entry(proposal.pk, proposal.innovation_id, institution.pk, family, province_of(institution), edition.year)


def _stays_of(judges: list[int], at: datetime) -> dict[int, list[Stay]]:
    found: dict[int, list[Stay]] = defaultdict(list)
    held = Membership.objects.filter(person__in=judges, starts_at__lte=at).order_by("pk")
    rows = list(held.select_related("institution__region"))
    known = heirs() if rows else {}
    for one in rows:
        own = one.institution
        family = {own.pk, own.parent_id} - {None}
        grown = family.union(*(known.get(place, ()) for place in family))
        found[one.person_id].append(Stay(frozenset(grown), province_of(own), one.ends_at))
    return found


def _declared_by(judges: list[int], at: datetime) -> dict[int, list[Declared]]:
    found: dict[int, list[Declared]] = defaultdict(list)
    columns = ("judge_id", "kind", "proposal_id", "proposal__innovation_id", "proposal__institution_id", "declared_at")
    rows = Conflict.objects.filter(judge__in=judges, declared_at__lte=at).order_by("pk")
    for judge, *values in rows.values_list(*columns):
        found[judge].append(Declared(*values))
    return found


def _judged_by(judges: list[int], at: datetime) -> dict[int, list[Judged]]:
    found: dict[int, list[Judged]] = defaultdict(list)
    columns = ("assignment__judge_id", "assignment__proposal__innovation_id", "assignment__round__edition__year", "locked_at")
    rows = ScoreSheet.objects.filter(assignment__judge__in=judges, state=SheetState.LOCKED, locked_at__lte=at).order_by("pk")
    for judge, *values in rows.values_list(*columns):
        found[judge].append(Judged(*values))
    return found


def tasks_to_ask_about(judge: Person, codes: Iterable[str]) -> set[str]:
    """Return those of the assignments in whose proposal's unit a writer bears the judge's family name. One query."""
    writers = Assignment.objects.filter(code__in=list(codes), proposal__unit__memberships__role=MembershipRole.WRITER)
    rows = writers.order_by("pk").values_list("code", "proposal__unit__memberships__person__name")
    return {code for code, name in rows if shares_family_name(judge.name, [name])}
