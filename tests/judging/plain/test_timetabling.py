"""Timetables: nobody in two places at once, nobody before somebody tied to them, and what is missing said to the turn."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.timetabling import Lack, NoTimetable, Placed, Request, Room, Span, plan, turns_of

NINE = datetime(2017, 5, 8, 2, 0, tzinfo=UTC)


def request(talks: dict[str, str], rooms: list[int], **values) -> Request:
    """Return a request with so many judges in each room, named by room and place."""
    made = [Room(f"Ruang {place}", tuple(f"{place}{seat}" for seat in range(size))) for place, size in enumerate(rooms)]
    known = {"times": len(talks), "readers": 1, "conflicts": frozenset(), "seed": 1}
    known["most"] = {judge: 100 for room in made for judge in room.judges}
    return Request(talks=talks, rooms=made, **known | values)


@st.composite
def requests(draw) -> Request:
    """Few agencies with many proposals, and ties that close many rooms: what makes a timetable hard."""
    number = draw(st.integers(1, 14))
    talks = {f"p{place:02}": f"a{draw(st.integers(0, 4))}" for place in range(number)}
    rooms = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    judges = [f"{place}{seat}" for place, size in enumerate(rooms) for seat in range(size)]
    pairs = st.tuples(st.sampled_from(sorted(talks)), st.sampled_from(judges))
    return request(
        talks,
        rooms,
        times=draw(st.integers(1, 14)),
        readers=draw(st.integers(1, 2)),
        conflicts=frozenset(draw(st.sets(pairs, max_size=12))),
        seed=draw(st.integers(0, 5)),
    )


def check(asked: Request, placed: list[Placed]) -> None:
    """Hold a timetable against every rule, one by one."""
    assert sorted(one.talk for one in placed) == sorted(asked.talks)
    for one, other in combinations(placed, 2):
        if one.time == other.time:
            assert one.room != other.room
            assert asked.talks[one.talk] != asked.talks[other.talk]
            assert not set(one.judges) & set(other.judges)
    for one in placed:
        assert 0 <= one.time < asked.times
        assert len(set(one.judges)) == asked.readers
        assert set(one.judges) <= set(asked.rooms[one.room].judges)
        assert not {(one.talk, judge) for judge in one.judges} & asked.conflicts


def least_times(asked: Request) -> int | None:
    """Return how many turns a room needs at least, by Hall's condition over every set of rooms and by the busiest agency."""
    open_to = {
        talk: frozenset(
            place
            for place, room in enumerate(asked.rooms)
            if sum((talk, judge) not in asked.conflicts for judge in room.judges) >= asked.readers
        )
        for talk in asked.talks
    }
    if not all(open_to.values()):
        return None
    needed = max(Counter(asked.talks.values()).values())
    places = range(len(asked.rooms))
    for size in range(1, len(asked.rooms) + 1):
        for some in combinations(places, size):
            bound = sum(rooms <= set(some) for rooms in open_to.values())
            needed = max(needed, -(-bound // size))
    return needed


@settings(max_examples=150)
@given(requests())
def test_a_timetable_keeps_every_rule_and_is_found_exactly_when_there_is_one(asked: Request):
    needed = least_times(asked)
    if needed is not None and needed <= asked.times:
        placed = plan(asked)
        check(asked, placed)
        # It ends as early as it can, and the same number gives the same again.
        assert 1 + max(one.time for one in placed) <= needed
        assert plan(asked) == placed
        return
    with pytest.raises(NoTimetable) as refusal:
        plan(asked)
    shortages = refusal.value.shortages
    assert all(one.available < one.required for one in shortages)
    if needed is None:
        assert {one.lack for one in shortages} == {Lack.READERS}
    else:
        assert needed == max(one.required for one in shortages)
        assert {one.available for one in shortages} == {asked.times}


def test_another_number_gives_another_order():
    talks = {f"p{place}": f"a{place}" for place in range(8)}
    orders = {tuple(one.talk for one in plan(request(talks, [1, 1], seed=seed))) for seed in range(5)}
    assert len(orders) > 1


def test_who_sits_in_a_room_beside_the_readers_takes_turns():
    talks = {f"p{place}": f"a{place}" for place in range(6)}
    placed = plan(request(talks, [3], readers=2, conflicts=frozenset({("p0", "00")})))
    assert Counter(judge for one in placed for judge in one.judges) == {"00": 4, "01": 4, "02": 4}
    assert next(one.judges for one in placed if one.talk == "p0") == ("01", "02")


def test_a_judge_s_load_is_a_rule():
    asked = request({"p0": "a", "p1": "b", "p2": "c"}, [1], most={"00": 2})
    with pytest.raises(NoTimetable) as refusal:
        plan(asked)
    (shortage,) = refusal.value.shortages
    assert (shortage.lack, shortage.about, shortage.required, shortage.available) == (Lack.LOAD, "00", 3, 2)


def test_a_judge_in_two_rooms_is_no_request():
    rooms = [Room("A", ("x",)), Room("B", ("x",))]
    with pytest.raises(ValueError, match="two rooms"):
        plan(Request({"p": "a"}, rooms, 1, 1, frozenset(), {"x": 9}, 1))


def test_nothing_to_plan_is_an_empty_timetable():
    assert plan(request({}, [1])) == []


@given(
    st.lists(st.integers(0, 200), min_size=0, max_size=4),
    st.integers(5, 60),
    st.integers(0, 15),
)
def test_turns_lie_in_their_sessions_and_keep_the_pause(lengths: list[int], minutes: int, pause: int):
    sessions = [
        Span(NINE + timedelta(hours=5 * place), NINE + timedelta(hours=5 * place, minutes=length))
        for place, length in enumerate(lengths)
    ]
    turns = turns_of(sessions, minutes, pause)
    assert len(turns) == sum((length + pause) // (minutes + pause) for length in lengths)
    for turn in turns:
        assert turn.ends_at - turn.starts_at == timedelta(minutes=minutes)
        assert any(session.covers(turn) for session in sessions)
    for one, other in combinations(turns, 2):
        assert not one.overlaps(other)
        assert abs(other.starts_at - one.starts_at) >= timedelta(minutes=minutes + pause)


def test_a_day_of_2020_has_sixteen_turns():
    """09.00 to 14.20 WIB, 7 minutes of talk and 13 of questions."""
    assert len(turns_of([Span(NINE, NINE + timedelta(hours=5, minutes=20))], 20, 0)) == 16
