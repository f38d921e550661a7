"""The judge's doors: the desk, its tasks, their files and the training."""

from datetime import datetime

from django.http import Http404

from competition.models import Anchor, Person, Round
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from judging import policy
from judging.access.doors import allow
from judging.models import Assignment
from judging.queries.desk import assignment_by_code
from judging.queries.packs import tasks_to_pack
from judging.queries.rounds import round_by_key
from judging.queries.training import anchor_by_code
from submissions.models import Document
from submissions.queries.contents import latest_submission
from submissions.queries.documents import sent_document
from submissions.states import DocumentState


def judge_at_desk(person: Person, at: datetime) -> Person:
    """Return the person if they are a judge of some edition now.

    :raises Http404: otherwise.
    """
    if not rights_of(person, at).holds_any(AppointmentRole.JUDGE):
        raise Http404
    return person


def assignment_to_see(code: str, person: Person, at: datetime) -> Assignment:
    """Return the judge's own active assignment.

    :raises Http404: none of that code, somebody else's, declined or withdrawn.
    """
    assignment = assignment_by_code(code)
    if assignment is None or not policy.may_see_assignment(person, assignment, at):
        raise Http404
    return assignment


def assignment_to_read(code: str, person: Person, at: datetime) -> Assignment:
    """Return the judge's own accepted assignment: from here on its content may be shown.

    :raises Http404: as `assignment_to_see`.
    :raises PermissionDenied: not accepted yet.
    """
    assignment = assignment_to_see(code, person, at)
    allow(policy.may_read_to_judge(person, assignment, at))
    return assignment


def tasks_to_take(round_: Round, person: Person, at: datetime) -> list[Assignment]:
    """Return the judge's own tasks of a round that go into a pack: accepted, not locked, in their own order.

    :raises PermissionDenied: the briefing comes first.
    """
    tasks = tasks_to_pack(person, round_, at)
    # All of them are the judge's own, accepted and free of ties: what is left to ask hangs on the round alone.
    if tasks:
        allow(policy.may_read_to_judge(person, tasks[0], at))
    return tasks


def file_to_read(code: str, document: str, person: Person, at: datetime) -> Document:
    """Return a file of exactly the sending that the judge reads, once it was checked.

    :raises Http404: as `assignment_to_read`; none of that code was sent, or it is not ready.
    :raises PermissionDenied: as `assignment_to_read`.
    """
    submission = latest_submission(assignment_to_read(code, person, at).proposal)
    found = sent_document(submission, document) if submission else None
    if found is None or found.state != DocumentState.READY:
        raise Http404
    return found


def round_to_train(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return a round that has training texts to a judge of its edition.

    :raises Http404: no such round, no training texts, or no judge of the edition.
    """
    round_ = round_by_key(year, key)
    if round_ is None or not policy.may_take_briefing(person, round_, at):
        raise Http404
    return round_


def anchor_to_train(year: int, key: str, code: str, person: Person, at: datetime) -> Anchor:
    """Return a training text of such a round, with the round.

    :raises Http404: as `round_to_train`; no such text.
    """
    round_ = round_to_train(year, key, person, at)
    anchor = anchor_by_code(round_, code)
    if anchor is None:
        raise Http404
    anchor.round = round_
    return anchor
