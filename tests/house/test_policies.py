"""REG-46: a policy function that says yes to everybody is noticed; and nobody decides rights beside the policy.

Each public function of a policy shelf has a scenario in tests/house/scenarios. The scenario passes as things are, and fails
once that one function is replaced by a yes wherever it is used.
"""

import inspect
import sys
from types import FunctionType, ModuleType

import pytest
from django.db import transaction

import competition.policy
import judging.policy
import submissions.policy
from competition.verdict import YES
from tests.house.scenarios import entry, frame, reopenings, verdict
from tests.house.source import APPS

SHELVES: dict[ModuleType, dict] = {
    competition.policy: frame.SCENARIOS,
    submissions.policy: entry.SCENARIOS,
    judging.policy: verdict.SCENARIOS | reopenings.SCENARIOS,
}


def public_functions(shelf: ModuleType) -> dict[str, FunctionType]:
    """Return what a policy shelf offers."""
    return {
        name: one
        for name, one in vars(shelf).items()
        if inspect.isfunction(one) and one.__module__.startswith(shelf.__name__) and not name.startswith("_")
    }


CASES = [(shelf, name) for shelf in SHELVES for name in public_functions(shelf)]


def say_yes_everywhere(monkeypatch: pytest.MonkeyPatch, function: FunctionType) -> int:
    """Replace the function by a yes under every name by which the apps know it; return how many those are."""
    answer = True if inspect.signature(function).return_annotation is bool else YES
    places = [
        (module, name)
        for key, module in list(sys.modules.items())
        if key.split(".")[0] in APPS
        for name, value in list(vars(module).items())
        if value is function
    ]
    for module, name in places:
        monkeypatch.setattr(module, name, lambda *_args, **_known: answer)
    return len(places)


def passes(act) -> bool:
    """Say whether the act passes; whatever it wrote is undone."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Exception:  # noqa: BLE001 - however a wrong answer is noticed, it is noticed
        return False
    return True


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.__name__)
def test_every_policy_function_has_its_scenario(shelf):
    assert set(SHELVES[shelf]) == set(public_functions(shelf))


@pytest.mark.django_db
@pytest.mark.parametrize(("shelf", "name"), CASES, ids=lambda one: getattr(one, "__name__", one))
def test_a_yes_to_everybody_is_noticed(cast, monkeypatch, shelf, name):
    act = SHELVES[shelf][name](cast)
    with transaction.atomic():
        act()
        transaction.set_rollback(True)
    assert say_yes_everywhere(monkeypatch, getattr(shelf, name))
    assert not passes(act), f"{name} may say yes to everybody, and nothing notices"


@pytest.mark.django_db
def test_the_check_itself_can_fail(cast, monkeypatch):
    """The negative control: a scenario about something else does not notice."""
    act = frame.SCENARIOS["may_see_people"](cast)
    say_yes_everywhere(monkeypatch, competition.policy.may_move_calendar)
    assert passes(act)
