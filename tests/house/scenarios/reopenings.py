"""What goes wrong when everybody may reopen a ranking."""

from functools import partial

from django.core.exceptions import PermissionDenied

from competition.clock import read_clock
from competition.verdict import NotAllowed
from judging import access
from judging.operations.reopenings import (
    carry_out_reopening,
    confirm_reopening,
    propose_reopening,
    stop_reopening,
)
from tests import builders
from tests.builders import Cast
from tests.house.scenarios import Act, Scenario, refuses
from tests.judging import reopening


def tied_organiser_sees_it(cast: Cast) -> Act:
    builders.ranked(cast, 1)
    builders.join(cast.secretariat, builders.make_institution())
    return refuses(PermissionDenied, partial(access.round_to_reopen, 2017, "desk", cast.secretariat, read_clock()))


def chair_asks(cast: Cast) -> Act:
    round_ = builders.ranked(cast, 1).round
    return refuses(NotAllowed, partial(propose_reopening, round_=round_, reason="x", person=cast.chair, at=read_clock()))


def proposer_confirms(cast: Cast) -> Act:
    builders.ranked(cast, 1)
    return refuses(NotAllowed, partial(confirm_reopening, **reopening.known(reopening.proposed(cast), cast.secretariat)))


def opened_at_once(cast: Cast) -> Act:
    builders.ranked(cast, 1)
    one = reopening.confirmed(cast)
    return refuses(NotAllowed, partial(carry_out_reopening, **reopening.known(one, cast.secretariat)))


def judge_stops(cast: Cast) -> Act:
    builders.ranked(cast, 1)
    known = {"reopening": reopening.proposed(cast), "reason": "x", "person": cast.judges[0], "at": read_clock()}
    return refuses(NotAllowed, partial(stop_reopening, **known))


SCENARIOS: dict[str, Scenario] = {
    "may_see_reopening": tied_organiser_sees_it,
    "may_reopen_ranking": chair_asks,
    "may_confirm_reopening": proposer_confirms,
    "may_carry_out_reopening": opened_at_once,
    "may_stop_reopening": judge_stops,
}
