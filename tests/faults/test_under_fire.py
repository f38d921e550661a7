"""Workers, broker and beat die or stall at the worst moments, for real: no letter is lost, none comes twice that need not."""

from collections import Counter
from collections.abc import Iterator

import pytest
from redis.exceptions import RedisError

from competition.queues import AT_ONCE
from tests.competition.operations.scripted_smtp import HANG
from tests.faults.backstage import Backstage, running_backstage
from tests.faults.conftest import wait_until
from tests.kinds import DECISIVE, ROUTINE

# A page may wait so long for a broker that says nothing: it asks twice at the most (cache and queue), a second each.
PATIENCE = 4


@pytest.fixture(scope="module")
def stage() -> Iterator[Backstage]:
    """Return everything behind the pages, without a worker."""
    with running_backstage() as running:
        yield running


@pytest.fixture
def worker(stage: Backstage) -> Backstage:
    """The same with a worker of all queues; the one a test before left is taken over."""
    if "worker" not in stage.programs:
        stage.launch_worker()
    stage.script.stages.clear()
    stage.script.seen.clear()
    return stage


def kill_and_recover(stage: Backstage) -> None:
    """End the worker as a crash does, start another, and let time pass."""
    stage.kill("worker")
    stage.script.stages.clear()
    stage.launch_worker()
    stage.settle()


def wait_for_stage(stage: Backstage, name: str) -> None:
    """Wait until a letter came so far on its way to the mail server."""
    wait_until(lambda: name in stage.script.seen)


def test_killed_before_the_claim(worker: Backstage) -> None:
    """FLT-01, point 1: the news was in its hands."""
    letter = worker.letter(quiet=True)
    with worker.holding("competition_notice", "id", letter):
        worker.announce(letter)
        worker.kill_while_it_waits("worker")
    kill_and_recover(worker)
    assert (worker.state(letter), worker.taken(letter)) == ("SENT", 1)


def test_killed_after_the_claim(worker: Backstage) -> None:
    """FLT-01, point 2: the mail server has greeted it, and heard nothing of the letter."""
    worker.script.stages["ehlo"] = [HANG]
    letter = worker.letter()
    wait_for_stage(worker, "ehlo")
    kill_and_recover(worker)
    assert (worker.state(letter), worker.taken(letter)) == ("SENT", 1)


def test_killed_while_the_text_leaves(worker: Backstage) -> None:
    """FLT-01, point 3: a receipt or result is sent once more; of any other letter nobody can know (0020)."""
    worker.script.stages["text"] = [HANG]
    letter = worker.letter(DECISIVE)
    wait_for_stage(worker, "text")
    kill_and_recover(worker)
    assert (worker.state(letter), worker.taken(letter)) == ("SENT", 1)


def test_killed_between_the_servers_answer_and_the_commit(worker: Backstage) -> None:
    """FLT-01, point 4: the server has it, we do not know; it is not sent again."""
    letter = worker.letter(quiet=True)
    held = worker.holding("competition_notice", "id", letter)

    def hold_and_accept() -> str:
        held.__enter__()
        return "250 OK"

    worker.script.stages["data"] = [hold_and_accept]
    worker.announce(letter)
    worker.kill_while_it_waits("worker")
    held.__exit__(None, None, None)
    kill_and_recover(worker)
    assert (worker.state(letter), worker.taken(letter)) == ("UNCERTAIN", 1)


def test_killed_between_the_commit_and_the_acknowledgement(worker: Backstage) -> None:
    """FLT-01, point 5: the broker delivers it once more, when its patience with the dead worker ends."""

    def stall_the_broker() -> str:
        worker.stop_valkey()
        return "250 OK"

    worker.script.stages["data"] = [stall_the_broker]
    letter = worker.letter()
    wait_until(lambda: worker.state(letter) == "SENT")
    worker.kill("worker")
    worker.wake_valkey()
    kill_and_recover(worker)
    worker.announce(letter)
    last = worker.letter()
    wait_until(lambda: worker.state(last) == "SENT")
    assert (worker.state(letter), worker.taken(letter)) == ("SENT", 1)


def test_killed_during_a_retry(worker: Backstage) -> None:
    """FLT-01, point 6: refused for now, tried again, and killed then."""
    worker.script.stages |= {"rcpt": ["450 later"], "ehlo": ["250 OK", HANG]}
    letter = worker.letter()
    wait_until(lambda: worker.ask(f"SELECT attempts, state FROM competition_notice WHERE id = '{letter}'") == [(1, "WAITING")])
    worker.let_pass(2)
    worker.sweep()
    wait_until(lambda: worker.script.seen.count("ehlo") == 2)
    kill_and_recover(worker)
    assert (worker.state(letter), worker.taken(letter)) == ("SENT", 1)


def test_a_broker_that_loses_everything_in_the_middle_of_many_letters(worker: Backstage) -> None:
    """FLT-04: they are found by the sweep, each once."""
    ids = [worker.letter() for _ in range(3)] + worker.act("letters", event=ROUTINE, number=20)
    worker.redis.flushall()
    ids += worker.act("letters", event=ROUTINE, number=5)
    worker.settle()
    assert worker.states(ids) == Counter(SENT=len(ids))
    assert {worker.taken(one) for one in ids} == {1}


def test_a_broker_that_is_full_fails_no_act(worker: Backstage) -> None:
    """FLT-05: what it does not take in is left to the sweep."""
    worker.redis.config_set("maxmemory-policy", "noeviction")
    worker.redis.config_set("maxmemory", "1")
    try:
        with pytest.raises(RedisError):
            worker.redis.set("a", "b")
        letters = [worker.letter() for _ in range(2)]
        report, file = worker.act("report"), worker.act("file")
    finally:
        worker.redis.config_set("maxmemory", "0")
    worker.settle()
    assert worker.states(letters) == Counter(SENT=2)
    assert worker.ask(f"SELECT size > 0 FROM submissions_export WHERE code = '{report}'") == [(True,)]
    assert worker.ask(f"SELECT state FROM submissions_document WHERE code = '{file}'") == [("READY",)]


def test_a_broker_that_says_nothing_holds_nobody_up(worker: Backstage) -> None:
    """FLT-03 and FLT-05: silent, then gone, then back with nothing; acts take a moment, and every letter leaves."""
    worker.stop_valkey()
    letter, seconds = worker.timed("letters", event=ROUTINE, number=1)
    more, at_rest = worker.timed("letters", event=ROUTINE, number=1)
    worker.wake_valkey()
    worker.kill_valkey()
    letters = letter + more + [worker.letter()]
    worker.valkey.start()
    worker.settle()
    assert worker.states(letters) == Counter(SENT=3)
    assert seconds < PATIENCE
    assert at_rest < PATIENCE


def test_two_beats_after_an_hour_without_any(worker: Backstage) -> None:
    """FLT-16: what became due meanwhile is done at once, and by two beats once."""
    people = worker.act("close", hours=70)
    for name in ("beat", "beat-2"):
        worker.launch_beat(name)
    told = "SELECT count(*), count(DISTINCT recipient_id) FROM competition_notice WHERE event = 'closing_reminded'"
    wait_until(lambda: worker.ask(told)[0][0] >= len(people))
    wait_until(lambda: worker.ask("SELECT count(*) FROM competition_heartbeat WHERE name <> 'beat'") == [(3,)])
    for name in ("beat", "beat-2"):
        worker.kill(name)
    # By night in the zone of the institution they wait for the morning.
    worker.ask("UPDATE competition_notice SET not_before = now() WHERE not_before > now() RETURNING id")
    worker.settle()
    [(letters, readers)] = worker.ask(told)
    assert letters == readers
    assert worker.ask("SELECT count(*) FROM submissions_reminder") == [(1,)]


def test_a_report_that_takes_long_delays_no_letter_and_no_file(worker: Backstage) -> None:
    """As the launcher starts them, each queue with a worker of its own."""
    worker.kill("worker")
    worker.launch_workers(list(AT_ONCE))
    report = worker.act("report", quiet=True)
    with worker.holding("submissions_export", "code", report):
        worker.client.send_task("submissions.tasks.write_export", [report])
        worker.wait_for_lock()
        letter, file = worker.letter(), worker.act("file")
        wait_until(lambda: worker.state(letter) == "SENT")
        wait_until(lambda: worker.ask(f"SELECT state FROM submissions_document WHERE code = '{file}'") == [("READY",)])
        assert worker.ask(f"SELECT begun_at FROM submissions_export WHERE code = '{report}'") == [(None,)]
    wait_until(lambda: worker.ask(f"SELECT size > 0 FROM submissions_export WHERE code = '{report}'") == [(True,)])
    for queue in AT_ONCE:
        worker.kill(f"worker-{queue}")


def test_what_must_always_hold_still_does(stage: Backstage) -> None:
    """INV-05, INV-12 and all the others, and what the mail server counted."""
    stage.check()
