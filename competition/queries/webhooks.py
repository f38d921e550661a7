"""Webhooks of institutions and what was told to them."""

from datetime import datetime

from django.db.models import QuerySet

from competition.models import Institution, Webhook, WebhookDelivery
from competition.models.webhooks import DeliveryState


def webhooks_of(institution: Institution) -> QuerySet[Webhook]:
    """Return those that were not removed, the last first, each with who made it."""
    return (
        Webhook.objects.filter(institution=institution, removed_at=None).select_related("made_by").order_by("-made_at", "-pk")
    )


def webhook_by_code(institution: Institution, code: str) -> Webhook | None:
    """Return a webhook of the institution that was not removed, None when there is none."""
    found = Webhook.objects.select_related("institution", "made_by")
    return found.filter(institution=institution, code=code, removed_at=None).first()


def deliveries_of(webhook: Webhook) -> QuerySet[WebhookDelivery]:
    """Return what was or is to be told there, the last first."""
    return WebhookDelivery.objects.filter(webhook=webhook).order_by("-happened_at", "-pk")


def due_deliveries(at: datetime) -> list[str]:
    """Return the ids of what waits and is due, those nobody tried first."""
    due = WebhookDelivery.objects.filter(state=DeliveryState.WAITING, not_before__lte=at).order_by(
        "attempts", "not_before", "pk"
    )
    return [str(pk) for pk in due.values_list("pk", flat=True)[:200]]
