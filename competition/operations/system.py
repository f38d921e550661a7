"""Writes about the installation itself."""

from datetime import datetime

from competition.clock import clock_expression
from competition.models import Heartbeat


def record_heartbeat(*, name: str, at: datetime) -> None:
    """Remember that a background process lived at this instant."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": at})


def show_life(*, name: str) -> None:
    """Say from within a long job that it goes on. It has no newer instant than its beginning, so the database names one."""
    Heartbeat.objects.filter(name=name).update(beat_at=clock_expression())


def forget_heartbeats() -> None:
    """Forget all signs of life, so that only new ones count."""
    Heartbeat.objects.all().delete()
