"""Addresses of institutions that are told when something happens to their proposals, and each telling."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.codes import new_code

# Sent by a press of the button, whatever events were chosen.
PING = "ping"


class HookedEvent(models.TextChoices):
    """What may be told: what the institution's people are told by letter at that instant. The last one tells that a list is
    out, and not what is on it."""

    SUBMITTED = "proposal_submitted", _("Proposal dikirim")
    RETURNED = "proposal_returned", _("Proposal dikembalikan kepada penulis")
    WITHDRAWN = "proposal_withdrawn", _("Proposal ditarik kembali")
    SCREENED = "proposal_screened", _("Seleksi administrasi proposal diputuskan")
    ANNOUNCED = "outcome_known", _("Hasil diumumkan")


class Webhook(models.Model):
    """One address. `sealed_secret` signs what is sent there; nothing is sent while paused, once removed, or once `made_by` may
    not make it any more."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    institution = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(max_length=300)
    events = ArrayField(models.CharField(max_length=30, choices=HookedEvent))
    sealed_secret = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(events__contained_by=HookedEvent.values) & Q(events__len__gt=0), name="webhook_events_are_known"
            ),
            models.CheckConstraint(condition=Q(url__startswith="https://"), name="webhook_is_told_in_private"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="webhook_removed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=("institution", "url"), condition=Q(removed_at=None), name="webhook_address_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.institution_id}"

    @property
    def event_labels(self) -> list[str]:
        """What it is told, in words."""
        return [str(HookedEvent(one).label) for one in self.events]

    @staticmethod
    def purpose_for(code: str) -> str:
        """Return what a secret is sealed for: one that is moved to another row cannot be opened."""
        return f"webhook {code}"


class DeliveryState(models.TextChoices):
    """Where a telling is on its way."""

    WAITING = "WAITING", _("Menunggu")
    SENDING = "SENDING", _("Sedang dikirim")
    DELIVERED = "DELIVERED", pgettext_lazy("webhook", "Diterima")
    FAILED = "FAILED", _("Gagal")


class WebhookDelivery(models.Model):
    """One telling to one address, written in the event's transaction. What is sent is made of the row; no answer is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=30)
    # Code of the proposal; empty for a ping.
    subject_key = models.CharField(max_length=40, blank=True)
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-happened_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="webhook_delivery_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="SENDING") | Q(leased_until__isnull=False), name="webhook_delivery_sending_is_leased"
            ),
        ]
        indexes = [
            models.Index(fields=("not_before",), condition=Q(state="WAITING"), name="webhook_delivery_due"),
            models.Index(fields=("leased_until",), condition=Q(state="SENDING"), name="webhook_delivery_leased"),
            models.Index(fields=("webhook", "-happened_at"), name="webhook_delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.state}"
