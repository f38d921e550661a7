"""Closing somebody else's account for the time being: who may, what ends, who is told, and what nobody can do to themself."""

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Notice, PersonSession
from competition.operations.appointments import TooFewOrganisers
from competition.operations.personal import close_account
from competition.operations.suspensions import NoReason, restore_account, suspend_account
from competition.queries.accounts import account_of, is_suspended
from competition.verdict import NotAllowed
from tests import builders
from tests.submissions.views.pages import sign_in

REASON = "Perangkatnya hilang."


@pytest.fixture
def clerk(cast):
    """Return a secretary who holds nothing else."""
    person = builders.make_person("Staf sekretariat")
    builders.appoint(person, cast.edition, "SECRETARIAT")
    return person


def suspend(account, person, reason: str = REASON):
    return suspend_account(account=account, person=person, reason=reason, at=read_clock())


def restore(account, person, reason: str = "Perangkatnya ditemukan."):
    return restore_account(account=account, person=person, reason=reason, at=read_clock())


def test_the_sessions_end_and_the_account_opens_again_with_its_roles(cast, clerk):
    sign_in(cast.writer), sign_in(cast.writer)
    suspend(cast.writer, clerk)
    assert not PersonSession.objects.filter(person=cast.writer).exists()
    assert is_suspended(cast.writer.pk)
    restore(cast.writer, clerk)
    cast.writer.refresh_from_db()
    assert cast.writer.is_active
    assert cast.writer.memberships.get().ends_at is None


def test_the_audit_has_who_whom_and_why_and_the_letters_go_to_owner_and_heads(cast, clerk):
    sign_in(cast.writer)
    suspend(cast.writer, clerk)
    restore(cast.writer, clerk)
    entries = {one.event: one for one in AuditEntry.objects.filter(person=clerk)}
    assert entries["account_suspended"].data == {"person": cast.writer.pk, "sessions": 1}
    assert entries["account_suspended"].reason == entries["sessions_ended"].reason == REASON
    assert entries["account_restored"].reason == "Perangkatnya ditemukan."
    told = {cast.writer.email, cast.administrator.email, cast.leader.email}
    for event in ("account_suspended", "account_restored"):
        assert set(Notice.objects.filter(event=event).values_list("address", flat=True)) == told
    letter = Notice.objects.get(event="account_suspended", recipient=cast.writer)
    assert REASON in letter.text


@pytest.mark.parametrize("act", [suspend, restore])
def test_a_reason_is_given(cast, clerk, act):
    if act is restore:
        suspend(cast.writer, clerk)
    with pytest.raises(NoReason):
        act(cast.writer, clerk, "  ")


def test_nobody_suspends_themself_a_member_of_their_own_institution_or_the_operator(cast, clerk):
    operator = builders.make_person("Pengelola")
    operator.is_staff = True
    operator.save(update_fields=["is_staff"])
    colleague = builders.make_person("Rekan sekantor")
    for one in (clerk, colleague):
        one.memberships.create(institution=cast.institution, unit=cast.unit, role="WRITER", starts_at=builders.LONG_AGO)
    for account in (clerk, operator, colleague):
        with pytest.raises(NotAllowed):
            suspend(account, clerk)


def test_an_office_holder_is_kept_out_by_an_organiser_of_the_edition_only(cast, clerk):
    judge = cast.judges[0]
    with pytest.raises(NotAllowed):
        suspend(judge, clerk)
    suspend(judge, cast.secretariat)
    with pytest.raises(NotAllowed):
        restore(judge, clerk)
    restore(judge, cast.secretariat)


def test_two_other_organisers_stay(cast):
    other = builders.make_person("Penyelenggara lain")
    builders.appoint(other, cast.edition, "ORGANISER")
    suspend(other, cast.secretariat)
    with pytest.raises(TooFewOrganisers):
        suspend(cast.secretariat2, cast.secretariat)


def test_what_is_so_already_is_said(cast, clerk):
    with pytest.raises(NotAllowed, match="aktif"):
        restore(cast.writer, clerk)
    suspend(cast.writer, clerk)
    with pytest.raises(NotAllowed, match="sudah dinonaktifkan"):
        suspend(cast.writer, clerk)


def test_an_account_that_its_owner_closed_is_nobodys_to_open(cast):
    person = builders.make_person("Sudah pergi")
    close_account(person=person, at=read_clock())
    person.refresh_from_db()
    assert account_of(person.email) is None
    assert not is_suspended(person.pk)
