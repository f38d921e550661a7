"""Webhooks of institutions and what was told to them."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from competition.models import Institution, Webhook, WebhookDelivery
from competition.models.webhooks import PING, DeliveryState


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


def due_now(at: datetime) -> QuerySet[WebhookDelivery]:
    """Return what waits and is due. An address that gave no good answer rests, whatever else waits for it, so that a dead one
    costs one try in a while and not one for each message; a test alone is sent meanwhile."""
    waiting = WebhookDelivery.objects.filter(state=DeliveryState.WAITING)
    failed = waiting.filter(webhook=OuterRef("webhook"), attempts__gt=0, not_before__gt=at)
    return waiting.filter(~Exists(failed) | Q(event=PING), not_before__lte=at)


def next_deliveries(at: datetime) -> list[str]:
    """Return the ids of what is to be tried now: of each address what nobody tried and happened first, because a single message
    that is taken badly shall not stand before all others; those addresses first that were served longest ago."""
    tried = WebhookDelivery.objects.filter(webhook=OuterRef("webhook"), tried_at__isnull=False).order_by("-tried_at", "pk")
    due = due_now(at).annotate(served_at=Subquery(tried.values("tried_at")[:1]))
    firsts = due.order_by("webhook_id", "attempts", "happened_at", "pk").distinct("webhook_id").values_list("served_at", "pk")
    return [str(pk) for served_at, pk in sorted(firsts, key=lambda one: (one[0] is not None, one[0] or at, one[1]))]
