"""One thing that goes wrong per policy function, if that function says yes to everybody.

A scenario builds what it needs and returns an act; the act passes as long as the rule holds. It goes the way people go: through
a door, an operation or a page, never by asking the policy itself.
"""

from collections.abc import Callable
from functools import partial

from tests.builders import Cast

Act = Callable[[], object]
Scenario = Callable[[Cast], Act]


class WentThrough(AssertionError):
    """What should have been refused was done."""


def refuses(error: type[Exception], act: Act) -> Act:
    """Return the act turned round: it passes when `act` is refused with this error."""
    return partial(_expect, error, act)


def _expect(error: type[Exception], act: Act) -> None:
    try:
        act()
    except error:
        return
    raise WentThrough
