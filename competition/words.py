"""Words and titles: how they are counted and when two titles are the same."""

import re
import unicodedata

# The same class stands in static/kipp.js; tests/vectors/words.json holds both to the same numbers.
_SPACE = re.compile("[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_NOT_WORD = re.compile(r"[\W_]+")


def count_words(text: str) -> int:
    """Count the stretches between white space that hold a letter or a digit: `anak-anak` is 1, a lone `-` is 0."""
    # Most begin with a letter; only the others are looked through.
    return sum(token[:1].isalnum() or any(map(str.isalnum, token)) for token in _SPACE.split(text))


def clean_text(text: str) -> str:
    """Return a text as it is stored: one kind of line break, no NUL (PostgreSQL cannot hold it), no blank ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def normalise_title(title: str) -> str:
    """Return the title without capitals, accents, punctuation and spacing: equal results mean the same title."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", title) if not unicodedata.combining(char))
    return _NOT_WORD.sub("", bare.casefold())
