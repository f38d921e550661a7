"""The documents name files that are there."""

import re
from pathlib import Path

from competition.services.folders import BASE
from tests.house.source import expect_none

NAMED = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|html|toml|conf|md|txt|service|socket|css|js|csv))`")
# What a decision tells about may be gone; the page that says what is there now may not name it.
PAGES = [one for one in (*BASE.glob("*.md"), *BASE.glob("docs/*.md"), *BASE.glob("deploy/*.md")) if one.name != "CHANGELOG.md"]


def missing_files(page: Path) -> list[str]:
    """Return each file that the page names and that is neither there nor beside it."""
    text = page.read_text()
    here = {match[1]: text.count("\n", 0, match.start()) + 1 for match in NAMED.finditer(text)}
    return [
        f"{page.relative_to(BASE)}:{line}: {name}"
        for name, line in here.items()
        # A page may speak of an app's shelf as the reader of that app would.
        if not any((place / name).exists() for place in (BASE, page.parent, *BASE.iterdir(), *BASE.glob("tests/*")))
    ]


def test_every_file_a_page_names_is_there():
    assert len(PAGES) > 15
    expect_none([line for page in PAGES for line in missing_files(page)])


def test_a_file_that_is_gone_is_found(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tests.house.test_docs.BASE", tmp_path)
    page = tmp_path / "page.md"
    page.write_text("See\n`app/gone.py` and `page.md`.")
    assert missing_files(page) == ["page.md:2: app/gone.py"]
