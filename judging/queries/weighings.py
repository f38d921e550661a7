"""Reads for weighing a frozen round: its sheets by reader, and the entries that a page about the line prints."""

from functools import lru_cache

from competition.models import Person, Round
from judging.models import Assignment, RankingEntry
from judging.queries.rounds import candidates_of
from judging.states import ACTIVE_ASSIGNMENTS, SheetState
from judging.weighing import Reading, Weighing, weigh

AROUND = 20


def weighing_of(round_: Round) -> Weighing:
    """Return what the frozen round's scores can carry; judges are named by their keys.

    :raises CannotWeigh: with the reason, as `judging.weighing.weigh`.
    """
    return _weighed(round_.pk, round_.ranking.inputs_hash, round_.places, round_.decimals)


def weighing_before(round_: Round) -> Weighing:
    """Return what the round's locked scores can carry before it is ranked.

    :raises CannotWeigh: with the reason, as `judging.weighing.weigh`.
    """
    return _weighed_so_far(tuple(_readings(round_)), round_.places, round_.decimals)


@lru_cache(maxsize=2)
def _weighed_so_far(readings: tuple[Reading, ...], places: int, decimals: int) -> Weighing:
    """Weigh once per process for the page that shows a batch and the act that gives it out."""
    return weigh(readings, places, decimals=decimals)


@lru_cache(maxsize=4)
def _weighed(round_id: int, inputs_hash: str, places: int, decimals: int) -> Weighing:
    """Weigh once per process: sheets of the same fingerprint give the same figures, and a large round takes seconds."""
    return weigh(_readings(Round.objects.get(pk=round_id)), places, decimals=decimals)


def _readings(round_: Round) -> list[Reading]:
    rows = (
        Assignment.objects.filter(
            round=round_,
            proposal__in=candidates_of(round_),
            state__in=ACTIVE_ASSIGNMENTS,
            sheet__state=SheetState.LOCKED,
        )
        .order_by("pk")
        .values_list("proposal__code", "judge_id", "sheet__total")
    )
    return [Reading(code, str(judge), float(total)) for code, judge, total in rows]


def entries_around_the_line(round_: Round) -> list[RankingEntry]:
    """Return the entries next to the line on both sides, best first, with what their page prints."""
    near = RankingEntry.objects.filter(
        ranking__in_force=round_, order__gt=round_.places - AROUND, order__lte=round_.places + AROUND
    )
    return list(near.select_related("proposal__institution").order_by("order"))


def names_of_judges(weighing: Weighing) -> dict[str, str]:
    """Return the names of the weighed judges by their keys."""
    people = Person.objects.filter(pk__in=[int(one.judge) for one in weighing.judges])
    return {str(pk): name for pk, name in people.values_list("pk", "name")}
