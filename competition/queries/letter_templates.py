"""The words of the letters: which hold, and which held before."""

from collections.abc import Mapping

from competition.models import LetterTemplate
from competition.queries.compiled import Objects, slot

_OF_EVENT = Objects(
    lambda: LetterTemplate.objects.filter(event=slot("event")).order_by("language", "-number").distinct("language")
)


def words_of(event: str) -> Mapping[str, dict[str, str]]:
    """Return the secretariat's words for an event by language; a language it did not touch is not there. One query."""
    return {one.language: one.words for one in _OF_EVENT.read(event=event)}


def latest_of_each() -> dict[tuple[str, str], LetterTemplate]:
    """Return the version that holds of every event and language that has any. One query."""
    found = LetterTemplate.objects.select_related("saved_by").order_by("event", "language", "-number")
    return {(one.event, one.language): one for one in found.distinct("event", "language")}


def versions_of(event: str, language: str) -> list[LetterTemplate]:
    """Return all versions, the one that holds first."""
    found = LetterTemplate.objects.filter(event=event, language=language).select_related("saved_by")
    return list(found.order_by("-number", "pk"))
