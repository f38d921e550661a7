"""Which questions a proposal is asked: those of its group, and those that follow from a yes. Knows no database.

The only place where that is decided: task list, findings, what is read, endorsed and frozen all walk what comes out here.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from django.utils.translation import gettext_lazy

# What the answer to a yes/no question says. It stands in frozen copies, so it is the same in every language of the pages.
SAID_YES, SAID_NO = "Ya", "Tidak"
# What a page says for it, in the language of its reader.
WORDS = {SAID_YES: gettext_lazy("Ya"), SAID_NO: gettext_lazy("Tidak")}


def as_read(text: str, *, is_yes_no: bool) -> str:
    """Return a stored answer as its reader is told it: a yes or a no in the language of the page, all else as written."""
    return str(WORDS.get(text, text)) if is_yes_no else text


class Askable(Protocol):
    """What of a question decides whether it is asked."""

    pk: int
    code: str
    asked_if: str
    is_yes_no: bool

    def is_asked_of(self, group_code: str) -> bool:
        """Say whether the group answers it at all."""


Asked = TypeVar("Asked", bound=Askable)


def asked_of(questions: Iterable[Asked], group: str, said: Mapping[int, str]) -> list[Asked]:
    """Return the questions that are asked, in their order, which puts a condition before what it asks for.

    `said` holds the present answers by question. A yes to a question that is itself not asked leads to nothing.
    """
    asked, yeses = [], set()
    for question in questions:
        if not question.is_asked_of(group) or (question.asked_if and question.asked_if not in yeses):
            continue
        asked.append(question)
        if question.is_yes_no and said.get(question.pk) == SAID_YES:
            yeses.add(question.code)
    return asked
