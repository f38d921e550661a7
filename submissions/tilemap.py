"""The 38 provinces as tiles of one size: a map on which a small province is seen as well as a large one.

Each tile has the province's Kemendagri code, its two letters of ISO 3166-2:ID, and its column and row. Neighbours stay together
where a grid lets them; the drawing is our own.
"""

from collections.abc import Mapping

# At 320 px over the full width a tile is 24 px, as a finger needs it; so no more columns than these.
COLUMNS, ROWS, SIDE = 13, 7, 24
# How many shades tell numbers apart; a tile without anything has none.
SHADES = 4

TILES: Mapping[str, tuple[str, int, int]] = {
    "11": ("AC", 0, 0),
    "12": ("SU", 0, 1),
    "13": ("SB", 0, 2),
    "14": ("RI", 1, 1),
    "15": ("JA", 1, 2),
    "16": ("SS", 2, 3),
    "17": ("BE", 1, 3),
    "18": ("LA", 2, 4),
    "19": ("BB", 3, 3),
    "21": ("KR", 2, 1),
    "31": ("JK", 3, 5),
    "32": ("JB", 4, 5),
    "33": ("JT", 5, 5),
    "34": ("YO", 5, 6),
    "35": ("JI", 6, 5),
    "36": ("BT", 2, 5),
    "51": ("BA", 7, 5),
    "52": ("NB", 8, 5),
    "53": ("NT", 9, 5),
    "61": ("KB", 4, 2),
    "62": ("KT", 5, 2),
    "63": ("KS", 5, 3),
    "64": ("KI", 6, 2),
    "65": ("KU", 6, 1),
    "71": ("SA", 8, 1),
    "72": ("ST", 7, 2),
    "73": ("SN", 7, 3),
    "74": ("SG", 8, 3),
    "75": ("GO", 7, 1),
    "76": ("SR", 6, 3),
    "81": ("MA", 9, 3),
    "82": ("MU", 9, 1),
    "91": ("PA", 12, 1),
    "92": ("PB", 11, 1),
    "93": ("PS", 12, 3),
    "94": ("PT", 11, 2),
    "95": ("PE", 12, 2),
    "96": ("PD", 10, 1),
}


def tiles_of(numbers: Mapping[str, int]) -> list[dict]:
    """Return the tiles in order of their codes, each with its letters, its place in the drawing and its shade (0 without
    anything, else 1 to `SHADES` in equal steps up to the largest number). `numbers` are by code; a missing one is 0."""
    largest = max(numbers.values(), default=0)
    return [
        {
            "code": code,
            "letters": letters,
            "x": column * SIDE,
            "y": row * SIDE,
            "shade": -(-numbers.get(code, 0) * SHADES // largest) if largest else 0,
        }
        for code, (letters, column, row) in TILES.items()
    ]


def drawn(tiles: list[dict], role: str = "group") -> dict:
    """Return what the template of the map reads; `role` is "img" where no tile is a link."""
    return {"tiles": tiles, "width": COLUMNS * SIDE, "height": ROWS * SIDE, "role": role}
