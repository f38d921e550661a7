"""What an agency's desk shows: what waits for this person, how much is where, and the list. No query grows with the rows."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from competition.models import Edition, Person
from competition.models.people import MembershipRole
from competition.queries.editions import stage_of
from competition.queries.people import Rights, rights_of
from submissions.models import Proposal
from submissions.queries.proposals import proposals_of_agency
from submissions.states import ProposalState

S = ProposalState
IS_ENDORSED = Q(endorsed_at__isnull=False)

# The lists a desk can be narrowed to; what waits for a person is a list of its own, because it depends on them.
LISTS: dict[str, Q] = {
    "draft": Q(state=S.DRAFT),
    "waiting": Q(state=S.FORWARDED) & ~IS_ENDORSED,
    "ready": Q(state=S.FORWARDED) & IS_ENDORSED,
    "sent": Q(state__in=(S.SUBMITTED, S.ELIGIBLE, S.INELIGIBLE)),
    "correction": Q(state=S.CORRECTION),
}
MINE = "mine"


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's desk: the list they asked for, the part of all that waits for them, and figures per list."""

    listed: QuerySet[Proposal]
    mine: QuerySet[Proposal]
    figures: dict[str, int]
    listed_count: int


def desk_of(person: Person, edition: Edition, at: datetime, *, search: str = "", shown: str = "") -> Desk:
    """Return the desk. One query is made here; `listed` and `mine` are one each when they are read."""
    rights = rights_of(person, at)
    proposals = proposals_of_agency(rights, edition)
    waiting = waits_for(rights, person, edition, at)
    narrowed = waiting if shown == MINE else LISTS.get(shown, Q())
    if search:
        narrowed &= Q(title__icontains=search) | Q(unit__name__icontains=search)
    counts = {key: Count("pk", filter=condition) for key, condition in {**LISTS, MINE: waiting}.items()}
    figures = proposals.order_by().aggregate(all=Count("pk"), listed=Count("pk", filter=narrowed or None), **counts)
    mine = proposals.filter(waiting).order_by("-is_returned", "state_since", "pk")
    return Desk(proposals.filter(narrowed), mine, figures, figures.pop("listed"))


def waits_for(rights: Rights, person: Person, edition: Edition, at: datetime) -> Q:
    """Return the condition for what this person can and should do something about now.

    Writers: drafts and corrections; administrators: what is endorsed and not sent, and corrections; leaders: what they have not
    endorsed in its present version, unless they wrote it.
    """
    units = [one.unit_id for one in rights.memberships if one.role == MembershipRole.WRITER]
    led = [one.institution_id for one in rights.memberships if one.role == MembershipRole.LEADER]
    administered = [one.institution_id for one in rights.memberships if one.role == MembershipRole.ADMINISTRATOR]
    writes = Q(unit_id__in=units)
    administers = Q(institution_id__in=administered) | Q(institution__parent_id__in=administered)
    leads = Q(institution_id__in=led) & ~IS_ENDORSED & ~writes & ~Q(created_by=person)
    waiting = Q(pk=None)
    if _is_open(edition, "registration", at):
        waiting |= writes & Q(state=S.DRAFT)
        waiting |= administers & Q(state=S.FORWARDED) & IS_ENDORSED
        waiting |= leads & Q(state=S.FORWARDED)
    if _is_open(edition, "screening", at):
        waiting |= (writes | administers | leads) & Q(state=S.CORRECTION)
    return waiting


def _is_open(edition: Edition, key: str, at: datetime) -> bool:
    stage = stage_of(edition, key)
    return stage is not None and stage.is_open(at)
