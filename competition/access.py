"""The doors of the frame: give me this if I may do that with it. A stranger gets the same 404 as for nothing at all."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404

from competition import policy
from competition.codes import read_account_code
from competition.models import (
    Admission,
    ApiKey,
    Appointment,
    AppointmentRequest,
    AuditEntry,
    Bulletin,
    Edition,
    Institution,
    Invitation,
    LetterTemplate,
    Membership,
    Notice,
    Person,
    Unit,
)
from competition.placeholders import SHIPPED, wordable_events
from competition.queries.accounts import account_by_pk
from competition.queries.admissions import admission_by_code
from competition.queries.appointments import appointment_by_code, request_by_code
from competition.queries.audit import Audited, entry_to_show
from competition.queries.bulletins import bulletin_by_code
from competition.queries.editions import current_edition
from competition.queries.inbox import letter_of
from competition.queries.institutions import listed_institution, unit_of
from competition.queries.keys import key_by_code
from competition.queries.letter_templates import versions_of
from competition.queries.memberships import institution_by_code, invitation_by_code, membership_by_code
from competition.queries.outbox import letter_in_queue
from competition.queries.people import rights_of
from competition.queries.ties import tied_in, tied_now
from competition.verdict import Verdict


def institution_to_staff(code: str, person: Person, at: datetime) -> Institution:
    """Return the institution to those who look after its people.

    :raises Http404: there is none, or the person has nothing to do with it.
    :raises PermissionDenied: with the reason, to somebody who belongs to it.
    """
    institution = institution_by_code(code)
    if institution is None:
        raise Http404
    verdict = policy.may_see_people(person, institution, at)
    if not verdict:
        if rights_of(person, at).is_member(institution.pk):
            raise PermissionDenied(verdict.reason)
        raise Http404
    return institution


def edition_to_declare_in(person: Person, at: datetime) -> Edition:
    """Return the current edition to those who hold an office in it.

    :raises Http404: none, or no office.
    """
    edition = current_edition()
    if edition is None or not policy.may_declare_tie(person, edition, at):
        raise Http404
    return edition


def institution_to_delegate(code: str, person: Person, at: datetime) -> Institution:
    """Return the institution to its leader; raises as `institution_to_staff`."""
    institution = institution_to_staff(code, person, at)
    _insist(policy.may_delegate(person, institution, at))
    return institution


def institution_with_keys(code: str, person: Person, at: datetime) -> Institution:
    """Return the institution to those who see its keys; raises as `institution_to_staff`."""
    institution = institution_by_code(code)
    if institution is None:
        raise Http404
    verdict = policy.may_see_keys(person, institution, at)
    if not verdict and not rights_of(person, at).is_member(institution.pk):
        raise Http404
    _insist(verdict)
    return institution


def key_to_revoke(institution_code: str, code: str, person: Person, at: datetime) -> ApiKey:
    """Return a key the person may take back; raises as `institution_to_staff`."""
    key = key_by_code(institution_with_keys(institution_code, person, at), code)
    if key is None:
        raise Http404
    _insist(policy.may_revoke_key(person, key, at))
    return key


def membership_to_see(institution_code: str, code: str, person: Person, at: datetime) -> Membership:
    """Return one role of one of the institution's people; raises as `institution_to_staff`."""
    membership = membership_by_code(institution_to_staff(institution_code, person, at), code)
    if membership is None:
        raise Http404
    return membership


def membership_to_take(institution_code: str, code: str, person: Person, at: datetime) -> Membership:
    """Return a role the person may take away; raises as `institution_to_staff`."""
    membership = membership_to_see(institution_code, code, person, at)
    _insist(policy.may_take_role(person, membership, at))
    return membership


def membership_to_record(institution_code: str, code: str, person: Person, at: datetime) -> Membership:
    """Return a leader's role whose office the person may write down; raises as `institution_to_staff`."""
    membership = membership_to_see(institution_code, code, person, at)
    _insist(policy.may_record_office(person, membership, at))
    return membership


def invitation_to_revoke(institution_code: str, code: str, person: Person, at: datetime) -> Invitation:
    """Return an invitation the person may take back; raises as `institution_to_staff`."""
    invitation = invitation_by_code(institution_to_staff(institution_code, person, at), code)
    if invitation is None:
        raise Http404
    _insist(policy.may_give_role(person, invitation.institution, invitation.role, at))
    return invitation


def door_to_accounts(person: Person, at: datetime) -> None:
    """Pass for whoever may look for an account.

    :raises Http404: for everybody else.
    """
    if not policy.may_find_accounts(person, at):
        raise Http404


def account_to_suspend(code: str, person: Person, at: datetime) -> Person:
    """Return whose account is to be closed; raises as `_account`, and PermissionDenied with the reason."""
    account = _account(code, person, at)
    _insist(policy.may_suspend(person, account, at))
    return account


def account_to_restore(code: str, person: Person, at: datetime) -> Person:
    """Return whose account is to be opened again; raises as `account_to_suspend`."""
    account = _account(code, person, at)
    _insist(policy.may_restore(person, account, at))
    return account


def _account(code: str, person: Person, at: datetime) -> Person:
    """Return whom the code names.

    :raises Http404: nobody, an account that its owner closed, or a reader who may not look for any.
    """
    door_to_accounts(person, at)
    pk = read_account_code(code)
    account = account_by_pk(pk) if pk is not None else None
    if account is None:
        raise Http404
    return account


def door_to_calling_in(person: Person, at: datetime) -> None:
    """Pass for the secretariat.

    :raises Http404: for everybody else.
    """
    if not policy.may_call_in(person, at):
        raise Http404


def door_to_letters(person: Person, at: datetime) -> None:
    """Pass for the secretariat.

    :raises Http404: for everybody else.
    """
    if not policy.may_keep_letters(person, at):
        raise Http404


def letter_to_keep(letter: UUID, person: Person, at: datetime) -> Notice:
    """Return a letter of the queue to the secretariat.

    :raises Http404: none such in the queue, somebody else asks, or it is to people of an institution they have a tie to.
    """
    door_to_letters(person, at)
    found = letter_in_queue(letter, tied_now(person, at))
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Worded:
    """A letter whose words the secretariat may change: its event, a language, and all versions, the one that holds first."""

    event: str
    language: str
    versions: list[LetterTemplate]

    @property
    def number(self) -> int:
        """Which version holds; 0 for the words the letter ships with."""
        return self.versions[0].number if self.versions else 0

    def has(self, number: int) -> bool:
        """Say whether there is such a version."""
        return number == 0 or any(one.number == number for one in self.versions)

    def words(self, number: int) -> dict[str, str]:
        """Return the words of a version that there is."""
        return next((one.words for one in self.versions if one.number == number), SHIPPED)


def letter_to_reword(event: str, language: str, person: Person, at: datetime) -> Worded:
    """Return the words of an event's letter to the secretariat.

    :raises Http404: no such letter, no such language, or somebody else asks.
    """
    door_to_letters(person, at)
    if event not in wordable_events() or language not in dict(settings.LANGUAGES):
        raise Http404
    return Worded(event, language, versions_of(event, language))


def letter_to_read(letter: UUID, person: Person, at: datetime) -> Notice:
    """Return one of the person's own letters.

    :raises Http404: none such, or it is somebody else's.
    """
    found = letter_of(person, letter, at)
    if found is None:
        raise Http404
    return found


def bulletin_to_keep(code: str, person: Person, at: datetime) -> Bulletin:
    """Return a bulletin to those who keep those of its edition.

    :raises Http404: none such, or no office in its edition.
    """
    bulletin = bulletin_by_code(code)
    if bulletin is None or not policy.may_keep_bulletins(person, bulletin.edition, at):
        raise Http404
    return bulletin


def edition_of_appointments(person: Person, at: datetime) -> Edition:
    """Return the current edition to its organisers and auditors.

    :raises Http404: none, or no such office in it.
    """
    edition = current_edition()
    if edition is None or not policy.may_see_appointments(person, edition, at):
        raise Http404
    return edition


def edition_to_appoint(person: Person, at: datetime) -> Edition:
    """Return the current edition to its organisers; raises as `edition_of_appointments`.

    :raises PermissionDenied: with the reason, to an auditor, who only looks.
    """
    edition = edition_of_appointments(person, at)
    _insist(policy.may_appoint(person, edition, at))
    return edition


def appointment_to_see(code: str, person: Person, at: datetime) -> Appointment:
    """Return an appointment to the organisers and auditors of its edition.

    :raises Http404: none, or no such office in its edition.
    """
    appointment = appointment_by_code(code)
    if appointment is None or not policy.may_see_appointments(person, appointment.edition, at):
        raise Http404
    return appointment


def appointment_to_end(code: str, person: Person, at: datetime) -> Appointment:
    """Return an appointment the person may end; an insider is told why not. Raises as `appointment_to_see`."""
    appointment = appointment_to_see(code, person, at)
    _insist(policy.may_end_appointment(person, appointment, at))
    return appointment


def request_to_see(code: str, person: Person, at: datetime) -> AppointmentRequest:
    """Return a request for an appointment to the organisers and auditors of its edition; raises as `appointment_to_see`."""
    request = request_by_code(code)
    if request is None or not policy.may_see_appointments(person, request.edition, at):
        raise Http404
    return request


def _insist(verdict: Verdict) -> None:
    if not verdict:
        raise PermissionDenied(verdict.reason)


def institutions_to_see(person: Person, at: datetime) -> None:
    """Pass whoever may see the list of institutions.

    :raises Http404: anybody else.
    """
    if not policy.may_see_institutions(person, at):
        raise Http404


def institution_to_see(code: str, person: Person, at: datetime) -> Institution:
    """Return an institution of the list.

    :raises Http404: none, or the list is not for this person.
    """
    institutions_to_see(person, at)
    institution = listed_institution(code)
    if institution is None:
        raise Http404
    return institution


def institution_to_keep(code: str, person: Person, at: datetime) -> Institution:
    """Return an institution the person may change; a reader of the list is told why not. Raises as `institution_to_see`."""
    institution = institution_to_see(code, person, at)
    _insist(policy.may_keep_institutions(person, institution, at))
    return institution


def institution_with_units(code: str, person: Person, at: datetime) -> Institution:
    """Return an institution to those who see its units: its people, the secretariat, the administrator of its parent.

    :raises Http404: anybody else, or there is none.
    """
    institution = listed_institution(code)
    if institution is None:
        raise Http404
    is_own = rights_of(person, at).is_member(institution.pk)
    if not (is_own or policy.may_see_institutions(person, at) or policy.may_change_units(person, institution, at)):
        raise Http404
    return institution


def unit_to_change(code: str, pk: int, person: Person, at: datetime) -> Unit:
    """Return a unit of that institution; an insider is told why not. Raises as `institution_with_units`."""
    institution = institution_with_units(code, person, at)
    unit = unit_of(institution, pk)
    if unit is None:
        raise Http404
    _insist(policy.may_change_units(person, institution, at))
    return unit


def admission_to_see(code: str, person: Person, at: datetime) -> Admission:
    """Return an institution's request to join, to those who see the list of institutions.

    :raises Http404: none, or anybody else.
    """
    institutions_to_see(person, at)
    admission = admission_by_code(code)
    if admission is None:
        raise Http404
    return admission


def audit_to_read(person: Person, at: datetime) -> Audited:
    """Return what of the audit the person may read: which editions, and what of them they have no tie to.

    :raises Http404: none: the person is no auditor now.
    """
    if not policy.may_read_audit(person, at):
        raise Http404
    held = {one.edition_id for one in rights_of(person, at).appointments}
    editions = frozenset(pk for pk in held if policy.may_read_entry(person, pk, at))
    return Audited(editions, tied_in(person, editions, at))


def entry_to_read(pk: int, person: Person, at: datetime) -> AuditEntry:
    """Return an entry of the audit to an auditor of its edition.

    :raises Http404: there is none, it is of another edition, or about a proposal the auditor has a tie to.
    """
    entry = entry_to_show(pk, audit_to_read(person, at))
    if entry is None or not policy.may_read_entry(person, entry.edition_id, at):
        raise Http404
    return entry
