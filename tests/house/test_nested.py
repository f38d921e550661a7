"""SEC-03: an address that names two things gives nothing when one is the visitor's and the other is not (REG-01)."""

import pytest
from django.urls import reverse

from competition.models import Invitation, Membership
from tests.house.source import expect_none
from tests.house.test_access import ALL, ask, client_of
from tests.house.worlds import WORLDS, World, world

pytestmark = pytest.mark.django_db
# Arguments that name something which lies inside what another argument names, with what is nowhere.
INNER = {"member": "2222222222", "invitation": "2222222222", "unit": 999_999}
ACTORS = ("writer", "administrator", "leader", "delegate", "stranger", "other_administrator", "secretariat", "organiser")


def nested() -> list[tuple[str, str]]:
    """Return each address with an institution and something inside it, with the name of that."""
    return [
        (name, inner) for name, needed in sorted(ALL.items()) if "institution" in needed for inner in INNER if inner in needed
    ]


def others_of(here: World) -> dict[str, object]:
    """Return what lies inside another institution: its code, a member, an invitation, a unit."""
    membership = here.people["stranger"].memberships.get()
    invitation = Invitation.objects.get()
    foreign = Invitation.objects.create(
        institution=membership.institution,
        email="lain@contoh.test",
        role="WRITER",
        unit=membership.unit,
        token_hash="b" * 64,
        invited_by=here.people["other_administrator"],
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
    )
    return {
        "institution": membership.institution.code,
        "member": membership.code,
        "invitation": foreign.code,
        "unit": membership.unit_id,
    }


def told_apart(here: World, outer: dict, inner: dict, method: str, actor: str) -> list[str]:
    """Return where a visitor can tell something inside another institution from something that does not exist."""
    client, found = client_of(here.people[actor]), []
    for name, within in nested():
        place = {"institution": outer["institution"]}
        crossed = ask(client, method, reverse(name, kwargs=place | {within: inner[within]}))
        missing = ask(client, method, reverse(name, kwargs=place | {within: INNER[within]}))
        if crossed.status_code == 200 or (crossed.status_code, crossed.content) != (missing.status_code, missing.content):
            found.append(f"{method} {name} as {actor}: {crossed.status_code}, and {missing.status_code} for nothing")
    return found


def test_there_are_addresses_with_two_names():
    assert {within for _name, within in nested()} == set(INNER)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_lies_in_another_institution_is_nothing_here(method):
    here = world(WORLDS["draft"])
    own = here.places | {"member": Membership.objects.get(code=here.places["member"]).code}
    foreign = others_of(here)
    expect_none(
        line
        for actor in ACTORS
        for outer, inner in ((own, foreign), (foreign, own))
        for line in told_apart(here, outer, inner, method, actor)
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_own_is_found_by_the_same_look(method):
    """The control: inside their own institution people do tell what is there from what is not."""
    here = world(WORLDS["draft"])
    assert told_apart(here, here.places, here.places, method, "administrator")
