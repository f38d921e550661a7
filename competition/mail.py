"""The demo's e-mail backend: mails land in a table that a page shows, so nobody needs a mail server to try it."""

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from competition.clock import read_clock
from competition.models import MailboxMail


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
