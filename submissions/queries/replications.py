"""Replications as their two institutions and the public read them. Counts are of what the original teams confirmed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from competition.models import Institution, Membership, Person
from competition.models.people import MembershipRole
from competition.queries.compiled import Objects, slot
from competition.queries.people import Rights, in_force
from submissions.models import Innovation, Replication, ReplicationMessage, ReplicationStep
from submissions.replicating import AT_WORK, ENDED, FAILED, ORIGIN, REPLICATOR, SHOWABLE, STEPS, ReplicationState, Step

_AROUND = ("innovation", "origin__region", "institution__region", "agreement", "asked_by", "decided_by", "confirmed_by")
_HEADS = (MembershipRole.ADMINISTRATOR, MembershipRole.LEADER)
# So many of each direction the public page of an innovation names; the counts are of all.
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Lineage:
    """What the public page of an innovation says: how many confirmed it, who took it over, and what it came from."""

    confirmed: int
    replicas: list[Replication]
    sources: list[Replication]


def replications_of(institutions: Collection[int], side: str) -> QuerySet[Replication]:
    """Return the replications in which one of the institutions is on this side, last changed first, with what a row prints."""
    found = Replication.objects.filter(**{f"{side}__in": institutions})
    return found.select_related("innovation", "origin", "institution", "agreement").order_by("-state_since", "-pk")


def places_of(rights: Rights) -> set[int]:
    """Return the institutions whose replications a person reads: their own, and the children of those they administer. One
    query for an administrator."""
    led = {one.institution_id for one in rights.memberships if one.role == MembershipRole.ADMINISTRATOR}
    children = Institution.objects.filter(parent__in=led).values_list("pk", flat=True) if led else ()
    return rights.institution_ids.union(children)


def replication_by_code(code: str) -> Replication | None:
    """Return a replication with its two institutions and its agreement."""
    return Replication.objects.select_related(*_AROUND).filter(code=code.upper()).first()


def replication_between(innovation: Innovation, institution: Institution) -> Replication | None:
    """Return the institution's replication of the innovation, if there is one that did not fail."""
    return Replication.objects.filter(innovation=innovation, institution=institution).exclude(state__in=FAILED).first()


def messages_of(replication: Replication) -> list[ReplicationMessage]:
    """Return what the two wrote to each other, oldest first; one query."""
    return list(replication.messages.select_related("institution", "written_by").order_by("written_at", "pk"))


def steps_of(replication: Replication) -> list[tuple[Step, ReplicationStep | None]]:
    """Return the eight steps with what is noted of each; one query."""
    noted = {one.key: one for one in replication.steps.order_by("pk")}
    return [(step, noted.get(step.key)) for step in STEPS]


def turn_of(replication: Replication) -> str:
    """Return whose turn it is: ORIGIN, REPLICATOR, or nobody's, while a file is checked and at the end."""
    state, paper = replication.state, replication.agreement
    if state in (ReplicationState.INTEREST, ReplicationState.APPROVED):
        return REPLICATOR
    if state == ReplicationState.AGREED and paper is not None:
        return ORIGIN if paper.is_ready else REPLICATOR if paper.refusal else ""
    if state == ReplicationState.IMPLEMENTING:
        return ORIGIN if replication.reported_at else REPLICATOR
    return ""


def partners_told(replication: Replication, at: datetime) -> list[Person]:
    """Return the administrators and leaders of both institutions, and whoever asked, as long as they are of one. One query."""
    held = Membership.objects.filter(in_force(at), institution__in=(replication.origin_id, replication.institution_id))
    heads = Q(role__in=_HEADS) | Q(person=replication.asked_by_id)
    return list(Person.objects.filter(is_active=True, pk__in=held.filter(heads).values("person")).order_by("pk"))


def lineage_of(innovation: Innovation) -> Lineage:
    """Return what the public may know of an innovation's replications in both directions. Three queries."""
    shown = Replication.objects.filter(state__in=SHOWABLE, shown_by_origin=True, shown_by_institution=True)
    shown = shown.select_related("innovation", "replica", "origin__region__parent", "institution__region__parent")
    shown = shown.order_by("state_since", "pk")
    confirmed = Replication.objects.filter(innovation=innovation, state=ReplicationState.CONFIRMED).count()
    return Lineage(
        confirmed,
        list(shown.filter(innovation=innovation)[:MOST_SHOWN]),
        list(shown.filter(replica=innovation)[:MOST_SHOWN]),
    )


def sources_to_enter(institutions: Collection[int]) -> list[Replication]:
    """Return the replications that a new proposal of the institutions can come from. One query."""
    found = Replication.objects.filter(institution__in=institutions, state__in=AT_WORK)
    return list(found.select_related("innovation", "origin").order_by("innovation__title", "pk"))


def sources_of(innovation: int) -> list[Replication]:
    """Return the replications an innovation came out of, as its screeners read them, shown to the public or not. One query."""
    return _SOURCES.read(innovation=innovation)


_SOURCES = Objects(
    lambda: Replication.objects.filter(replica=slot("innovation")).order_by("asked_at", "pk"), "innovation", "origin"
)


def partnerships_of(institutions: Collection[int], at: datetime) -> list[tuple[tuple[int, int], datetime | None]]:
    """Return which of these institutions were partners of which others at the instant or before: the pair, and since when it is
    over; None while it goes on. They are partners from the agreement on. One query."""
    own = Q(origin__in=institutions) | Q(institution__in=institutions)
    rows = Replication.objects.filter(own, agreed_at__lte=at).order_by("pk")
    columns = ("origin_id", "institution_id", "state", "state_since")
    return [((origin, other), since if state in ENDED else None) for origin, other, state, since in rows.values_list(*columns)]
