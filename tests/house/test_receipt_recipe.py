"""The recipe in docs/receipt.md works as printed, without this software."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from competition.clock import read_clock
from competition.codes import ALPHABET
from submissions.models import Submission
from submissions.operations.handovers import forward_proposal
from tests import builders
from tests.submissions import acts, files

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "receipt.md"


@pytest.fixture
def recipe(tmp_path) -> Path:
    """Return the recipe as a file of its own."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.S)
    assert len(code.splitlines()) <= 30  # blank lines count
    path = tmp_path / "check_receipt.py"
    path.write_text(code)
    return path


@pytest.fixture
def downloaded(client, cast, tmp_path) -> tuple[Path, str]:
    """Return the frozen copy as a browser saves it, and the fingerprint on the receipt."""
    builders.submitted(cast, title='Rumah "Tunggu" Kelahiran é – 🙂 \\ 1')
    submission = Submission.objects.select_related("proposal").get()
    client.force_login(cast.writer)
    response = client.get(f"/proposal/{submission.proposal.code}/tanda-terima/salinan/")
    assert response.headers["Content-Disposition"] == f'attachment; filename="{submission.number}.json"'
    path = tmp_path / f"{submission.number}.json"
    path.write_bytes(response.content)
    return path, submission.sha256


def run(recipe: Path, copy: Path, fingerprint: str, *sent: Path) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-I", recipe, copy, fingerprint, *sent], capture_output=True, text=True, timeout=30)


@pytest.mark.django_db
def test_recipe_confirms_the_downloaded_copy(recipe, downloaded):
    copy, fingerprint = downloaded
    done = run(recipe, copy, fingerprint)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("yes") == 4


@pytest.mark.django_db
def test_recipe_does_not_mind_another_layout(recipe, downloaded):
    copy, fingerprint = downloaded
    value = json.loads(copy.read_text(encoding="utf-8"))
    copy.write_text(json.dumps(dict(reversed(value.items())), indent=4), encoding="utf-8-sig")
    assert run(recipe, copy, fingerprint.upper()).returncode == 0


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["title", "received_at", "number"])
def test_recipe_finds_every_change(recipe, downloaded, change):
    copy, fingerprint = downloaded
    value = json.loads(copy.read_text(encoding="utf-8"))
    part = value["content"] if change == "title" else value
    part[change] = part[change][:-1] + ("2" if part[change][-1] != "2" else "3")
    copy.write_text(json.dumps(value), encoding="utf-8")
    done = run(recipe, copy, fingerprint)
    assert done.returncode == 1
    assert "NO  copy has the fingerprint" in done.stdout
    assert ("NO  endorsed text is the sent text" in done.stdout) == (change == "title")
    assert ("NO  number sound" in done.stdout) == (change == "number")


@pytest.fixture
def with_files(client, cast, tmp_path) -> tuple[Path, str]:
    """Return the same of a proposal that was sent with two files."""
    proposal = builders.draft(cast)
    for content, name in ((files.pdf(), "SK tim.pdf"), (files.picture(), "sesudah.png")):
        files.upload(cast, proposal, content, name=name)
    forward_proposal(proposal=proposal, person=cast.writer, at=read_clock())
    acts.endorse(cast, proposal, read_clock())
    acts.send(cast, proposal, read_clock())
    submission = Submission.objects.get()
    client.force_login(cast.writer)
    path = tmp_path / "salinan.json"
    path.write_bytes(client.get(f"/proposal/{proposal.code}/tanda-terima/salinan/").content)
    return path, submission.sha256


@pytest.mark.django_db
def test_recipe_tells_the_files_that_were_sent_from_those_that_were_changed(recipe, with_files, tmp_path):
    copy, fingerprint = with_files
    own = tmp_path / "SK saya.pdf"
    own.write_bytes(files.pdf())
    photo = tmp_path / "foto.png"
    photo.write_bytes(files.picture())
    done = run(recipe, copy, fingerprint, own, photo)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("yes") == 6
    own.write_bytes(files.pdf() + b"\n")
    done = run(recipe, copy, fingerprint, own, photo)
    assert done.returncode == 1
    assert f"NO  file was sent: {own}" in done.stdout
    assert f"yes file was sent: {photo}" in done.stdout


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["sha256", "name", "gone"])
def test_recipe_finds_a_copy_that_names_another_file(recipe, with_files, change):
    copy, fingerprint = with_files
    value = json.loads(copy.read_text(encoding="utf-8"))
    if change == "gone":
        value["content"]["files"].pop()
    else:
        value["content"]["files"][0][change] = "0" * 64
    copy.write_text(json.dumps(value), encoding="utf-8")
    done = run(recipe, copy, fingerprint)
    assert done.returncode == 1
    assert "NO  copy has the fingerprint" in done.stdout
    assert "NO  endorsed text is the sent text" in done.stdout


@pytest.mark.django_db
def test_document_names_every_part_of_the_copy(downloaded):
    copy, _fingerprint = downloaded
    value = json.loads(copy.read_text(encoding="utf-8"))
    text = DOCUMENT.read_text()
    for key in [*value, *value["content"], *value["endorsement"]]:
        assert f"`{key}`" in text, key
    assert text.count(ALPHABET) == 2


@pytest.mark.django_db
def test_copy_is_for_the_proposals_people(client, cast):
    code = builders.submitted(cast).code
    path = f"/proposal/{code}/tanda-terima/salinan/"
    assert client.get(path).status_code == 302
    for person, status in ((cast.leader, 200), (cast.secretariat, 200), (cast.stranger, 404), (cast.chair, 404)):
        client.force_login(person)
        assert client.get(path).status_code == status
