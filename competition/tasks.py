"""Celery's edge: read the clock once, call one operation. Every task may run twice, late, or in parallel.

Acknowledged late, when it is done, is what somebody waits for; a sweep comes again by itself, and is better lost with its
worker than begun anew beside the next one. What makes a second delivery harmless stands under "Twice".
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from celery import Task, shared_task
from celery.signals import task_prerun

from competition.clock import read_clock
from competition.operations import admission_letters, audit, digests, limits, notices, parking, sessions, system, webhooks
from competition.queries.digests import people_to_gather_for
from competition.queues import AT_ONCE

K, T = TypeVar("K"), TypeVar("T")
# Below the tasks' limit: a task that is cut off would leave a letter whose fate is unknown. The sweep takes the rest.
WORKING_TIME = timedelta(minutes=4)
# One begins every minute: no more than two at a time, so that a code for signing in finds a worker beside a thousand letters.
SWEEPING_TIME = timedelta(seconds=100)
# Its queue makes reports and public pages too: however slowly agencies' machines answer, half of each minute is for those.
TELLING_TIME = timedelta(seconds=30)


@task_prerun.connect
def note_run(task: Task, **_: object) -> None:
    """Note that something runs on a queue; `/readyz` looks for it."""
    queue = (task.request.delivery_info or {}).get("routing_key")
    if queue in AT_ONCE:
        system.record_heartbeat(name=queue, at=read_clock())


@shared_task(acks_late=True, time_limit=300)
def deliver_notices(ids: list[str]) -> int:
    """Send the letters that were just written; return how many went out.

    Twice: a letter is claimed in one statement, and whoever comes second finds it taken.
    """
    return _deliver(ids)


@shared_task(acks_late=False, time_limit=300)
def sweep_notices() -> int:
    """Send what the broker or a worker lost on the way; runs every minute.

    Twice: as `deliver_notices`.
    """
    return _deliver(_due_notices(), SWEEPING_TIME)


@shared_task(acks_late=False, time_limit=300)
def write_digests() -> int:
    """Write the letter of a day to each whose hour has come; runs every five minutes. Return how many were written.

    Twice: a letter is gathered under a lock, and whoever comes second finds it gathered.
    """
    people = people_to_gather_for(read_clock())
    return sum(work_through(people, lambda one, at: digests.write_digest(recipient=one, at=at)))


@shared_task(acks_late=False, time_limit=300)
def tell_audit_heads() -> bool:
    """Tell the auditors how far the audit has come; asked every hour, done once a day.

    Twice: whether the day was told is asked under a lock.
    """
    return audit.tell_heads(at=read_clock())


@shared_task(acks_late=False, time_limit=30, expires=60)
def heartbeat() -> None:
    """Say that beat schedules and a worker of this queue works; `/readyz` looks for it.

    Twice: the later instant stays.
    """
    system.record_heartbeat(name="beat", at=read_clock())


@shared_task(acks_late=False, time_limit=300)
def tidy_up() -> int:
    """Remove sessions that are over and tries that no rule asks for; runs every hour. Return how many went.

    Twice: what is gone cannot go again.
    """
    at = read_clock()
    return sessions.forget_sessions(at=at) + limits.forget_tallies(at=at)


@shared_task(acks_late=False, time_limit=60)
def forget_parked() -> int:
    """Remove parked forms that nobody came back for; runs every five minutes, so that none lies for more than an hour.

    Twice: what is gone cannot go again.
    """
    return parking.forget_parked(at=read_clock())


@shared_task(acks_late=True, time_limit=120)
def check_letter(code: str) -> bool:
    """Look at the letter of a request to join that was just filed; say whether its verdict is known.

    Twice: the verdict is written once, under a lock, and a cleaned copy is named by its content.
    """
    return admission_letters.check_letter(code=code, at=read_clock())


@shared_task(acks_late=False, time_limit=300)
def sweep_letters() -> int:
    """Look at the letters whose own task the broker or a worker lost, or at which nobody could look; runs every half minute.

    Twice: as `check_letter`.
    """
    waiting = admission_letters.waiting_letters(at=read_clock())
    return len(work_through(waiting, lambda code, at: admission_letters.check_letter(code=code, at=at)))


@shared_task(acks_late=True, time_limit=60)
def tell_webhook(delivery: str) -> bool:
    """Tell one thing to one address of an institution; say whether it was taken.

    Twice: it is claimed in one statement, and whoever comes second finds it taken. Where a worker died before it wrote the
    answer down, the other side gets it again under the same id.
    """
    return webhooks.tell_webhook(delivery_id=delivery, at=read_clock())


@shared_task(acks_late=False, time_limit=300)
def sweep_webhooks() -> int:
    """Tell what the broker or a worker lost, or what got no good answer and is due again; runs every minute.

    Twice: as `tell_webhook`.
    """
    return sum(work_through(_due_tellings(), lambda one, at: webhooks.tell_webhook(delivery_id=one, at=at), TELLING_TIME))


def _due_notices() -> Iterator[str]:
    """Yield what is due, batch after batch: minutes without a broker leave more than one behind."""
    while batch := notices.take_up_notices(at=read_clock()):
        yield from batch
        if len(batch) < notices.BATCH:
            return


def _due_tellings() -> Iterator[str]:
    """Yield what is due, round after round: one of each address, so that none waits for all of another's."""
    while round_ := webhooks.take_up_deliveries(at=read_clock()):
        yield from round_


def _deliver(ids: Iterable[str], span: timedelta = WORKING_TIME) -> int:
    return sum(work_through(ids, lambda one, at: notices.deliver_notice(notice_id=one, at=at), span))


def work_through(waiting: Iterable[K], act: Callable[[K, datetime], T], span: timedelta = WORKING_TIME) -> list[T]:
    """Do it to one after the other until so much time is over, and return what came of each.

    Each has its own reading of the clock, because leases count from there.
    """
    until, done = read_clock() + span, []
    for one in waiting:
        at = read_clock()
        if at >= until:
            break
        done.append(act(one, at))
    return done
