"""The recipe in docs/audit.md works as printed, without this software."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from competition.queries import chains
from tests import builders
from tests.auditing import link_now, record

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "audit.md"

pytestmark = pytest.mark.django_db


@pytest.fixture
def recipe(tmp_path) -> Path:
    """Return the recipe as a file of its own."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.S)
    assert len([line for line in code.splitlines() if line.strip()]) <= 25
    path = tmp_path / "check_audit.py"
    path.write_text(code, encoding="utf-8")
    return path


@pytest.fixture
def export(cast, tmp_path) -> Path:
    """Return an export of two chains, with words that tempt an encoder."""
    builders.submitted(cast, title='Rumah "Tunggu" é – 🙂 \\ 1')
    record(2, reason='Alasan "é" \\ 🙂\n', data={"number": 3, "list": ["b", {"z": None, "a": True}]})
    link_now()
    path = tmp_path / "audit.jsonl"
    call_command("export_audit", str(path))
    return path


def run(recipe: Path, export: Path) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-I", recipe, export], capture_output=True, text=True, timeout=30)


def test_recipe_confirms_an_export_and_prints_the_root(recipe, export):
    done = run(recipe, export)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(export.read_text(encoding="utf-8").splitlines()[-1])
    assert done.stdout.split() == ["yes", told["root"]]


def test_the_root_is_the_one_of_the_installation(recipe, export):
    assert chains.root() in run(recipe, export).stdout


@pytest.mark.parametrize("damage", ["changed", "removed", "swapped", "cut"])
def test_recipe_finds_every_change(recipe, export, damage):
    lines = export.read_text(encoding="utf-8").splitlines()
    if damage == "changed":
        lines[1] = lines[1].replace('"event":"', '"event":"x')
    elif damage == "removed":
        del lines[1]
    elif damage == "swapped":
        lines[1], lines[2] = lines[2], lines[1]
    else:
        del lines[-2]
    export.write_text("\n".join(lines), encoding="utf-8")
    done = run(recipe, export)
    assert done.returncode == 1
    assert "NO" in done.stderr


def test_document_names_every_part_of_an_entry(export):
    row = json.loads(export.read_text(encoding="utf-8").splitlines()[0])
    text = DOCUMENT.read_text(encoding="utf-8")
    for key in row["content"]:
        assert f"`{key}`" in text, key
