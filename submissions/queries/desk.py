"""What an agency's desk shows: what waits for this person, how much is where, and the list. No query grows with the rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, reduce
from operator import or_

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value

from competition.models import Edition, Institution, Person, Unit
from competition.models.people import MembershipRole
from competition.queries.compiled import Listed, Rows, one_of, slot
from competition.queries.editions import own_closes, stage_of
from competition.queries.people import Rights, rights_of
from submissions.models import Proposal
from submissions.queries.proposals import with_signs
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
    "withdrawn": ((S.WITHDRAWN,), None),
}
MINE = "mine"
# What a row prints, and no more: whole objects would cost several times as much.
SHOWN = (
    *("institution_id", "code", "title", "state", "state_since", "changed_at"),
    *("unit_name", "institution_name", "writer_name", "endorsed_at", "is_returned"),
)
COUNTED = ("state", "endorsed", "waits", "listed")


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's desk: the list they asked for, the part of all that waits for them, and figures per list.

    The rows of both lists have the fields of SHOWN.
    """

    listed: Listed
    mine: Listed
    figures: dict[str, int]
    listed_count: int


@dataclass(frozen=True, slots=True)
class _Shape:
    """What decides how the queries of a desk are written; everything else is a value in them."""

    duties: frozenset[str]
    registers: bool
    screens: bool
    # Whether some institution has a close of its own while the stage is shut for everybody else.
    registers_late: bool
    screens_late: bool
    shown: str
    searches: bool


@dataclass(frozen=True, slots=True)
class _Reads:
    listed: Rows
    mine: Rows
    figures: Rows


def desk_of(person: Person, edition: Edition, at: datetime, *, search: str = "", shown: str = "") -> Desk:
    """Return the desk. One query is made here; `listed` and `mine` are one each when they are read."""
    places = _places(rights_of(person, at))
    late = {f"late_{key}": institutions_late(edition, key, at) for key in ("registration", "screening")}
    shape = _Shape(
        duties=frozenset(duty for duty, ids in places.items() if ids),
        registers=_is_open(edition, "registration", at),
        screens=_is_open(edition, "screening", at),
        registers_late=bool(late["late_registration"]),
        screens_late=bool(late["late_screening"]),
        shown=shown if shown == MINE or shown in LISTS else "",
        searches=bool(search),
    )
    values = places | late | {"person": person.pk, "edition": edition.pk, "search": search}
    reads = _reads(shape)
    figures = _add_up(reads.figures.read(**values))
    return Desk(reads.listed.listed(**values), reads.mine.listed(**values), figures, figures.pop("listed"))


def _places(rights: Rights) -> dict[str, list[int]]:
    """Return the units a person writes for, and the institutions they belong to as more than a writer, administer and lead."""
    held = [(one.role, one) for one in rights.memberships]
    leading = (MembershipRole.LEADER, MembershipRole.DELEGATE)
    return {
        "written": [one.unit_id for role, one in held if role == MembershipRole.WRITER],
        "seen": [one.institution_id for role, one in held if role != MembershipRole.WRITER],
        "administered": [one.institution_id for role, one in held if role == MembershipRole.ADMINISTRATOR],
        "led": [one.institution_id for role, one in held if role in leading],
    }


@lru_cache(maxsize=256)
def _reads(shape: _Shape) -> _Reads:
    """Return the queries of all desks of this shape."""

    def wanted() -> QuerySet[Proposal]:
        return with_signs(Proposal.objects.filter(_belongs(shape), edition=slot("edition")))

    def listed() -> QuerySet[Proposal]:
        return _named(wanted().filter(_narrowed(shape))).order_by("-changed_at", "-id")

    def mine() -> QuerySet[Proposal]:
        return _named(wanted().filter(_waits(shape))).order_by("-is_returned", "state_since", "pk")

    def figures() -> QuerySet:
        kinds = {"endorsed": _holds(IS_ENDORSED), "waits": _holds(_waits(shape)), "listed": _holds(_narrowed(shape))}
        return wanted().order_by().values("state", **kinds).annotate(n=Count("pk"))

    return _Reads(Rows(listed, *SHOWN), Rows(mine, *SHOWN), Rows(figures, *COUNTED, "n"))


def _named(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Return the proposals, each with the names that its row prints.

    Each is a query of its own inside this one, not a join: PostgreSQL asks them for the rows of the page, and would join all
    that fits with its names before it knows which rows those are.
    """
    sources = {"unit": Unit, "institution": Institution, "created_by": Person}
    names = {
        key: Subquery(model.objects.filter(pk=OuterRef(f"{key}_id")).order_by().values("name"))
        for key, model in sources.items()
    }
    return proposals.annotate(unit_name=names["unit"], institution_name=names["institution"], writer_name=names["created_by"])


def _belongs(shape: _Shape) -> Q:
    """Return the condition for what the desk shows: the units written for, the institutions administered or led.

    A part that no membership is behind is left out, so that PostgreSQL can go by the index of the others.
    """
    parts = {
        "written": one_of("unit_id", "written"),
        "seen": one_of("institution_id", "seen"),
        "administered": one_of("institution__parent_id", "administered"),
    }
    return _any_of(condition for duty, condition in parts.items() if duty in shape.duties)


def _waits(shape: _Shape) -> Q:
    """Return the condition for what this person can and should do something about now.

    Writers: drafts and corrections; administrators: what is endorsed and not sent, and corrections; leaders: what they have not
    endorsed in its present version, unless they wrote it.
    """
    writes, administers, leads = _duties(shape)
    waiting = []
    if shape.registers or shape.registers_late:
        can = Q() if shape.registers else one_of("institution_id", "late_registration")
        waiting += [one & Q(state=S.DRAFT) & can for one in writes]
        waiting += [one & Q(state=S.FORWARDED) & IS_ENDORSED & can for one in administers]
        waiting += [one & Q(state=S.FORWARDED) & can for one in leads]
    if shape.screens or shape.screens_late:
        can = Q() if shape.screens else one_of("institution_id", "late_screening")
        waiting += [one & Q(state=S.CORRECTION) & can for one in (*writes, *administers, *leads)]
    return _any_of(waiting)


def _duties(shape: _Shape) -> tuple[list[Q], list[Q], list[Q]]:
    """Return the conditions under which a proposal is one to write, to administer or to endorse; none for a duty not held."""
    writes = [one_of("unit_id", "written")] if "written" in shape.duties else []
    mine = one_of("institution_id", "administered") | one_of("institution__parent_id", "administered")
    administers = [mine] if "administered" in shape.duties else []
    leads = one_of("institution_id", "led") & ~IS_ENDORSED & ~Q(created_by=slot("person"))
    for own in writes:
        leads &= ~own
    return writes, administers, [leads] if "led" in shape.duties else []


def _narrowed(shape: _Shape) -> Q:
    """Return the condition for the list that was asked for; every proposal is on one that is not known."""
    narrowed = _waits(shape) if shape.shown == MINE else _is_on(shape.shown)
    if shape.searches:
        narrowed &= Q(title__icontains=slot("search")) | Q(unit__name__icontains=slot("search"))
    return narrowed


def _is_on(key: str) -> Q:
    if key not in LISTS:
        return Q()
    states, is_endorsed = LISTS[key]
    condition = Q(state__in=states)
    return condition if is_endorsed is None else condition & (IS_ENDORSED if is_endorsed else ~IS_ENDORSED)


def _any_of(conditions: Iterable[Q]) -> Q:
    """Return the condition that one of these holds; without any, one that never does."""
    return reduce(or_, conditions, Q()) or Q(pk=None)


def _holds(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition or Value(True), output_field=BooleanField())


def _add_up(counted: list[tuple]) -> dict[str, int]:
    """Return how many there are in all, on each list, waiting for the person, and on the list asked for. The query counts what
    is alike, and the few kinds it returns are added up here."""
    figures = {
        key: sum(one.n for one in counted if one.state in states and is_endorsed in (None, one.endorsed))
        for key, (states, is_endorsed) in LISTS.items()
    }
    figures[MINE] = sum(one.n for one in counted if one.waits)
    return figures | {"all": sum(one.n for one in counted), "listed": sum(one.n for one in counted if one.listed)}


def institutions_late(edition: Edition, key: str, at: datetime) -> list[int]:
    """Return the institutions for which a stage is open still though it closed for everybody; none while it is open for all."""
    stage = stage_of(edition, key)
    if stage is None or at < stage.closes_at:
        return []
    return [place for (place, of), closes_at in own_closes(edition).items() if of == key and at < closes_at]


def _is_open(edition: Edition, key: str, at: datetime) -> bool:
    stage = stage_of(edition, key)
    return stage is not None and stage.is_open(at)
