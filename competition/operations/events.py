"""Write down what happened, and the letters about it, in the transaction of the fact itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.db import models, transaction

from competition.composing import compose
from competition.events import EVENTS
from competition.letters import Addressee
from competition.models import AuditEntry, Edition, Notice, Person
from competition.models.notices import NoticeState
from competition.operations.hooked import Telling, write_tellings
from competition.operations.notices import announce_notices
from competition.origin import session_mark
from competition.queries.letter_templates import words_of
from competition.queries.people import rights_of

BATCH = 500
# One task's letters: few enough that a dead worker holds up few, many enough that announcing costs little.
PER_TASK = 100
# A letter with a deadline this near does not wait for the letter of a day.
NEAR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One happening of an event: what it is about, who is told, and what their letter needs."""

    subject: models.Model
    subject_key: str
    recipients: Iterable[Person | Addressee] = ()
    context: dict = field(default_factory=dict)
    reason: str = ""
    data: dict = field(default_factory=dict)
    before: dict | None = None
    after: dict | None = None
    # When the letters leave at the earliest; at once, if nothing is said.
    not_before: datetime | None = None


def record_event(
    *,
    event: str,
    subject: models.Model,
    subject_key: str,
    person: Person | None,
    at: datetime,
    edition: Edition | None = None,
    reason: str = "",
    data: dict | None = None,
    before: dict | None = None,
    after: dict | None = None,
    recipients: Iterable[Person | Addressee] = (),
    context: dict | None = None,
) -> AuditEntry:
    """Write the audit entry and one notice per recipient; Celery is told after the commit.

    Must run inside the fact's transaction; when it commits the entry gets its place in the hash chain. `data` tells about the
    event, `before` and `after` what it changed: references, never score values. The roles are those in force at the instant,
    the session is the one the request came from. A recipient named twice gets one letter. Whoever caused the event is told
    only when they are among the recipients.

    :raises KeyError: for an event that is not in the registry.
    """
    occurrence = Occurrence(subject, subject_key, recipients, context or {}, reason, data or {}, before, after)
    return record_events(event=event, occurrences=[occurrence], person=person, at=at, edition=edition)[0]


def record_events(
    *, event: str, occurrences: Sequence[Occurrence], person: Person | None, at: datetime, edition: Edition | None = None
) -> list[AuditEntry]:
    """Write one event that happened to many things at once, in a number of queries that does not grow with them.

    Guarantees and refuses what `record_event` does, of each.
    """
    kind = EVENTS[event]
    roles, session = roles_of(person, edition, at), session_mark()
    entries = AuditEntry.objects.bulk_create(
        (
            AuditEntry(
                event=kind.name,
                edition=edition,
                person=person,
                person_name=person.name if person else "",
                roles=roles,
                subject_type=one.subject._meta.label_lower,
                subject_key=one.subject_key,
                before=one.before,
                after=one.after,
                reason=one.reason,
                data=one.data,
                session=session,
                at=at,
            )
            for one in occurrences
        ),
        batch_size=BATCH,
    )
    if kind.is_posted:
        _write_notices(entries, occurrences)
    write_tellings(kind.name, at, _tellings(occurrences, at))
    return entries


def _tellings(occurrences: Sequence[Occurrence], at: datetime) -> Iterator[Telling]:
    """Yield what programs of institutions may be told: of what belongs to one, from when its letters may leave."""
    for one in occurrences:
        if hasattr(one.subject, "institution_id"):
            yield one.subject.institution_id, one.subject_key, one.not_before or at


def roles_of(person: Person | None, edition: Edition | None, at: datetime) -> list[str]:
    """Return what the person was at the instant, as entries carry it: `ROLE@institution` and `ROLE@year`.

    Of the offices only those of the edition, where one is concerned.
    """
    if person is None:
        return []
    rights = rights_of(person, at)
    offices = [one for one in rights.appointments if edition is None or one.edition_id == edition.pk]
    years = {edition.pk: edition.year} if edition else {}
    if offices and not edition:
        years = dict(Edition.objects.filter(pk__in={one.edition_id for one in offices}).values_list("pk", "year"))
    held = {f"{one.role}@{one.institution.code}" for one in rights.memberships}
    held |= {f"{one.role}@{years[one.edition_id]}" for one in offices}
    return sorted(held | ({"SUPERUSER"} if person.is_superuser else set()))


def _write_notices(entries: Sequence[AuditEntry], occurrences: Sequence[Occurrence]) -> None:
    own = words_of(entries[0].event) if entries else {}
    letters = [
        _compose(entry, recipient, one, own)
        for entry, one in zip(entries, occurrences, strict=True)
        for recipient in _once_each(one.recipients)
    ]
    notices = Notice.objects.bulk_create(letters, batch_size=BATCH)
    for part in batched([str(one.pk) for one in notices if one.state == NoticeState.WAITING], PER_TASK):
        transaction.on_commit(partial(announce_notices, part))


def _once_each(recipients: Iterable[Person | Addressee]) -> Iterable[Person | Addressee]:
    """Return whom to write to: nobody twice, nobody whose account is closed."""
    people = {one.email: one for one in recipients if isinstance(one, Addressee) or one.is_active}
    return people.values()


def batched(ids: list[str], size: int) -> Iterator[list[str]]:
    """Cut a list into parts of at most `size`."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _compose(entry: AuditEntry, recipient: Person | Addressee, one: Occurrence, own: Mapping[str, Mapping[str, str]]) -> Notice:
    words = compose(entry.event, recipient.language, {"recipient": recipient, **one.context}, own.get(recipient.language))
    return Notice(
        entry=entry,
        recipient=None if isinstance(recipient, Addressee) else recipient,
        event=entry.event,
        address=recipient.email,
        **words._asdict(),
        nonce=one.context.get("nonce", ""),
        state=NoticeState.DAILY if _is_daily(entry, recipient, one) else NoticeState.WAITING,
        not_before=one.not_before or entry.at,
        created_at=entry.at,
    )


def _is_daily(entry: AuditEntry, recipient: Person | Addressee, one: Occurrence) -> bool:
    """Say whether the letter waits for the letter of a day: its reader chose that for its topic, and no deadline is near."""
    if isinstance(recipient, Addressee) or EVENTS[entry.event].topic not in recipient.daily_topics:
        return False
    closes_at = one.context.get("closes_at")
    return closes_at is None or closes_at - entry.at > NEAR
