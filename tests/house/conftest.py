"""The two worlds of the tests of non-interference (noninterference.py)."""

import logging
from collections.abc import Callable, Iterator, Sequence

import pytest

from tests.house import crawl, twins
from tests.house.noninterference import Act, Seen, walk_as
from tests.house.twins import Fate, Twin


@pytest.fixture
def fate(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fate]:
    """Hold still what differs between two runs; a thousand refusals are meant, and are not written to the log."""
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    with twins.fate(monkeypatch) as held:
        yield held


@pytest.fixture
def compare(fate: Fate, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return what builds two worlds, lets the same people walk through each, and says what they could tell apart."""

    def look(acts: Sequence[Act], actors: Sequence[str], see: Callable[[Twin, str], crawl.Walk]) -> Seen:
        with twins.undone():
            fate.begin(monkeypatch)
            twin = twins.new_twin(fate).tell(*acts)
            fate.go_to(twins.LOOK)
            return {one: (see(twin, one), crawl.letters(twin.people[one]) if twin.people[one] else []) for one in actors}

    def compared(one: Sequence[Act], other: Sequence[Act], actors: Sequence[str], see=walk_as) -> list[str]:
        here, there = look(one, actors, see), look(other, actors, see)
        found = [f"{actor} {line}" for actor in actors for line in crawl.differences(here[actor][0], there[actor][0])]
        return found + [f"{actor}: other letters" for actor in actors if here[actor][1] != there[actor][1]]

    return compared
