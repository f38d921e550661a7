"""Seals: what the audit tells of scores before their time tells nothing."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import product

from judging.seals import new_salt, ranking_seal, sheet_seal

AT = datetime(2017, 4, 3, 9, 30, tzinfo=UTC)
LEVELS = ("20", "40", "60", "80", "100")
CRITERIA = ("kebaruan", "manfaat")


def guesses(salt: str) -> set[str]:
    """Return the seal of each sheet there can be when no reasons are asked."""
    return {_seal(points, salt) for points in product(LEVELS, repeat=len(CRITERIA))}


def _seal(points: tuple[str, ...], salt: str) -> str:
    marks = {code: {"points": one, "reason": ""} for code, one in zip(CRITERIA, points, strict=True)}
    total = sum(map(Decimal, points)) / len(points)
    return sheet_seal(assignment="7K3M9QX2AB", at=AT, marks=marks, total=total, salt=salt)


def test_a_sheet_cannot_be_guessed_without_its_salt_and_is_found_with_it():
    salt = new_salt()
    seal = _seal(("60", "80"), salt)
    assert seal not in guesses("") | guesses(new_salt())
    assert seal in guesses(salt)


def test_no_salt_is_used_twice():
    assert len({new_salt() for _ in range(1000)}) == 1000
    assert len(new_salt()) == 64


def test_the_seal_of_a_ranking_moves_with_each_part():
    parts = {"inputs_hash": "a" * 64, "result_hash": "b" * 64, "salt": "c" * 64}
    seals = {ranking_seal(**parts | {name: "d" * 64}) for name in parts} | {ranking_seal(**parts)}
    assert len(seals) == 4


def test_equal_instants_and_numbers_seal_equally():
    salt = new_salt()
    one, other = (
        sheet_seal(assignment="A", at=at, marks={}, total=total, salt=salt)
        for at, total in ((AT, Decimal("75")), (datetime.fromisoformat("2017-04-03T16:30:00+07:00"), Decimal("75.000000")))
    )
    assert one == other
