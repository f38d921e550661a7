"""Who is reminded of what."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from competition.models import Edition, Membership, Person, Stage
from competition.models.people import MembershipRole
from competition.queries.editions import own_closes
from competition.queries.people import in_force
from submissions.models import Proposal
from submissions.queries.proposals import holder_of, with_signs

M = MembershipRole
Held = dict[int, list[Membership]]
HOLDERS = {"LEADER": {M.LEADER, M.DELEGATE}, "ADMINISTRATOR": {M.ADMINISTRATOR}}


@dataclass
class Digest:
    """All that one person is reminded of: proposals with who has the ball, the zone the person's institution lies in, and the
    institutions they lead or stand in for."""

    person: Person
    zone: str
    lines: list[tuple[Proposal, str]] = field(default_factory=list)
    leads: set[int] = field(default_factory=set)

    def asked(self) -> list[tuple[Proposal, Person]]:
        """Return what waits for this person's own yes: of the institutions they lead, and not begun by themself."""
        return [
            (one, self.person)
            for one, holder in self.lines
            if holder == "LEADER" and one.institution_id in self.leads and one.created_by_id != self.person.pk
        ]


def closes_of(stage: Stage, edition: Edition) -> dict[datetime, set[int]]:
    """Return the closes to remind of: everybody's, with no institution, and later ones with the institutions they hold for."""
    closes: dict[datetime, set[int]] = {stage.closes_at: set()}
    for (institution, key), closes_at in own_closes(edition).items():
        if key == stage.key and closes_at > stage.closes_at:
            closes.setdefault(closes_at, set()).add(institution)
    return closes


def digests_of(
    edition_id: int,
    states: Iterable[str],
    at: datetime,
    *,
    only: set[int] = frozenset(),
    without: set[int] = frozenset(),
) -> list[Digest]:
    """Return a digest for each who has the ball of a proposal in one of these states, and for each administrator: of all
    institutions or `only` these, `without` those. Two queries."""
    unsent = Proposal.objects.filter(edition=edition_id, state__in=list(states))
    # A correction with an end of its own is reminded of before that (`operations.corrections`).
    unsent = unsent.filter(institution__in=only) if only else unsent.filter(correct_by=None).exclude(institution__in=without)
    proposals = list(with_signs(unsent).select_related("institution__region").order_by("title", "pk"))
    held = _memberships(proposals, at)
    digests = _digests(proposals, held, _told)
    for institution, memberships in held.items():
        for one in memberships:
            if one.role in HOLDERS["LEADER"] and one.person_id in digests:
                digests[one.person_id].leads.add(institution)
    return list(digests.values())


def holders_of(edition_id: int, proposals: list[int], at: datetime) -> list[Digest]:
    """Return a digest for each who has the ball of one of these proposals, and for nobody else. Two queries."""
    found = _named(edition_id, proposals)
    return list(_digests(found, _memberships(found, at), _holding).values())


def told_of(edition_id: int, proposals: list[int], at: datetime) -> list[Digest]:
    """Return a digest for each who has the ball of one of these proposals, and for each administrator. Two queries."""
    found = _named(edition_id, proposals)
    return list(_digests(found, _memberships(found, at), _told).values())


def _named(edition_id: int, proposals: list[int]) -> list[Proposal]:
    wanted = Proposal.objects.filter(edition=edition_id, pk__in=proposals)
    return list(with_signs(wanted).select_related("institution__region").order_by("title", "pk"))


def _digests(proposals: list[Proposal], held: Held, choose: Callable[[Proposal, str, Held], list[Person]]) -> dict[int, Digest]:
    digests: dict[int, Digest] = {}
    for proposal in proposals:
        holder = holder_of(proposal, proposal.endorsed_at is not None)
        region = proposal.institution.region
        for person in choose(proposal, holder, held):
            known = digests.setdefault(person.pk, Digest(person, region.time_zone if region else "WIB"))
            known.lines.append((proposal, holder))
    return digests


def _memberships(proposals: list[Proposal], at: datetime) -> Held:
    places = {one.institution_id for one in proposals} | {one.institution.parent_id for one in proposals} - {None}
    found: dict[int, list[Membership]] = defaultdict(list)
    held = Membership.objects.filter(in_force(at), Q(person__is_active=True), institution__in=places)
    for one in held.select_related("person").order_by("person", "pk"):
        found[one.institution_id].append(one)
    return found


def _told(proposal: Proposal, holder: str, held: Held) -> list[Person]:
    """Return the holders of the ball and the administrators, each once."""
    found = {one.pk: one for one in [*_holding(proposal, holder, held), *_holding(proposal, "ADMINISTRATOR", held)]}
    return list(found.values())


def _holding(proposal: Proposal, holder: str, held: Held) -> list[Person]:
    """Return who has the ball, each once; where that is the administrator, also the one above."""
    own = held[proposal.institution_id]
    found = [one for one in own if one.role in HOLDERS.get(holder, ())]
    if holder == "UNIT":
        found += [one for one in own if one.role == M.WRITER and one.unit_id == proposal.unit_id]
    if holder == "ADMINISTRATOR" and proposal.institution.parent_id:
        found += [one for one in held[proposal.institution.parent_id] if one.role == M.ADMINISTRATOR]
    return list({one.person_id: one.person for one in found}.values())
