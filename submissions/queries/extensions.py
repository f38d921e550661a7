"""Whom an extension concerns, and which there were."""

from datetime import datetime

from django.db.models import Q, QuerySet

from competition.models import Edition, Institution, InstitutionExtension, Membership, Person, Stage, StageExtension
from competition.models.people import AppointmentRole, MembershipRole
from competition.queries.editions import close_of, has_round, own_closes
from competition.queries.people import appointees_of, in_force
from submissions.models import Proposal


def people_concerned(edition_id: int, at: datetime) -> QuerySet[Person]:
    """Return the people of all institutions with a proposal of the edition, and who administers those from above."""
    own = Proposal.objects.filter(edition=edition_id).values("institution")
    above = Proposal.objects.filter(edition=edition_id).values("institution__parent")
    administers = Q(role=MembershipRole.ADMINISTRATOR, institution__in=above)
    held = Membership.objects.filter(in_force(at)).filter(Q(institution__in=own) | administers)
    return Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("pk")


def people_of(institution: Institution, at: datetime) -> QuerySet[Person]:
    """Return the people of one institution, and who administers it from above."""
    administers = Q(role=MembershipRole.ADMINISTRATOR, institution=institution.parent_id)
    held = Membership.objects.filter(in_force(at)).filter(Q(institution=institution) | administers)
    return Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("pk")


def own_close(stage: Stage, institution: Institution) -> datetime:
    """Return until when the institution may in this stage: everybody's close, or its own where that is later."""
    return close_of(stage, own_closes(stage.edition).get((institution.pk, stage.key)))


def own_extensions_of(edition: Edition) -> QuerySet[InstitutionExtension]:
    """Return every extension for one institution in the edition, the last one first."""
    found = InstitutionExtension.objects.filter(stage__edition=edition)
    return found.select_related("stage", "extended_by", "institution").order_by("-extended_at", "-pk")


def concerned_by(stage: Stage, at: datetime) -> QuerySet[Person]:
    """Return who is told that the stage was moved: of a round its judges and the chair, else the people of all institutions
    with a proposal."""
    if has_round(stage):
        return appointees_of(stage.edition_id, at, AppointmentRole.JUDGE, AppointmentRole.CHAIR)
    return people_concerned(stage.edition_id, at)


def figures_of(stage: Stage, at: datetime) -> tuple[int, int]:
    """Return how many proposals and how many people it concerns that the stage is moved."""
    return Proposal.objects.filter(edition=stage.edition_id).count(), concerned_by(stage, at).count()


def extensions_of(edition: Edition) -> QuerySet[StageExtension]:
    """Return every extension of the edition's stages, the last one first."""
    found = StageExtension.objects.filter(stage__edition=edition).select_related("stage", "extended_by")
    return found.order_by("-extended_at", "-pk")
