"""What a reader typed, as words to look for. Knows no database."""

import re
import unicodedata

MOST_WORDS, MOST_PARTS, LONGEST = 6, 4, 40
# Words that say nothing about an innovation; they count only where nothing else was typed.
EMPTY = frozenset(
    (
        "dan",
        "di",
        "ke",
        "dari",
        "yang",
        "untuk",
        "dengan",
        "pada",
        "bagi",
        "dalam",
        "atau",
        "oleh",
        "the",
        "of",
        "and",
        "in",
        "for",
    )
)
_PART = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[list[str]]:
    """Return what was typed between spaces, each as its parts of letters and digits: "e-KTP" is `["e", "ktp"]`.

    No sign but letters and digits is left, so nothing that was typed can be an operator or a wildcard. What follows the sixth
    word is not looked for.
    """
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    found = [parts[:MOST_PARTS] for chunk in bare.split() if (parts := [one[:LONGEST] for one in _PART.findall(chunk)])]
    telling = [parts for parts in found if len(parts) > 1 or parts[0] not in EMPTY]
    return (telling or found)[:MOST_WORDS]


def allowed_slips(word: str) -> int:
    """Return how many letters of a word may be wrong, missing, too many or changed with their neighbour."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


def is_near(word: str, other: str) -> bool:
    """Say whether the one is the other with no more slips than its length allows."""
    most = allowed_slips(word)
    return abs(len(word) - len(other)) <= most and slips_between(word, other) <= most


def slips_between(word: str, other: str) -> int:
    """Return the number of single slips that lead from one word to the other (optimal string alignment)."""
    before: list[int] = []
    line = list(range(len(other) + 1))
    for place, letter in enumerate(word, 1):
        before, above, line = line, before, [place]
        for spot, sign in enumerate(other, 1):
            best = min(before[spot] + 1, line[spot - 1] + 1, before[spot - 1] + (letter != sign))
            if above and spot > 1 and letter == other[spot - 2] and word[place - 2] == sign:
                best = min(best, above[spot - 2] + 1)
            line.append(best)
    return line[-1]
