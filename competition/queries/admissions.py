"""The requests of institutions to join: the list, one of them, and its letter."""

import hashlib
import tempfile
from pathlib import Path

from django.core.files.storage import default_storage
from django.db.models import Count, QuerySet

from competition.inspecting import Limits, inspect_file, scan_file
from competition.models import Admission
from competition.scans import MOST_BYTES
from competition.states import AdmissionState


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
    """Return the letter as its reader gets it: scanned, read and cleaned in a child process, as every other upload.

    It is looked at when somebody of the secretariat asks for it, because anybody may file one, and a look costs seconds.

    :raises LetterMissing: it is gone or was changed.
    :raises FileRefused: nobody gets it.
    :raises NotChecked: nobody could look at it now.
    """
    with tempfile.TemporaryDirectory(prefix="kipp-letter-") as folder:
        original = Path(folder, "original")
        original.write_bytes(read_letter(admission))
        scan_file(original)
        return inspect_file(original, limits=Limits(max_bytes=MOST_BYTES), workdir=Path(folder)).cleaned.read_bytes()
