"""Scanned files that belong to no proposal, as they were sent and as their readers get them."""

import hashlib

from django.core.files.storage import default_storage

from competition.inspecting import FileRefused, NotChecked
from competition.storage import FileMissing, open_file
from submissions.models import Enclosure


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
