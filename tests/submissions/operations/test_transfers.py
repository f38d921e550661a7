"""A unit goes over to another institution: its people, its drafts, and who may do what with them afterwards."""

from datetime import date, timedelta

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Institution, InstitutionChange, Invitation, Membership, Notice, Unit
from competition.operations import institutions as acts
from competition.operations.institutions import Order
from competition.operations.invitations import InvitationRevoked, Offer, invite_person, redeem_invitation
from competition.operations.successions import NoSuccessor, UnitNameTaken, UnitNotHere, move_unit
from competition.queries.people import rights_of
from competition.verdict import NotAllowed
from submissions import policy
from submissions.models import Innovation, Proposal
from submissions.operations.drafts import UnitMoved, start_draft
from submissions.operations.endorsements import endorse_proposal
from submissions.operations.submissions import NotEndorsed, submit_proposal
from submissions.operations.withdrawals import withdraw_proposal
from submissions.queries.contents import content_hash, items_of
from submissions.queries.invariants import CHECKS
from tests import builders

pytestmark = pytest.mark.django_db
ORDER = Order(date(2016, 5, 1), "B/12/2016", "Peraturan daerah.")


def move(cast, into: Institution | None = None, unit: Unit | None = None, person=None, order: Order = ORDER) -> Unit:
    """Move the cast's unit to the other institution."""
    unit = Unit.objects.select_related("institution").get(pk=(unit or cast.unit).pk)
    return move_unit(
        unit=unit, into=into or cast.other_institution, person=person or cast.secretariat, order=order, at=read_clock()
    )


def now(proposal: Proposal) -> Proposal:
    """Return the proposal as it stands."""
    return Proposal.objects.select_related("institution", "unit", "edition", "category", "group").get(pk=proposal.pk)


def test_its_writers_and_its_draft_go_along(cast):
    proposal = builders.draft(cast)
    unit = move(cast)
    assert (unit.institution, now(proposal).institution) == (cast.other_institution, cast.other_institution)
    for person in (cast.writer, cast.colleague):
        [role] = rights_of(person, read_clock()).memberships
        assert (role.institution, role.unit, role.role) == (cast.other_institution, unit, "WRITER")
        assert Membership.objects.filter(person=person, institution=cast.institution, ends_at__isnull=False).count() == 1
    at = read_clock()
    assert policy.may_write_proposal(cast.writer, now(proposal), at)
    assert policy.may_read_proposal(cast.other_administrator, now(proposal), at)
    for gone in (cast.administrator, cast.leader):
        assert not policy.may_read_proposal(gone, now(proposal), at)
    assert start_draft(person=cast.writer, unit=unit, edition=cast.edition, title="Judul Baru", at=at)


def test_the_new_institution_takes_over_what_was_endorsed_already(cast):
    proposal = builders.endorsed(cast)
    before = Notice.objects.filter(event="endorsement_lapsed").count()
    move(cast)
    told = Notice.objects.filter(event="endorsement_lapsed")
    assert {one.recipient for one in told} == {cast.leader, cast.administrator}
    assert before == 0
    with pytest.raises(NotEndorsed):
        submit_proposal(proposal=now(proposal), person=cast.other_administrator, at=read_clock())
    with pytest.raises(NotAllowed):
        submit_proposal(proposal=now(proposal), person=cast.administrator, at=read_clock())
    endorse_proposal(
        proposal=now(proposal),
        person=cast.other_leader,
        statement="Saya menyetujui proposal ini.",
        shown_hash=content_hash(now(proposal), items_of(now(proposal))),
        at=read_clock(),
    )
    sent = submit_proposal(proposal=now(proposal), person=cast.other_administrator, at=read_clock())
    assert sent.snapshot["content"]["institution"] == cast.other_institution.name
    assert [line for check in CHECKS.values() for line in check()] == []


def test_what_was_sent_stays_with_who_sent_it_and_its_writers_still_read_it(cast):
    proposal = builders.submitted(cast)
    innovation = Innovation.objects.get(proposals=proposal)
    move(cast)
    assert now(proposal).institution == Innovation.objects.get(pk=innovation.pk).institution == cast.institution
    at = read_clock()
    assert policy.may_read_proposal(cast.writer, now(proposal), at)
    assert policy.may_read_proposal(cast.administrator, now(proposal), at)
    assert not policy.may_read_proposal(cast.other_administrator, now(proposal), at)


def test_an_innovation_goes_along_unless_it_has_a_past(cast):
    unknown, known = builders.draft(cast), builders.draft(cast)
    Innovation.objects.filter(pk=known.innovation_id).update(is_public=True)
    move(cast)
    where = {one.pk: one.institution for one in Innovation.objects.select_related("institution")}
    assert where[unknown.innovation_id] == cast.other_institution
    assert where[known.innovation_id] == cast.institution


def test_both_institutions_remember_it_and_everybody_concerned_is_told(cast):
    proposal = builders.draft(cast)
    move(cast)
    rows = InstitutionChange.objects.filter(kind="UNIT_MOVED").order_by("pk")
    assert {(one.institution, one.before, one.after) for one in rows} == {
        (cast.institution, cast.unit.name, cast.other_institution.name),
        (cast.other_institution, cast.institution.name, cast.unit.name),
    }
    entry = AuditEntry.objects.get(event="institution_unit_moved")
    assert (entry.person, entry.reason, entry.edition) == (cast.secretariat, ORDER.reason, None)
    # That there was a draft is the edition's, not the general chain's, which the auditors of other editions read.
    assert proposal.code not in str(entry.data)
    own = AuditEntry.objects.get(event="draft_moved")
    assert (own.subject_key, own.edition) == (proposal.code, cast.edition)
    assert (own.before, own.after) == (
        {"institution": cast.institution.code},
        {"institution": cast.other_institution.code},
    )
    letters = Notice.objects.filter(event="institution_unit_moved")
    heads = {cast.administrator, cast.leader, cast.other_administrator, cast.other_leader}
    assert {one.recipient for one in letters} == heads | {cast.writer, cast.colleague}
    assert all("1 proposal yang belum dikirim" in one.text and "B/12/2016" in one.text for one in letters)


def test_an_invitation_to_the_unit_is_dead(cast):
    at = read_clock()
    offer = Offer("WRITER", cast.unit)
    invite_person(institution=cast.institution, person=cast.administrator, email=cast.stranger.email, offer=offer, at=at)
    move(cast)
    invitation = Invitation.objects.select_related("institution", "unit", "invited_by").get()
    with pytest.raises(InvitationRevoked):
        redeem_invitation(invitation=invitation, person=cast.stranger, at=read_clock())


def test_who_writes_for_another_unit_there_keeps_that_one_alone(cast):
    Membership.objects.create(
        person=cast.colleague,
        institution=cast.other_institution,
        unit=cast.other_unit,
        role="WRITER",
        starts_at=builders.LONG_AGO,
    )
    move(cast)
    [role] = rights_of(cast.colleague, read_clock()).memberships
    assert role.unit == cast.other_unit


def test_the_old_institution_may_end_once_its_units_are_gone(cast):
    builders.draft(cast)
    with pytest.raises(acts.OpenProposals):
        acts.merge_institutions(
            institutions=[cast.institution], into=cast.other_institution, person=cast.secretariat, order=ORDER, at=read_clock()
        )
    move(cast)
    acts.merge_institutions(
        institutions=[cast.institution], into=cast.other_institution, person=cast.secretariat, order=ORDER, at=read_clock()
    )
    assert Unit.objects.get(pk=cast.unit.pk).closed_on is None


def test_units_of_one_that_ended_go_to_its_successors_only(cast):
    parts = acts.split_institution(
        institution=cast.institution,
        person=cast.secretariat,
        names=["Kabupaten Utara", "Kabupaten Selatan"],
        ends=True,
        order=ORDER,
        at=read_clock(),
    )
    with pytest.raises(NoSuccessor, match="hanya dapat pindah ke instansi yang meneruskannya"):
        move(cast)
    later = Order(date(2016, 5, 2), "B/13/2016", "Menyusul.")
    unit = move(cast, into=parts[0], order=later)
    assert (unit.institution, unit.closed_on) == (parts[0], None)
    assert rights_of(cast.writer, read_clock()).is_member(parts[0].pk, "WRITER")


def test_everybody_of_what_ends_is_told(cast):
    acts.merge_institutions(
        institutions=[cast.institution], into=cast.other_institution, person=cast.secretariat, order=ORDER, at=read_clock()
    )
    letters = Notice.objects.filter(event="institution_merged")
    ours = {cast.writer, cast.colleague, cast.administrator, cast.leader}
    assert {one.recipient for one in letters} == ours | {cast.other_administrator, cast.other_leader}
    assert all(cast.institution.name in one.text and cast.other_institution.name in one.text for one in letters)


@pytest.mark.parametrize("who", ["administrator", "leader", "chair", "writer", "other_administrator", "judge1"])
def test_only_the_secretariat_moves_a_unit(cast, who):
    with pytest.raises(NotAllowed):
        move(cast, person=cast.as_people()[who])


@pytest.mark.parametrize("place", ["institution", "other_institution"])
def test_nobody_moves_a_unit_from_or_to_their_own_institution(cast, place):
    Membership.objects.create(
        person=cast.secretariat, institution=getattr(cast, place), role="LEADER", starts_at=builders.LONG_AGO
    )
    with pytest.raises(NotAllowed):
        move(cast)


def test_it_refuses_what_makes_no_sense(cast):
    at = read_clock()
    with pytest.raises(acts.NoOrder):
        move(cast, order=Order(ORDER.on, " ", "x"))
    with pytest.raises(acts.DateOutOfOrder):
        move(cast, order=Order((at + timedelta(days=3)).date(), "B/1", "x"))
    with pytest.raises(NoSuccessor):
        move(cast, into=cast.institution)
    Unit.objects.create(institution=cast.other_institution, name=cast.unit.name.upper())
    with pytest.raises(UnitNameTaken):
        move(cast)
    closed = Unit.objects.create(institution=cast.institution, name="Sudah tutup", closed_on=date(2015, 1, 1))
    with pytest.raises(UnitNotHere):
        move(cast, unit=closed)
    Institution.objects.filter(pk=cast.other_institution.pk).update(verified_at=None)
    with pytest.raises(NoSuccessor, match="belum diverifikasi"):
        move(cast)
    assert Unit.objects.get(pk=cast.unit.pk).institution == cast.institution


def test_a_draft_is_not_started_for_where_the_unit_was(cast):
    stale = Unit.objects.select_related("institution").get(pk=cast.unit.pk)
    move(cast)
    with pytest.raises(UnitMoved):
        start_draft(person=cast.writer, unit=stale, edition=cast.edition, title="Judul", at=read_clock())


def test_what_was_withdrawn_goes_along_too(cast):
    proposal = builders.submitted(cast)
    withdraw_proposal(proposal=proposal, person=cast.administrator, reason="Salah unit.", at=read_clock())
    move(cast)
    assert now(proposal).institution == cast.other_institution
    assert policy.may_read_proposal(cast.other_administrator, now(proposal), read_clock())
