"""How long the verdict's arithmetic takes on the data of the bench, from the database and back."""

import time

from competition.clock import read_clock
from competition.models import Person, Round
from competition.operations.calendar import move_to_next_stage
from competition.operations.notices import announcements_held
from judging.models import Assignment
from judging.operations.publications import publish_results
from judging.operations.rankings import rank_round
from judging.operations.selections import ratify_selection, select_finalists
from judging.operations.sheets import Choice, lock_sheet


def measure_verdict() -> dict:
    """Lock what is open, then rank, select, ratify and publish; return seconds."""
    round_ = Round.objects.select_related("edition", "stage").order_by("order").first()
    chair, first, second = (Person.objects.get(email=f"{name}@demo.test") for name in ("ketua", "sekretariat", "sekretariat2"))
    with announcements_held():
        lock_open_sheets(round_)
        figures = {}
        begun = time.perf_counter()
        ranking = rank_round(round_=round_, person=chair, at=read_clock())
        seconds = round(time.perf_counter() - begun, 3)
        figures["ranking_seconds"] = {"figure": seconds, "limit": 2, "holds": seconds <= 2, "rows": ranking.entries.count()}
        selection = select_finalists(round_=round_, person=chair, note="Bench.", at=read_clock())
        selection = ratify_selection(selection=selection, person=first, at=read_clock())
        move_to_next_stage(edition=round_.edition, person=first, expected="announcement", at=read_clock())
        begun = time.perf_counter()
        publish_results(selection=selection, person=second, at=read_clock())
        figures["publishing_seconds"] = round(time.perf_counter() - begun, 3)
    return figures


def lock_open_sheets(round_: Round) -> None:
    """Lock the sheets the bench left open, as their judges would."""
    codes = list(round_.criteria.filter(weight__gt=0).values_list("code", flat=True))
    choices = {code: Choice(3, "Alasan yang cukup panjang untuk lembar ini.") for code in codes}
    waiting = Assignment.objects.filter(round=round_, state="ACCEPTED").exclude(sheet__state="LOCKED")
    for one in waiting.select_related("judge", "round", "sheet").order_by("pk"):
        version = one.sheet.version if hasattr(one, "sheet") else 0
        lock_sheet(assignment=one, person=one.judge, choices=choices, version=version, at=read_clock())
