"""Reads about editions and their calendar."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from competition.models import Edition, InstitutionExtension, Stage
from competition.queries.compiled import Objects, Rows, slot


def current_edition() -> Edition | None:
    """Return the edition that runs now, with its calendar; None on an empty installation."""
    stages = _CURRENT_CALENDAR.read()
    if not stages:
        return Edition.objects.filter(is_current=True).first()
    return with_calendar(stages[0].edition, stages)


def calendar_of(edition_id: int) -> list[Stage]:
    """Return the stages of an edition in order."""
    return _CALENDAR.read(edition=edition_id)


def calendar_for(edition_id: int, institution_id: int) -> list[Stage]:
    """Return the stages of an edition in order, each with `own_closes_at`: until when the institution alone may, None if it has
    no such extension. One query."""
    return _CALENDAR_FOR.read(edition=edition_id, institution=institution_id)


def own_closes(edition: Edition) -> dict[tuple[int, str], datetime]:
    """Return the closes that hold for one institution alone, by institution and stage: a few in an edition, mostly none. One
    query, and none where the calendar that was read with the edition says that there are none."""
    if not any(getattr(one, "has_own_closes", True) for one in stages_of(edition)):
        return {}
    return {(one.institution_id, one.stage__key): one.new_closes_at for one in _OWN_CLOSES.read(edition=edition.pk)}


def close_of(stage: Stage, own_closes_at: datetime | None) -> datetime:
    """Return the close that counts: an institution's own where it is later than everybody's."""
    return max(stage.closes_at, own_closes_at) if own_closes_at else stage.closes_at


def with_calendar(edition: Edition, stages: list[Stage]) -> Edition:
    """Return the edition, which from now on knows these stages as its calendar: `stages_of` reads none."""
    edition.calendar = stages
    return edition


def stages_of(edition: Edition) -> list[Stage]:
    """Return the edition's calendar in order: as it was read with the edition, else read now."""
    known = getattr(edition, "calendar", None)
    return calendar_of(edition.pk) if known is None else known


_CALENDAR = Objects(lambda: Stage.objects.filter(edition=slot("edition")).order_by("order"))


def _with_own_closes() -> QuerySet[Stage]:
    own = InstitutionExtension.objects.filter(stage=OuterRef("pk"), institution=slot("institution"))
    latest = Subquery(own.order_by("-new_closes_at", "-pk").values("new_closes_at")[:1])
    return Stage.objects.filter(edition=slot("edition")).annotate(own_closes_at=latest).order_by("order")


def _of_the_current_edition() -> QuerySet[Stage]:
    has_any = Exists(InstitutionExtension.objects.filter(stage=OuterRef("pk")))
    return Stage.objects.filter(edition__is_current=True).annotate(has_own_closes=has_any).order_by("order")


_CALENDAR_FOR = Objects(_with_own_closes, beside=("own_closes_at",))
_OWN_CLOSES = Rows(
    # The latest last, so that it is the one that stays.
    lambda: InstitutionExtension.objects.filter(stage__edition=slot("edition")).order_by("new_closes_at", "pk"),
    *("institution_id", "stage__key", "new_closes_at"),
)
_CURRENT_CALENDAR = Objects(_of_the_current_edition, "edition", beside=("has_own_closes",))


def stage_of(edition: Edition, key: str) -> Stage | None:
    """Return a stage of the edition by its key, from the calendar already read when there is one."""
    return next((stage for stage in stages_of(edition) if stage.key == key), None)


def stage_after(stage: Stage) -> Stage | None:
    """Return the stage of the main line that follows this one in its edition."""
    return next((one for one in stages_of(stage.edition) if not one.is_parallel and one.order > stage.order), None)


def stage_before(stage: Stage) -> Stage | None:
    """Return the stage of the main line that this one follows in its edition."""
    before = [one for one in stages_of(stage.edition) if not one.is_parallel and one.order < stage.order]
    return before[-1] if before else None


def has_round(stage: Stage) -> bool:
    """Say whether a round is judged in the stage; its edition is asked once."""
    known = getattr(stage.edition, "judged_in", None)
    if known is None:
        known = stage.edition.judged_in = frozenset(stage.edition.rounds.order_by().values_list("stage", flat=True))
    return stage.pk in known


def next_stage(edition: Edition, at: datetime) -> Stage | None:
    """Return the first stage of the main line that has not opened yet."""
    return next((one for one in stages_of(edition) if not one.is_parallel and one.opens_at > at), None)


def edition_with_categories(edition_id: int) -> Edition:
    """Return the edition with its categories; two queries."""
    return Edition.objects.prefetch_related("categories").get(pk=edition_id)
