"""Celery's edge: read the clock once, call one operation. Every task may run twice, late, or in parallel."""

from celery import shared_task

from competition.clock import read_clock
from competition.operations import notices, system


@shared_task(acks_late=True, time_limit=300)
def deliver_notices(ids: list[str]) -> int:
    """Send the letters that were just written; return how many went out."""
    return sum(notices.deliver_notice(notice_id=one, at=read_clock()) for one in ids)


@shared_task(time_limit=300)
def sweep_notices() -> int:
    """Send what the broker or a worker lost on the way; runs every minute."""
    return notices.sweep_notices(at=read_clock())


@shared_task(time_limit=30, expires=60)
def beat_heartbeat() -> None:
    """Say that beat schedules and a worker works; `/readyz` looks for it."""
    system.record_heartbeat(name="beat", at=read_clock())
