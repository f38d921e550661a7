"""Send the letters of the outbox: each at most once, except a decisive one whose fate is unknown.

A row is claimed (WAITING → SENDING, with a lease), the connection is opened, the hand-over is noted, the letter is
sent, the row is closed. Whoever dies before the hand-over leaves a row that is simply taken again when its lease ends;
whoever dies after it leaves a row nobody can judge: UNCERTAIN. A decisive letter is then sent once more under the same
Message-ID; a routine one is left to the staff.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from kombu.exceptions import OperationalError

from competition.celery import app
from competition.events import EVENTS
from competition.models import Notice
from competition.models.notices import NoticeState

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15)]
GIVE_UP_AFTER = timedelta(hours=24)
BATCH = 200


def announce_notices(ids: list[str]) -> None:
    """Tell the workers that letters wait. A broker that is away costs nothing: the sweep finds them."""
    try:
        app.send_task("competition.tasks.deliver_notices", args=[ids])
    except (OperationalError, OSError) as error:
        logger.warning("broker away, %d notices left to the sweep: %s", len(ids), error)


def message_id(notice: Notice) -> str:
    """Return the one Message-ID this letter ever has."""
    return f"<{notice.pk}@{urlsplit(settings.SITE_URL).hostname}>"


def deliver_notice(*, notice_id: str, at: datetime) -> bool:
    """Send one letter if it waits and is due; return whether it was sent now. Safe to call twice or in parallel."""
    claimed = Notice.objects.filter(pk=notice_id, state=NoticeState.WAITING, not_before__lte=at).update(
        state=NoticeState.SENDING, leased_until=at + LEASE, handed_over_at=None, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    notice = Notice.objects.get(pk=notice_id)
    try:
        connection = get_connection()
        connection.open()
        Notice.objects.filter(pk=notice.pk).update(handed_over_at=at)
        connection.send_messages([_as_message(notice, connection)])
        connection.close()
    except (SMTPException, OSError) as error:
        _note_failure(notice, error, at)
        return False
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.SENT, sent_at=at, leased_until=None, error="")
    return True


def sweep_notices(*, at: datetime) -> int:
    """Take up what was left behind and send what is due; return how many letters were sent."""
    release_expired_leases(at=at)
    due = Notice.objects.filter(state=NoticeState.WAITING, not_before__lte=at).order_by("created_at")
    ids = [str(pk) for pk in due.values_list("pk", flat=True)[:BATCH]]
    return sum(deliver_notice(notice_id=pk, at=at) for pk in ids)


def release_expired_leases(*, at: datetime) -> None:
    """Put back what died before the hand-over; call the rest uncertain, and give a decisive letter one more try."""
    expired = Notice.objects.filter(state=NoticeState.SENDING, leased_until__lt=at)
    expired.filter(handed_over_at=None).update(state=NoticeState.WAITING, leased_until=None)
    decisive = [event.name for event in EVENTS.values() if event.is_decisive]
    expired.filter(event__in=decisive, attempts__lt=2).update(state=NoticeState.WAITING, leased_until=None)
    expired.update(state=NoticeState.UNCERTAIN, leased_until=None)


def _as_message(notice: Notice, connection: object) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=notice.subject,
        body=notice.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.address],
        headers={"Message-ID": message_id(notice)},
        connection=connection,
    )
    message.attach_alternative(notice.html, "text/html")
    return message


def _note_failure(notice: Notice, error: Exception, at: datetime) -> None:
    """A refusal for good ends the letter; anything else is tried again after a growing pause, for a day."""
    final = _is_permanent(error) or at - notice.created_at > GIVE_UP_AFTER
    pause = PAUSES[min(notice.attempts, len(PAUSES)) - 1]
    Notice.objects.filter(pk=notice.pk).update(
        state=NoticeState.FAILED if final else NoticeState.WAITING,
        not_before=at + pause,
        leased_until=None,
        handed_over_at=None,
        error=f"{type(error).__name__}: {error}"[:300],
    )


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    return isinstance(error, SMTPResponseException) and 500 <= error.smtp_code < 600
