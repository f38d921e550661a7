"""Giving and taking roles: history kept, the last administrator stays, nobody makes themselves more than they are."""

from datetime import timedelta

import pytest

from competition.models import AuditEntry, Invitation, Membership, Notice, Person, Unit
from competition.operations.invitations import AlreadyMember, NoReason, NoUnit, join_by_invitation
from competition.operations.memberships import (
    BadPeriod,
    FromOutside,
    LastAdministrator,
    NotAMember,
    Overlapping,
    OwnRole,
    change_unit,
    delegate_endorsement,
    end_member_sessions,
    give_role,
    take_role,
)
from competition.policy import may_end_sessions_of, may_see_people
from competition.queries.people import rights_of
from competition.verdict import NotAllowed
from tests import builders
from tests.evidence import refused

WRITER, ADMINISTRATOR, LEADER, DELEGATE = "WRITER", "ADMINISTRATOR", "LEADER", "DELEGATE"
WEEK = timedelta(days=7)


def held(person, role):
    """Return a role somebody has without an end."""
    return Membership.objects.select_related("institution", "person").get(person=person, role=role, ends_at=None)


def second_administrator(cast):
    person = builders.make_person("Admin Kedua")
    return Membership.objects.create(
        person=person, institution=cast.institution, role=ADMINISTRATOR, starts_at=builders.LONG_AGO
    )


def give(cast, at, who, member, role, **values):
    known = {"unit": cast.unit if role == WRITER else None, "position": "", "institution": cast.institution}
    return give_role(person=cast.as_people()[who], member=member, role=role, at=at, **(known | values))


def delegate(cast, at, **values):
    known = {
        "institution": cast.institution,
        "person": cast.leader,
        "email": cast.administrator.email,
        "position": "Plh. Sekretaris Daerah",
        "starts_at": at,
        "ends_at": at + WEEK,
        "reason": "Dinas luar",
    }
    return delegate_endorsement(at=at, **(known | values))


def test_give_role_is_told_and_written_down(cast, at):
    membership = give(cast, at, "leader", cast.writer, ADMINISTRATOR)
    assert (membership.starts_at, membership.ends_at, membership.given_by) == (at, None, cast.leader)
    entry = AuditEntry.objects.get(event="role_given")
    assert entry.data == {"membership": membership.code, "role": ADMINISTRATOR, "person": cast.writer.pk}
    told = {one.recipient for one in Notice.objects.filter(event="role_given")}
    assert told == {cast.writer, cast.administrator, cast.leader}


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("writer", WRITER),
        ("other_administrator", WRITER),
        ("administrator", LEADER),
        ("administrator", DELEGATE),
        ("secretariat", WRITER),
        ("judge1", ADMINISTRATOR),
    ],
)
def test_give_role_refuses_what_is_not_theirs_to_give(cast, at, who, role):
    with refused(NotAllowed):
        give(cast, at, who, cast.colleague, role)


def test_give_role_makes_nobody_more_than_they_are(cast, at):
    with refused(OwnRole):
        give(cast, at, "leader", cast.leader, ADMINISTRATOR)
    Membership.objects.filter(person=cast.leader).update(ends_at=at)
    with refused(OwnRole):
        give(cast, at, "administrator", cast.administrator, LEADER)
    assert give(cast, at, "administrator", cast.administrator, WRITER)


def test_give_role_is_for_people_of_the_institution_only(cast, at):
    """REG-31: whoever is not of the institution is invited; no list of accounts is ever shown."""
    with refused(NotAMember):
        give(cast, at, "administrator", cast.stranger, WRITER)
    Membership.objects.filter(person=cast.colleague).update(ends_at=at)
    with refused(NotAMember):
        give(cast, at, "administrator", cast.colleague, ADMINISTRATOR)


def test_give_role_refuses_twice_the_same_and_a_foreign_unit(cast, at):
    with refused(AlreadyMember):
        give(cast, at, "administrator", cast.writer, WRITER)
    with refused(NoUnit):
        give(cast, at, "administrator", cast.leader, WRITER, unit=cast.other_unit)


def test_the_secretariat_gives_nothing_without_an_invitation(cast, at):
    with refused(FromOutside):
        give(cast, at, "secretariat", cast.writer, ADMINISTRATOR)


def test_take_role_ends_it_and_keeps_the_row(cast, at):
    membership = held(cast.writer, WRITER)
    take_role(membership=membership, person=cast.administrator, reason="Pindah tugas", at=at)
    membership.refresh_from_db()
    assert (membership.starts_at, membership.ends_at) == (builders.LONG_AGO, at)
    assert not rights_of(Person.objects.get(pk=cast.writer.pk), at).writes_for(cast.unit.pk)
    assert AuditEntry.objects.get(event="role_taken").reason == "Pindah tugas"
    assert Notice.objects.filter(event="role_taken", recipient=cast.writer).exists()
    with refused(NotAllowed):
        take_role(membership=membership, person=cast.administrator, at=at)


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("writer", ADMINISTRATOR),
        ("administrator", LEADER),
        ("other_leader", WRITER),
        ("other_administrator", WRITER),
        ("secretariat", WRITER),
        ("judge1", LEADER),
    ],
)
def test_take_role_refuses_what_is_not_theirs_to_take(cast, at, who, role):
    holder = {WRITER: cast.writer, ADMINISTRATOR: cast.administrator, LEADER: cast.leader}[role]
    second_administrator(cast)
    with refused(NotAllowed):
        take_role(membership=held(holder, role), person=cast.as_people()[who], reason="Karena", at=at)


def test_anybody_lays_down_what_is_theirs(cast, at):
    assert take_role(membership=held(cast.writer, WRITER), person=cast.writer, at=at).ends_at == at


@pytest.mark.parametrize("who", ["administrator", "leader", "secretariat"])
def test_the_last_administrator_stays_until_there_is_another(cast, at, who):
    person = cast.as_people()[who]
    with refused(LastAdministrator):
        take_role(membership=held(cast.administrator, ADMINISTRATOR), person=person, reason="Surat 1", at=at)
    second = second_administrator(cast)
    Person.objects.filter(pk=second.person_id).update(is_active=False)
    with refused(LastAdministrator):
        take_role(membership=held(cast.administrator, ADMINISTRATOR), person=person, reason="Surat 1", at=at)
    Person.objects.filter(pk=second.person_id).update(is_active=True)
    assert take_role(membership=held(cast.administrator, ADMINISTRATOR), person=person, reason="Surat 1", at=at)


def test_the_secretariat_takes_a_leaders_role_with_a_reason(cast, at):
    with refused(NoReason):
        take_role(membership=held(cast.leader, LEADER), person=cast.secretariat, reason=" ", at=at)
    assert take_role(membership=held(cast.leader, LEADER), person=cast.secretariat, reason="SK 1/2026", at=at)


def test_change_unit_ends_one_row_and_begins_another(cast, at):
    clinic = Unit.objects.create(institution=cast.institution, name="Puskesmas Kedua")
    before = held(cast.writer, WRITER)
    after = change_unit(membership=before, person=cast.administrator, unit=clinic, at=at)
    before.refresh_from_db()
    assert (before.ends_at, after.starts_at, after.unit, after.position) == (at, at, clinic, "Jabatan")
    rights = rights_of(Person.objects.get(pk=cast.writer.pk), at)
    assert rights.writes_for(clinic.pk)
    assert not rights.writes_for(cast.unit.pk)
    assert AuditEntry.objects.get(event="unit_changed").data["from"] == cast.unit.pk


def test_change_unit_refuses_a_foreign_unit_and_who_does_not_write(cast, at):
    with refused(NoUnit):
        change_unit(membership=held(cast.writer, WRITER), person=cast.administrator, unit=cast.other_unit, at=at)
    with refused(NoUnit):
        change_unit(membership=held(cast.leader, LEADER), person=cast.leader, unit=cast.unit, at=at)
    with refused(NotAllowed):
        change_unit(membership=held(cast.writer, WRITER), person=cast.writer, unit=cast.unit, at=at)


def test_delegate_endorsement_is_for_a_period(cast, at):
    membership = delegate(cast, at)
    assert (membership.role, membership.given_by, membership.ends_at) == (DELEGATE, cast.leader, at + WEEK)
    assert AuditEntry.objects.get(event="delegation_given").reason == "Dinas luar"
    told = {one.recipient for one in Notice.objects.filter(event="delegation_given")}
    assert told == {cast.administrator, cast.leader}


def test_delegate_endorsement_invites_who_is_not_of_the_institution(cast, at):
    for email in (cast.stranger.email, "plh@contoh.test"):
        invitation = delegate(cast, at, email=email)
        assert isinstance(invitation, Invitation)
        assert invitation.expires_at == at + WEEK
    later = at + timedelta(days=2)
    given = {"name": "Pelaksana", "password": "sandi panjang sekali 7", "privacy": "2026-11"}
    person = join_by_invitation(invitation=invitation, at=later, **given)
    membership = Membership.objects.get(person=person)
    assert (membership.role, membership.given_by, membership.starts_at, membership.ends_at) == (
        DELEGATE,
        cast.leader,
        later,
        at + WEEK,
    )


@pytest.mark.parametrize("who", ["administrator", "writer", "other_leader", "secretariat"])
def test_delegate_endorsement_is_the_leaders_alone(cast, at, who):
    with refused(NotAllowed):
        delegate(cast, at, person=cast.as_people()[who], email=cast.colleague.email)


def test_a_delegate_passes_nothing_on(cast, at):
    delegate(cast, at, email=cast.colleague.email)
    with refused(NotAllowed):
        delegate(cast, at, person=cast.colleague)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(timedelta(0), timedelta(0)), (WEEK, timedelta(days=1)), (-WEEK, -timedelta(days=1)), (timedelta(0), timedelta(days=100))],
)
def test_delegate_endorsement_refuses_a_period_that_is_none(cast, at, starts, ends):
    with refused(BadPeriod):
        delegate(cast, at, starts_at=at + starts, ends_at=at + ends)


def test_delegate_endorsement_refuses_the_leader_another_leader_twice_and_without_reason(cast, at):
    with refused(OwnRole):
        delegate(cast, at, email=cast.leader.email.upper())
    with refused(NoReason):
        delegate(cast, at, reason="  ")
    delegate(cast, at)
    with refused(Overlapping):
        delegate(cast, at, starts_at=at + timedelta(days=6), ends_at=at + 2 * WEEK)
    assert delegate(cast, at, starts_at=at + WEEK, ends_at=at + 2 * WEEK)
    Membership.objects.create(person=cast.colleague, institution=cast.institution, role=LEADER, starts_at=builders.LONG_AGO)
    with refused(AlreadyMember):
        delegate(cast, at, email=cast.colleague.email)


def test_a_delegation_is_taken_back_before_it_began(cast, at):
    membership = delegate(cast, at, starts_at=at + WEEK, ends_at=at + 2 * WEEK)
    with refused(NotAllowed):
        take_role(membership=membership, person=cast.writer, at=at)
    taken = take_role(membership=membership, person=cast.leader, at=at)
    assert taken.ends_at == taken.starts_at == at + WEEK
    rights = rights_of(Person.objects.get(pk=cast.administrator.pk), at + WEEK)
    assert not rights.is_member(cast.institution.pk, DELEGATE)
    assert AuditEntry.objects.filter(event="delegation_ended").count() == 1


def test_what_was_done_in_a_leaders_stead_ends_with_the_leader(cast, at):
    now, coming = delegate(cast, at), delegate(cast, at, starts_at=at + WEEK, ends_at=at + 2 * WEEK)
    take_role(membership=held(cast.leader, LEADER), person=cast.secretariat, reason="SK 1/2026", at=at + timedelta(hours=1))
    for one in (now, coming):
        one.refresh_from_db()
    assert now.ends_at == at + timedelta(hours=1)
    assert coming.ends_at == coming.starts_at
    assert AuditEntry.objects.filter(event="delegation_ended").count() == 2


def test_who_sees_the_people(cast, at):
    may = {name for name, person in cast.as_people().items() if may_see_people(person, cast.institution, at)}
    assert may == {"administrator", "leader", "secretariat", "secretariat2"}


def test_who_ends_sessions(cast, at):
    membership = held(cast.writer, WRITER)
    may = {name for name, person in cast.as_people().items() if may_end_sessions_of(person, membership, at)}
    assert may == {"administrator", "leader"}
    membership.ends_at = at
    assert not may_end_sessions_of(cast.administrator, membership, at)
    with refused(NotAllowed):
        end_member_sessions(membership=held(cast.writer, WRITER), person=cast.colleague, at=at)
