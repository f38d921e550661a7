"""A worker or the broker dies at the worst moment: the act of a person succeeds, and every letter arrives, once."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
import redis
from kombu import Connection, Producer, Queue
from kombu.transport.redis import Transport as Uncorrected
from redis.exceptions import ConnectionError as BrokerAway

from competition.broker import Transport
from competition.environment import read_broker
from competition.services.folders import BASE
from tests.faults.conftest import Parts, Person, wait_until

PATIENCE = 8  # seconds that a page may take while a part is away

LETTERS = "SELECT subject, recipient, count(*) FROM competition_mailboxmail GROUP BY 1, 2 ORDER BY 1, 2"
WAITING = "SELECT count(*) FROM competition_notice WHERE state <> 'SENT'"


@pytest.fixture(scope="module")
def code(parts: Parts) -> str:
    """Return the code of a draft that is ready to be forwarded."""
    return parts.ask(
        "SELECT p.code FROM submissions_proposal p JOIN competition_person c ON c.id = p.created_by_id "
        "WHERE c.email = 'unit@demo.test' AND p.state = 'DRAFT' ORDER BY p.title LIMIT 1"
    )[0][0]


def letters(parts: Parts, word: str) -> dict[str, int]:
    """Return how often each recipient got the letter whose subject begins so."""
    return {who: count for subject, who, count in parts.ask(LETTERS) if subject.startswith(word)}


def in_time(act: Callable[[], str]) -> str:
    """Return the page that follows an act; it must not keep the person waiting."""
    begun = time.monotonic()
    page = act()
    assert time.monotonic() - begun < PATIENCE
    return page


def test_a_worker_killed_between_act_and_delivery(parts: Parts, code: str) -> None:
    """The news of the letters was in its hands, and died with it."""
    parts.launch_worker()
    parts.signal("worker", signal.SIGSTOP)
    page = in_time(lambda: Person(parts.base, "unit").send(f"/proposal/{code}/periksa/"))
    assert "Proposal diteruskan" in page
    time.sleep(0.3)
    parts.kill("worker")
    assert letters(parts, "Perlu persetujuan") == {}
    assert parts.ask(WAITING) == [(2,)]
    parts.launch_worker()
    parts.launch_beat()
    wait_until(lambda: parts.ask(WAITING) == [(0,)])
    assert letters(parts, "Perlu persetujuan") == {"adminlokal@demo.test": 1, "pimpinan@demo.test": 1}


def test_a_broker_killed_before_the_act(parts: Parts, code: str) -> None:
    """Pages work without cache and broker; the letters leave when it is back, without anybody's help."""
    leader = Person(parts.base, "pimpinan")
    parts.kill_valkey()
    page = in_time(lambda: leader.send(f"/proposal/{code}/persetujuan/"))
    assert "Proposal disetujui" in page
    assert letters(parts, "Disetujui") == {}
    parts.valkey.start()
    parts.launch_beat()
    wait_until(lambda: parts.ask(WAITING) == [(0,)])
    assert set(letters(parts, "Disetujui").values()) == {1}
    assert "unit@demo.test" in letters(parts, "Disetujui")


def test_worker_and_broker_both_gone_at_the_deadline(parts: Parts, code: str) -> None:
    """The receipt is complete, also when pressed twice; its letters come later, once."""
    parts.kill("worker")
    parts.kill_valkey()
    admin = Person(parts.base, "adminlokal")
    page = in_time(lambda: admin.send(f"/proposal/{code}/kirim/"))
    number = re.search(r"KIPP17-\w{4}-\w{4}", page)
    assert number
    assert number[0] in in_time(lambda: admin.read(f"/proposal/{code}/kirim/"))
    assert "KIPP" in in_time(lambda: admin.read("/"))
    parts.valkey.start()
    parts.launch_worker()
    parts.launch_beat()
    wait_until(lambda: parts.ask(WAITING) == [(0,)])
    found = letters(parts, f"Tanda terima {number[0]}")
    assert set(found) >= {"unit@demo.test", "adminlokal@demo.test", "pimpinan@demo.test"}
    assert set(found.values()) == {1}


def test_a_broker_killed_in_the_middle_of_a_task(parts: Parts) -> None:
    """The worker connects again; what it was about was not acknowledged, and is no reason to stop."""
    parts.kill("worker")
    parts.kill("beat")
    parts.launch_worker()
    with parts.paused_child("worker"):
        parts.call("competition.tasks.deliver_notices", "[[]]")
        with redis.Redis.from_url(parts.environ["REDIS_URL"]) as broker:
            wait_until(lambda: broker.hlen("unacked") > 0)
        parts.kill_valkey()
        wait_until(lambda: "Connection to broker lost" in parts.last_words("worker", " ready."))
    parts.valkey.start()
    wait_until(lambda: "Connected to" in parts.last_words("worker", "Connection to broker lost"))
    assert parts.programs["worker"].poll() is None
    parts.kill("worker")


@pytest.mark.parametrize(("transport", "fault"), [(Transport, BrokerAway), (Uncorrected, AttributeError)])
def test_what_is_acknowledged_after_its_connection(parts: Parts, transport: type, fault: type[Exception]) -> None:
    """For a lost connection a worker connects again. The control, kombu's own transport, gives a fault nothing expects: that
    stops a worker, whenever the pool of connections went before the message."""
    with Connection(read_broker(parts.environ["REDIS_URL"])) as connection:
        connection.transport_cls = transport
        channel = connection.default_channel
        queue = Queue("lost", routing_key="lost")(channel)
        queue.declare()
        Producer(channel).publish({}, routing_key="lost")
        message = queue.get()
        channel._disconnect_pools()
        held, channel.connection.client = channel.connection.client, None
        with pytest.raises(fault):
            message.ack()
        assert issubclass(fault, connection.connection_errors) is (transport is Transport)
        channel.connection.client = held
        message.ack()


def test_nothing_is_broken_afterwards(parts: Parts) -> None:
    command = [sys.executable, "manage.py", "check_invariants"]
    done = subprocess.run(command, cwd=BASE, env=parts.environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
