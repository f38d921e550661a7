"""Saying yes in the leader's stead: for a period, for a leader who could, and never to one's own work."""

from datetime import timedelta

import pytest

from competition.models import AuditEntry, Membership, Notice
from competition.operations.memberships import delegate_endorsement, take_role
from competition.verdict import NotAllowed
from submissions.policy import may_endorse_proposal, may_read_proposal, may_submit_proposal
from tests import builders
from tests.evidence import refused
from tests.submissions import acts

WEEK = timedelta(days=3)


@pytest.fixture
def stand_in(cast, at):
    """Return somebody of the institution whom the leader named, for some days from now."""
    person = builders.make_person("Sekretaris Daerah")
    Membership.objects.create(
        person=person, institution=cast.institution, role="ADMINISTRATOR", starts_at=builders.LONG_AGO, position="Sekda"
    )
    return name(cast, person, at)


def name(cast, person, at, **values):
    known = {"position": "Plh. Bupati", "starts_at": at, "ends_at": at + WEEK, "reason": "Dinas luar"}
    delegate_endorsement(institution=cast.institution, person=cast.leader, email=person.email, at=at, **(known | values))
    return person


def delegation_of(person):
    return Membership.objects.select_related("institution").get(person=person, role="DELEGATE")


def test_a_delegate_says_yes_in_the_leaders_stead(cast, at, stand_in):
    proposal = builders.forwarded(cast)
    endorsement = acts.endorse(cast, proposal, at, leader=stand_in)
    assert (endorsement.endorsed_by, endorsement.in_stead_of, endorsement.position) == (stand_in, cast.leader, "Plh. Bupati")
    data = AuditEntry.objects.get(event="proposal_endorsed").data
    assert (data["in_stead_of"], data["by"]) == (cast.leader.pk, delegation_of(stand_in).code)
    letter = Notice.objects.filter(event="proposal_endorsed").first().text
    assert "Sekretaris Daerah (Plh. Bupati), atas nama Leader, menyetujui proposal" in letter
    assert acts.send(cast, proposal, at)


def test_the_leader_says_yes_as_before(cast, at, stand_in):
    endorsement = acts.endorse(cast, builders.forwarded(cast), at)
    assert (endorsement.endorsed_by, endorsement.in_stead_of) == (cast.leader, None)


def test_a_delegate_hears_of_what_is_forwarded(cast, stand_in):
    builders.forwarded(cast)
    assert Notice.objects.filter(event="endorsement_asked", recipient=stand_in).count() == 1


def test_a_delegation_counts_from_its_beginning_to_its_end_to_the_microsecond(cast, at):
    tomorrow, person = at + timedelta(days=1), cast.colleague
    Membership.objects.filter(person=person).update(unit=None, role="ADMINISTRATOR")
    name(cast, person, at, starts_at=tomorrow, ends_at=tomorrow + WEEK)
    proposal, instant = builders.forwarded(cast), timedelta(microseconds=1)
    answers = [
        bool(may_endorse_proposal(person, proposal, when))
        for when in (tomorrow - instant, tomorrow, tomorrow + WEEK - instant, tomorrow + WEEK)
    ]
    assert answers == [False, True, True, False]


def test_a_delegate_reads_and_says_yes_and_no_more(cast, at):
    name(cast, cast.colleague, at)
    Membership.objects.filter(person=cast.colleague, role="WRITER").update(ends_at=at)
    proposal = builders.forwarded(cast)
    assert may_read_proposal(cast.colleague, proposal, at)
    assert may_endorse_proposal(cast.colleague, proposal, at)
    assert not may_submit_proposal(cast.colleague, proposal, at)


def test_a_delegate_of_another_institution_is_nobody_here(cast, at, stand_in):
    Membership.objects.filter(person=stand_in).update(institution=cast.other_institution)
    proposal = builders.forwarded(cast)
    with refused(NotAllowed):
        acts.endorse(cast, proposal, at, leader=stand_in)


def test_a_delegate_of_the_writing_team_does_not_say_yes(cast, at):
    name(cast, cast.colleague, at)
    proposal = builders.forwarded(cast)
    with refused(NotAllowed) as caught:
        acts.endorse(cast, proposal, at, leader=cast.colleague)
    assert "tim penulis" in caught.value.reason


@pytest.mark.parametrize("how", ["writes", "started"])
def test_nobody_says_yes_for_a_leader_who_wrote_it(cast, at, stand_in, how):
    proposal = builders.forwarded(cast)
    if how == "writes":
        Membership.objects.create(
            person=cast.leader, institution=cast.institution, unit=cast.unit, role="WRITER", starts_at=builders.LONG_AGO
        )
    else:
        type(proposal).objects.filter(pk=proposal.pk).update(created_by=cast.leader)
    with refused(NotAllowed) as caught:
        acts.endorse(cast, proposal, at, leader=stand_in)
    assert "Pimpinan yang menunjuk Anda" in caught.value.reason


def test_a_delegation_taken_back_counts_no_more_and_what_was_said_stays(cast, at, stand_in):
    first, second = builders.forwarded(cast), builders.forwarded(cast)
    acts.endorse(cast, first, at, leader=stand_in)
    later = at + timedelta(hours=1)
    take_role(membership=delegation_of(stand_in), person=cast.leader, at=later)
    with refused(NotAllowed):
        acts.endorse(cast, second, later, leader=stand_in)
    assert acts.send(cast, first, later)


def test_a_delegation_ends_with_its_leaders_office(cast, at, stand_in):
    proposal = builders.forwarded(cast)
    Membership.objects.filter(person=cast.leader, role="LEADER").update(ends_at=at + timedelta(hours=1))
    with refused(NotAllowed):
        acts.endorse(cast, proposal, at + timedelta(hours=1), leader=stand_in)
