"""Who is next in line: by rank, but first by the floors that would be unmet."""

from judging.selecting import Candidate, Quota, Reason
from judging.succession import Successor, next_in_line

CITY, PROVINCE = {"KIND": "CITY"}, {"KIND": "PROVINCE"}
FLOOR = [Quota("KIND", "PROVINCE", 1)]


def candidates(*rows) -> list[Candidate]:
    return [Candidate(code, rank, traits) for code, rank, traits in rows]


LISTED = candidates(("a", 1, CITY), ("b", 2, CITY), ("p", 5, PROVINCE), ("c", 3, CITY), ("d", 4, CITY), ("q", 6, PROVINCE))


def line(inside: str, *, barred: str = "", places: int = 3, quotas=FLOOR, of=LISTED) -> tuple[Successor, ...]:
    return next_in_line(of, set(inside), set(barred), places, quotas)


def test_the_best_by_rank_where_no_floor_would_be_unmet():
    assert line("ap", barred="b") == (Successor("c", 3, (), 0, False),)


def test_a_floor_that_would_be_unmet_comes_before_rank():
    assert line("ab", barred="p") == (Successor("q", 6, (("KIND", "PROVINCE"),), 2, False),)


def test_where_nobody_fills_the_floor_it_is_rank_again():
    assert line("ab", barred="pq") == (Successor("c", 3, (), 0, False),)


def test_two_floors_weigh_more_than_one():
    both = [Quota("KIND", "PROVINCE", 1), Quota("GROUP", "umum", 1)]
    of = candidates(("p", 2, PROVINCE), ("r", 9, PROVINCE | {"GROUP": "umum"}))
    assert [one.proposal for one in line("", quotas=both, of=of)] == ["r"]


def test_equals_are_all_named_and_said_to_be_equal():
    of = candidates(("a", 1, CITY), ("x", 2, CITY), ("y", 2, CITY), ("z", 4, CITY))
    assert [(one.proposal, one.is_tied) for one in line("a", places=2, quotas=[], of=of)] == [("x", True), ("y", True)]


def test_nobody_without_a_place_nor_below_the_grade():
    assert line("abp") == ()
    low = [Candidate("a", 1, CITY), Candidate("z", 2, CITY, Reason.BELOW_GRADE), Candidate("y", 3, CITY, Reason.NOT_NOMINATED)]
    assert line("a", of=low) == ()
