"""Which category fits, out of the answers to a few plain questions. Knows no database.

An answer is {"text": …, "reason": …, "weights": {"kesehatan": 3}}, each text with its `…_en`; an answer without weights says
that none fits clearly.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# From how much weight a category is said to fit: one weak hint is not yet a suggestion.
CLEAR = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """A category with the weight it was given, and the answers that gave it, the strongest first."""

    code: str
    weight: int
    answers: tuple[Mapping, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The category that fits best and the runner-up, each if there is one."""

    best: Fit | None
    second: Fit | None

    @property
    def is_clear(self) -> bool:
        """Whether one can be suggested before all others: it has weight enough, and more than the second."""
        return self.best is not None and self.best.weight >= CLEAR and not self.is_even

    @property
    def is_even(self) -> bool:
        """Whether two fit equally well."""
        return self.best is not None and self.second is not None and self.best.weight == self.second.weight


def suggest(chosen: Iterable[Mapping], categories: Iterable[str]) -> Suggestion:
    """Return what the chosen answers say; of equal weights the category that stands first in the edition comes first."""
    answers = list(chosen)
    fits = [_fit(code, answers) for code in categories]
    ranked = sorted((one for one in fits if one.weight), key=lambda one: -one.weight)
    return Suggestion(*(*ranked, None, None)[:2])


def _fit(code: str, answers: list[Mapping]) -> Fit:
    giving = [one for one in answers if one["weights"].get(code)]
    strongest_first = sorted(giving, key=lambda one: -one["weights"][code])
    return Fit(code, sum(one["weights"][code] for one in giving), tuple(strongest_first))
