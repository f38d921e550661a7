"""The sceptic: download what was published, recompute it, change one digit, and see where it no longer holds."""

import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bench.stack import Stack
from tests.e2e.people import Company, Visitor
from tests.e2e.rewinding import fill_until
from tests.e2e.test_weak_lines import width_faults

pytestmark = pytest.mark.journey
BUNDLE = "/hasil/2017/paket/"


@pytest.fixture(scope="module", autouse=True)
def published(company: Company, installations: dict[str, Stack]) -> None:
    """Publish a list that enough judges made: with fewer, a pseudonym would hide nobody."""
    stack = next(one for one in installations.values() if one.base == company.base)
    fill_until(Path(stack.environment["DATA_DIR"]), stack.environment, "published", proposals=12, judges=6)


def verify(page_command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command of the page, as it stands there, where the bundle was unpacked."""
    program, *arguments = shlex.split(page_command)
    assert program == "python3"
    return subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_nothing_is_there_before_it_is_released(company: Company) -> None:
    guest = company.stranger()
    guest.open(BUNDLE, status=404)
    organiser = company("sekretariat")
    organiser.open("/babak/2017/desk/")
    organiser.follow("Keluarkan paket hasil untuk dihitung ulang siapa pun")
    organiser.look("190-keluarkan-paket", every_control=True, walk=True)
    organiser.press("Keluarkan paket hasil")
    organiser.sees("Paket hasil dapat diunduh semua orang.")
    assert not company.faults()


def test_the_sceptic_recomputes_it_and_one_digit_is_found(company: Company, tmp_path: Path) -> None:
    guest = company.stranger()
    guest.open("/hasil/2017/")
    guest.follow("Unduh paket hasil dan hitung ulang sendiri")
    guest.look("191-paket-hasil", every_control=True, walk=True)
    assert width_faults(guest.page) == []
    command = guest.page.locator("code").first.inner_text()
    with guest.page.expect_download() as download:
        guest.page.get_by_role("link", name=re.compile("Unduh")).first.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    whole = verify(command, tmp_path)
    assert (whole.returncode, whole.stdout.splitlines()[-1]) == (0, "Everything holds."), whole.stdout + whole.stderr
    sheets = tmp_path / "hasil-2017" / "sheets.csv"
    lines = sheets.read_text().splitlines(keepends=True)
    lines[1] = re.sub(r"(\d)(,[01]\s*)$", lambda last: f"{(int(last[1]) + 1) % 10}{last[2]}", lines[1])
    sheets.write_text("".join(lines))
    broken = verify(command, tmp_path)
    assert broken.returncode == 1
    assert "sheets.csv" in broken.stdout + broken.stderr
    manifest = tmp_path / "hasil-2017" / "manifest.json"
    holds_against_the_released(guest, manifest, "Paket hasil ini benar dikeluarkan")
    manifest.write_text(manifest.read_text().replace('"sheets.csv": "', '"sheets.csv": "0'))
    holds_against_the_released(guest, manifest, "Manifest ini berbeda dari paket yang dikeluarkan.")
    guest.look("193-paket-berbeda", every_control=True)
    assert width_faults(guest.page) == []
    assert not guest.faults


def holds_against_the_released(guest: Visitor, manifest: Path, answer: str) -> None:
    """Show a manifest to the page that checks it, and read the answer."""
    guest.open("/verifikasi/")
    guest.page.get_by_label("manifest.json dari paket hasil", exact=True).set_input_files(manifest)
    guest.press("Bandingkan")
    guest.sees(answer)


def test_who_took_part_can_be_read_by_everybody(company: Company) -> None:
    guest = company.stranger()
    guest.open("/hasil/2017/")
    guest.follow("Statistik peserta")
    guest.look("192-statistik", every_control=True, walk=True)
    guest.sees("Proposal terkirim per provinsi")
    assert width_faults(guest.page) == []
    assert not guest.faults
