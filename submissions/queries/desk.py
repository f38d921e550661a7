"""What an agency's desk shows: what waits for this person, how much is where, and the list. No query grows with the rows."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Value

from competition.models import Edition, Person
from competition.models.people import MembershipRole
from competition.queries.editions import stage_of
from competition.queries.people import Rights, rights_of
from submissions.queries.proposals import proposals_of_agency
from submissions.states import ProposalState

S = ProposalState
IS_ENDORSED = Q(endorsed_at__isnull=False)

# The lists a desk can be narrowed to: the states, and whether endorsed if that matters. What waits for a person is a list of
# its own, because it depends on them.
LISTS: dict[str, tuple[tuple[str, ...], bool | None]] = {
    "draft": ((S.DRAFT,), None),
    "waiting": ((S.FORWARDED,), False),
    "ready": ((S.FORWARDED,), True),
    "sent": ((S.SUBMITTED, S.ELIGIBLE, S.INELIGIBLE), None),
    "correction": ((S.CORRECTION,), None),
}
MINE = "mine"
# What a row prints, and no more: whole objects would cost several times as much.
SHOWN = ("code", "title", "state", "state_since", "changed_at", "unit__name", "created_by__name", "endorsed_at", "is_returned")


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's desk: the list they asked for, the part of all that waits for them, and figures per list.

    The rows of both lists have the fields of SHOWN.
    """

    listed: QuerySet
    mine: QuerySet
    figures: dict[str, int]
    listed_count: int


def desk_of(person: Person, edition: Edition, at: datetime, *, search: str = "", shown: str = "") -> Desk:
    """Return the desk. One query is made here; `listed` and `mine` are one each when they are read."""
    rights = rights_of(person, at)
    proposals = proposals_of_agency(rights, edition)
    waiting = waits_for(rights, person, edition, at)
    narrowed = waiting if shown == MINE else _is_on(shown)
    if search:
        narrowed &= Q(title__icontains=search) | Q(unit__name__icontains=search)
    figures = _figures(proposals, waiting, narrowed)
    rows = proposals.values_list(*SHOWN, named=True)
    mine = rows.filter(waiting).order_by("-is_returned", "state_since", "pk")
    return Desk(rows.filter(narrowed), mine, figures, figures.pop("listed"))


def _is_on(key: str) -> Q:
    """Return the condition for a list; every proposal is on one that is not known."""
    if key not in LISTS:
        return Q()
    states, is_endorsed = LISTS[key]
    condition = Q(state__in=states)
    return condition if is_endorsed is None else condition & (IS_ENDORSED if is_endorsed else ~IS_ENDORSED)


def _figures(proposals: QuerySet, waiting: Q, narrowed: Q) -> dict[str, int]:
    """Return how many there are in all, on each list, waiting for the person, and on the list asked for. One query: it counts
    what is alike, and the few kinds it returns are added up here."""
    kinds = proposals.order_by().values_list("state", _holds(IS_ENDORSED), _holds(waiting), _holds(narrowed))
    counted = list(kinds.annotate(n=Count("pk")))
    figures = {
        key: sum(n for state, endorsed, _w, _l, n in counted if state in states and is_endorsed in (None, endorsed))
        for key, (states, is_endorsed) in LISTS.items()
    }
    figures[MINE] = sum(n for _s, _e, waits, _l, n in counted if waits)
    return figures | {"all": sum(kind[-1] for kind in counted), "listed": sum(n for *_k, listed, n in counted if listed)}


def _holds(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition or Value(True), output_field=BooleanField())


def waits_for(rights: Rights, person: Person, edition: Edition, at: datetime) -> Q:
    """Return the condition for what this person can and should do something about now.

    Writers: drafts and corrections; administrators: what is endorsed and not sent, and corrections; leaders: what they have not
    endorsed in its present version, unless they wrote it.
    """
    units = [one.unit_id for one in rights.memberships if one.role == MembershipRole.WRITER]
    led = [one.institution_id for one in rights.memberships if one.role in (MembershipRole.LEADER, MembershipRole.DELEGATE)]
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
