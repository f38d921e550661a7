"""Send the letters of the outbox: each at most once, except a decisive one whose fate is unknown.

A row is claimed (WAITING → SENDING, with a lease), the server is told who writes to whom, the hand-over is noted, the text
is sent, the row is closed. Whoever dies before the hand-over leaves a row that is simply taken again when its lease ends;
whoever dies after it leaves a row nobody can judge: UNCERTAIN. A decisive letter is then sent once more under the same
Message-ID; a routine one is left to the staff.

A server that says no has not taken the letter, so it may be tried again. A line that breaks once the text began to leave
says nothing: that row is left as if its worker had died.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Max, Q
from kombu.exceptions import OperationalError

from competition.celery import app
from competition.events import EVENTS
from competition.letters import one_line
from competition.models import Notice, NoticeEdit, Person
from competition.models.notices import NoticeState
from competition.tokens import fill_in

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15)]
GIVE_UP_AFTER = timedelta(hours=24)
# A letter over which so many workers died, one after the other, would cost every further one, too.
MOST_LOST = 2
LOST = "two workers ended while they sent this letter, before its text left"
BATCH = 200
QUIET_SECONDS = 5
SERVICE_CLOSES = 421


_held: ContextVar[bool] = ContextVar("announcements_held", default=False)


@contextmanager
def announcements_held() -> Iterator[None]:
    """Tell the workers nothing meanwhile; the letters stay in the outbox. For bulk acts that settle them themselves."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)


class _Broker:
    """How this process finds the broker. One that does not answer is left in peace a while, so that an act with a thousand
    letters does not wait for it a thousand times."""

    quiet_until = 0.0


def announce_notices(ids: list[str]) -> None:
    """Tell the workers that letters wait. A broker that is away costs nothing: the sweep finds them."""
    if not _held.get():
        tell_workers("competition.tasks.deliver_notices", ids, f"{len(ids)} notices")


def tell_workers(task: str, argument: object, what: str) -> None:
    """Send a task that has a row to go by. A broker that is away costs nothing: a sweep finds the row."""
    if time.monotonic() < _Broker.quiet_until:
        return
    try:
        app.send_task(task, args=[argument])
    except (OperationalError, OSError) as error:
        _Broker.quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("broker away, %s left to the sweep: %s", what, error)


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
    connection = get_connection()
    if not _hand_over(notice, connection, at):
        return False
    # Said even if the lease has run out meanwhile: it is the truth.
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.SENT, sent_at=at, leased_until=None, error="")
    return True


def _hand_over(notice: Notice, connection: BaseEmailBackend, at: datetime) -> bool:
    """Give the letter to the server; on failure write down what is known, and return False."""
    try:
        message = _as_message(notice, connection)
        message.message()
    except ValueError as error:
        _note_failure(notice, error, at, is_final=True)
        return False
    handed: list[datetime] = []

    def note_hand_over() -> None:
        handed.append(at)
        Notice.objects.filter(pk=notice.pk).update(handed_over_at=at)

    try:
        connection.open()
        if hasattr(connection, "watch"):
            connection.watch(note_hand_over)
        else:
            note_hand_over()
        connection.send_messages([message])
    except (SMTPException, OSError) as error:
        if handed and _is_broken_line(error):
            _describe(notice, error)
        else:
            _note_failure(notice, error, at, is_final=_is_permanent(error))
        if _is_silence(error):
            _leave_in_peace(notice, error, at)
        return False
    finally:
        # After the server's answer nothing on this line matters any more.
        with suppress(SMTPException, OSError):
            connection.close()
    return True


def take_up_notices(*, at: datetime) -> list[str]:
    """Put back what was left behind; return the ids of letters that are due, at most a batch: those nobody tried first, of
    these the oldest."""
    release_expired_leases(at=at)
    due = Notice.objects.filter(state=NoticeState.WAITING, not_before__lte=at).order_by("attempts", "created_at", "entry_id")
    return [str(pk) for pk in due.values_list("pk", flat=True)[:BATCH]]


def release_expired_leases(*, at: datetime) -> None:
    """Put back what died before the hand-over, once; call the rest uncertain, and give a decisive letter one more try."""
    expired = Notice.objects.filter(state=NoticeState.SENDING, leased_until__lt=at)
    unsent = expired.filter(handed_over_at=None)
    unsent.filter(lost__gte=MOST_LOST - 1).update(state=NoticeState.FAILED, leased_until=None, lost=F("lost") + 1, error=LOST)
    unsent.update(state=NoticeState.WAITING, leased_until=None, lost=F("lost") + 1)
    decisive = [event.name for event in EVENTS.values() if event.is_decisive]
    expired.filter(event__in=decisive, attempts__lt=2).update(state=NoticeState.WAITING, leased_until=None)
    expired.update(state=NoticeState.UNCERTAIN, leased_until=None)


def settle_past_notices(*, before: datetime) -> int:
    """Close the letters of a made-up past without sending them: nobody waits for last month's demo mail."""
    past = Notice.objects.filter(state=NoticeState.WAITING, created_at__lt=before)
    return past.update(state=NoticeState.SENT, sent_at=F("created_at"))


def withdraw_letters(*, person: Person, address: str) -> None:
    """Take the words and the address out of the letters to somebody who closed their account; what waits is not sent."""
    letters = Notice.objects.filter(recipient=person)
    unsent = letters.filter(state__in=(NoticeState.WAITING, NoticeState.HELD, NoticeState.DAILY))
    unsent.update(state=NoticeState.FAILED, error="account closed")
    letters.update(subject="", text="", html="", address=address)
    NoticeEdit.objects.filter(notice__recipient=person).update(subject="", text="", html="")


def _as_message(notice: Notice, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=notice.subject,
        body=fill_in(notice.text, notice.nonce),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.address],
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    message.attach_alternative(fill_in(notice.html, notice.nonce), "text/html")
    return message


def _note_failure(notice: Notice, error: Exception, at: datetime, *, is_final: bool) -> None:
    """A refusal for good ends the letter; anything else is tried again after a growing pause, for a day.

    A letter that staff let leave anew has a day of its own.
    """
    is_final = is_final or at - (notice.tried_from or notice.created_at) > GIVE_UP_AFTER
    pause = PAUSES[min(notice.attempts, len(PAUSES)) - 1]
    Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING, attempts=notice.attempts).update(
        state=NoticeState.FAILED if is_final else NoticeState.WAITING,
        not_before=at + pause,
        leased_until=None,
        handed_over_at=None,
        lost=0,
        error=_in_words(error),
    )


def _leave_in_peace(notice: Notice, error: Exception, at: datetime) -> None:
    """Put off what waits for the domain that kept the line waiting, untried, so that its hundreds do not stand before others.

    The pause grows as that of the letter that was tried most. Letters whose day is over end with the one that found it out.
    """
    domain = notice.address.rpartition("@")[2]
    waiting = Notice.objects.filter(state=NoticeState.WAITING, address__iendswith=f"@{domain}").exclude(pk=notice.pk)
    over = at - GIVE_UP_AFTER
    is_over = Q(tried_from=None, created_at__lt=over) | Q(tried_from__lt=over)
    waiting.filter(is_over).update(state=NoticeState.FAILED, error=_in_words(error))
    tries = max(notice.attempts, waiting.aggregate(most=Max("attempts"))["most"] or 0)
    until = at + PAUSES[min(tries, len(PAUSES)) - 1]
    waiting.filter(not_before__lt=until).update(not_before=until)


def _describe(notice: Notice, error: Exception) -> None:
    """Write down why the fate is unknown; the row stays leased, and the sweep decides when the lease ends."""
    Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING).update(error=_in_words(error))


def _in_words(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}")[:300]


def _is_broken_line(error: Exception) -> bool:
    """Say whether the server gave no answer at all, so that it may have taken what it was given."""
    return isinstance(error, SMTPServerDisconnected) or not isinstance(error, SMTPException)


def _is_silence(error: Exception) -> bool:
    """Say whether trying cost time and brought no answer about this letter: another to the same domain would cost the same."""
    closes = isinstance(error, SMTPResponseException) and error.smtp_code == SERVICE_CLOSES
    return closes or isinstance(error, SMTPServerDisconnected | TimeoutError | ConnectionError)


def _is_permanent(error: Exception) -> bool:
    """Say whether the server refused this recipient or this letter for good. A wrong password or sender address is
    ours to mend, so it stops nothing for good."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    return isinstance(error, SMTPDataError) and 500 <= error.smtp_code < 600
