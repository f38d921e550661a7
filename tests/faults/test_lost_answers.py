"""An answer is lost, on the way to the browser or to the server: the form's address says what became of it; one is sent."""

import http.client
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2
import pytest

from competition.services.folders import BASE
from tests.faults.conftest import Parts, Person, wait_until
from tests.lines import Line, LineToDatabase

LOST = (urllib.error.URLError, http.client.HTTPException, OSError)
SUBMISSIONS = (
    "SELECT number FROM submissions_submission s JOIN submissions_proposal p ON p.id = s.proposal_id WHERE p.code = '{}'"
)
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
HELD = {
    "before the first lock": "SELECT 1 FROM competition_institution WHERE id = {institution} FOR UPDATE",
    "holding institution and proposal": "SELECT pg_advisory_xact_lock(7002, hashtext('{edition}/{title_key}'))",
}


class Sender:
    """The administrator with the page of sending open: one form, one key."""

    def __init__(self, parts: Parts, code: str) -> None:
        self.person = Person(parts.base, "adminlokal")
        self.code = code
        page = self.person.read(f"/proposal/{code}/kirim/")
        self.address = re.search(r'action="(/proposal/\w+/kirim/[0-9a-f-]{36}/)"', page)[1]
        self.body = urllib.parse.urlencode(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)).encode()

    def press(self, base: str = "") -> str:
        """Press the button, perhaps over another line; return the page that follows."""
        with self.person.browser.open((base or self.person.base) + self.address, self.body, timeout=20) as answer:
            return answer.read().decode()

    def ask(self) -> str:
        """Return what the form's own address says after ten seconds of looking."""
        return self.person.read(f"{self.address}?ke=5")


@pytest.fixture(scope="module")
def code(parts: Parts) -> str:
    """Return the code of a proposal that is ready to be sent."""
    [(found,)] = parts.ask(
        "SELECT p.code FROM submissions_proposal p JOIN competition_person c ON c.id = p.created_by_id "
        "WHERE c.email = 'unit@demo.test' AND p.state = 'DRAFT' ORDER BY p.title LIMIT 1"
    )
    Person(parts.base, "unit").send(f"/proposal/{found}/periksa/")
    Person(parts.base, "pimpinan").send(f"/proposal/{found}/persetujuan/")
    return found


@pytest.fixture
def sender(parts: Parts, code: str) -> Iterator[Sender]:
    """Return who is about to send; afterwards it is taken back, so that the next can send it too."""
    yield Sender(parts, code)
    person = Person(parts.base, "adminlokal")
    person.send(f"/proposal/{code}/tarik/", reason="Uji.")
    person.send(f"/proposal/{code}/buka-kembali/")


def numbers(parts: Parts, code: str) -> set[str]:
    """Return the receipts given for the proposal."""
    return {number for (number,) in parts.ask(SUBMISSIONS.format(code))}


def in_background(act: Callable[[], object]) -> threading.Thread:
    """Start it; that it fails for want of an answer is what it is here for."""

    def run() -> None:
        with suppress(LOST):
            act()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@contextmanager
def holding(parts: Parts, lock: str) -> Iterator[None]:
    """Hold what the sending needs next."""
    connection = psycopg2.connect(parts.environ["DATABASE_URL"])
    try:
        connection.cursor().execute(lock)
        yield
    finally:
        connection.close()


def test_an_answer_that_never_arrives(parts: Parts, code: str, sender: Sender) -> None:
    """The server sends once; whoever heard nothing finds it at the address of the form, and again by pressing again."""
    before, line = numbers(parts, code), Line(parts.port)
    line.is_cut = True
    with pytest.raises(LOST):
        sender.press(line.base)
    assert line.swallowed
    line.close()
    wait_until(lambda: numbers(parts, code) != before)
    [number] = numbers(parts, code) - before
    assert "Terkirim pada" in sender.ask()
    assert number in sender.press()
    assert numbers(parts, code) == before | {number}


@pytest.mark.parametrize("moment", list(HELD))
def test_a_server_killed_before_it_committed(parts: Parts, code: str, sender: Sender, moment: str) -> None:
    """Nothing was sent, and the page says so; pressing again sends, once."""
    before = numbers(parts, code)
    columns = "edition_id, institution_id, title_key"
    [(edition, institution, title_key)] = parts.ask(f"SELECT {columns} FROM submissions_proposal WHERE code = '{code}'")
    lock = HELD[moment].format(edition=edition, institution=institution, title_key=title_key)
    with holding(parts, lock):
        pressed = in_background(sender.press)
        wait_until(lambda: parts.ask(WAITS) == [(1,)], 3)
        parts.kill("web")
    pressed.join(20)
    parts.launch_web()
    assert "Belum terkirim, tekan Kirim lagi." in sender.ask()
    assert numbers(parts, code) == before
    page = sender.press()
    [number] = numbers(parts, code) - before
    assert number in page


def test_a_server_killed_after_it_committed(parts: Parts, code: str, sender: Sender) -> None:
    """It was sent although nobody was told; the form's address knows, and pressing again gives that receipt."""
    before, line = numbers(parts, code), Line(parts.port)
    line.is_cut = True
    pressed = in_background(lambda: sender.press(line.base))
    wait_until(lambda: numbers(parts, code) != before)
    parts.kill("web")
    pressed.join(20)
    line.close()
    parts.launch_web()
    [number] = numbers(parts, code) - before
    assert "Terkirim pada" in sender.ask()
    assert number in sender.press()
    assert numbers(parts, code) == before | {number}


@pytest.fixture
def database_line(parts: Parts) -> Iterator[LineToDatabase]:
    """Return a line to the database behind which the web server runs; afterwards it runs without one."""
    folder = Path(tempfile.mkdtemp(prefix="kipp-l-", dir="/tmp"))
    folder.chmod(0o755)
    line = LineToDatabase(parts.folders.run / ".s.PGSQL.5432", folder)
    straight = parts.environ["DATABASE_URL"]
    parts.kill("web")
    parts.environ["DATABASE_URL"] = f"postgresql:///kipp?host={folder}&user=kipp"
    parts.launch_web()
    parts.environ["DATABASE_URL"] = straight
    yield line
    parts.kill("web")
    line.close()
    shutil.rmtree(folder)
    parts.launch_web()


def test_a_commit_whose_answer_is_lost(parts: Parts, code: str, sender: Sender, database_line: LineToDatabase) -> None:
    """FLT-07. The server cannot know whether it was sent; the key in the database does, and nothing is sent twice."""
    before = numbers(parts, code)
    database_line.armed = b'INSERT INTO "submissions_submission"'
    with pytest.raises(LOST):
        sender.press()
    assert database_line.lost == 1
    [number] = numbers(parts, code) - before
    assert "Terkirim pada" in sender.ask()
    assert number in sender.press()
    assert numbers(parts, code) == before | {number}


def test_nothing_is_broken_afterwards(parts: Parts) -> None:
    command = [sys.executable, "manage.py", "check_invariants"]
    done = subprocess.run(command, cwd=BASE, env=parts.environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
