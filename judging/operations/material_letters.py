"""Tell judges what agencies brought to their interviews: one letter for all that came, not one for each file."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction

from competition.models import Person, Round
from competition.models.editions import RoundKind
from competition.operations.events import Occurrence, record_events
from competition.queries.digests import zones_of
from competition.queries.editions import current_edition
from judging.models import Assignment, Slot
from judging.operations.locks import hold_round
from judging.policy import may_read_to_judge
from judging.queries.interviews import coming_slots
from judging.queries.materials import accepted_tasks_in, materials_for, told_of_materials
from judging.queries.rounds import rounds_of
from judging.timetabling import confirm_until
from submissions.reminding import out_of_the_night

# An agency sends its files one after the other, and takes one back that was the wrong one.
QUIET = timedelta(hours=1)
PAUSE = timedelta(days=1)


def tell_of_materials(*, person: None = None, at: datetime) -> int:
    """Write one letter to each judge about everything that came for their turns since the last one; return how many letters.

    A turn is told of when its agency sent nothing more for an hour, and whoever got a letter within a day waits, unless
    nothing more can come. Only whoever may open the files is told. Safe to call often and in parallel: whoever comes second
    waits at the round, and then finds them told. By night a letter waits for the morning, as others do.
    """
    edition = current_edition()
    rounds = [one for one in rounds_of(edition) if one.kind == RoundKind.INTERVIEW] if edition else []
    return sum(_tell(one, person, at) for one in rounds if not hasattr(one, "ranking"))


@transaction.atomic
def _tell(round_: Round, person: None, at: datetime) -> int:
    if not _news(round_, at):
        return 0
    hold_round(round_, alone=True)
    news = _news(round_, at)
    zones = zones_of([judge.pk for judge in news], at)
    letters = [
        Occurrence(
            subject=round_,
            subject_key=f"{round_.edition.year}/{round_.key}",
            recipients=[judge],
            context={"round": round_, "lines": [{"proposal": slot.proposal} for slot in told]},
            data={"person": judge.pk, "materials": sorted(code for codes in told.values() for code in codes)},
            not_before=out_of_the_night(at, zones[judge.pk], min(slot.starts_at for slot in told)),
        )
        for judge, told in news.items()
    ]
    record_events(event="materials_told", occurrences=letters, person=person, at=at, edition=round_.edition)
    return len(letters)


def _news(round_: Round, at: datetime) -> dict[Person, dict[Slot, set[str]]]:
    """Return what each judge is to be told now: of which turns, and the codes of the files they do not know of yet."""
    ready = _ready(round_, at)
    if not ready:
        return {}
    told, last = told_of_materials(round_)
    found: dict[Person, dict[Slot, set[str]]] = defaultdict(dict)
    for task in accepted_tasks_in(round_, [slot.proposal_id for slot in ready]):
        for slot, codes in ready.items():
            new = codes - told[task.judge_id]
            if slot.proposal_id == task.proposal_id and new and _may_be_told(task, at):
                found[task.judge][slot] = new
    return {judge: new for judge, new in found.items() if _is_time(last.get(judge.pk), new, at)}


def _may_be_told(task: Assignment, at: datetime) -> bool:
    return bool(may_read_to_judge(task.judge, task, at))


def _is_time(last: datetime | None, new: dict[Slot, set[str]], at: datetime) -> bool:
    return last is None or last + PAUSE <= at or any(_is_over(slot, at) for slot in new)


def _is_over(slot: Slot, at: datetime) -> bool:
    """Say whether nothing more can come for the turn."""
    return confirm_until(slot.starts_at, slot.changed_at) <= at


def _ready(round_: Round, at: datetime) -> dict[Slot, set[str]]:
    """Return the codes of what came for each coming turn whose agency seems to be done."""
    slots = list(coming_slots(round_, at))
    brought = materials_for(slots)
    return {
        slot: {one.code for one in brought[slot.pk]}
        for slot in slots
        if slot.pk in brought and (_is_over(slot, at) or max(one.added_at for one in brought[slot.pk]) + QUIET <= at)
    }
