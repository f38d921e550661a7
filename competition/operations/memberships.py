"""Give and take roles in an institution, move a writer to another unit, name a delegate."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.letters import one_line
from competition.models import Institution, Invitation, Membership, Person, Unit
from competition.models.people import MembershipRole
from competition.operations.events import record_event
from competition.operations.invitations import (
    NO_TERM,
    AlreadyMember,
    NoReason,
    Offer,
    check_office,
    check_unit,
    fresh,
    hold_institution,
    invite_person,
    stored,
    tell_of_duties,
    tidy_address,
)
from competition.operations.sessions import end_sessions, renew_sessions
from competition.policy import (
    acts_from_outside,
    may_delegate,
    may_end_sessions_of,
    may_give_role,
    may_record_office,
    may_take_role,
)
from competition.queries.memberships import has_role, heads_of, member_with_address
from competition.queries.people import in_force, members_of
from competition.terms import Term
from competition.verdict import Refused, require

LONGEST_DELEGATION = timedelta(days=92)
R = MembershipRole


class LastAdministrator(Refused):
    """An institution is not left without anybody who can send its proposals."""

    reason = _(
        "Ini admin terakhir instansi Anda. Undang penggantinya lebih dahulu; setelah ia menerima, peran ini dapat dicabut."
    )


class NotAMember(Refused):
    """Roles are given directly to people of the institution only; everybody else is invited."""

    reason = _("Orang ini tidak lagi menjadi anggota instansi. Undang dengan alamat emailnya.")


class OwnRole(Refused):
    """Nobody makes themselves administrator or leader."""

    reason = _("Peran ini tidak dapat Anda berikan kepada diri sendiri. Minta admin lain atau pimpinan.")


class FromOutside(Refused):
    """The secretariat gives no role directly: its invitations carry the reason and are told to the institution's people."""

    reason = _("Sekretariat memberi peran melalui undangan, dengan alasan dan nomor surat.")


class BadPeriod(Refused):
    """A delegation begins before it ends, ends in the future, and does not last for ever."""

    reason = _("Periksa tanggalnya: akhir tidak boleh sebelum awal atau sudah lewat, dan paling lama tiga bulan.")


class Overlapping(Refused):
    """The person acts for this leader in that period already."""

    reason = _("Orang ini sudah ditunjuk dalam kurun waktu tersebut. Akhiri dahulu penunjukan yang lama.")


@transaction.atomic
def give_role(
    *,
    institution: Institution,
    person: Person,
    member: Person,
    role: str,
    unit: Unit | None,
    position: str,
    term: Term = NO_TERM,
    at: datetime,
) -> Membership:
    """Give somebody who belongs to the institution one more role, from now on.

    :raises NotAllowed: not theirs to give.
    :raises FromOutside, OwnRole: by the secretariat; to themselves, anything but writing.
    :raises NotAMember: the member left meanwhile, or their account is closed.
    :raises NoUnit: a writer without a unit.
    :raises NoOffice, BadTerm: a leader without the office they hold, or with a term that is none.
    :raises AlreadyMember: they have it.
    """
    institution, person = hold_institution(institution), fresh(person)
    require(may_give_role(person, institution, role, at))
    _check_giving(institution, person, member, role, at)
    check_unit(institution, role, unit)
    check_office(role, position, term, at)
    if has_role(institution, member.email, role, at):
        raise AlreadyMember
    membership = Membership.objects.create(
        person=member,
        institution=institution,
        unit=unit,
        role=role,
        position=one_line(position),
        **stored(term),
        given_by=person,
        starts_at=at,
    )
    _record("role_given", membership, person, at, recipients=[member, *heads_of(institution, at)])
    tell_of_duties(membership, person, at)
    return membership


def _check_giving(institution: Institution, person: Person, member: Person, role: str, at: datetime) -> None:
    """Refuse what `give_role` refuses whatever the role stands for."""
    if acts_from_outside(person, institution, at):
        raise FromOutside
    if member.pk == person.pk and role != R.WRITER:
        raise OwnRole
    if member_with_address(institution, member.email, at) is None:
        raise NotAMember


@transaction.atomic
def take_role(*, membership: Membership, person: Person, reason: str = "", at: datetime) -> Membership:
    """End a role now; the row stays as history. Taking a leader's role ends what was done in their stead.

    :raises NotAllowed: not theirs to take, or ended already.
    :raises NoReason: the secretariat steps in without saying why.
    :raises LastAdministrator: nobody would be left.
    """
    membership, person = _hold(membership), fresh(person)
    require(may_take_role(person, membership, at))
    institution, reason = membership.institution, reason.strip()
    if membership.person_id != person.pk and acts_from_outside(person, institution, at) and not reason:
        raise NoReason
    if membership.role == R.ADMINISTRATOR and not _others(membership, at):
        raise LastAdministrator
    heads = heads_of(institution, at)
    _end(membership, at)
    event = "delegation_ended" if membership.role == R.DELEGATE else "role_taken"
    _record(event, membership, person, at, reason=reason, recipients=[membership.person, *heads])
    if membership.role == R.LEADER:
        for one in _delegations_of(membership, at):
            _end(one, at)
            _record("delegation_ended", one, person, at, reason=reason, recipients=[one.person, *heads])
    return membership


@transaction.atomic
def record_office(*, membership: Membership, person: Person, position: str, term: Term, at: datetime) -> Membership:
    """Write down what a leader's letter of office says: another decree, a longer term; all heads are told.

    What was endorsed before keeps the office of its day.

    :raises NotAllowed: not theirs to record, their own, not a leader's, or ended.
    :raises NoOffice, BadTerm: something is missing, or the term is none.
    """
    membership, person = _hold(membership), fresh(person)
    require(may_record_office(person, membership, at))
    check_office(membership.role, position, term, at)
    before = {"position": membership.position} | _said(membership.term)
    membership.position = one_line(position)
    for name, value in stored(term).items():
        setattr(membership, name, value)
    membership.save(update_fields=["position", "decree", "term_from", "term_until"])
    after = {"position": membership.position} | _said(membership.term)
    heads = heads_of(membership.institution, at)
    told = {"recipients": [membership.person, *heads], "before": before, "after": after}
    _record("office_recorded", membership, person, at, **told)
    return membership


def _said(term: Term) -> dict[str, str]:
    """Return a term as the audit trail has it."""
    days = {"term_from": term.first_day, "term_until": term.last_day}
    return {"decree": term.decree} | {name: day.isoformat() if day else "" for name, day in days.items()}


@transaction.atomic
def change_unit(*, membership: Membership, person: Person, unit: Unit, at: datetime) -> Membership:
    """Move a writer to another unit: the old row ends, a new one begins at the same instant.

    :raises NotAllowed: not theirs to change, or ended already.
    :raises NoUnit: no writer, or a unit of another institution.
    """
    membership, person = _hold(membership), fresh(person)
    require(may_give_role(person, membership.institution, membership.role, at))
    require(may_take_role(person, membership, at))
    check_unit(membership.institution, membership.role, unit)
    if membership.unit_id == unit.pk:
        return membership
    _end(membership, at)
    moved = Membership.objects.create(
        person=membership.person,
        institution=membership.institution,
        unit=unit,
        role=membership.role,
        position=membership.position,
        given_by=person,
        starts_at=at,
    )
    _record("unit_changed", moved, person, at, data={"from": membership.unit_id, "to": unit.pk}, recipients=[moved.person])
    return moved


@transaction.atomic
def delegate_endorsement(
    *,
    institution: Institution,
    person: Person,
    email: str,
    position: str,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    decree: str = "",
    at: datetime,
) -> Membership | Invitation:
    """Let somebody say yes in the leader's stead for a period; who is not of the institution yet is invited for it.

    :raises NotAllowed: only a leader gives their own stead.
    :raises OwnRole, BadPeriod, NoReason, AlreadyMember: to themselves, a period that is none, why, to another leader.
    :raises Overlapping: the same person for the same leader twice at a time.
    :raises TooManyInvitations: as `invite_person`.
    """
    institution, person = hold_institution(institution), fresh(person)
    require(may_delegate(person, institution, at))
    email, starts_at = tidy_address(email), max(starts_at, at)
    _check_delegation(institution, person, email, (starts_at, ends_at), reason, at)
    member = member_with_address(institution, email, at)
    if member is None:
        offer = Offer(R.DELEGATE, position=position, starts_at=starts_at, ends_at=ends_at, term=Term(decree))
        return invite_person(institution=institution, person=person, email=email, offer=offer, reason=reason, at=at)
    stead = {"person": member, "institution": institution, "role": R.DELEGATE, "given_by": person}
    if Membership.objects.filter(**stead, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Overlapping
    office = {"position": one_line(position), "decree": one_line(decree)}
    membership = Membership.objects.create(**stead, **office, starts_at=starts_at, ends_at=ends_at)
    _record("delegation_given", membership, person, at, reason=reason.strip(), recipients=[member, *heads_of(institution, at)])
    tell_of_duties(membership, person, at)
    return membership


def _check_delegation(
    institution: Institution, leader: Person, email: str, period: tuple[datetime, datetime], reason: str, at: datetime
) -> None:
    """Refuse what `delegate_endorsement` refuses before it looks for the person."""
    starts_at, ends_at = period
    if email == leader.email:
        raise OwnRole
    if not at < ends_at or not starts_at < ends_at or ends_at - starts_at > LONGEST_DELEGATION:
        raise BadPeriod
    if not reason.strip():
        raise NoReason
    if has_role(institution, email, R.LEADER, at):
        raise AlreadyMember


@transaction.atomic
def end_member_sessions(*, membership: Membership, person: Person, at: datetime) -> int:
    """Sign one of the institution's people out everywhere; return how many sessions that ended.

    :raises NotAllowed: not of the institution's administrators or leaders, or the member left.
    """
    require(may_end_sessions_of(fresh(person), membership, at))
    return end_sessions(person=membership.person, by=person, at=at)


def _hold(membership: Membership) -> Membership:
    """Return the row as it is now; the institution is held, so that no two people end its last two administrators."""
    hold_institution(membership.institution)
    return Membership.objects.select_related("person", "institution", "unit", "given_by").get(pk=membership.pk)


def _others(membership: Membership, at: datetime) -> bool:
    """Say whether somebody else administers the institution now."""
    return members_of(membership.institution, at, R.ADMINISTRATOR).exclude(pk=membership.person_id).exists()


def _end(membership: Membership, at: datetime) -> None:
    """End a period now; one that has not begun becomes empty."""
    membership.ends_at = max(at, membership.starts_at)
    membership.save(update_fields=["ends_at"])


def _delegations_of(leader: Membership, at: datetime) -> list[Membership]:
    """Return what a leader gave away in the institution and what has not ended."""
    given = Membership.objects.filter(institution=leader.institution, role=R.DELEGATE, given_by=leader.person_id)
    running = given.filter(in_force(at)) | given.filter(starts_at__gt=at, ends_at__gt=at)
    return list(running.select_related("person", "institution", "unit", "given_by"))


def _record(event: str, membership: Membership, person: Person, at: datetime, *, data: dict | None = None, **values) -> None:
    """Write the entry and the letters; whoever's role it is goes on in renewed sessions."""
    renew_sessions(person=membership.person)
    record_event(
        event=event,
        subject=membership.institution,
        subject_key=membership.institution.code,
        person=person,
        at=at,
        data={"membership": membership.code, "role": membership.role, "person": membership.person_id} | (data or {}),
        context={
            "membership": membership,
            "institution": membership.institution,
            "member": membership.person,
            "sender": person,
            "reason": values.get("reason", ""),
        },
        **values,
    )
