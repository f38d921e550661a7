"""Reads about editions and their calendar."""

from datetime import datetime

from competition.models import Edition, Stage


def current_edition() -> Edition | None:
    """Return the edition that runs now, with its calendar; None on an empty installation."""
    return Edition.objects.prefetch_related("stages").filter(is_current=True).first()


def stage_of(edition: Edition, key: str) -> Stage | None:
    """Return a stage of the edition by its key, from the calendar already read when there is one."""
    return next((stage for stage in edition.stages.all() if stage.key == key), None)


def stage_at(edition: Edition, at: datetime) -> Stage | None:
    """Return the stage of the main line that is open at the instant."""
    return next((one for one in edition.stages.all() if not one.is_parallel and one.is_open(at)), None)


def next_stage(edition: Edition, at: datetime) -> Stage | None:
    """Return the first stage of the main line that has not opened yet."""
    return next((one for one in edition.stages.all() if not one.is_parallel and one.opens_at > at), None)


def edition_with_categories(edition_id: int) -> Edition:
    """Return the edition with its categories; two queries."""
    return Edition.objects.prefetch_related("categories").get(pk=edition_id)
