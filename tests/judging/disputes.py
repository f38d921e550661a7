"""Readers who are far apart, for tests."""

from competition.clock import read_clock
from competition.models import Person, Round
from judging.models import Assignment, Discussion
from judging.operations.discussions import add_remark, agree_to_sheet, propose_sheet
from judging.operations.disputes import open_discussion
from judging.operations.sheets import lock_sheet
from judging.queries.invariants import CHECKS, assignments_are_whole
from tests import builders

GAP = 15
REASON = "Keduanya perlu dilihat sekali lagi oleh para penilainya."


def apart(cast: builders.Cast, *levels: int, number: int = 1, **rules: object) -> list[Assignment]:
    """Let the readers of the first proposal lock these levels, and those of others the same. Return the first one's readings in
    the order in which they were given out."""
    tasks = builders.accepted(cast, number)
    first = min(one.proposal_id for one in tasks)
    readings = sorted((one for one in tasks if one.proposal_id == first), key=lambda one: one.pk)
    for one, level in zip(readings, levels, strict=True):
        lock(one, level)
    for one in tasks:
        if one.proposal_id != first:
            lock(one, 3)
    Round.objects.update(gap=GAP, **rules)
    return [again(one) for one in readings]


def lock(one: Assignment, level: int) -> None:
    """Lock a sheet of one level."""
    lock_sheet(assignment=one, person=one.judge, choices=builders.choices(level), version=0, at=read_clock())


def again(one: Assignment) -> Assignment:
    """Return the reading as it stands."""
    return Assignment.objects.select_related("judge", "proposal__institution", "round__edition", "sheet").get(pk=one.pk)


def discuss(cast: builders.Cast, one: Assignment, **values: object) -> Discussion:
    """Ask the readers to talk, as the chair; this one leads."""
    known = {"person": cast.chair, "lead": one.code, "days": 3, "note": "", "at": read_clock()} | values
    return open_discussion(round_=builders.the_round(cast), proposal=one.proposal, **known)


def say(one: Assignment, text: str = "Buktinya hanya dari satu kecamatan.", person: Person | None = None) -> object:
    """Say something as a reader."""
    return add_remark(assignment=one, person=person or one.judge, text=text, at=read_clock())


def propose(one: Assignment, level: int, version: int = 0, **values: object) -> object:
    """Propose a sheet of one level as the lead."""
    known = {"person": one.judge, "choices": builders.choices(level), "at": read_clock()} | values
    return propose_sheet(assignment=one, version=version, **known)


def agree(one: Assignment, version: int = 1, **values: object) -> Discussion:
    """Say yes as a reader."""
    return agree_to_sheet(assignment=one, version=version, **{"person": one.judge, "at": read_clock()} | values)


def agreed(cast: builders.Cast, level: int = 3, *levels: int, **rules: object) -> Discussion:
    """Return a sealed discussion: the readers were apart, talked, and agreed on this level."""
    one, other, *more = apart(cast, *(levels or (5, 1)), **rules)
    discuss(cast, one)
    propose(one, level)
    for reader in (other, *more):
        agree(reader)
    return Discussion.objects.get()


def holds() -> None:
    """Assert what must hold of the verdict at any time."""
    found = [fault for check in CHECKS.values() for fault in check()]
    assert found + list(assignments_are_whole(read_clock())) == []
