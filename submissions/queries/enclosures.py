"""Scanned files that belong to no proposal, as they were sent and as their readers get them."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import Q

from competition.inspecting import FileRefused, NotChecked
from competition.storage import FileMissing, names, open_file
from submissions.models import Enclosure
from submissions.queries.documents import batches

# Where they are kept: `enclosures/<code>.pdf`, and the cleaned copy beside it.
FOLDER = "enclosures"


class EnclosureMissing(Exception):
    """There is none, or it is not in the storage any more, or not what was sent."""


def read_enclosure(enclosure: Enclosure) -> bytes:
    """Return the file as it was sent.

    :raises EnclosureMissing: it is gone or was changed.
    """
    try:
        with default_storage.open(enclosure.path) as file:
            content = file.read()
    except OSError as error:
        raise EnclosureMissing(str(error)) from error
    if hashlib.sha256(content).hexdigest() != enclosure.sha256:
        raise EnclosureMissing("changed since it was sent")
    return content


def enclosure_to_hand_out(enclosure: Enclosure | None) -> bytes:
    """Return the cleaned copy, as of every other upload.

    :raises EnclosureMissing: there is none, or the copy is gone.
    :raises FileRefused: nobody gets it.
    :raises NotChecked: nobody has looked at it yet.
    :raises NotOpened: the storage does not answer.
    """
    if enclosure is None:
        raise EnclosureMissing("none was sent, or it is gone")
    if enclosure.checked_at is None:
        raise NotChecked
    if enclosure.refusal:
        raise FileRefused(enclosure.refusal, **enclosure.figures)
    try:
        with open_file(enclosure.cleaned) as copy:
            return copy.read()
    except FileMissing as error:
        raise EnclosureMissing(str(error)) from error


def lost_enclosures(before: datetime) -> Iterator[str]:
    """Yield the names of what was stored for one before that instant and that no row names, as `orphans` does for documents."""
    for batch in batches(names(FOLDER, before=before)):
        rows = Enclosure.objects.filter(Q(path__in=batch) | Q(cleaned__in=batch))
        named = {name for pair in rows.values_list("path", "cleaned") for name in pair}
        yield from (name for name in batch if name not in named)
