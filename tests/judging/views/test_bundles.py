"""Releasing the bundle, and the sceptic's story: download, verify, change one digit, verify again (SEC-04, SEC-06)."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from competition.models import AuditEntry
from submissions.models import ResultsBundle
from tests import builders
from tests.evidence import nothing_changes

ROUND = (2017, "desk")
PAGE = reverse("submissions:bundle", args=[2017])


@pytest.fixture
def panel(db: None) -> builders.Cast:
    """A cast with so many judges that pseudonyms hide them."""
    return builders.make_cast(builders.make_edition(), judges=6)


def check(folder: Path, fingerprint: str) -> subprocess.CompletedProcess:
    """Do what the page says."""
    command = [sys.executable, "-I", folder / "verify_results.py", folder, "--fingerprint", fingerprint]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_download_verify_change_one_digit_verify_again(panel, visit, tmp_path):
    builders.published(panel, 3)
    assert visit(panel.secretariat).post("release", *ROUND)["Location"] == reverse("judging:release", args=ROUND)
    anybody = Client()
    assert PAGE in anybody.get(reverse("submissions:results", args=[2017])).content.decode()
    page = anybody.get(PAGE)
    assert "sessionid" not in page.cookies
    (fingerprint,) = set(re.findall(r"\b[0-9a-f]{64}\b", page.content.decode().split("--fingerprint")[1]))
    (address,) = re.findall(rf'href="({PAGE}[0-9a-f]+/)"', page.content.decode())
    answer = anybody.get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/zip", "nosniff")
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    folder = tmp_path / "hasil-2017"
    done = check(folder, fingerprint)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("Everything holds.\n")
    sheets = folder / "sheets.csv"
    sheets.write_text(sheets.read_text().replace(",60,0\n", ",61,0\n", 1))
    done = check(folder, fingerprint)
    assert done.returncode == 1
    assert re.match(r"DIFFERENCE: sheets\.csv line \d+:", done.stdout)


def test_before_the_release_there_is_nothing_anywhere(panel, visit):
    builders.ratified(panel, 3)
    organiser, anybody = visit(panel.secretariat), Client()
    with nothing_changes():
        assert organiser.post("release", *ROUND).status_code == 403
    assert "setelah hasil babak ini diumumkan" in organiser.get("release", *ROUND).text
    for address in (PAGE, f"{PAGE}{'0' * 16}/"):
        assert anybody.get(address).status_code == 404
    assert not ResultsBundle.objects.exists()
    assert PAGE not in anybody.get(reverse("submissions:results", args=[2017])).content.decode()


def test_a_published_list_alone_shows_no_bundle(panel):
    builders.published(panel, 3)
    page = Client().get(reverse("submissions:results", args=[2017])).content.decode()
    assert PAGE not in page
    assert Client().get(PAGE).status_code == 404


def test_pressed_twice_is_one_release_and_one_entry(panel, visit):
    builders.published(panel, 3)
    for person in (panel.secretariat, panel.secretariat, panel.secretariat2):
        assert visit(person).post("release", *ROUND).status_code == 302
    bundle = ResultsBundle.objects.get()
    entry = AuditEntry.objects.get(event="results_bundle_released")
    assert entry.data == {"fingerprint": bundle.fingerprint, "merkle_root": bundle.merkle_root}
    assert "Paket hasil sudah dapat diunduh semua orang." in visit(panel.secretariat2).get("release", *ROUND).text


def test_too_few_judges_are_told_to_the_organiser_and_nothing_is_released(cast, visit):
    builders.published(cast, 3)
    organiser = visit(cast.secretariat)
    with nothing_changes():
        page = organiser.post("release", *ROUND)
    assert "Hanya 3 orang menilai pada Penilaian proposal." in page.text
    assert not ResultsBundle.objects.exists()


def test_the_round_leads_an_organiser_there_once_it_is_published(panel, visit):
    builders.ratified(panel, 3)
    assert reverse("judging:release", args=ROUND) not in visit(panel.secretariat).get("round", *ROUND).text


def test_a_bundle_is_never_changed_or_taken_back(panel, visit):
    builders.published(panel, 3)
    visit(panel.secretariat).post("release", *ROUND)
    assert reverse("judging:release", args=ROUND) in visit(panel.secretariat).get("round", *ROUND).text
    assert reverse("judging:release", args=ROUND) not in visit(panel.chair).get("round", *ROUND).text
    for change in (lambda: ResultsBundle.objects.update(size=1), ResultsBundle.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
