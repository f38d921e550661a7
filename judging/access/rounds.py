"""The doors of a round, and of who judges in it."""

from datetime import datetime

from django.http import Http404

from competition.models import Appointment, Edition, Person, Round
from competition.models.people import AppointmentRole
from competition.queries.editions import current_edition
from competition.queries.people import rights_of
from judging import policy
from judging.access.doors import allow
from judging.models import Assignment
from judging.queries.panel import seat_by_code, task_by_code
from judging.queries.passing import Passed, passed_with
from judging.queries.rounds import round_by_key
from submissions.policy import may_see_secretariat


def passing_to_undo(code: str, person: Person, at: datetime) -> Passed:
    """Return the person's own act in which the proposal was passed together with others. Whether it can still be taken back,
    the page asks policy.

    :raises Http404: there is none, or it is somebody else's.
    """
    passed = passed_with(code, person, at)
    if passed is None or not may_see_secretariat(person, passed.edition, at):
        raise Http404
    return passed


def edition_of_rounds(person: Person, at: datetime) -> Edition:
    """Return the current edition to its chairs and organisers.

    :raises Http404: none, or no such office in it.
    """
    edition = current_edition()
    offices = (AppointmentRole.CHAIR, AppointmentRole.ORGANISER)
    if edition is None or not rights_of(person, at).holds(edition.pk, *offices):
        raise Http404
    return edition


def round_to_see(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return a round to the chairs and organisers of its edition.

    :raises Http404: none, or no such office.
    """
    round_ = round_by_key(year, key)
    if round_ is None or not policy.may_see_rounds(person, round_, at):
        raise Http404
    return round_


def round_to_watch(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round to its chair, who looks how the panel marks; an organiser is told why not."""
    round_ = round_to_see(year, key, person, at)
    allow(policy.may_see_habits(person, round_, at))
    return round_


def round_to_assign(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round if the person may assign judges now; an insider is told why not."""
    round_ = round_to_see(year, key, person, at)
    allow(policy.may_assign_judges(person, round_, at))
    return round_


def round_to_brief(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round if the person may choose its training texts now; an insider is told why not."""
    round_ = round_to_see(year, key, person, at)
    allow(policy.may_choose_training(person, round_, at))
    return round_


def seat_to_change(year: int, key: str, code: str, person: Person, at: datetime) -> tuple[Round, Appointment]:
    """Return a round and somebody who judges in it, to those who may assign now; an insider is told why not.

    :raises Http404: no such round or judge, or no such office.
    """
    round_ = round_to_assign(year, key, person, at)
    appointment = seat_by_code(round_, code, at)
    if appointment is None:
        raise Http404
    return round_, appointment


def task_to_reassign(year: int, key: str, code: str, person: Person, at: datetime) -> tuple[Round, Assignment]:
    """Return a round and a task in it that is not locked, to those who may assign now; an insider is told why not.

    :raises Http404: no such round or task, or no such office.
    """
    round_ = round_to_assign(year, key, person, at)
    assignment = task_by_code(round_, code)
    if assignment is None:
        raise Http404
    return round_, assignment
