"""Figures for `/readyz`."""

from datetime import datetime, timedelta

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from competition.models import Heartbeat, Notice
from competition.models.notices import NoticeState


def beat_age(at: datetime) -> timedelta | None:
    """Return how long ago a beat-scheduled task last ran; None when none ever did."""
    last = Heartbeat.objects.filter(name="beat").values_list("beat_at", flat=True).first()
    return at - last if last else None


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
