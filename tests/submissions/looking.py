"""A file inspected as the worker does it, with a word about what must be true whatever comes of it."""

from pathlib import Path

import pytest

from competition.inspecting import FileRefused, Inspected, Limits, inspect_file, refusal_text
from competition.scans import MEGABYTE

LIMITS = Limits(5 * MEGABYTE)


class Look:
    """Inspects content under a name that says nothing, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, content: bytes, limits: Limits = LIMITS) -> Inspected:
        """Return what the content is; the file itself is untouched, and nothing is left lying about."""
        path = self.folder / "x"
        path.write_bytes(content)
        try:
            return inspect_file(path, limits=limits, workdir=self.folder)
        finally:
            assert path.read_bytes() == content
            assert not [one.name for one in self.folder.iterdir() if one.name.startswith("look-")]

    def refusal(self, content: bytes, limits: Limits = LIMITS) -> FileRefused:
        """Return how the content is refused; no copy of it is made."""
        before = set(self.folder.iterdir())
        with pytest.raises(FileRefused) as caught:
            self(content, limits)
        assert set(self.folder.iterdir()) <= before | {self.folder / "x"}
        assert caught.value.reason == refusal_text(caught.value.code, caught.value.figures)
        return caught.value
