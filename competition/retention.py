"""How long things are kept that no record needs. Facts only; the operations stand in `settings.RETENTION`."""

from dataclasses import dataclass
from datetime import timedelta

LETTERS_KEPT = timedelta(days=180)
INVITATIONS_KEPT = timedelta(days=365)
LINKS_KEPT = timedelta(days=30)
TELLINGS_KEPT = timedelta(days=90)
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Swept:
    """What went, or would go: what it is, how many, and by which rule."""

    what: str
    number: int
    why: str
