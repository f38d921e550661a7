"""Did it help? Proposals side by side by the help their teams had, as far as so few may be told apart. Arithmetic only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# A smaller group, or one of fewer institutions, would tell of one agency what is its own.
FEWEST = 10
FEWEST_PLACES = 5


class Help(TextChoices):
    """What help a proposal had, the nearest first. HELPED is either of the two before it."""

    DRAFT = "DRAFT", _("Drafnya dibimbing pelatih")
    CLINIC = "CLINIC", _("Instansinya hadir di klinik, drafnya tidak dibimbing")
    HELPED = "HELPED", _("Hadir di klinik atau drafnya dibimbing")
    NONE = "NONE", _("Tanpa klinik dan tanpa bimbingan")


@dataclass(frozen=True, slots=True)
class Figures:
    """How far the proposals of a group came. `places`: of so many institutions."""

    help: str
    places: int = 0
    started: int = 0
    submitted: int = 0
    eligible: int = 0
    chosen: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether the group is large enough to be shown."""
        return self.started >= FEWEST and self.submitted >= FEWEST and self.places >= FEWEST_PLACES


def side_by_side(clinic: Figures, draft: Figures, none: Figures, helped: Figures) -> list[Figures]:
    """Return the groups that can be shown beside each other: three, or two where one kind of help had too few, or none.

    Never one without another: the totals are public, and what is left out could be computed.
    """
    for groups in ([draft, clinic, none], [helped, none]):
        if all(one.is_enough for one in groups):
            return groups
    return []


def share(number: int, whole: int) -> int | None:
    """Return a share in whole percent; None of nothing."""
    return round(100 * number / whole) if whole else None


def whole_of(groups: Iterable[Figures], kind: str, places: int) -> Figures:
    """Return several groups as one; `places` are the institutions of all of them, of which one may be in two."""
    groups = list(groups)
    names = ("started", "submitted", "eligible", "chosen")
    return Figures(kind, places, **{name: sum(getattr(one, name) for one in groups) for name in names})
