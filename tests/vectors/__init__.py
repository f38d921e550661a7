"""Lists that the server and the browser are held to alike."""

import json
from pathlib import Path
from typing import NamedTuple


class Vector(NamedTuple):
    """A text with the number of its words, and what is hard about it."""

    why: str
    text: str
    words: int


class Payload(NamedTuple):
    """A text that would do harm if a page took it for more than a text."""

    why: str
    text: str


def _read(name: str) -> list[dict]:
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))


def _text(one: dict) -> str:
    return one["text"] * one.get("times", 1)


WORDS = [Vector(one["why"], _text(one), one["words"]) for one in _read("words")]
HOSTILE = [Payload(one["why"], _text(one)) for one in _read("hostile")]
