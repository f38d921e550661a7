"""Somebody who goes on writing in an installation of which parts die: `python -m tests.faults.writer`, an act per line.

Each line is the name of an act with its arguments as JSON; the answer is a line of JSON too. It plays the web server: it
commits, and tells the broker, whatever becomes of it.
"""

import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - settings come first

from competition.clock import read_clock  # noqa: E402 - the same
from competition.operations import notices  # noqa: E402 - the same
from submissions.operations.exports import ask_export  # noqa: E402 - the same
from submissions.queries.pipeline import EVERY, PipelineFilter  # noqa: E402 - the same
from tests import builders  # noqa: E402 - the same
from tests.competition.operations.outbox import write  # noqa: E402 - the same
from tests.submissions import files  # noqa: E402 - the same


@contextmanager
def away() -> Iterator[None]:
    """Let the broker be known to be away."""
    before, notices._Broker.quiet_until = notices._Broker.quiet_until, float("inf")
    try:
        yield
    finally:
        notices._Broker.quiet_until = before


class Writer:
    """The acts. Each returns what may be asked after."""

    def __init__(self) -> None:
        self.cast = builders.make_cast(builders.make_edition())

    def letters(self, event: str, number: int, *, quiet: bool = False) -> list[str]:
        """Write letters to so many people, quietly without telling the workers; return their ids."""
        people = [builders.make_person() for _ in range(number)]
        with away() if quiet else nullcontext():
            return [str(one.pk) for one in write(builders.the_round(self.cast), *people, event=event)]

    def report(self, *, quiet: bool = False) -> str:
        """Ask for a list as a file, quietly as if the broker were away."""
        asked = {"edition": self.cast.edition, "person": self.cast.secretariat, "asked": PipelineFilter(state=EVERY)}
        with away() if quiet else nullcontext():
            return ask_export(form="csv", at=read_clock(), **asked).code

    def file(self) -> str:
        """Upload one."""
        return files.upload(self.cast, builders.draft(self.cast)).code

    def close(self, hours: int) -> list[str]:
        """Let registration close in so many hours; return who is to be reminded at the least."""
        builders.endorsed(self.cast)
        closes_at = read_clock() + timedelta(hours=hours)
        self.cast.edition.stages.filter(key="registration").update(closes_at=closes_at)
        return [self.cast.administrator.email]

    def check(self) -> str:
        """Say what does not hold any more."""
        told = io.StringIO()
        try:
            call_command("check_invariants", stdout=io.StringIO(), stderr=told)
        except django.core.management.CommandError as broken:
            return f"{told.getvalue()}{broken}"
        return ""


def main() -> None:
    """Do what each line says, and answer with the result and the seconds it took."""
    writer = Writer()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        name, arguments = json.loads(line)
        act: Callable[..., object] = getattr(writer, name)
        begun = time.monotonic()
        print(json.dumps([act(**arguments), time.monotonic() - begun]), flush=True)


if __name__ == "__main__":
    main()
