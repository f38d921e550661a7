"""G-3, G-6: what every page downloads stays small, and nothing needs what old browsers or the CSP refuse."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CSS = (ROOT / "static" / "kipp.css").read_text()
JS = (ROOT / "static" / "kipp.js").read_text()
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_styles_and_scripts_are_within_their_budgets():
    assert len(gzip.compress(CSS.encode())) <= 15_000
    assert len(gzip.compress(JS.encode())) <= 25_000


def test_nothing_is_fetched_from_another_host():
    for text in (CSS, JS):
        assert not re.search(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", text)


def test_scripts_hold_no_eval_and_no_syntax_beyond_es2018():
    assert not re.search(r"\beval\(|new Function|\?\.|\?\?|#\w+ =", JS)


def test_styles_do_not_lean_on_has_or_flex_gap():
    assert ":has(" not in CSS.split("*/", 1)[1]
    for rule in re.findall(r"\{([^{}]*)\}", CSS):
        assert not re.search(r"(?<!-)\bgap:", rule), rule


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_no_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son(?!e=)[a-z]+=|javascript:", text, re.IGNORECASE)
    for inside in re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL):
        assert not inside.strip()
    assert len(text.splitlines()) <= 150
