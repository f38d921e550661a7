"""Reads about editions and their calendar."""

from datetime import datetime

from competition.models import Edition, Stage
from competition.queries.compiled import Objects, slot


def current_edition() -> Edition | None:
    """Return the edition that runs now, with its calendar; None on an empty installation."""
    stages = _CURRENT_CALENDAR.read()
    if not stages:
        return Edition.objects.filter(is_current=True).first()
    return with_calendar(stages[0].edition, stages)


def calendar_of(edition_id: int) -> list[Stage]:
    """Return the stages of an edition in order."""
    return _CALENDAR.read(edition=edition_id)


def with_calendar(edition: Edition, stages: list[Stage]) -> Edition:
    """Return the edition, which from now on knows these stages as its calendar: `stages_of` reads none."""
    edition.calendar = stages
    return edition


def stages_of(edition: Edition) -> list[Stage]:
    """Return the edition's calendar in order: as it was read with the edition, else read now."""
    known = getattr(edition, "calendar", None)
    return calendar_of(edition.pk) if known is None else known


_CALENDAR = Objects(lambda: Stage.objects.filter(edition=slot("edition")).order_by("order"))
_CURRENT_CALENDAR = Objects(lambda: Stage.objects.filter(edition__is_current=True).order_by("order"), "edition")


def stage_of(edition: Edition, key: str) -> Stage | None:
    """Return a stage of the edition by its key, from the calendar already read when there is one."""
    return next((stage for stage in stages_of(edition) if stage.key == key), None)


def stage_after(stage: Stage) -> Stage | None:
    """Return the stage of the main line that follows this one in its edition."""
    return next((one for one in stages_of(stage.edition) if not one.is_parallel and one.order > stage.order), None)


def next_stage(edition: Edition, at: datetime) -> Stage | None:
    """Return the first stage of the main line that has not opened yet."""
    return next((one for one in stages_of(edition) if not one.is_parallel and one.opens_at > at), None)


def edition_with_categories(edition_id: int) -> Edition:
    """Return the edition with its categories; two queries."""
    return Edition.objects.prefetch_related("categories").get(pk=edition_id)
