"""Celery's edge of the entry: read the clock once, call one operation."""

from celery import shared_task

from competition.clock import read_clock
from submissions.operations import reminders


@shared_task(time_limit=300)
def remind_of_closing() -> int:
    """Remind of the close of registration when a step is due; asked every five minutes, done once a step."""
    return reminders.remind_of_closing(at=read_clock())
