"""Lists that the server and the browser are held to alike."""

import json
from pathlib import Path
from typing import NamedTuple


class Vector(NamedTuple):
    """A text with the number of its words, and what is hard about it."""

    why: str
    text: str
    words: int


WORDS = [
    Vector(one["why"], one["text"] * one.get("times", 1), one["words"])
    for one in json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
]
