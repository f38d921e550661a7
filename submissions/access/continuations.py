"""The door to an innovation whose institution says how it goes on."""

from datetime import datetime

from django.http import Http404

from competition.models import Person
from submissions import policy
from submissions.models import Innovation
from submissions.queries.continuations import innovation_of_code


def innovation_to_answer_for(code: str, person: Person, at: datetime) -> Innovation:
    """Return an innovation of one of the person's institutions.

    :raises Http404: none of that code, not public, or another institution's.
    """
    found = innovation_of_code(code)
    if found is None or not policy.may_say_status(person, found, at):
        raise Http404
    return found
