"""Invite somebody into an institution, take the invitation back, accept it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from competition.letters import Addressee, one_line
from competition.lifetimes import PRESSED_TWICE
from competition.models import Institution, Invitation, Membership, Person, Unit
from competition.models.invitations import InvitationState
from competition.models.people import MembershipRole
from competition.operations.consents import accept_privacy
from competition.operations.events import record_event
from competition.operations.sessions import renew_sessions
from competition.policy import acts_from_outside, may_give_role
from competition.queries.memberships import PRIVILEGED, has_role, heads_of
from competition.queries.people import in_force
from competition.terms import Term
from competition.tokens import MARK, hash_of, new_nonce, token_of
from competition.verdict import Refused, require
from competition.zones import day_of

LIFETIME = timedelta(days=7)
MOST_OPEN = 200
MOST_TO_ONE_ADDRESS = 5
A_DAY = timedelta(days=1)
# How somebody is greeted whose name nobody knows yet; such letters are in Indonesian.
GREETED = "Bapak/Ibu"
NO_TERM = Term()


class AlreadyMember(Refused):
    """The address has this role in the institution already."""

    reason = _("Alamat ini sudah memiliki peran tersebut di instansi ini.")


class TooManyInvitations(Refused):
    """Letters are not sent without end, to one address or from one institution."""

    reason = _("Terlalu banyak undangan yang belum diterima. Cabut yang tidak diperlukan, atau coba lagi besok.")


class NoUnit(Refused):
    """A writer writes for a unit of the institution."""

    reason = _("Pilih unit untuk penulis")


class NoOffice(Refused):
    """Whoever says yes for an institution does so in an office that a decree gave them."""

    reason = _("Isi jabatan, nomor SK, dan tanggal mulai menjabat pimpinan")


class BadTerm(Refused):
    """A term ends after it begins, and not before the role is given."""

    reason = _("Periksa masa jabatannya: akhir tidak boleh sebelum awal atau sudah lewat.")


class NoReason(Refused):
    """Stepping in from outside needs the letter it rests on."""

    reason = _("Isi alasan dan nomor surat")


class InvitationUsed(Refused):
    """Somebody accepted it already."""

    reason = _("Undangan ini sudah pernah diterima. Setiap undangan hanya berlaku untuk satu kali.")


class InvitationRevoked(Refused):
    """It was taken back, or who sent it may not give this role any more."""

    reason = _("Undangan ini sudah dicabut. Bila Anda tetap memerlukannya, minta admin instansi mengundang Anda lagi.")


class InvitationExpired(Refused):
    """Its seven days are over."""

    reason = _("Undangan ini sudah lewat tujuh hari. Minta admin instansi mengirim undangan baru.")


class ForeignInvitation(Refused):
    """It was sent to another address than the account's."""

    reason = _("Undangan ini dikirim ke alamat lain, bukan ke alamat akun Anda.")


class AccountExists(Refused):
    """The address has an account: its owner signs in and accepts."""

    reason = _("Alamat ini sudah memiliki akun. Masuk dengan akun itu, lalu terima undangan.")


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation offers: a role, a writer's unit, the office as it is called and its term, a delegation's period."""

    role: str
    unit: Unit | None = None
    position: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    term: Term = NO_TERM


def tidy_address(email: str) -> str:
    """Return an address as it is stored: without spaces around it, in small letters; dots are part of it."""
    return email.strip().lower()


@transaction.atomic
def invite_person(
    *, institution: Institution, person: Person, email: str, offer: Offer, reason: str = "", at: datetime
) -> Invitation:
    """Send an address a link that gives it a role, for one use within seven days; an earlier open link for it lapses.

    The same offer made again within a minute is the one already made: a button pressed twice kills no link and sends no letter.
    Nothing tells the sender whether the address has an account.

    :raises NotAllowed: not theirs to give; institution not verified.
    :raises NoUnit: a writer without a unit of this institution.
    :raises NoOffice, BadTerm: a leader without the office they hold, or with a term that is none.
    :raises NoReason: the secretariat steps in without saying why.
    :raises AlreadyMember: the address has the role here.
    :raises TooManyInvitations: too many wait already.
    """
    institution, person = hold_institution(institution), fresh(person)
    require(may_give_role(person, institution, offer.role, at))
    check_unit(institution, offer.role, offer.unit)
    check_office(offer.role, offer.position, offer.term, at)
    reason = reason.strip()
    is_from_outside = acts_from_outside(person, institution, at)
    if is_from_outside and not reason:
        raise NoReason
    email = tidy_address(email)
    if has_role(institution, email, offer.role, at):
        raise AlreadyMember
    if same := _pressed_twice(institution, person, email, offer, at):
        return same
    _limit(institution, email, at)
    waiting = Invitation.objects.filter(institution=institution, email=email, role=offer.role, redeemed_at=None)
    waiting.filter(revoked_at=None).update(revoked_at=at)
    nonce = new_nonce()
    invitation = _offer(institution, person, email, offer, nonce, at)
    _tell(invitation, nonce, reason, at)
    if is_from_outside:
        _warn_heads(invitation, reason, at)
    return invitation


def _pressed_twice(institution: Institution, person: Person, email: str, offer: Offer, at: datetime) -> Invitation | None:
    """Return the open invitation that the same person sent a moment ago with the same words."""
    made = {"role": offer.role, "unit": offer.unit, "position": one_line(offer.position), **stored(offer.term)}
    made |= {"starts_at": offer.starts_at, "ends_at": offer.ends_at, "redeemed_at": None, "revoked_at": None}
    same = Invitation.objects.filter(institution=institution, email=email, invited_by=person, **made)
    return same.filter(created_at__gt=at - PRESSED_TWICE).first()


def _offer(institution: Institution, person: Person, email: str, offer: Offer, nonce: str, at: datetime) -> Invitation:
    return Invitation.objects.create(
        institution=institution,
        email=email,
        role=offer.role,
        unit=offer.unit,
        position=one_line(offer.position),
        **stored(offer.term),
        starts_at=offer.starts_at,
        ends_at=offer.ends_at,
        token_hash=hash_of(token_of(nonce)),
        invited_by=person,
        created_at=at,
        expires_at=min(at + LIFETIME, offer.ends_at or at + LIFETIME),
    )


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, person: Person, at: datetime) -> Invitation:
    """Take an invitation back; its link is dead from now on. Asked twice, nothing more happens.

    :raises NotAllowed: not theirs to give, so not theirs to take back.
    :raises InvitationUsed: it was accepted; the role is taken away instead.
    """
    invitation = _lock(invitation)
    require(may_give_role(fresh(person), invitation.institution, invitation.role, at))
    if invitation.redeemed_at is not None:
        raise InvitationUsed
    if invitation.revoked_at is None:
        invitation.revoked_at = at
        invitation.save(update_fields=["revoked_at"])
        _record("invitation_revoked", invitation, person, at)
    return invitation


@transaction.atomic
def redeem_invitation(*, invitation: Invitation, person: Person, at: datetime) -> Membership:
    """Give the account that owns the invited address the role it was offered.

    :raises InvitationUsed, InvitationRevoked, InvitationExpired: as it stands when the row is held.
    :raises ForeignInvitation: the account has another address.
    """
    invitation = _lock(invitation)
    _check_open(invitation, at)
    if fresh(person).email != invitation.email or not person.is_active:
        raise ForeignInvitation
    return _redeem(invitation, person, at)


@transaction.atomic
def join_by_invitation(*, invitation: Invitation, name: str, password: str, privacy: str, at: datetime) -> Person:
    """Make an account for the invited address and give it the role; who holds the link is taken to own the mailbox.

    `privacy` is the version of the notice that was agreed to.

    :raises InvitationUsed, InvitationRevoked, InvitationExpired: as it stands when the row is held.
    :raises AccountExists: the address has an account; nothing about that account changes.
    """
    invitation = _lock(invitation)
    _check_open(invitation, at)
    person = Person(email=invitation.email, name=one_line(name), password=make_password(password), joined_at=at)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise AccountExists from error
    accept_privacy(person=person, version=privacy, at=at)
    _redeem(invitation, person, at)
    return person


def hold_institution(institution: Institution) -> Institution:
    """Hold the institution's row until the transaction ends: its roles are given and taken by one person at a time."""
    return Institution.objects.select_for_update().get(pk=institution.pk)


def fresh(person: Person) -> Person:
    """Return the person as they are now: a right taken away since the page was made is not remembered."""
    return Person.objects.get(pk=person.pk)


def check_unit(institution: Institution, role: str, unit: Unit | None) -> None:
    """Pass when a writer has a unit of the institution and nobody else has one.

    :raises NoUnit: otherwise.
    """
    if (role == MembershipRole.WRITER) != (unit is not None) or (unit and unit.institution_id != institution.pk):
        raise NoUnit


def check_office(role: str, position: str, term: Term, at: datetime) -> None:
    """Pass unless it is a leader's role and the office it stands for is not named, or over.

    :raises NoOffice, BadTerm: then.
    """
    if role != MembershipRole.LEADER:
        return
    if not position.strip() or not term.decree.strip() or term.first_day is None:
        raise NoOffice
    if term.last_day and (term.last_day < term.first_day or term.last_day < day_of(at)):
        raise BadTerm


def stored(term: Term) -> dict[str, object]:
    """Return a term as the columns of a row."""
    return {"decree": one_line(term.decree), "term_from": term.first_day, "term_until": term.last_day}


def why_closed(invitation: Invitation, at: datetime) -> str:
    """Return why the invitation cannot be accepted now, empty when it can; nothing is written."""
    try:
        _check_open(invitation, at)
    except Refused as refusal:
        return refusal.reason
    return ""


def _limit(institution: Institution, email: str, at: datetime) -> None:
    sent = Invitation.objects.filter(institution=institution, redeemed_at=None)
    if sent.filter(email=email, created_at__gt=at - A_DAY).count() >= MOST_TO_ONE_ADDRESS:
        raise TooManyInvitations
    if sent.filter(revoked_at=None, expires_at__gt=at).count() >= MOST_OPEN:
        raise TooManyInvitations


def _lock(invitation: Invitation) -> Invitation:
    """Hold the invitation: of two people with one link, the second finds it used. The institution's row comes first, as
    everywhere, so that nobody waits in a circle."""
    hold_institution(invitation.institution)
    held = Invitation.objects.select_for_update(of=("self",)).select_related("institution", "unit", "invited_by")
    return held.get(pk=invitation.pk)


def _check_open(invitation: Invitation, at: datetime) -> None:
    ends = {
        InvitationState.REDEEMED: InvitationUsed,
        InvitationState.REVOKED: InvitationRevoked,
        InvitationState.EXPIRED: InvitationExpired,
    }
    state = invitation.state_at(at)
    if state in ends:
        raise ends[state]
    # Whoever lost the office that let them give such a role has given it to nobody.
    if invitation.role in PRIVILEGED and not may_give_role(
        fresh(invitation.invited_by), invitation.institution, invitation.role, at
    ):
        raise InvitationRevoked


def _redeem(invitation: Invitation, person: Person, at: datetime) -> Membership:
    invitation.redeemed_at, invitation.redeemed_by = at, person
    invitation.save(update_fields=["redeemed_at", "redeemed_by"])
    held = Membership.objects.filter(in_force(at), person=person, institution=invitation.institution, role=invitation.role)
    membership = held.first() or Membership.objects.create(
        person=person,
        institution=invitation.institution,
        unit=invitation.unit,
        role=invitation.role,
        position=invitation.position,
        decree=invitation.decree,
        term_from=invitation.term_from,
        term_until=invitation.term_until,
        given_by_id=invitation.invited_by_id,
        starts_at=max(at, invitation.starts_at or at),
        ends_at=invitation.ends_at,
    )
    renew_sessions(person=person)
    _record(
        "invitation_redeemed",
        invitation,
        person,
        at,
        recipients=[invitation.invited_by, *heads_of(invitation.institution, at)],
        context={"invitation": invitation, "institution": invitation.institution, "member": person},
    )
    tell_of_duties(membership, person, at)
    return membership


def tell_of_duties(membership: Membership, person: Person, at: datetime) -> None:
    """Tell whoever leads an institution from now on, or stands in for its leader, what already waits for them; what begins
    later is told by the reminders."""
    if membership.role in (MembershipRole.LEADER, MembershipRole.DELEGATE) and membership.starts_at <= at:
        tell = import_string(settings.LEADER_DUTIES)
        tell(institution=membership.institution, whom=membership.person, person=person, at=at)


def _tell(invitation: Invitation, nonce: str, reason: str, at: datetime) -> None:
    known = Person.objects.filter(email=invitation.email, is_active=True).first()
    # Whoever has no account yet is greeted without a name; nothing else in the letter differs.
    recipient = known or Addressee(name=GREETED, email=invitation.email)
    context = {
        "invitation": invitation,
        "institution": invitation.institution,
        "sender": invitation.invited_by,
        "token": MARK,
        "nonce": nonce,
    }
    _record("person_invited", invitation, invitation.invited_by, at, reason=reason, recipients=[recipient], context=context)


def _warn_heads(invitation: Invitation, reason: str, at: datetime) -> None:
    """Tell the institution's own people that somebody is called in from outside: the letter may be a forgery."""
    context = {"invitation": invitation, "institution": invitation.institution, "reason": reason}
    heads = heads_of(invitation.institution, at)
    _record("person_called_in", invitation, invitation.invited_by, at, reason=reason, recipients=heads, context=context)


def _record(event: str, invitation: Invitation, person: Person, at: datetime, **values: object) -> None:
    record_event(
        event=event,
        subject=invitation.institution,
        subject_key=invitation.institution.code,
        person=person,
        at=at,
        data={"invitation": invitation.code, "role": invitation.role},
        **values,
    )
