"""When two titles name the same innovation, although each year spelled it in its own way.

Three things make them one, inside one institution (two institutions may call two things alike):

* a name in common: the whole title, its short form in brackets or quotation marks, or what that is short for.
  `Layanan Jujug Desa yang Ramah (Judes)` is `JUDES`; but `Perizinan (online)` is not `Pengaduan (online)`, because
  "online" is no short form of either. Capitals, accents, punctuation and spaces never count;
* one is the other without its subtitle (after a colon, a dash, or in quotation marks): `Taman Anak Cerdas: Papan Sarana
  Wasis Bocahe` is `Taman Anak Cerdas`;
* a slip of the pen: long titles that differ in a letter or two, and not in a digit.

Whoever joins two titles by these rules says so, for a person to check.
"""

import re
from difflib import SequenceMatcher

from competition.words import normalise_title

BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
QUOTED = re.compile('["“”„]([^"“”„]+)["“”„]')
SUBTITLE = re.compile('\\s*:\\s+|\\s+[-–—]\\s+|\\s+(?=["“„])')
# Shorter parts of a title ("RTK", "119") are too often chance.
SHORTEST_NAME = 4
SHORTEST_HEAD = 6
# A slip of the pen: two letters in thirty, and nothing in a title shorter than twelve.
SHORTEST_SLIP = 12
SLIP = 0.94


def names_of(title: str) -> frozenset[str]:
    """Return the keys that name the innovation: the whole title, its short form and what that is short for."""
    names = {normalise_title(title)}
    for outside, inside in split_names(title):
        if is_short_form(outside, inside):
            names |= {name for name in (outside, inside) if len(name) >= SHORTEST_NAME}
    return frozenset(names - {""})


def head_of(title: str) -> str:
    """Return the key of what stands before the subtitle; empty when there is none."""
    head, *rest = SUBTITLE.split(title, maxsplit=1)
    key = normalise_title(head)
    return key if rest and len(key) >= SHORTEST_HEAD else ""


def is_same_innovation(one: str, other: str) -> bool:
    """Say whether two titles of one institution name the same innovation."""
    names, others = names_of(one), names_of(other)
    return bool(names & others) or head_of(one) in others or head_of(other) in names or is_slip(one, other)


def is_slip(one: str, other: str) -> bool:
    """Say whether two long titles differ by a slip of the pen only."""
    key, other_key = normalise_title(one), normalise_title(other)
    if min(len(key), len(other_key)) < SHORTEST_SLIP or digits(key) != digits(other_key):
        return False
    match = SequenceMatcher(None, key, other_key, autojunk=False)
    return match.real_quick_ratio() >= SLIP and match.quick_ratio() >= SLIP and match.ratio() >= SLIP


def digits(key: str) -> str:
    """Return the digits of a key."""
    return "".join(filter(str.isdigit, key))


def split_names(title: str) -> list[tuple[str, str]]:
    """Return the keys of the words outside and inside the brackets or quotation marks of a title."""
    pairs = []
    for pattern in (BRACKETS, QUOTED):
        for match in pattern.finditer(title):
            inside = next(part for part in match.groups() if part is not None)
            outside = title[: match.start()] or title[match.end() :]
            pairs.append((normalise_title(outside), normalise_title(inside)))
    return pairs


def is_short_form(one: str, other: str) -> bool:
    """Say whether the shorter key can be picked, letter by letter and in order, from the longer one.

    Digits are passed over: the 3 of "PB3AS" counts its three words on B.
    """
    short, long = sorted((one, other), key=len)
    wanted = [letter for letter in short if not letter.isdigit()]
    letters = iter(long)
    return 0 < len(wanted) < len(long) and all(letter in letters for letter in wanted)
