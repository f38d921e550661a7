"""Figures for `/readyz`."""

from datetime import datetime, timedelta

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from competition.models import Heartbeat, Notice
from competition.models.notices import NoticeState
from competition.queues import AT_ONCE


def silences(at: datetime) -> dict[str, timedelta | None]:
    """Return how long ago beat had something done, and how long ago each queue did something; None when never."""
    last = dict(Heartbeat.objects.values_list("name", "beat_at"))
    return {name: at - last[name] if name in last else None for name in ("beat", *AT_ONCE)}


def oldest_waiting(at: datetime) -> timedelta | None:
    """Return how long the oldest due notice has waited beyond its time; None when none is due."""
    due = Notice.objects.filter(state=NoticeState.WAITING, not_before__lte=at).order_by("not_before", "entry_id")
    first = due.values_list("not_before", flat=True).first()
    return at - first if first else None


def broker_answers() -> bool:
    """Say whether the broker answers within a second."""
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except (RedisError, ValueError):
        return False
