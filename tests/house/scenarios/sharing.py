"""Scenarios of what is handed on of innovations; a part of those of the entry."""

from functools import partial

from competition.clock import read_clock
from competition.verdict import NotAllowed
from submissions.operations.shared_materials import let_material_through, withdraw_material
from tests.builders import Cast
from tests.house.scenarios import Act, Scenario, refuses
from tests.submissions import sharing


def stranger_shares_a_material(cast: Cast) -> Act:
    return refuses(NotAllowed, partial(sharing.offered, cast, person=cast.stranger))


def other_withdraws_a_material(cast: Cast) -> Act:
    known = {"material": sharing.offered(cast), "person": cast.other_administrator, "at": read_clock()}
    return refuses(NotAllowed, partial(withdraw_material, **known))


def agency_lets_its_material_through(cast: Cast) -> Act:
    known = {"material": sharing.offered(cast), "person": cast.administrator, "at": read_clock()}
    return refuses(NotAllowed, partial(let_material_through, **known))


SCENARIOS: dict[str, Scenario] = {
    "may_share_material": stranger_shares_a_material,
    "may_withdraw_material": other_withdraws_a_material,
    "may_moderate_material": agency_lets_its_material_through,
}
