"""E-mail backends: one that knows how far a letter got, and one for the demo that keeps letters on a page."""

import smtplib
from collections.abc import Callable

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import EmailMessage

from competition.clock import read_clock
from competition.models import MailboxMail


class _Watched:
    """Says when the text of a letter begins to leave: from then on a broken line says nothing about its fate."""

    before_text: Callable[[], None] | None = None

    def data(self, msg: str | bytes) -> tuple[int, bytes]:
        """Send the text, as the library does."""
        if self.before_text:
            self.before_text()
        return super().data(msg)


class WatchedSMTP(_Watched, smtplib.SMTP):
    """A plain or STARTTLS line."""


class WatchedSMTPS(_Watched, smtplib.SMTP_SSL):
    """A line that is TLS from the start."""


class WatchedBackend(EmailBackend):
    """Django's SMTP backend, able to say when a letter's text begins to leave."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Return the kind of line to open."""
        return WatchedSMTPS if self.use_ssl else WatchedSMTP

    def watch(self, before_text: Callable[[], None]) -> None:
        """Have `before_text` called just before a letter's text leaves on the open line."""
        self.connection.before_text = before_text


class MailboxBackend(BaseEmailBackend):
    """Keeps each message as a row; demo mode only."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        """Store the messages and return how many there were."""
        at = read_clock()
        rows = [
            MailboxMail(
                message_id=message.extra_headers.get("Message-ID", ""),
                sender=message.from_email,
                recipient=address,
                subject=message.subject,
                text=message.body,
                received_at=at,
            )
            for message in email_messages
            for address in message.recipients()
        ]
        MailboxMail.objects.bulk_create(rows)
        return len(email_messages)
