"""What the plain tests get besides."""

from pathlib import Path

import pytest

from tests.submissions.looking import Look


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Return what inspects content."""
    return Look(tmp_path)
