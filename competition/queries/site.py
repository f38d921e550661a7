"""What every page prints about the running edition, kept a few seconds so that no page pays for it twice."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

from competition.models import Bulletin, Stage, StageExtension
from competition.models.editions import pick_language
from competition.queries.bulletins import standing_bulletins
from competition.queries.editions import current_edition, stages_of
from competition.queries.remembered import Briefly

# Named anew whenever the shape below changes: another release may have kept the old one.
KEY = "site-edition-6"
SECONDS = 10
# How long a page tells of a close that was moved.
TOLD_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class SiteExtension:
    """The last change of a stage: until when it ran before, why it was moved, and when; of one moved as a whole also when it
    would have opened."""

    old_closes_at: datetime
    reason: str
    extended_at: datetime
    old_opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SiteStage:
    """A stage as pages print it."""

    key: str
    name: str
    name_en: str
    opens_at: datetime
    closes_at: datetime
    is_parallel: bool
    extension: SiteExtension | None = None
    # How often it was moved.
    moves: int = 0

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return pick_language(self.name, self.name_en)


@dataclass(frozen=True, slots=True)
class SiteBulletin:
    """A few sentences of the secretariat, from one instant until another."""

    code: str
    text: str
    text_en: str
    starts_at: datetime
    ends_at: datetime

    @property
    def label(self) -> str:
        """The words in the reader's language."""
        return pick_language(self.text, self.text_en)


@dataclass(frozen=True, slots=True)
class SiteEdition:
    """The running edition as every page's frame prints it; decisions never read this."""

    pk: int
    year: int
    name: str
    dates_moved_by: object
    stages: tuple[SiteStage, ...]
    # Those that were not taken down.
    bulletins: tuple[SiteBulletin, ...] = ()


def site_edition() -> SiteEdition | None:
    """Return the running edition, at most ten seconds old; None on an empty installation."""
    known = cache.get(KEY)
    if known is None:
        known = (_read(),)
        cache.set(KEY, known, SECONDS)
    return known[0]


def frame_edition() -> SiteEdition | None:
    """Return the same for the frame, which prints year and name alone: a few seconds older, and without asking the cache."""
    return _FRAME.get()


def forget_site_edition() -> None:
    """Let the next page read the edition anew, because it was just changed."""
    cache.delete(KEY)
    _FRAME.forget()


_FRAME: Briefly[SiteEdition | None] = Briefly(site_edition)


def extended_lately(edition_id: int, at: datetime) -> list[SiteStage]:
    """Return the stages of the running edition that were moved in the last fourteen days; of any other, none."""
    site = frame_edition()
    stages = site.stages if site and site.pk == edition_id else ()
    return [one for one in stages if one.extension and at < one.extension.extended_at + TOLD_FOR]


def bulletins_now(edition_id: int, at: datetime) -> list[SiteBulletin]:
    """Return what the secretariat tells everybody at the instant, if the edition is the running one."""
    site = frame_edition()
    known = site.bulletins if site and site.pk == edition_id else ()
    return [one for one in known if one.starts_at <= at < one.ends_at]


def _read() -> SiteEdition | None:
    edition = current_edition()
    if edition is None:
        return None
    told: dict[int, list[StageExtension]] = defaultdict(list)
    for one in StageExtension.objects.filter(stage__edition=edition).order_by("extended_at", "pk"):
        told[one.stage_id].append(one)
    stages = tuple(_stage(one, told[one.pk]) for one in stages_of(edition))
    bulletins = tuple(_bulletin(one) for one in standing_bulletins(edition))
    return SiteEdition(edition.pk, edition.year, edition.name, edition.dates_moved_by, stages, bulletins)


def _bulletin(one: Bulletin) -> SiteBulletin:
    return SiteBulletin(one.code, one.text, one.text_en, one.starts_at, one.ends_at)


def _stage(stage: Stage, extensions: list[StageExtension]) -> SiteStage:
    last = extensions[-1] if extensions else None
    told = SiteExtension(last.old_closes_at, last.reason, last.extended_at, last.old_opens_at) if last else None
    names = (stage.key, stage.name, stage.name_en)
    return SiteStage(*names, stage.opens_at, stage.closes_at, stage.is_parallel, told, len(extensions))
