"""Reads of the demo's mailbox."""

from django.db.models import QuerySet

from competition.models import MailboxMail


def mails() -> QuerySet[MailboxMail]:
    """Return all letters, newest first, without their texts."""
    return MailboxMail.objects.only("pk", "recipient", "subject", "received_at")


def mail_by_pk(pk: int) -> MailboxMail | None:
    """Return one letter."""
    return MailboxMail.objects.filter(pk=pk).first()
