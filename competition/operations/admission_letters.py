"""Look at the letter of a request to join, once, before anybody else gets it. Safe to call twice or in parallel."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from competition.inspecting import FileRefused, NotChecked
from competition.models import Admission
from competition.operations.cleaning import clean_scan
from competition.operations.events import record_event
from competition.queries.admissions import LetterMissing, read_letter
from competition.storage import NotKept

# So long a letter waits for its own task before the sweep takes it up, and after a try that told nothing.
PATIENCE = timedelta(minutes=1)
PAUSE = timedelta(minutes=2)
BATCH = 50

logger = logging.getLogger(__name__)


def check_letter(*, code: str, at: datetime) -> bool:
    """Scan, read and clean the letter of a request, and remember what came of it; say whether that is known now.

    When nobody could look (no scanner, no storage, no room) it goes on waiting, and the sweep tries again.
    """
    admission = Admission.objects.filter(code=code).first()
    if admission is None or admission.letter_checked_at is not None:
        return admission is not None
    try:
        cleaned = clean_scan(content=read_letter(admission), path=admission.letter_path)
    except FileRefused as refusal:
        return _remember(admission, at, refusal=refusal)
    except (LetterMissing, NotChecked, NotKept, OSError) as trouble:
        logger.warning("the letter of %s waits to be checked: %r", code, trouble)
        Admission.objects.filter(pk=admission.pk, letter_checked_at=None).update(letter_check_after=at + PAUSE)
        return False
    return _remember(admission, at, cleaned=cleaned)


def waiting_letters(*, at: datetime) -> list[str]:
    """Return the requests whose letter's own task was lost, or whose next try is due, oldest first, at most a batch."""
    due = Q(letter_check_after=None, filed_at__lt=at - PATIENCE) | Q(letter_check_after__lte=at)
    waiting = Admission.objects.filter(due, letter_checked_at=None).order_by("filed_at", "pk")
    return list(waiting.values_list("code", flat=True)[:BATCH])


@transaction.atomic
def _remember(admission: Admission, at: datetime, cleaned: str = "", refusal: FileRefused | None = None) -> bool:
    admission = Admission.objects.select_for_update(of=("self",)).get(pk=admission.pk)
    if admission.letter_checked_at is not None:
        return True
    admission.letter_checked_at, admission.letter_check_after, admission.letter_cleaned = at, None, cleaned
    if refusal is not None:
        admission.letter_refusal, admission.letter_figures = refusal.code, refusal.figures
        data = {"letter": admission.letter_sha256, "refusal": refusal.code}
        about = {"subject": admission, "subject_key": admission.code}
        record_event(event="admission_letter_refused", person=None, at=at, data=data, **about)
    fields = ["letter_checked_at", "letter_check_after", "letter_cleaned", "letter_refusal", "letter_figures"]
    admission.save(update_fields=fields)
    return True
