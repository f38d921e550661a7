"""The requests of institutions to join: the list, one of them, and its letter."""

import hashlib

from django.core.files.storage import default_storage
from django.db.models import Count, QuerySet

from competition.inspecting import FileRefused, NotChecked
from competition.models import Admission
from competition.states import AdmissionState
from competition.storage import FileMissing, open_file


class LetterMissing(Exception):
    """The letter is not in the storage any more, or not what was filed."""


def admission_list(state: str) -> QuerySet[Admission]:
    """Return the requests of a state; those that wait in the order they came, the decided ones last first."""
    found = Admission.objects.filter(state=state).select_related("region", "decided_by")
    return found.order_by("filed_at", "pk") if state == AdmissionState.WAITING else found.order_by("-decided_at", "-pk")


def admission_counts() -> dict[str, int]:
    """Return how many requests there are in each state."""
    counts = dict(Admission.objects.order_by().values_list("state").annotate(number=Count("pk")))
    return {state: counts.get(state, 0) for state in AdmissionState.values}


def admission_by_code(code: str) -> Admission | None:
    """Return the request with all that its page prints; None when there is none."""
    found = Admission.objects.select_related("region", "institution", "decided_by")
    return found.filter(code=code).first()


def read_letter(admission: Admission) -> bytes:
    """Return the letter as it was filed.

    :raises LetterMissing: it is gone or was changed.
    """
    try:
        with default_storage.open(admission.letter_path) as file:
            content = file.read()
    except OSError as error:
        raise LetterMissing(str(error)) from error
    if hashlib.sha256(content).hexdigest() != admission.letter_sha256:
        raise LetterMissing("changed since it was filed")
    return content


def letter_to_hand_out(admission: Admission) -> bytes:
    """Return the letter as its reader gets it: the cleaned copy, as of every other upload.

    :raises LetterMissing: the copy is gone.
    :raises FileRefused: nobody gets it.
    :raises NotChecked: nobody has looked at it yet.
    :raises NotOpened: the storage does not answer.
    """
    if admission.letter_checked_at is None:
        raise NotChecked
    if admission.letter_refusal:
        raise FileRefused(admission.letter_refusal, **admission.letter_figures)
    try:
        with open_file(admission.letter_cleaned) as copy:
            return copy.read()
    except FileMissing as error:
        raise LetterMissing(str(error)) from error
