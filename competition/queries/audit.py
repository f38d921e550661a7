"""The audit as its readers search it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from competition.models import Appointment, AuditEntry, Edition, Person
from competition.models.people import AppointmentRole
from competition.queries.people import in_force
from competition.queries.ties import NOWHERE, Places

# Rows the database hands over at a time while a file is streamed.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is asked of the audit; nothing means everything. `before` is the row under which a page begins."""

    person: str = ""
    event: str = ""
    subject: str = ""
    edition: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Audited:
    """What one auditor may read: the entries of these editions, but for those about proposals of the institutions `without`."""

    editions: frozenset[int]
    without: Places = NOWHERE


def auditors(at: datetime) -> QuerySet[Person]:
    """Return the active people who audit some edition now."""
    held = Appointment.objects.filter(in_force(at), role=AppointmentRole.AUDITOR)
    return Person.objects.filter(is_active=True, pk__in=held.values("person")).order_by("pk")


def audited_editions(ids: frozenset[int]) -> list[tuple[str, str]]:
    """Return the editions as choices: year and name, latest first."""
    found = Edition.objects.filter(pk__in=ids).order_by("-year").values_list("year", "name")
    return [(str(year), name) for year, name in found]


def entries_to_read(audited: Audited, asked: AuditFilter) -> QuerySet[AuditEntry]:
    """Return the entries of these editions, and those that belong to none, that are asked for; latest first, with links."""
    readable = Q(edition__in=audited.editions) | Q(edition=None)
    found = AuditEntry.objects.filter(readable).select_related("link", "edition")
    for subjects in settings.SUBJECTS_OF_INSTITUTIONS if audited.without else ():
        found = found.exclude(subject_key__in=import_string(subjects)(audited.without))
    for condition in _conditions(asked):
        found = found.filter(condition)
    return found.order_by("-pk")


def _conditions(asked: AuditFilter) -> list[Q]:
    """Return a condition per part of the filter that is set."""
    conditions = {
        "event": Q(event=asked.event),
        "subject": Q(subject_key__iexact=asked.subject),
        "since": Q(at__gte=asked.since),
        "until": Q(at__lt=asked.until),
        "before": Q(pk__lt=asked.before),
    }
    given = [condition for name, condition in conditions.items() if getattr(asked, name)]
    if asked.edition:
        given.append(Q(edition=None) if asked.edition == NO_EDITION else Q(edition__year=asked.edition))
    if "@" in asked.person:
        given.append(Q(person__in=Person.objects.filter(email=asked.person.lower()).values("pk")))
    elif asked.person:
        given.append(Q(person_name__icontains=asked.person))
    return given


NO_EDITION = "tanpa"


def entries_to_export(audited: Audited, asked: AuditFilter) -> Iterator[AuditEntry]:
    """Return the same entries one by one, as long as they are committed: what has no link yet is not history yet."""
    return entries_to_read(audited, asked).filter(link__isnull=False).iterator(chunk_size=CHUNK)


def entry_to_show(pk: int, audited: Audited) -> AuditEntry | None:
    """Return one entry with its link."""
    return entries_to_read(audited, AuditFilter()).filter(pk=pk).first()
