"""The demo's way through the year: shift the calendar so that the next stage begins now."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from competition.models import Edition, Person, Stage
from competition.operations.events import record_event
from competition.policy import may_move_calendar
from competition.queries.editions import next_stage
from competition.queries.site import forget_site_edition
from competition.verdict import Refused, require


class NotADemo(Refused):
    """Only a demo's calendar may be stepped through."""

    reason = _("Kalender hanya dapat digeser dalam peragaan.")


class NoNextStage(Refused):
    """The last stage has begun."""

    reason = _("Tahap terakhir sudah dimulai.")


class StageMoved(Refused):
    """The calendar was stepped on since the page was shown."""

    reason = _("Kalender sudah digeser sejak halaman ini dibuka.")


@transaction.atomic
def move_to_next_stage(*, edition: Edition, person: Person, expected: str, at: datetime) -> Stage:
    """Shift every stage that is not over by the same span, so that the next one opens now and lengths stay.

    Whatever runs now is cut short: its close becomes the present instant.

    :raises NotADemo: outside demo mode.
    :raises NotAllowed: not the edition's secretariat.
    :raises NoNextStage: there is none.
    :raises StageMoved: the next stage is not the `expected` one any more.
    """
    if not settings.DEMO:
        raise NotADemo
    require(may_move_calendar(person, edition, at))
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    coming = next_stage(edition, at)
    if coming is None:
        raise NoNextStage
    if coming.key != expected:
        raise StageMoved
    span = coming.opens_at - at
    stages = Stage.objects.filter(edition=edition)
    stages.filter(opens_at__lt=at, closes_at__gt=at, is_parallel=False).update(closes_at=at)
    stages.filter(opens_at__gt=at).update(opens_at=F("opens_at") - span, closes_at=F("closes_at") - span)
    record_event(
        event="calendar_moved",
        subject=edition,
        subject_key=str(edition.year),
        person=person,
        at=at,
        edition=edition,
        data={"stage": coming.key, "moved_by_seconds": int(span.total_seconds())},
    )
    transaction.on_commit(forget_site_edition)
    return coming


@transaction.atomic
def shift_calendar(*, edition: Edition, span: timedelta) -> None:
    """Move the whole calendar by a span, so that a made-up year stands where the demo wants it; lengths stay."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    Stage.objects.filter(edition=edition).update(opens_at=F("opens_at") + span, closes_at=F("closes_at") + span)
    import_string(settings.CLINICS["shift"])(edition=edition, span=span)
    edition.dates_moved_by = (edition.dates_moved_by or timedelta(0)) + span
    edition.save(update_fields=["dates_moved_by"])
    transaction.on_commit(forget_site_edition)
