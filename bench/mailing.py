"""Letters to a mail server that takes its time: how many a second, and whether each is settled, and accepted once.

The server waits 50 ms before it answers a letter, tells 2 % of the letters once to come later and refuses 1 % for good. The
letters go as all letters go: written by an event, announced in parts, delivered by the installation's own workers, and what was
told to come later is taken up by the sweep after its pause.
"""

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

LETTERS = 10_500
RATE, SECONDS = 20, 30 * 60
LATENCY = 0.05
# A process of its own, as a mail server is: it must not share a processor's lock with anything that is measured.
SERVER = """
import asyncio, socket, sys
from email import message_from_bytes
from aiosmtpd.smtp import SMTP

class Sink:
    def __init__(self, log):
        self.log, self.seen, self.told = log, {}, set()

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(float(sys.argv[2]))
        key = message_from_bytes(envelope.content)["Message-ID"]
        number = self.seen.setdefault(key, len(self.seen))
        answer = "250 OK"
        if number % 100 == 7:
            answer = "550 no such user"
        elif number % 50 == 3 and key not in self.told:
            self.told.add(key)
            answer = "450 come later"
        print(answer[:3], key, file=self.log, flush=True)
        return answer

async def main():
    sink, loop = Sink(open(sys.argv[1], "w")), asyncio.get_running_loop()
    listener = socket.create_server(("127.0.0.1", 0))
    server = await loop.create_server(lambda: SMTP(sink, hostname="sink.test", loop=loop), sock=listener)
    print(listener.getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"""


class Sink:
    """The mail server; `port` is where it listens, and its log what it answered to whom."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "answers"
        arguments = [sys.executable, "-c", SERVER, str(self.log), str(LATENCY)]
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def answers(self) -> list[tuple[str, str]]:
        """Return each answer with the Message-ID of its letter."""
        return [tuple(line.split()) for line in self.log.read_text().splitlines()]

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()


def measure_mailing(sink: Sink, letters: int) -> dict:
    """Return the rate, the final states and how often each letter was accepted; the installation's mail must go to the sink."""
    entry = _write(letters)
    first, seconds, states = _wait(entry, letters)
    ours = set(map(str, entry.notices.values_list("pk", flat=True)))
    answers = [(answer, key) for answer, key in sink.answers() if key.strip("<").partition("@")[0] in ours]
    accepted = Counter(Counter(key for answer, key in answers if answer == "250").values())
    final = states["SENT"] + states["FAILED"]
    return {
        "mailing": {
            "letters": letters,
            "letters_a_second": {"figure": round(letters / first, 1), "limit": RATE, "holds": letters / first >= RATE},
            "seconds_until_each_was_tried": round(first, 1),
            "seconds_until_all_were_final": {"figure": round(seconds, 1), "limit": SECONDS, "holds": seconds <= SECONDS},
            "answers": dict(Counter(answer for answer, _key in answers)),
            "states": dict(states),
            "all_final": {"figure": final, "limit": letters, "holds": final == letters},
            # How many letters were accepted once, twice, …
            "accepted_times": {str(times): number for times, number in sorted(accepted.items())},
            "accepted_once": {"figure": accepted[1], "limit": states["SENT"], "holds": accepted == {1: states["SENT"]}},
        }
    }


def _write(letters: int) -> object:
    """Write the letters as an event does, to people without an account."""
    from competition.clock import read_clock
    from competition.letters import Addressee
    from competition.models import Edition
    from competition.operations.events import record_event

    edition, at = Edition.objects.get(is_current=True), read_clock()
    stage = edition.stages.get(key="registration")
    return record_event(
        event="stage_extended",
        subject=stage,
        subject_key=f"{edition.year}/bench",
        person=None,
        at=at,
        edition=edition,
        recipients=[Addressee(f"Orang {number}", f"orang{number}@sink{number % 40}.test") for number in range(letters)],
        context={"stage": stage, "extension": {"old_closes_at": at, "new_closes_at": at, "reason": "Bench"}},
    )


def _wait(entry: object, letters: int) -> tuple[float, float, Counter]:
    """Return the seconds until every letter was tried, those until every one was final, and the states then."""
    begun, first = time.monotonic(), 0.0
    while True:
        waited = time.monotonic() - begun
        states = Counter(entry.notices.order_by().values_list("state", flat=True))
        if not first and not entry.notices.filter(attempts=0).exists():
            first = waited
        if states["SENT"] + states["FAILED"] == letters or waited > SECONDS:
            return first or waited, waited, states
        time.sleep(0.5)
