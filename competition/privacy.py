"""The privacy notice and its versions, as the file competition/data/privacy.yaml has them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data" / "privacy.yaml"


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """One version: its name, and its paragraphs by language."""

    version: str
    texts: dict[str, tuple[str, ...]]

    def paragraphs(self, language: str) -> tuple[str, ...]:
        """Return the text in the language, in Indonesian where there is no other."""
        return self.texts.get(language, self.texts["id"])


@cache
def privacy_notices() -> tuple[PrivacyNotice, ...]:
    """Return every version, latest first."""
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(PrivacyNotice(one["version"], {name: tuple(one[name]) for name in ("id", "en")}) for one in found)


def latest_notice() -> PrivacyNotice:
    """Return the version that is agreed to now."""
    return privacy_notices()[0]
