"""Why a line of the administrative check fails: the edition's list, and the text the agency reads."""

from collections.abc import Mapping

from competition.models import Edition, ScreeningReason
from competition.queries.compiled import Objects, slot
from competition.queries.remembered import Remembered


def causes_of(edition: Edition) -> list[ScreeningReason]:
    """Return the reasons that may be given, in the edition's order; every page shares them, so nobody writes on them."""
    return [one for one in known_causes_of(edition) if one.is_offered]


def known_causes_of(edition: Edition) -> list[ScreeningReason]:
    """Return the same with those that are no longer given, which what was read before may name."""
    return _CAUSES.of(edition, edition.pk)


def reason_of(edition: Edition, chosen: Mapping[str, str], words: str) -> tuple[str, str]:
    """Return what the agency reads, in Indonesian and in English: the sentence of each failed line's cause, then the person's
    own words. `chosen` names the cause's code by the line's."""
    found = [one for one in causes_of(edition) if chosen.get(one.check_code) == one.code]
    indonesian, english = [one.text for one in found], [one.text_en or one.text for one in found]
    return "\n".join(filter(None, [*indonesian, words])), "\n".join(filter(None, [*english, words]))


_READ_CAUSES = Objects(lambda: ScreeningReason.objects.filter(edition=slot("edition")).order_by("order", "pk"))
_CAUSES: Remembered[list[ScreeningReason]] = Remembered(lambda edition: _READ_CAUSES.read(edition=edition))
