"""The recipe in docs/certificates.md works as printed, without this software and without a network."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from submissions.models import Certificate
from tests.submissions import certifying

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "certificates.md"


@pytest.fixture
def recipe(tmp_path) -> Path:
    """Return the recipe as a file of its own."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.S)
    assert len(code.splitlines()) <= 65  # blank lines count
    path = tmp_path / "check_certificate.py"
    path.write_text(code)
    return path


@pytest.fixture
def downloaded(client, cast, tmp_path) -> tuple[Path, Certificate]:
    """Return the signed file as a browser saves it, and its certificate."""
    (one,) = certifying.issued(cast, 1)
    path = tmp_path / f"{one.number}.json"
    path.write_bytes(client.get(f"/sertifikat/{one.number}/tanda-tangan/").content)
    return path, one


def run(recipe: Path, file: Path, key: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-I", recipe, file, key], capture_output=True, text=True, timeout=30)


@pytest.mark.django_db
def test_recipe_confirms_what_was_signed_and_finds_every_change(recipe, downloaded):
    file, one = downloaded
    done = run(recipe, file, one.public_key)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("yes") == 3
    assert f"title: {one.facts['title']}" in done.stdout
    signed = json.loads(file.read_text())
    # As the QR code has it, and as an editor lays it out.
    file.write_text(json.dumps(dict(reversed(signed.items())), indent=2), encoding="utf-8-sig")
    assert run(recipe, file, one.public_key).returncode == 0
    for changed in (
        signed | {"facts": signed["facts"] | {"title": "Lain"}},
        signed | {"signature": ("1" if signed["signature"][0] == "0" else "0") + signed["signature"][1:]},
    ):
        file.write_text(json.dumps(changed))
        assert run(recipe, file, one.public_key).returncode == 1


@pytest.mark.django_db
def test_recipe_trusts_no_key_but_the_one_it_is_given(recipe, downloaded, settings):
    """Anybody can sign: what counts is under whose key."""
    from competition.signatures import public_key, sign

    file, one = downloaded
    settings.SIGNING_KEY = bytes(32)
    facts = one.facts | {"title": "Palsu"}
    file.write_text(json.dumps({"facts": facts, "signature": sign(facts), "public_key": public_key()}))
    done = run(recipe, file, one.public_key)
    assert done.returncode == 1
    assert "NO  key is the one you trust" in done.stdout
    assert run(recipe, file, public_key()).returncode == 0


@pytest.mark.django_db
def test_document_names_every_part_that_is_signed(downloaded):
    file, _one = downloaded
    signed = json.loads(file.read_text())
    text = DOCUMENT.read_text()
    for key in [*signed, *signed["facts"]]:
        assert f"`{key}`" in text, key
