"""Edition files: read one, check it whole, and hand it on as plain values. No database here.

    preset = read_preset(find_preset("2017"))

`load_edition` (operations) turns the values into rows.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from competition.presets.build import build
from competition.presets.checks import check_edition
from competition.presets.nodes import WIB, Place, Problem, Problems, Stop, Unreadable, compose, record
from competition.presets.shape import EDITION, REGISTRATION, Preset

__all__ = [
    "REGISTRATION",
    "SHIPPED",
    "WIB",
    "Place",
    "Preset",
    "PresetAbsent",
    "PresetFaulty",
    "Problem",
    "find_preset",
    "fingerprint",
    "parse_preset",
    "read_preset",
]

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "presets"
LARGEST = 1_000_000  # bytes; the shipped presets have some 40,000


class PresetFaulty(Exception):
    """The file cannot become an edition. `problems` holds every fault; the text has one line for each."""

    def __init__(self, source: str, problems: list[Problem]) -> None:
        self.source = source
        self.problems = sorted(problems)
        lines = [f"{source}:{place.line}:{place.column}: {text}" for place, text in self.problems]
        super().__init__("\n".join(lines))


class PresetAbsent(Exception):
    """No shipped preset has this name and no file this path."""


def find_preset(name_or_path: str) -> Path:
    """Return the file of a shipped preset (`2017`) or of a path.

    :raises PresetAbsent: there is neither.
    """
    shipped = {path.stem: path for path in sorted(SHIPPED.glob("*.yaml"))}
    path = shipped.get(name_or_path) or Path(name_or_path)
    if not path.is_file():
        raise PresetAbsent(f"no preset and no file '{name_or_path}'; shipped presets: {', '.join(shipped)}")
    return path


def read_preset(path: Path) -> Preset:
    """Return the edition in a file.

    :raises PresetFaulty: with every fault by line and column.
    :raises OSError: the file cannot be read.
    """
    source = str(path)
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        problem = Problem(Place(1, 1), f"the file is larger than {LARGEST} bytes; is it an edition?")
        raise PresetFaulty(source, [problem])
    try:
        return parse_preset(raw.decode("utf-8-sig"), source)
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        place = Place(before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        raise PresetFaulty(source, [Problem(place, "not UTF-8; save the file in that encoding")]) from error


def parse_preset(text: str, source: str) -> Preset:
    """Return the edition in a text; `source` is the name that stands in messages.

    :raises PresetFaulty: with every fault by line and column.
    """
    problems = Problems()
    try:
        edition = record(EDITION, "edition")(compose(text, problems), problems)
        check_edition(edition, problems)
    except (Stop, Unreadable) as error:
        raise PresetFaulty(source, problems) from error
    if problems:
        raise PresetFaulty(source, problems)
    return build(edition)


def fingerprint(preset: Preset) -> str:
    """Return the SHA-256 of the rules: all but the dates and the note, whatever the layout of the file."""
    rules = asdict(preset)
    rules.pop("note")
    for stage in rules["stages"]:
        del stage["opens_at"], stage["closes_at"]
    return hashlib.sha256(json.dumps(rules, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
