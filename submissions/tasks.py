"""Celery's edge of the entry: read the clock once, call one operation."""

from celery import shared_task
from django.conf import settings
from django.utils.module_loading import import_string

from competition.clock import read_clock
from competition.tasks import work_through
from submissions.operations import bulletins, checks, copies, corrections, enclosures, exports, site, uploads


@shared_task(acks_late=True, time_limit=120)
def check_document(code: str) -> str:
    """Check a file that was just uploaded; return its state then.

    Twice: the file leaves its state once, under a lock, and a cleaned copy is named by its content.
    """
    return checks.check_document(code=code, at=read_clock())


@shared_task(acks_late=False, time_limit=300)
def sweep_documents() -> int:
    """Check the files whose own task the broker or a worker lost, or for which nobody could look; runs every half minute.

    Twice: as `check_document`.
    """
    waiting = checks.waiting_documents(at=read_clock())
    return len(work_through(waiting, lambda code, at: checks.check_document(code=code, at=at)))


@shared_task(acks_late=True, time_limit=120)
def check_enclosure(code: str) -> bool:
    """Look at a scan that was just sent; say whether its verdict is known.

    Twice: the verdict is written once, under a lock, and a cleaned copy is named by its content.
    """
    return enclosures.check_enclosure(code=code, at=read_clock())


@shared_task(acks_late=False, time_limit=300)
def sweep_enclosures() -> int:
    """Look at the scans whose own task the broker or a worker lost, or at which nobody could look; runs every half minute.

    Twice: as `check_enclosure`.
    """
    waiting = enclosures.waiting_enclosures(at=read_clock())
    return len(work_through(waiting, lambda code, at: enclosures.check_enclosure(code=code, at=at)))


@shared_task(acks_late=False, time_limit=1800)
def sweep_uploads() -> int:
    """Remove uploads that nobody finished within a day, and what was stored for nobody; runs every hour.

    Twice: what is gone cannot go again.
    """
    return uploads.sweep_uploads(at=read_clock())


@shared_task(acks_late=False, time_limit=300)
def remind_of_closing() -> int:
    """Remind of the closes of registration, corrections and rounds when a step is due; asked every five minutes, done once a
    step.

    Twice: a step has one row; whoever comes second waits for it, and finds it written.
    """
    return sum(import_string(remind)(at=read_clock()) for remind in settings.CLOSING_REMINDERS)


@shared_task(acks_late=False, time_limit=300)
def end_corrections() -> int:
    """Give back to the secretariat what was not corrected in time; runs every minute.

    Twice: each proposal is asked under its lock whether it still waits for its correction.
    """
    return corrections.end_corrections(at=read_clock())


@shared_task(acks_late=False, time_limit=300)
def mail_bulletins() -> int:
    """Write the letters of the bulletins that have appeared; runs every minute. Return of how many.

    Twice: whether they were written is asked under the bulletin's lock.
    """
    return bulletins.mail_bulletins(at=read_clock())


@shared_task(acks_late=False, time_limit=300)
def open_announcements() -> int:
    """Open the lists whose instant has come, and write the letters about those that are open; runs every half minute.

    Twice: whether a list is open and whether its teams were told is asked under the announcement's lock.
    """
    opened = import_string(settings.OPENING)(at=read_clock())
    return opened + import_string(settings.TELLING)(at=read_clock())


@shared_task(acks_late=True, time_limit=600)
def write_export(code: str) -> bool:
    """Write the file of an export that was just asked for; say whether it is there.

    Twice: the export is claimed in one statement, and whoever comes second finds it taken.
    """
    return exports.write_export(code=code, at=read_clock())


@shared_task(acks_late=False, time_limit=600)
def sweep_exports() -> int:
    """Write the exports whose own task was lost, and remove those that are over; runs every half minute.

    Twice: as `write_export`; what is gone cannot go again.
    """
    at = read_clock()
    for code in exports.take_up_exports(at=at):
        exports.write_export(code=code, at=read_clock())
    return exports.drop_exports(at=at)


@shared_task(acks_late=False, time_limit=600)
def keep_site() -> int:
    """Write the public pages as files where they are missing or old (`SITE_DIR`); runs every half minute.

    Twice: one builder holds the folder, and finds fresh what the other built.
    """
    return site.keep_site(at=read_clock())


@shared_task(acks_late=True, time_limit=60)
def compare_text(code: str) -> int | None:
    """Compare a text that was just sent with all others; return how near the nearest is, in per cent.

    Twice: a proposal has one row, and one that was compared is left as it is.
    """
    return copies.compare_text(code=code)


@shared_task(acks_late=False, time_limit=300)
def sweep_texts() -> int:
    """Compare the texts whose own task was lost; runs every half minute.

    Twice: as `compare_text`.
    """
    waiting = copies.sweep_texts(at=read_clock())
    return len(work_through(waiting, lambda code, _at: copies.compare_text(code=code)))
