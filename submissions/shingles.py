"""Texts that share wording, by their word shingles (Broder 1997). Knows no database.

A shingle is three words in a row, as a number. Of each text every fourth number is kept, the same ones of every text: its
sketch. What two sketches share estimates what two texts share. Turns of phrase that many texts have do not count.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from zlib import crc32

from submissions.comparing import SAME, Piece

LENGTH, SAMPLE = 3, 4
# What more than one text in a hundred has, and more than ten, is a turn of phrase.
COMMON_SHARE, COMMON_LEAST = 100, 10
# From what share of the shorter sketch, and how many numbers, two texts are told to be alike. `bench/copying.py` measures what
# these find and what they find wrongly.
NEAR_SHARE, NEAR_LEAST = 0.03, 6
OWN = "own"
_WORDS = re.compile(r"[^\W_]+")


def shingles_of(text: str) -> list[int]:
    """Return the shingles in reading order; of a text of fewer than three words there are none."""
    words = _WORDS.findall(text.casefold())
    return [_number(words[place : place + LENGTH]) for place in range(len(words) - LENGTH + 1)]


def sketch_of(text: str) -> list[int]:
    """Return the kept shingles, each once, ascending; they fit a signed column of four bytes."""
    return sorted({one for one in shingles_of(text) if one % SAMPLE == 0})


def most_in_common(texts: int) -> int:
    """Return in how many of so many texts a shingle may stand before it is a turn of phrase."""
    return max(COMMON_LEAST, texts // COMMON_SHARE)


def count_shared(holders: Iterable[Iterable[int]], most: int) -> Counter[int]:
    """Return how many rare shingles each other text shares; `holders` are the texts that have one, for each of one's own."""
    shared: Counter[int] = Counter()
    for one in map(list, holders):
        if len(one) <= most:
            shared.update(one)
    return shared


def near_ones(shared: Mapping[int, int], own: int, sizes: Mapping[int, int]) -> list[tuple[int, float]]:
    """Return the texts that are alike with the share of wording they have in common (0 to 1), the nearest first.

    `own` and `sizes` are the lengths of the sketches. The share is of the shorter one: a part that was copied is found in a
    whole.
    """
    shares = {one: number / max(1, min(own, sizes[one])) for one, number in shared.items() if number >= NEAR_LEAST}
    near = [(one, share) for one, share in shares.items() if share >= NEAR_SHARE]
    return sorted(near, key=lambda pair: (-pair[1], pair[0]))


def mark_shared(text: str, other: str) -> list[Piece]:
    """Return the text in pieces: SAME where three words or more in a row stand in the other text too, OWN elsewhere.

    Joined they are the text."""
    known, spans = set(shingles_of(other)), [found.span() for found in _WORDS.finditer(text)]
    shared: set[int] = set()
    for place, one in enumerate(shingles_of(text)):
        if one in known:
            shared.update(range(place, place + LENGTH))
    return list(_pieces(text, spans, shared))


def _pieces(text: str, spans: list[tuple[int, int]], shared: set[int]) -> Iterator[Piece]:
    """A piece that is shared ends with its last word; what stands between two words of it belongs to it."""
    end = 0
    for is_shared, places in groupby(range(len(spans)), key=shared.__contains__):
        if is_shared:
            run = list(places)
            start, stop = spans[run[0]][0], spans[run[-1]][1]
            if start > end:
                yield Piece(OWN, text[end:start])
            yield Piece(SAME, text[start:stop])
            end = stop
    if end < len(text):
        yield Piece(OWN, text[end:])


def _number(words: list[str]) -> int:
    # Signed, as PostgreSQL's integer is.
    return crc32(" ".join(words).encode()) - 2**31
