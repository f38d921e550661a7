"""Writes about the installation itself."""

from datetime import datetime

from competition.models import Heartbeat


def record_heartbeat(*, name: str, at: datetime) -> None:
    """Remember that a background process lived at this instant."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": at})


def forget_heartbeat(*, name: str) -> None:
    """Forget the sign of life, so that only a new one counts."""
    Heartbeat.objects.filter(name=name).delete()
