"""What every page prints about the running edition, kept a few seconds so that no page pays for it twice."""

import time
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from competition.queries.editions import current_edition, stages_of

KEY = "site-edition"
SECONDS = 10


@dataclass(frozen=True, slots=True)
class SiteStage:
    """A stage as pages print it."""

    key: str
    name: str
    name_en: str
    opens_at: datetime
    closes_at: datetime
    is_parallel: bool


@dataclass(frozen=True, slots=True)
class SiteEdition:
    """The running edition as every page's frame prints it; decisions never read this."""

    pk: int
    year: int
    name: str
    dates_moved_by: object
    stages: tuple[SiteStage, ...]


def site_edition() -> SiteEdition | None:
    """Return the running edition, at most ten seconds old; None on an empty installation."""
    known = cache.get(KEY)
    if known is None:
        known = (_read(),)
        cache.set(KEY, known, SECONDS)
    return known[0]


def frame_edition() -> SiteEdition | None:
    """Return the same for the frame, which prints year and name alone: a few seconds older, and without asking the cache."""
    known = _frame.get(KEY)
    if known is None or known[0] < time.monotonic():
        known = _frame[KEY] = (time.monotonic() + SECONDS, site_edition())
    return known[1]


# One entry in each process: until when it is good, and the edition.
_frame: dict[str, tuple[float, SiteEdition | None]] = {}


def forget_site_edition() -> None:
    """Let the next page read the edition anew, because it was just changed."""
    cache.delete(KEY)
    _frame.clear()


def _read() -> SiteEdition | None:
    edition = current_edition()
    if edition is None:
        return None
    stages = tuple(
        SiteStage(one.key, one.name, one.name_en, one.opens_at, one.closes_at, one.is_parallel) for one in stages_of(edition)
    )
    return SiteEdition(edition.pk, edition.year, edition.name, edition.dates_moved_by, stages)
