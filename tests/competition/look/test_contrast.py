"""G-8: the token pairs that carry text or mark a control, measured from the stylesheet itself."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = (Path(settings.BASE_DIR) / "static" / "kipp.css").read_text()
TOKENS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", CSS))

TEXT = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "wash"),
    ("ink", "brand-wash"),
    ("ink", "ochre-wash"),
    ("ink", "leaf-wash"),
    ("ink", "red-wash"),
    ("ink", "quiet-wash"),
    ("ink-soft", "paper"),
    ("ink-soft", "card"),
    ("ink-soft", "wash"),
    ("ink-soft", "brand-wash"),
    ("brand", "paper"),
    ("brand", "card"),
    ("brand", "wash"),
    ("brand", "brand-wash"),
    ("brand", "ochre-wash"),
    ("brand", "red-wash"),
    ("brand", "leaf-wash"),
    ("card", "brand"),
    ("card", "brand-deep"),
    ("on-deep", "brand-deep"),
    ("brand-deep", "brand-wash"),
    ("leaf", "leaf-wash"),
    ("leaf", "card"),
    ("ochre", "ochre-wash"),
    ("red", "red-wash"),
    ("red", "card"),
    ("red", "paper"),
]
PARTS = [("line-strong", "card"), ("line-strong", "paper"), ("ink", "focus"), ("leaf", "paper"), ("brand", "brand-wash")]


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2 for #rrggbb."""
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two tokens."""
    light, dark = sorted((luminance(TOKENS[first]), luminance(TOKENS[second])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_has_at_least_4_5_to_1(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("part", "ground"), PARTS)
def test_parts_of_controls_have_at_least_3_to_1(part, ground):
    assert contrast(part, ground) >= 3


def test_the_measure_itself_knows_black_on_white():
    TOKENS.update(black="#000000", white="#ffffff")
    assert contrast("black", "white") == pytest.approx(21)


def test_the_red_is_seen_only_for_errors_and_the_last_day():
    allowed = (".tag.bad", ".note.bad", ".errors", ".wrong", ".error", ".count.over", ".last")
    for rule in re.findall(r"^\s*([^{}\n]+)\{[^}]*var\(--red(?:-wash)?\)", CSS, re.MULTILINE):
        assert all(any(name in selector for name in allowed) for selector in rule.split(",")), rule
