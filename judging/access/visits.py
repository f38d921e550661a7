"""The doors of visits and their pictures."""

from datetime import datetime

from django.http import Http404

from competition.models import Person, Round
from competition.models.editions import RoundKind
from judging import policy
from judging.access.rounds import round_to_see
from judging.models import Visit, VisitPhoto
from judging.queries.visits import photo_of, visit_by_code, visit_of


def round_to_visit(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return a round of field verification to the chairs and organisers of its edition.

    :raises Http404: none, of another kind, or no such office.
    """
    round_ = round_to_see(year, key, person, at)
    if round_.kind != RoundKind.FIELD:
        raise Http404
    return round_


def visit_to_see(year: int, key: str, code: str, person: Person, at: datetime) -> Visit:
    """Return a visit of the round to the chairs and organisers who are not tied to its proposal.

    :raises Http404: none, no such office, or a tie.
    """
    visit = visit_of(round_to_visit(year, key, person, at), code)
    if visit is None or not policy.may_see_visit(person, visit, at):
        raise Http404
    return visit


def visit_to_make(code: str, person: Person, at: datetime) -> Visit:
    """Return a visit to its team, until it is called off.

    :raises Http404: none of that code, somebody else's, called off, or a tie.
    """
    visit = visit_by_code(code)
    if visit is None or not policy.may_visit(person, visit, at):
        raise Http404
    return visit


def photo_to_see(code: str, photo: str, person: Person, at: datetime) -> VisitPhoto:
    """Return a picture of a visit to its team, and to the chair who may read what was found.

    :raises Http404: none, or neither of these.
    """
    visit = visit_by_code(code)
    found = photo_of(visit, photo) if visit else None
    if found is None or not (policy.may_visit(person, visit, at) or policy.may_read_findings(person, visit, at)):
        raise Http404
    return found
