"""Write down whom to tell of an event, in the event's own transaction; a worker hears of it after the commit."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction

from competition.models import Webhook, WebhookDelivery
from competition.models.webhooks import HookedEvent
from competition.operations.notices import tell_workers

# Whose: the institution's id; what about: the code; from when on it may be told.
Telling = tuple[int, str, datetime]
TASK = "competition.tasks.tell_webhook"


def write_tellings(event: str, happened_at: datetime, tellings: Iterable[Telling]) -> None:
    """Write a row per address of these institutions that chose the event. One query where there is none."""
    if event not in HookedEvent.values:
        return
    tellings = list(tellings)
    wanted = Webhook.objects.filter(institution__in={one[0] for one in tellings}, paused_at=None, removed_at=None)
    hooks = list(wanted.filter(events__contains=[event]).order_by("pk"))
    if not hooks:
        return
    rows = WebhookDelivery.objects.bulk_create(
        WebhookDelivery(webhook=hook, event=event, subject_key=key, happened_at=happened_at, not_before=not_before)
        for institution, key, not_before in tellings
        for hook in hooks
        if hook.institution_id == institution
    )
    # The first of each address at once. The rest of a list of hundreds by the sweep, in turn with everybody's.
    for row in {row.webhook_id: row for row in reversed(rows)}.values():
        transaction.on_commit(partial(announce, str(row.pk)))


def announce(delivery: str) -> None:
    """Tell the workers that there is something to tell. A broker that is away costs nothing: the sweep finds it."""
    tell_workers(TASK, delivery, "a webhook delivery")
