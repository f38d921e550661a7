"""Turn an edition file into an edition."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from competition.models import (
    Anchor,
    Briefing,
    Cap,
    Category,
    Criterion,
    Edition,
    EligibilityRules,
    Group,
    GuideQuestion,
    Level,
    Person,
    Question,
    Quota,
    Round,
    ScreeningReason,
    Stage,
)
from competition.operations.events import record_event
from competition.presets import REGISTRATION, WIB, Preset, fingerprint
from competition.presets import shape as presets
from competition.verdict import Refused

DAYS_LEFT_OPEN = 14


class EditionAlreadyLoaded(Refused):
    """The year has its edition already; loading would change rules people write under."""


class RegistrationTooShort(Refused):
    """No move by whole days makes the registration window hold this instant."""


@transaction.atomic
def load_edition(
    *, preset: Preset, person: Person | None, at: datetime, open_now: bool = False, current: bool = False
) -> Edition:
    """Write a whole edition, or nothing.

    With `open_now` the calendar is moved by whole days so that registration is open now, and the move is recorded.
    The edition becomes the current one when asked, or when there is none.

    :raises EditionAlreadyLoaded: the year is there.
    :raises RegistrationTooShort: `open_now` finds no day on which registration would be open.
    """
    wait_for_other_loads()
    if Edition.objects.filter(year=preset.year).exists():
        raise EditionAlreadyLoaded(f"edition {preset.year} is already loaded; nothing was changed")
    moved_by = days_to_open(preset, at) if open_now else timedelta(0)
    if current:
        Edition.objects.filter(is_current=True).update(is_current=False)
    edition = Edition.objects.create(
        year=preset.year,
        name=preset.name,
        theme=preset.theme,
        legal_basis=preset.legal_basis,
        note=preset.note,
        is_current=not Edition.objects.filter(is_current=True).exists(),
        dates_moved_by=moved_by or None,
        rules_hash=fingerprint(preset),
        loaded_at=at,
        **file_rules(preset.files),
        **reader_rules(preset),
        **aftermath_rules(preset),
    )
    write_form(edition, preset)
    stages = write_calendar(edition, preset, moved_by)
    rounds: dict[str, Round] = {}
    for judging in preset.rounds:
        rounds[judging.key] = write_round(edition, judging, stages[judging.stage], rounds.get(judging.chosen_in))
    import_string(settings.CLINICS["load"])(edition=edition, person=person, clinics=preset.clinics, moved_by=moved_by, at=at)
    _record_load(edition, person, moved_by, at)
    return edition


def _record_load(edition: Edition, person: Person | None, moved_by: timedelta, at: datetime) -> None:
    about = {"subject": edition, "subject_key": str(edition.year), "edition": edition}
    about["data"] = {"rules_hash": edition.rules_hash, "moved_by_days": moved_by.days}
    record_event(event="edition_loaded", person=person, at=at, **about)


def wait_for_other_loads() -> None:
    """Let one load after another through, so that the second one gets a clear answer. Readers do not wait."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE competition_edition IN SHARE ROW EXCLUSIVE MODE")


def days_to_open(preset: Preset, at: datetime) -> timedelta:
    """Return the whole days to move the calendar by, so that registration has its last 14 days before it.

    Whole days keep every time of day; each window keeps its length and its distance to the others. A registration
    shorter than that is placed so that it has just begun.

    :raises RegistrationTooShort: it would be open on no day at this time of day.
    """
    window = next(stage for stage in preset.stages if stage.key == REGISTRATION)
    today, last = at.astimezone(WIB).date(), window.closes_at.astimezone(WIB).date()
    for days_left in range(DAYS_LEFT_OPEN, -1, -1):
        moved_by = today + timedelta(days=days_left) - last
        if window.opens_at + moved_by <= at < window.closes_at + moved_by:
            return moved_by
    raise RegistrationTooShort("registration is too short to be open now; move its dates in the file instead")


def write_form(edition: Edition, preset: Preset) -> None:
    """Write what proposals are made of and who may enter."""
    rules = EligibilityRules(edition=edition, **listed(asdict(preset.eligibility), "barred_awards"))
    rules.save(force_insert=True)
    Category.objects.bulk_create(Category(edition=edition, **asdict(one)) for one in preset.categories)
    GuideQuestion.objects.bulk_create(GuideQuestion(edition=edition, **asdict(one)) for one in preset.category_guide)
    Group.objects.bulk_create(Group(edition=edition, **asdict(one)) for one in preset.groups)
    lists = ("groups", "checklist", "checklist_en")
    asked = [listed(asdict(one), *lists) for one in preset.questions]
    Question.objects.bulk_create(Question(edition=edition, takes_files=one.pop("files"), **one) for one in asked)
    ScreeningReason.objects.bulk_create(ScreeningReason(edition=edition, **asdict(one)) for one in preset.screening.reasons)
    Cap.objects.bulk_create(Cap(edition=edition, **asdict(one)) for one in preset.caps)


def reader_rules(preset: Preset) -> dict:
    """Return which judge must not read what, and how the secretariat screens, as the edition keeps it."""
    conflicts, second = preset.conflicts, preset.screening.second_reader
    return {
        "conflict_years": conflicts.cooling_off_years,
        "bars_own_region": conflicts.own_region,
        "bars_judged_earlier": conflicts.judged_earlier,
        "second_percent": second.percent,
        "second_checks": list(second.near_limit),
        "correction_days": preset.screening.correction_days,
    }


def aftermath_rules(preset: Preset) -> dict:
    """Return what comes after the announcement, as the edition keeps it."""
    objections = {"objection_days": preset.objections.days, "objection_answer_days": preset.objections.answer_days}
    return objections | {"feedback": preset.feedback.upper()}


def file_rules(files: presets.Files) -> dict:
    """Return what may be uploaded as the edition keeps it."""
    return {
        "file_max_mb": files.max_mb,
        "files_max": files.max_files,
        "files_max_mb": files.max_total_mb,
        "asks_video": files.video,
        "letters": [asdict(one) for one in files.letters],
    }


def write_calendar(edition: Edition, preset: Preset, moved_by: timedelta) -> dict[str, Stage]:
    """Write the windows, moved, and return them by key."""
    stages = []
    for window in preset.stages:
        values = asdict(window)
        values["opens_at"] += moved_by
        values["closes_at"] += moved_by
        stages.append(Stage(edition=edition, **values))
    return {stage.key: stage for stage in Stage.objects.bulk_create(stages)}


def write_round(edition: Edition, judging: presets.Round, stage: Stage, chosen_in: Round | None) -> Round:
    """Write one round with all it holds, and return it; `chosen_in` is the round whose list says who enters."""
    values = listed(asdict(judging), "tie_break")
    for key in ("stage", "criteria", "quotas", "briefing", "chosen_in", "dispute", "score"):
        del values[key]
    values |= {"chosen_in": chosen_in, "briefing": briefing_of(judging)} | dispute_rules(judging)
    values |= score_rule(judging)
    written = Round.objects.create(edition=edition, stage=stage, **values)
    for line in judging.criteria:
        values = asdict(line)
        del values["levels"]
        criterion = Criterion.objects.create(round=written, **values)
        Level.objects.bulk_create(Level(criterion=criterion, **asdict(level)) for level in line.levels)
    Quota.objects.bulk_create(Quota(round=written, **asdict(quota)) for quota in judging.quotas)
    if judging.briefing:
        Anchor.objects.bulk_create(Anchor(round=written, **asdict(one)) for one in judging.briefing.anchors)
    return written


def briefing_of(judging: presets.Round) -> str:
    """Return how the round's briefing is to be taken."""
    if judging.briefing is None or not any(one.is_used for one in judging.briefing.anchors):
        return Briefing.NONE
    return Briefing.REQUIRED if judging.briefing.required else Briefing.OFFERED


def dispute_rules(judging: presets.Round) -> dict:
    """Return what is done about readers who are far apart, as the round keeps it."""
    known = judging.dispute
    ways = {"dispute": known.way.upper(), "consolidated": known.agreed_sheet.upper()}
    return ways | {"dispute_blocks": known.blocks_ranking}


def score_rule(judging: presets.Round) -> dict:
    """Return how sheets become a score, as the round keeps it."""
    return asdict(judging.score) | {"rounding": judging.score.rounding.upper()}


def listed(values: dict, *keys: str) -> dict:
    """Return the values with these tuples as the lists that array columns take."""
    return values | {key: list(values[key]) for key in keys}
