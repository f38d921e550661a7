"""The doors to coachings: a draft to its coach, a request to the secretariat, either to the team."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from competition.models import Edition, Person
from competition.models.people import AppointmentRole
from competition.queries.editions import current_edition
from competition.queries.people import rights_of
from competition.queries.ties import is_tied
from submissions import policy
from submissions.models import Coaching, CoachingComment, Proposal
from submissions.policy.coachings import is_coach_of
from submissions.queries.coachings import coaching_by_code, comment_by_code


def edition_to_coach(person: Person, at: datetime) -> Edition:
    """Return the edition in which the person is a coach: the running one, or else the last.

    :raises Http404: a coach in none.
    """
    held = [one.edition_id for one in rights_of(person, at).appointments if one.role == AppointmentRole.COACH]
    if not held:
        raise Http404
    edition = current_edition()
    if edition is not None and edition.pk in held:
        return edition
    return Edition.objects.filter(pk__in=held).order_by("-year")[0]


def draft_to_coach(code: str, person: Person, at: datetime) -> Coaching:
    """Return a coaching with its draft to its coach, as long as it goes on.

    :raises Http404: none of that code, or not given to this person.
    :raises PermissionDenied: it was, and is over; with the reason.
    """
    coaching = coaching_by_code(code)
    if coaching is None or not is_coach_of(person, coaching):
        raise Http404
    verdict = policy.may_coach_draft(person, coaching, at)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return coaching


def coaching_to_take(code: str, person: Person, at: datetime) -> Coaching:
    """Return a coaching to a coach of its edition, who may find it taken.

    :raises Http404: none of that code, no coach, or of an institution they are tied to: these cannot be told apart.
    """
    coaching = coaching_by_code(code)
    if coaching is None or not rights_of(person, at).holds(coaching.proposal.edition_id, AppointmentRole.COACH):
        raise Http404
    if is_tied(person, coaching.proposal.edition, coaching.proposal.institution_id, at):
        raise Http404
    return coaching


def coaching_to_know(code: str, person: Person, at: datetime) -> Coaching:
    """Return a coaching to whoever a letter told of it: the draft's people, its coach, the secretariat, and the coaches who
    could have taken it.

    :raises Http404: none of that code, or none of these.
    """
    coaching = coaching_by_code(code)
    if coaching is not None and (is_coach_of(person, coaching) or policy.may_read_history(person, coaching.proposal, at)):
        return coaching
    if coaching is not None and policy.may_handle_proposal(person, coaching.proposal, at):
        return coaching
    return coaching_to_take(code, person, at)


def coaching_to_handle(code: str, person: Person, at: datetime) -> Coaching:
    """Return a coaching to the secretariat of its edition.

    :raises Http404: none of that code, no office there, or a tie to its institution.
    """
    coaching = coaching_by_code(code)
    if coaching is None or not policy.may_handle_proposal(person, coaching.proposal, at):
        raise Http404
    return coaching


def coaching_to_end(code: str, person: Person, at: datetime) -> Coaching:
    """Return a coaching to its coach and to the draft's own people; whether it can be ended now, the operation says.

    :raises Http404: none of that code, or nobody of either side.
    """
    coaching = coaching_by_code(code)
    if coaching is None:
        raise Http404
    if not is_coach_of(person, coaching) and not policy.may_read_history(person, coaching.proposal, at):
        raise Http404
    return coaching


def comment_to_follow(code: str, comment: str, person: Person, at: datetime) -> tuple[CoachingComment, Proposal]:
    """Return a remark to the draft's own people.

    :raises Http404: none of that code, another coaching's, or nobody of the draft's people.
    :raises PermissionDenied: with the reason, to those of them who may not change the draft now.
    """
    coaching = coaching_by_code(code)
    if coaching is None or not policy.may_read_history(person, coaching.proposal, at):
        raise Http404
    found = comment_by_code(coaching, comment)
    if found is None:
        raise Http404
    verdict = policy.may_write_proposal(person, coaching.proposal, at)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return found, coaching.proposal
