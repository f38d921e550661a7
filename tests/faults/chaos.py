"""`make chaos`: many rounds of work behind the pages while what it needs dies, stalls or forgets, and a check after each.

    make chaos                                   # ten minutes, with a seed of its own, which it prints
    make chaos ARGS="--seed 7 --minutes 30"      # the same again, for longer

First there is no broker for five minutes (FLT-03): whoever writes waits for no more than a moment, and two minutes after it is
back with nothing in it every letter, file and report is done, by nothing but beat and workers.

Every round writes letters, files and reports, lets some faults of the list below come in between, and brings all parts back.
Then nothing may be left on its way, what must always hold does (`check_invariants`), and the mail server has taken no letter
more often than its kind allows. It stops by itself: after its minutes, or at the first round that does not come to that.
`--without-broker 0` leaves out the beginning.
"""

import argparse
import random
import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable

from competition.queues import AT_ONCE
from tests.competition.operations.scripted_smtp import CUT, HANG
from tests.faults.backstage import PENDING, Backstage, running_backstage
from tests.faults.conftest import wait_until
from tests.kinds import DECISIVE, ROUTINE

ANSWERS = {
    "ehlo": [CUT, HANG],
    "mail": ["421 busy", CUT],
    "rcpt": ["450 later", "451 later", "452 full", "550 unknown", CUT, HANG],
    "text": [HANG],
    "data": ["450 later", "554 no", CUT, HANG],
}
# An act asks the broker once, and one that does not answer costs it a second (FLT-05).
PATIENCE, RECOVERY = 4, 120
WORKERS = [f"worker-{queue}" for queue in AT_ONCE]


def kill_a_worker(stage: Backstage, dice: random.Random) -> None:
    """FLT-01."""
    stage.kill(dice.choice(WORKERS))


def freeze_a_worker(stage: Backstage, dice: random.Random) -> None:
    """Stop one in its tracks for a moment, and then end it or not."""
    name = dice.choice(WORKERS)
    if name in stage.programs:
        stage.freeze(name)
        time.sleep(dice.uniform(0, 1))
        stage.thaw(name)


def kill_the_broker(stage: Backstage, dice: random.Random) -> None:
    """FLT-03."""
    stage.kill_valkey()
    time.sleep(dice.uniform(0, 2))
    stage.valkey.start()


def empty_the_broker(stage: Backstage, dice: random.Random) -> None:
    """FLT-04."""
    stage.redis.flushall()


def fill_the_broker(stage: Backstage, dice: random.Random) -> None:
    """FLT-05; the end of the round makes room again."""
    stage.redis.config_set("maxmemory-policy", "noeviction")
    stage.redis.config_set("maxmemory", "1")


def silence_the_broker(stage: Backstage, dice: random.Random) -> None:
    """FLT-05."""
    stage.stop_valkey()
    write(stage, dice)
    stage.wake_valkey()


def trouble_the_mail_server(stage: Backstage, dice: random.Random) -> None:
    """FLT-11."""
    for name, answers in ANSWERS.items():
        if dice.random() < 0.5:
            stage.script.stages[name] = dice.choices(answers, k=dice.randint(1, 3))
    stage.act("letters", event=dice.choice([ROUTINE, DECISIVE]), number=5)
    # So that some letters meet it before the round ends it.
    time.sleep(1)


def deliver_again(stage: Backstage, dice: random.Random) -> None:
    """FLT-15."""
    known = [letter for (letter,) in stage.ask("SELECT id::text FROM competition_notice ORDER BY created_at DESC LIMIT 30")]
    for letter in dice.sample(known, min(len(known), 10)):
        stage.announce(letter)
    stage.sweep()
    stage.sweep()


def start_a_beat(stage: Backstage, dice: random.Random) -> None:
    """FLT-16: perhaps the second."""
    stage.launch_beat(dice.choice(["beat", "beat-2"]))


def kill_a_beat(stage: Backstage, dice: random.Random) -> None:
    """FLT-16."""
    stage.kill(dice.choice(["beat", "beat-2"]))


FAULTS: list[Callable[[Backstage, random.Random], None]] = [
    *(kill_a_worker, freeze_a_worker, kill_the_broker, empty_the_broker, fill_the_broker, silence_the_broker),
    *(trouble_the_mail_server, deliver_again, start_a_beat, kill_a_beat),
]


def write(stage: Backstage, dice: random.Random) -> None:
    """Have something written: letters of both kinds, a file, a report."""
    act = dice.choice(["routine", "routine", "decisive", "file", "report"])
    if act in ("file", "report"):
        stage.act(act)
    else:
        stage.act("letters", event=ROUTINE if act == "routine" else DECISIVE, number=dice.randint(1, 5))


def bring_everybody(stage: Backstage) -> None:
    """Start the workers that are not there, all at once."""
    stage.revive()
    stage.launch_workers([queue for queue in AT_ONCE if f"worker-{queue}" not in stage.programs])


def play_round(stage: Backstage, dice: random.Random, broken: list[str]) -> None:
    """Write and break in turns, then heal, settle and check; note what was broken."""
    for _ in range(dice.randint(1, 3)):
        write(stage, dice)
        fault = dice.choice(FAULTS)
        fault(stage, dice)
        broken.append(fault.__name__)
        write(stage, dice)
        time.sleep(dice.uniform(0, 0.5))
    stage.redis.config_set("maxmemory", "0")
    stage.script.stages.clear()
    bring_everybody(stage)
    stage.settle(150)
    stage.check()


def outlast_the_broker(stage: Backstage, dice: random.Random, minutes: float) -> None:
    """FLT-03: do without a broker for so long, and say how long the slowest act took and how soon all was done afterwards.

    :raises AssertionError: an act waited, or something was lost or late.
    """
    bring_everybody(stage)
    stage.launch_beat("beat")
    stage.kill_valkey()
    until, slowest, acts = time.monotonic() + minutes * 60, 0.0, 0
    while time.monotonic() < until:
        kind = dice.choice([ROUTINE, ROUTINE, DECISIVE])
        slowest = max(slowest, stage.timed("letters", event=kind, number=dice.randint(1, 5))[1])
        acts += 1
        time.sleep(dice.uniform(0, 2))
    assert slowest < PATIENCE, f"an act waited {slowest:.1f} s for a broker that was away"
    stage.act("file")
    stage.act("report")
    [(waiting,)] = stage.ask(PENDING)
    assert waiting > acts, f"{acts} acts left only {waiting} letters, files and reports"
    stage.valkey.start()
    begun = time.monotonic()
    wait_until(lambda: stage.revive() or stage.ask(PENDING) == [(0,)], RECOVERY)
    took = time.monotonic() - begun
    stage.check()
    print(
        f"{minutes:g} min without a broker: {acts} acts, slowest {slowest:.2f} s; {waiting} done {took:.0f} s after", flush=True
    )
    stage.kill("beat")


def play(seed: int, *, minutes: float, rounds: int | None = None, without_broker: float = 0) -> Counter:
    """Do without a broker for some minutes, play rounds until the time is over, or so many; return how often each fault came.

    :raises AssertionError: at the first round after which something does not hold; what was broken in it is printed.
    """
    dice, faults, number = random.Random(seed), Counter(), 0
    with running_backstage() as stage:
        if without_broker:
            outlast_the_broker(stage, dice, without_broker)
        until = time.monotonic() + minutes * 60
        while time.monotonic() < until and number != rounds:
            bring_everybody(stage)
            begun, number, broken = time.monotonic(), number + 1, []
            try:
                play_round(stage, dice, broken)
            finally:
                letters = dict(stage.ask("SELECT state, count(*) FROM competition_notice GROUP BY 1 ORDER BY 1"))
                print(f"round {number}: {', '.join(broken)}; {time.monotonic() - begun:.1f} s; letters {letters}", flush=True)
            faults.update(broken)
    return faults


def main() -> int:
    """Read what is wanted, play, and say how it went."""
    parser = argparse.ArgumentParser(description="Break what works behind the pages, for a while, and check.")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="which faults come when")
    parser.add_argument("--minutes", type=float, default=5, help="when no further round begins")
    parser.add_argument("--without-broker", type=float, default=5, help="for how many minutes there is none at first")
    wanted = parser.parse_args()
    # Whoever ends it gets its folder cleared away all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"seed {wanted.seed}", flush=True)
    try:
        faults = play(wanted.seed, minutes=wanted.minutes, without_broker=wanted.without_broker)
    except AssertionError as failure:
        print(f"seed {wanted.seed}: {failure}", file=sys.stderr)
        return 1
    print(f"seed {wanted.seed}: everything held; {dict(faults)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
