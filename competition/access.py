"""The doors of the frame: give me this if I may do that with it. A stranger gets the same 404 as for nothing at all."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from competition import policy
from competition.models import Institution, Invitation, Membership, Person
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


def _insist(verdict: Verdict) -> None:
    if not verdict:
        raise PermissionDenied(verdict.reason)
