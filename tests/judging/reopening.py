"""Reopenings of the first round's ranking, for tests."""

from datetime import datetime

from competition.clock import read_clock
from competition.models import Person
from judging.models import Reopening
from judging.operations.reopenings import DELAY, carry_out_reopening, confirm_reopening, propose_reopening
from tests import builders

WHY = "Satu lembar dinilai untuk proposal yang keliru."


def known(one: Reopening, person: Person, at: datetime | None = None) -> dict:
    """Return what confirming and carrying out take, of the reopening that was read."""
    return {"reopening": one, "seen": one.pk, "person": person, "at": at or read_clock()}


def proposed(cast: builders.Cast) -> Reopening:
    """Return what the first organiser asks for."""
    return propose_reopening(round_=builders.the_round(cast), reason=WHY, person=cast.secretariat, at=read_clock())


def confirmed(cast: builders.Cast) -> Reopening:
    """Return the same with the second organiser's yes."""
    return confirm_reopening(**known(proposed(cast), cast.secretariat2))


def done(cast: builders.Cast) -> Reopening:
    """Return the same, opened when its delay was over."""
    one = confirmed(cast)
    return carry_out_reopening(**known(one, cast.secretariat, one.confirmed_at + DELAY))
