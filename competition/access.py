"""The doors of the frame: give me this if I may do that with it. A stranger gets the same 404 as for nothing at all."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from competition import policy
from competition.models import Appointment, AppointmentRequest, Edition, Institution, Invitation, Membership, Person
from competition.queries.appointments import appointment_by_code, request_by_code
from competition.queries.editions import current_edition
from competition.queries.memberships import institution_by_code, invitation_by_code, membership_by_code
from competition.queries.people import rights_of
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


def institution_to_delegate(code: str, person: Person, at: datetime) -> Institution:
    """Return the institution to its leader; raises as `institution_to_staff`."""
    institution = institution_to_staff(code, person, at)
    _insist(policy.may_delegate(person, institution, at))
    return institution


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


def invitation_to_revoke(institution_code: str, code: str, person: Person, at: datetime) -> Invitation:
    """Return an invitation the person may take back; raises as `institution_to_staff`."""
    invitation = invitation_by_code(institution_to_staff(institution_code, person, at), code)
    if invitation is None:
        raise Http404
    _insist(policy.may_give_role(person, invitation.institution, invitation.role, at))
    return invitation


def door_to_calling_in(person: Person, at: datetime) -> None:
    """Pass for the secretariat.

    :raises Http404: for everybody else.
    """
    if not policy.may_call_in(person, at):
        raise Http404


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
