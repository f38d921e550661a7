"""The letter of a day: what somebody chose to have together, in one mail. On the site each of its letters stands by itself.

A letter that waits for it is DAILY. Whoever gathers, and whoever chooses otherwise, first locks the person and then the
letters, so each letter leaves once: by itself or in the letter of a day.
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction

from competition.events import DIGEST, EVENTS, TOPICS
from competition.letters import body_of
from competition.models import Notice, Person
from competition.models.notices import NoticeState
from competition.night import by_day
from competition.operations.events import PER_TASK, Occurrence, batched, record_event, record_events
from competition.operations.notices import announce_notices
from competition.queries.digests import zone_of

# What is over goes into a second letter at once: no mail server takes one of any size.
MOST = 100


@transaction.atomic
def choose_daily(*, person: Person, topics: Collection[str], at: datetime) -> Person:
    """Have the letters of these topics once a day, and all others at once; what waited for a day and does not any more leaves.

    The same choice again changes nothing.

    :raises KeyError: no such topic.
    """
    # A letter of a day refers to the person meanwhile; without `no_key` it and this would wait for each other.
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    chosen = sorted(one for one in set(topics) if TOPICS[one])
    before, person.daily_topics = person.daily_topics, chosen
    if before == chosen:
        return person
    person.save(update_fields=["daily_topics"])
    _let_go(person, set(before) - set(chosen), at)
    record_event(
        event="daily_chosen",
        subject=person,
        subject_key=str(person.pk),
        person=person,
        at=at,
        before={"topics": before},
        after={"topics": chosen},
    )
    return person


@transaction.atomic
def write_digest(*, recipient: int, at: datetime) -> bool:
    """Put the letters that wait for the person's day into one; say whether there were any. By night it waits for the morning.

    Safe to call often and in parallel: who comes second finds nothing left. Somebody whose account is suspended gets it later.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=recipient)
    waiting = Notice.objects.select_for_update(no_key=True).filter(recipient=person, state=NoticeState.DAILY).exclude(text="")
    letters = list(waiting.order_by("created_at", "entry_id", "pk")[:MOST])
    if not letters or not person.is_active:
        return False
    lines = [{"pk": one.pk, "subject": one.subject, "body": body_of(one.text)} for one in letters]
    occurrence = Occurrence(
        subject=person,
        subject_key=str(person.pk),
        recipients=[person],
        context={"letters": lines},
        data={"letters": [str(one.pk) for one in letters]},
        not_before=by_day(at, zone_of(person, at)),
    )
    (entry,) = record_events(event=DIGEST, occurrences=[occurrence], person=None, at=at)
    gathered = Notice.objects.filter(pk__in=[one.pk for one in letters], state=NoticeState.DAILY)
    gathered.update(state=NoticeState.GATHERED, digest=entry.notices.get())
    return True


def _let_go(person: Person, topics: set[str], at: datetime) -> None:
    """Let the letters of these topics leave by themselves, with a day of tries from now."""
    events = [one.name for one in EVENTS.values() if one.topic in topics]
    waiting = Notice.objects.filter(recipient=person, state=NoticeState.DAILY, event__in=events)
    ids = [str(pk) for pk in waiting.order_by("created_at", "pk").values_list("pk", flat=True)]
    Notice.objects.filter(pk__in=ids, state=NoticeState.DAILY).update(state=NoticeState.WAITING, tried_from=at)
    for part in batched(ids, PER_TASK):
        transaction.on_commit(partial(announce_notices, part))
