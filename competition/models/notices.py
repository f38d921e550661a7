"""The outbox: one row per event and recipient, written in the event's own transaction."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.events import DIGEST, SECRET_LETTERS


class NoticeState(models.TextChoices):
    """Where a notice is on its way. HELD: by the secretariat. UNCERTAIN: handed over, but the answer was lost.

    DAILY: its reader has such letters once a day. GATHERED: it went into the letter of a day, whose way is its own.
    """

    WAITING = "WAITING", _("Menunggu")
    HELD = "HELD", _("Ditahan")
    SENDING = "SENDING", _("Sedang dikirim")
    SENT = "SENT", pgettext_lazy("notice", "Terkirim")
    UNCERTAIN = "UNCERTAIN", _("Tidak pasti")
    FAILED = "FAILED", _("Gagal")
    DAILY = "DAILY", _("Menunggu ringkasan")
    GATHERED = "GATHERED", _("Dalam ringkasan")


class Letters(QuerySet):
    """What there is to ask of letters in more than one place."""

    def to_read(self, now: datetime | Combinable) -> "Letters":
        """Return the letters that are in their readers' inboxes: they carry no code to come in by, are not the letter of a day,
        in which they come by mail once more; their hour has come, nobody holds them, and their words are still there."""
        shown = self.exclude(event__in=(*SECRET_LETTERS, DIGEST)).exclude(state=NoticeState.HELD)
        return shown.filter(not_before__lte=now).exclude(text="")


class Notice(models.Model):
    """A letter to one person about one event. Text is rendered with the recipient's rights when it is written.

    `recipient` is empty when somebody without an account is written to: an applicant, somebody who is invited.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey("competition.AuditEntry", on_delete=models.PROTECT, related_name="notices")
    # Empty when the letter goes to an address that has no account, such as an invitation.
    recipient = models.ForeignKey("competition.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    event = models.CharField(max_length=60)
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    # What the token of the letter's link is made of when it leaves (competition/tokens.py); empty in most letters.
    nonce = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # How often in a row whoever sent it never came back: a worker that died over it, or was cut off.
    lost = models.PositiveSmallIntegerField(default=0)
    # The letter of a day this one went into.
    digest = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="gathered")
    not_before = models.DateTimeField()
    # From when its day of tries counts, where staff let it leave anew; otherwise from `created_at`.
    tried_from = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    # Set just before the mail server is given the letter: from here on only the server knows whether it has it.
    handed_over_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    # When its reader said so on the site; mail tells nobody whether it was read.
    read_at = models.DateTimeField(null=True, blank=True)

    objects = Letters.as_manager()

    class Meta:
        ordering = ("created_at", "entry_id", "address")
        constraints = [
            models.UniqueConstraint(fields=("entry", "recipient"), name="notice_once_per_event_and_recipient"),
            models.UniqueConstraint(
                fields=("entry", "address"), condition=Q(recipient=None), name="notice_once_per_event_and_address"
            ),
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="notice_state_is_known"),
            models.CheckConstraint(condition=~Q(state="SENT") | Q(sent_at__isnull=False), name="notice_sent_has_its_time"),
            models.CheckConstraint(
                condition=Q(state="GATHERED", digest__isnull=False) | ~Q(state="GATHERED") & Q(digest=None),
                name="notice_gathered_has_its_digest",
            ),
        ]
        indexes = [
            models.Index(fields=("not_before",), condition=Q(state="WAITING"), name="notice_due"),
            models.Index(fields=("leased_until",), condition=Q(state="SENDING"), name="notice_leased"),
            models.Index(fields=("recipient", "-not_before"), name="notice_of_reader"),
            models.Index(fields=("recipient",), condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=("recipient", "created_at"), condition=Q(state="DAILY"), name="notice_daily"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.state}"


class NoticeEdit(models.Model):
    """The words a letter had before staff changed them; they go when the letter's own go."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="edits")
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    edited_by = models.ForeignKey("competition.Person", on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        ordering = ("notice", "number")
        constraints = [
            models.UniqueConstraint(fields=("notice", "number"), name="notice_edit_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="notice_edit_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.number}"


class MailboxMail(models.Model):
    """A mail that demo mode keeps on a page instead of sending it."""

    message_id = models.CharField(max_length=200, blank=True)
    sender = models.CharField(max_length=200)
    recipient = models.CharField(max_length=200)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("-received_at", "-id")

    def __str__(self) -> str:
        return self.subject


class Heartbeat(models.Model):
    """When a background process last said that it lives; `/readyz` reads it."""

    name = models.CharField(max_length=30, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
