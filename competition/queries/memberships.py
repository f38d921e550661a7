"""The people of an institution: who is what now, who was, who is invited."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from competition.models import Institution, Invitation, Membership, Person, Unit
from competition.models.people import MembershipRole
from competition.queries.people import in_force, members_of
from competition.terms import Term

PRIVILEGED = (MembershipRole.ADMINISTRATOR, MembershipRole.LEADER, MembershipRole.DELEGATE)


def institution_by_code(code: str) -> Institution | None:
    """Return the institution, None when there is none."""
    return Institution.objects.filter(code=code).first()


def membership_by_code(institution: Institution, code: str) -> Membership | None:
    """Return a membership of the institution with its person and unit, None when there is none."""
    found = Membership.objects.select_related("person", "institution", "unit", "given_by")
    return found.filter(institution=institution, code=code).first()


def invitation_by_code(institution: Institution, code: str) -> Invitation | None:
    """Return an invitation of the institution, None when there is none."""
    return (
        Invitation.objects.select_related("institution", "unit", "invited_by")
        .filter(institution=institution, code=code)
        .first()
    )


def people_now(institution: Institution, at: datetime) -> QuerySet[Membership]:
    """Return who has a role now, and whose delegation is yet to begin, by name."""
    coming = Q(role=MembershipRole.DELEGATE, starts_at__gt=at, ends_at__gt=at)
    found = Membership.objects.filter(Q(in_force(at)) | coming, institution=institution)
    return found.select_related("person", "unit", "given_by").order_by("person__name", "person", "role", "starts_at", "pk")


def people_before(institution: Institution, at: datetime) -> QuerySet[Membership]:
    """Return the roles that ended, or were taken back before they began; the last first."""
    past = Q(ends_at__lte=at) | Q(ends_at__lte=F("starts_at"))
    return (
        Membership.objects.filter(past, institution=institution)
        .select_related("person", "unit", "given_by")
        .order_by("-ends_at", "-pk")
    )


def invitations_of(institution: Institution) -> QuerySet[Invitation]:
    """Return the invitations nobody has accepted or revoked, expired ones among them; the last first."""
    return Invitation.objects.filter(institution=institution, redeemed_at=None, revoked_at=None).select_related(
        "unit", "invited_by"
    )


def roles_of(membership: Membership, at: datetime) -> list[Membership]:
    """Return all that the person of this membership is in its institution now, or is to be."""
    return list(people_now(membership.institution, at).filter(person=membership.person_id).select_related("institution"))


def units_of(institution: Institution) -> list[Unit]:
    """Return the institution's units by name."""
    return list(Unit.objects.filter(institution=institution).order_by("name", "pk"))


def member_with_address(institution: Institution, email: str, at: datetime) -> Person | None:
    """Return the person with exactly this address if they are one of the institution's people now (REG-31)."""
    held = Membership.objects.filter(in_force(at), institution=institution).values("person")
    return Person.objects.filter(email=email.strip().lower(), is_active=True, pk__in=held).first()


def has_role(institution: Institution, email: str, role: str, at: datetime) -> bool:
    """Say whether the address belongs to somebody who has the role in the institution now."""
    return Membership.objects.filter(in_force(at), institution=institution, role=role, person__email=email).exists()


def heads_of(institution: Institution, at: datetime) -> list[Person]:
    """Return the institution's administrators and leaders now: who is told what changes among its people."""
    return list(members_of(institution, at, MembershipRole.ADMINISTRATOR, MembershipRole.LEADER))


def leaders_delegating_to(person_id: int, institution_id: int, at: datetime) -> list[Membership]:
    """Return the delegations a person has in an institution now, each with the leader who gave it, if that one still leads."""
    leading = Membership.objects.filter(in_force(at), institution_id=institution_id, role=MembershipRole.LEADER)
    held = Membership.objects.filter(
        in_force(at),
        person_id=person_id,
        institution_id=institution_id,
        role=MembershipRole.DELEGATE,
        given_by__in=leading.values("person"),
    )
    return list(held.select_related("given_by").order_by("starts_at", "pk"))


def is_led(institution: Institution, at: datetime) -> bool:
    """Say whether somebody with an open account leads the institution now, in a term that is not over or yet to begin."""
    held = Membership.objects.filter(in_force(at), institution=institution, role=MembershipRole.LEADER, person__is_active=True)
    return any(not one.term.objection(at) for one in held)


def terms_of_leaders(person_ids: list[int], institution_id: int, at: datetime) -> list[tuple[int, Term]]:
    """Return the terms of these people as leaders of the institution now."""
    held = Membership.objects.filter(
        in_force(at), person__in=person_ids, institution=institution_id, role=MembershipRole.LEADER
    )
    return [(one.person_id, one.term) for one in held]


def writers_among(person_ids: list[int], unit_id: int, at: datetime) -> set[int]:
    """Return which of these people write for the unit now."""
    held = Membership.objects.filter(in_force(at), person__in=person_ids, unit_id=unit_id, role=MembershipRole.WRITER)
    return set(held.values_list("person_id", flat=True))


def invitation_by_token_hash(token_hash: str) -> Invitation | None:
    """Return the invitation a link belongs to, None for a made-up one."""
    found = Invitation.objects.select_related("institution", "unit", "invited_by", "redeemed_by")
    return found.filter(token_hash=token_hash).first()


def has_account(email: str) -> bool:
    """Say whether somebody has an account with this address. Only for who proved that the address is theirs."""
    return Person.objects.filter(email=email).exists()


def institutions_to_call_in() -> list[Institution]:
    """Return the institutions that exist, by name."""
    return list(Institution.objects.filter(valid_until=None).order_by("name", "pk"))
