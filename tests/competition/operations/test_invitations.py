"""Inviting, taking back, accepting: one link, one address, one use, seven days."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core import mail

from competition.models import AuditEntry, Membership, Notice
from competition.models.invitations import InvitationState
from competition.operations.invitations import (
    A_DAY,
    LIFETIME,
    AccountExists,
    AlreadyMember,
    ForeignInvitation,
    InvitationExpired,
    InvitationRevoked,
    InvitationUsed,
    NoOffice,
    NoReason,
    NoUnit,
    Offer,
    TooManyInvitations,
    invite_person,
    join_by_invitation,
    redeem_invitation,
    revoke_invitation,
)
from competition.operations.memberships import take_role
from competition.terms import Term
from competition.tokens import hash_of
from competition.verdict import NotAllowed
from competition.zones import day_of
from tests import builders
from tests.competition.letterbox import last_letter, token_in
from tests.evidence import refused

NEW = "baru@contoh.test"
TERM = Term("131.73-245/2025", date(2025, 2, 20))
WRITER, ADMINISTRATOR, LEADER, DELEGATE = "WRITER", "ADMINISTRATOR", "LEADER", "DELEGATE"


def invite(cast, at, who="administrator", *, email=NEW, role=WRITER, institution=None, **values):
    """Invite as somebody of the cast."""
    place = institution or cast.institution
    unit = values.pop("unit", cast.unit if role == WRITER else None)
    office = {"position": "Bupati", "term": TERM} if role == LEADER else {}
    office |= {name: values.pop(name) for name in ("position", "term") if name in values}
    offer = Offer(role, unit, **office)
    return invite_person(institution=place, person=cast.as_people()[who], email=email, offer=offer, at=at, **values)


def join(invitation, at, name="Suharto", password="sandi panjang sekali 7"):
    return join_by_invitation(invitation=invitation, name=name, password=password, privacy="2026-11", at=at)


def test_invite_person_sends_a_link_that_only_the_letter_has(cast, at):
    invitation = invite(cast, at)
    notice = Notice.objects.get(event="person_invited")
    token = token_in(last_letter(NEW))
    assert hash_of(token) == invitation.token_hash
    assert f"{settings.SITE_URL}/undangan/{token}/" in mail.outbox[-1].body
    assert token in mail.outbox[-1].alternatives[0][0]
    notice.refresh_from_db()
    everything = [*map(str, vars(notice).values()), *map(str, vars(invitation).values())]
    assert not [text for text in everything if token in text]
    assert notice.recipient is None
    assert invitation.expires_at == at + LIFETIME == at + timedelta(days=7)
    entry = AuditEntry.objects.get(event="person_invited")
    assert entry.data == {"invitation": invitation.code, "role": WRITER}
    assert NEW not in str(entry.data) + entry.reason


def test_every_invitation_has_a_link_of_its_own(cast, at):
    invite(cast, at)
    invite(cast, at, email="lain@contoh.test")
    assert token_in(last_letter(NEW)) != token_in(last_letter("lain@contoh.test"))


@pytest.mark.parametrize("email", [" Budi.Santoso@Contoh.TEST ", "budi.santoso@contoh.test", "BUDI.SANTOSO@CONTOH.TEST"])
def test_an_address_is_the_same_in_capitals_and_keeps_its_dots(cast, at, email):
    invitation = invite(cast, at, email=email)
    assert invitation.email == "budi.santoso@contoh.test"
    assert join(invitation, at).email == "budi.santoso@contoh.test"


def test_a_letter_to_somebody_with_an_account_is_to_them_in_their_language(cast, at):
    cast.stranger.language = "en"
    cast.stranger.save(update_fields=["language"])
    invite(cast, at, email=cast.stranger.email)
    assert "Dear Stranger" in last_letter(cast.stranger.email)
    assert Notice.objects.get(event="person_invited").recipient == cast.stranger


def test_inviting_says_nothing_about_accounts(cast, at):
    """SEC-16: the same rows, but for the letter's greeting, whether the address has an account or not."""
    known, unknown = invite(cast, at, email=cast.stranger.email), invite(cast, at)
    shown = [{name for name, value in vars(one).items() if value is None} for one in (known, unknown)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("who", ["writer", "stranger", "other_administrator", "other_leader", "chair", "judge1"])
def test_invite_person_refuses_who_does_not_look_after_the_people(cast, at, who):
    with refused(NotAllowed):
        invite(cast, at, who)


def test_who_may_invite_as_what(cast, at):
    may = {
        ("administrator", WRITER): True,
        ("administrator", ADMINISTRATOR): True,
        ("administrator", LEADER): False,
        ("leader", WRITER): True,
        ("leader", ADMINISTRATOR): True,
        ("leader", LEADER): True,
        ("secretariat", WRITER): False,
        ("secretariat", ADMINISTRATOR): True,
        ("secretariat", LEADER): True,
        ("secretariat", DELEGATE): False,
        ("administrator", DELEGATE): False,
    }
    for (who, role), allowed in may.items():
        values = {"role": role, "email": f"{who}.{role}@contoh.test", "reason": "S-1/2026"}
        if allowed:
            assert invite(cast, at, who, **values).role == role
        else:
            with refused(NotAllowed):
                invite(cast, at, who, **values)


def test_an_administrator_invites_a_leader_only_where_there_is_none(cast, at):
    Membership.objects.filter(role=LEADER, institution=cast.institution).update(ends_at=at)
    assert invite(cast, at, role=LEADER).role == LEADER


def test_an_administrator_invites_a_successor_once_the_leaders_term_is_over(cast, at):
    Membership.objects.filter(role=LEADER, institution=cast.institution).update(term_until=day_of(at) - timedelta(days=1))
    assert invite(cast, at, role=LEADER).role == LEADER


@pytest.mark.parametrize("left_out", ["position", "decree", "first_day"])
def test_a_leader_is_invited_to_an_office_with_a_decree(cast, at, left_out):
    office = {"position": "Bupati", "decree": "131.73-245/2025", "first_day": day_of(at)} | {left_out: None}
    term = Term(office["decree"] or "", office["first_day"])
    with refused(NoOffice):
        invite(cast, at, "leader", role=LEADER, position=office["position"] or "", term=term)


def test_a_leader_who_joins_holds_the_office_they_were_invited_to(cast, at):
    invitation = invite(cast, at, "leader", role=LEADER)
    membership = redeem_invitation(invitation=invitation, person=builders.make_person(email=invitation.email), at=at)
    assert (membership.position, membership.term) == ("Bupati", TERM)


def test_a_local_governments_administrator_looks_after_its_enterprise(cast, at):
    enterprise = builders.make_institution("BUMD", parent=cast.institution)
    assert invite(cast, at, role=ADMINISTRATOR, institution=enterprise).institution == enterprise
    with refused(NotAllowed):
        invite(cast, at, "other_administrator", role=ADMINISTRATOR, institution=enterprise)


def test_an_institution_that_is_not_verified_invites_nobody(cast, at):
    cast.institution.verified_at = None
    cast.institution.save(update_fields=["verified_at"])
    with refused(NotAllowed):
        invite(cast, at)


def test_the_secretariat_says_why_and_the_institutions_people_hear_of_it(cast, at):
    with refused(NoReason):
        invite(cast, at, "secretariat", role=ADMINISTRATOR)
    invite(cast, at, "secretariat", role=ADMINISTRATOR, reason="Surat Sekda 005/1/2026 tanggal 1 Mei")
    told = Notice.objects.filter(event="person_called_in")
    assert {one.recipient for one in told} == {cast.administrator, cast.leader}
    assert all("Surat Sekda 005/1/2026" in one.text for one in told)
    assert AuditEntry.objects.get(event="person_invited").reason == "Surat Sekda 005/1/2026 tanggal 1 Mei"


def test_the_secretariat_calls_nobody_into_its_own_institution(cast, at):
    Membership.objects.create(
        person=cast.secretariat, institution=cast.institution, unit=cast.unit, role=WRITER, starts_at=builders.LONG_AGO
    )
    with refused(NotAllowed):
        invite(cast, at, "secretariat", role=ADMINISTRATOR, reason="Surat")


def test_a_writer_is_invited_for_a_unit_of_the_institution(cast, at):
    for unit in (None, cast.other_unit):
        with refused(NoUnit):
            invite(cast, at, unit=unit)
    with refused(NoUnit):
        invite(cast, at, role=ADMINISTRATOR, unit=cast.unit)


def test_who_has_the_role_is_not_invited_to_it(cast, at):
    with refused(AlreadyMember):
        invite(cast, at, email=cast.writer.email.upper())
    assert invite(cast, at, email=cast.writer.email, role=ADMINISTRATOR).role == ADMINISTRATOR


def test_inviting_again_makes_the_earlier_link_dead(cast, at):
    first, second = invite(cast, at), invite(cast, at + A_DAY)
    first.refresh_from_db()
    assert (first.state_at(at + A_DAY), second.state_at(at + A_DAY)) == (InvitationState.REVOKED, InvitationState.OPEN)
    with refused(InvitationRevoked):
        join(first, at + A_DAY)


def test_one_address_is_not_written_to_without_end(cast, at):
    for minutes in range(0, 10, 2):
        invite(cast, at + timedelta(minutes=minutes))
    with refused(TooManyInvitations):
        invite(cast, at + timedelta(minutes=10))
    assert invite(cast, at + A_DAY)


def test_the_same_offer_pressed_twice_is_one_letter_and_another_offer_is_another(cast, at):
    moment = timedelta(seconds=59)
    assert invite(cast, at) == invite(cast, at + moment)
    assert Notice.objects.filter(event="person_invited", address=NEW).count() == 1
    first = invite(cast, at, role=ADMINISTRATOR)
    assert invite(cast, at + moment, role=ADMINISTRATOR, position="Kepala Bagian") != first
    revoked = invite(cast, at)
    revoke_invitation(invitation=revoked, person=cast.administrator, at=at)
    assert invite(cast, at + moment) != revoked


def test_revoke_invitation_kills_the_link(cast, at):
    invitation = invite(cast, at)
    with refused(NotAllowed):
        revoke_invitation(invitation=invitation, person=cast.writer, at=at)
    revoke_invitation(invitation=invitation, person=cast.administrator, at=at)
    revoke_invitation(invitation=invitation, person=cast.administrator, at=at)
    assert AuditEntry.objects.filter(event="invitation_revoked").count() == 1
    with refused(InvitationRevoked):
        join(invitation, at)


def test_revoke_invitation_refuses_one_that_was_accepted(cast, at):
    invitation = invite(cast, at)
    join(invitation, at)
    with refused(InvitationUsed):
        revoke_invitation(invitation=invitation, person=cast.administrator, at=at)


def test_join_by_invitation_makes_a_person_with_the_role(cast, at):
    invitation = invite(cast, at)
    person = join(invitation, at, name="  Suharto ")
    assert (person.name, person.email, person.language) == ("Suharto", NEW, "id")
    assert person.check_password("sandi panjang sekali 7")
    membership = Membership.objects.get(person=person)
    expected = (cast.institution, cast.unit, WRITER, at, None, cast.administrator)
    assert (
        membership.institution,
        membership.unit,
        membership.role,
        membership.starts_at,
        membership.ends_at,
        membership.given_by,
    ) == expected
    told = Notice.objects.filter(event="invitation_redeemed")
    assert {one.recipient for one in told} == {cast.administrator, cast.leader}
    assert AuditEntry.objects.get(event="invitation_redeemed").person == person


def test_join_by_invitation_leaves_an_account_alone(cast, at):
    invitation = invite(cast, at, email=cast.stranger.email)
    with refused(AccountExists):
        join(invitation, at, name="Orang Lain")


def test_redeem_invitation_gives_an_account_one_more_institution(cast, at):
    invitation = invite(cast, at, email=cast.stranger.email)
    redeem_invitation(invitation=invitation, person=cast.stranger, at=at)
    places = set(Membership.objects.filter(person=cast.stranger, ends_at=None).values_list("institution", flat=True))
    assert places == {cast.institution.pk, cast.other_institution.pk}


def test_redeem_invitation_refuses_another_account(cast, at):
    invitation = invite(cast, at)
    with refused(ForeignInvitation):
        redeem_invitation(invitation=invitation, person=cast.stranger, at=at)


def test_an_invitation_ends_after_seven_days_to_the_microsecond(cast, at):
    invitation = invite(cast, at)
    with refused(InvitationExpired):
        join(invitation, at + LIFETIME)
    assert join(invitation, at + LIFETIME - timedelta(microseconds=1))


def test_an_invitation_is_for_one_use(cast, at):
    invitation = invite(cast, at)
    person = join(invitation, at)
    with refused(InvitationUsed):
        redeem_invitation(invitation=invitation, person=person, at=at)
    with refused(InvitationUsed):
        join(invitation, at)


def test_what_a_departed_administrator_offered_counts_for_writers_only(cast, at):
    power, work = invite(cast, at, role=ADMINISTRATOR), invite(cast, at, email="penulis@contoh.test")
    second = builders.make_person("Admin Kedua")
    Membership.objects.create(person=second, institution=cast.institution, role=ADMINISTRATOR, starts_at=builders.LONG_AGO)
    mine = Membership.objects.get(person=cast.administrator, role=ADMINISTRATOR)
    take_role(membership=mine, person=cast.leader, at=at)
    with refused(InvitationRevoked):
        join(power, at)
    assert join(work, at)


def test_a_closed_account_accepts_nothing(cast, at):
    cast.stranger.is_active = False
    cast.stranger.save(update_fields=["is_active"])
    invitation = invite(cast, at, email=cast.stranger.email)
    with refused(ForeignInvitation):
        redeem_invitation(invitation=invitation, person=cast.stranger, at=at)
    with refused(AccountExists):
        join(invitation, at)
