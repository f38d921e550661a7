"""Two people with one link, two invitations to one address, two last administrators: and what would be without the lock."""

import pytest

from competition.models import Invitation, Membership, Person
from competition.operations.invitations import AccountExists, InvitationUsed, join_by_invitation, redeem_invitation
from competition.operations.memberships import LastAdministrator, take_role
from tests import builders
from tests.competition.letterbox import invited
from tests.meanwhile import meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "sandi panjang sekali 7"


def accept_twice(cast, at):
    """One account accepts in two windows at once."""
    invitation, _token = invited(cast, cast.stranger.email)
    who = [Person.objects.get(pk=cast.stranger.pk) for _ in range(2)]
    accept = [lambda one=one: redeem_invitation(invitation=invitation, person=one, at=at) for one in who]
    return race(*accept)


def test_two_people_redeeming_one_link_are_one_member(cast, at):
    outcome = accept_twice(cast, at)
    assert outcome.waited
    assert isinstance(outcome.error, InvitationUsed)
    assert Membership.objects.filter(person=cast.stranger, institution=cast.institution).count() == 1


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_the_second_does_not_learn_that_the_link_is_used(cast, at):
    outcome = accept_twice(cast, at)
    # The constraint stops the second row, or it passes as if nobody had been there: never an answer a person can act on.
    assert not isinstance(outcome.error, InvitationUsed)


def join_twice(cast, at):
    """Two people who were forwarded the same link make themselves an account."""
    invitation, _token = invited(cast)

    def join(name):
        return lambda: join_by_invitation(invitation=invitation, name=name, password=PASSWORD, privacy="2026-11", at=at)

    with meanwhile(Invitation, join("Siti")) as other:
        join("Budi")()
    return other


def test_two_people_joining_by_one_link_are_one_person(cast, at):
    other = join_twice(cast, at)
    assert not other.came_between
    assert isinstance(other.error, InvitationUsed)
    assert Person.objects.get(email="baru@contoh.test").name == "Budi"


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_the_second_is_stopped_by_the_address_alone(cast, at):
    other = join_twice(cast, at)
    assert isinstance(other.error, AccountExists)


def test_two_invitations_to_one_address_make_one_account(cast, at):
    first, _token = invited(cast)
    second, _token = invited(cast, role="ADMINISTRATOR")
    values = {"name": "Budi", "password": PASSWORD, "privacy": "2026-11", "at": at}
    outcome = race(
        lambda: join_by_invitation(invitation=first, **values), lambda: join_by_invitation(invitation=second, **values)
    )
    assert isinstance(outcome.error, AccountExists)
    assert Person.objects.filter(email="baru@contoh.test").count() == 1
    second.refresh_from_db()
    assert second.redeemed_at is None


def take_both(cast, at):
    """Two administrators take each other's role at the same moment."""
    other = builders.make_person("Admin Kedua")
    pair = [
        Membership.objects.get(person=cast.administrator, role="ADMINISTRATOR"),
        Membership.objects.create(
            person=other, institution=cast.institution, role="ADMINISTRATOR", starts_at=builders.LONG_AGO
        ),
    ]
    acts = [
        lambda: take_role(membership=pair[1], person=cast.administrator, at=at),
        lambda: take_role(membership=pair[0], person=Person.objects.get(pk=cast.leader.pk), at=at),
    ]
    return race(*acts)


def administrators(cast):
    return Membership.objects.filter(institution=cast.institution, role="ADMINISTRATOR", ends_at=None).count()


def test_two_last_administrators_do_not_remove_each_other(cast, at):
    outcome = take_both(cast, at)
    assert outcome.waited
    assert isinstance(outcome.error, LastAdministrator)
    assert administrators(cast) == 1


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_they_would(cast, at):
    outcome = take_both(cast, at)
    assert outcome.error is None
    assert administrators(cast) == 0
