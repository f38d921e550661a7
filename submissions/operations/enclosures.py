"""Keep a scanned file that belongs to no proposal, and look at it once before anybody gets it, also when asked twice."""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competition.inspecting import FileRefused, NotChecked
from competition.operations.cleaning import clean_scan
from competition.operations.events import record_event
from competition.operations.notices import tell_workers
from competition.scans import Scan
from competition.storage import NotKept
from competition.verdict import Refused
from submissions.models import Enclosure
from submissions.queries.enclosures import FOLDER, EnclosureMissing, read_enclosure

# So long a file waits for its own task before the sweep takes it up, and after a try that told nothing.
PATIENCE = timedelta(minutes=1)
PAUSE = timedelta(minutes=2)
BATCH = 50

logger = logging.getLogger(__name__)


class EnclosureNotStored(Refused):
    """The file did not reach the storage; nothing was written."""

    reason = _("Berkas gagal diunggah. Coba lagi.")


def keep_enclosure(*, scan: Scan, at: datetime) -> Enclosure:
    """Store the file and return its row; it is looked at after the commit. Call it in the transaction of what it belongs to,
    after everything that may be refused, so that a refusal leaves no file behind.

    :raises EnclosureNotStored: the storage did not take it.
    """
    known = {"name": scan.name, "kind": scan.kind, "size": len(scan.content), "sha256": scan.sha256, "sent_at": at}
    enclosure = Enclosure(**known)
    enclosure.path = f"{FOLDER}/{enclosure.code}.{scan.kind.lower()}"
    enclosure.save(force_insert=True)
    try:
        default_storage.save(enclosure.path, ContentFile(scan.content))
    except OSError as error:
        raise EnclosureNotStored from error
    transaction.on_commit(partial(tell_workers, "submissions.tasks.check_enclosure", enclosure.code, "a scan to check"))
    return enclosure


def check_enclosure(*, code: str, at: datetime) -> bool:
    """Scan, read and clean the file, and remember what came of it; say whether that is known now.

    When nobody could look (no scanner, no storage, no room) it goes on waiting, and the sweep tries again.
    """
    enclosure = Enclosure.objects.filter(code=code).first()
    if enclosure is None or enclosure.checked_at is not None:
        return enclosure is not None
    try:
        cleaned = clean_scan(content=read_enclosure(enclosure), path=enclosure.path)
    except FileRefused as refusal:
        return _remember(enclosure, at, refusal=refusal)
    except (EnclosureMissing, NotChecked, NotKept, OSError) as trouble:
        logger.warning("the scan %s waits to be checked: %r", code, trouble)
        Enclosure.objects.filter(pk=enclosure.pk, checked_at=None).update(check_after=at + PAUSE)
        return False
    return _remember(enclosure, at, cleaned=cleaned)


def waiting_enclosures(*, at: datetime) -> list[str]:
    """Return the files whose own task was lost, or whose next try is due, oldest first, at most a batch."""
    due = Q(check_after=None, sent_at__lt=at - PATIENCE) | Q(check_after__lte=at)
    waiting = Enclosure.objects.filter(due, checked_at=None).order_by("sent_at", "pk")
    return list(waiting.values_list("code", flat=True)[:BATCH])


@transaction.atomic
def _remember(enclosure: Enclosure, at: datetime, cleaned: str = "", refusal: FileRefused | None = None) -> bool:
    # What was removed meanwhile needs no verdict.
    enclosure = Enclosure.objects.select_for_update().filter(pk=enclosure.pk).first()
    if enclosure is None or enclosure.checked_at is not None:
        return True
    enclosure.checked_at, enclosure.check_after, enclosure.cleaned = at, None, cleaned
    if refusal is not None:
        enclosure.refusal, enclosure.figures = refusal.code, refusal.figures
        data = {"sha256": enclosure.sha256, "refusal": refusal.code}
        record_event(event="enclosure_refused", subject=enclosure, subject_key=enclosure.code, person=None, at=at, data=data)
    enclosure.save(update_fields=["checked_at", "check_after", "cleaned", "refusal", "figures"])
    return True
