"""The leader's yes to exactly the text that was shown."""

from datetime import timedelta

import pytest

from competition.models import AuditEntry, Membership, Notice
from competition.verdict import NotAllowed
from submissions.models import Endorsement, Proposal
from submissions.operations.drafts import save_about
from submissions.operations.endorsements import AlreadyEndorsed, ChangedSinceShown, NoStatement, endorse_proposal
from submissions.queries.contents import endorsement_in_force, items_of
from tests import builders
from tests.evidence import refused
from tests.submissions import acts


@pytest.fixture
def proposal(cast):
    return builders.forwarded(cast)


def is_endorsed(proposal):
    """Say whether a leader's yes covers what is stored now."""
    proposal = Proposal.objects.get(pk=proposal.pk)
    return endorsement_in_force(proposal, items_of(proposal)) is not None


def test_endorse_proposal_binds_the_leader_to_the_content(cast, proposal, at):
    endorsement = acts.endorse(cast, proposal, at)
    assert endorsement.content_hash == acts.shown_hash(proposal)
    assert (endorsement.endorsed_by, endorsement.endorsed_at, endorsement.position) == (cast.leader, at, "Jabatan")
    assert endorsement.version == proposal.version
    assert is_endorsed(proposal)
    assert AuditEntry.objects.get(event="proposal_endorsed").data == {"content_hash": endorsement.content_hash}
    told = set(Notice.objects.filter(event="proposal_endorsed").values_list("recipient__name", flat=True))
    assert told == {"Writer", "Colleague", "Administrator", "Leader"}


def test_an_endorsement_lapses_with_the_text_and_returns_with_it(cast, proposal, at):
    acts.endorse(cast, proposal, at)
    acts.rewrite(cast, proposal, at, "Teks lain.")
    assert not is_endorsed(proposal)
    acts.rewrite(cast, proposal, at, builders.TEXT)
    assert is_endorsed(proposal)


@pytest.mark.parametrize("field", ["title", "category", "started_on"])
def test_an_endorsement_lapses_with_the_header(cast, proposal, at, field):
    acts.endorse(cast, proposal, at)
    new = {
        "title": "Judul lain",
        "category": cast.edition.categories.last(),
        "started_on": proposal.started_on - timedelta(days=1),
    }
    values = {name: getattr(proposal, name) for name in ("title", "category", "group", "started_on")} | {field: new[field]}
    save_about(proposal=proposal, person=cast.administrator, version=proposal.header_version, at=at, **values)
    assert not is_endorsed(proposal)


def test_endorse_proposal_after_a_change_is_a_second_row(cast, proposal, at):
    acts.endorse(cast, proposal, at)
    acts.rewrite(cast, proposal, at, "Teks lain.")
    acts.endorse(cast, proposal, at)
    assert Endorsement.objects.filter(proposal=proposal).count() == 2


def test_endorse_proposal_refuses_a_text_that_was_not_the_one_shown(cast, proposal, at):
    shown = acts.shown_hash(proposal)
    acts.rewrite(cast, proposal, at, "Teks lain.")
    with refused(ChangedSinceShown):
        endorse_proposal(proposal=proposal, person=cast.leader, statement=acts.STATEMENT, shown_hash=shown, at=at)


@pytest.mark.parametrize("shown", ["", "0" * 64, "bukan sidik"])
def test_endorse_proposal_refuses_a_made_up_fingerprint(cast, proposal, at, shown):
    with refused(ChangedSinceShown):
        endorse_proposal(proposal=proposal, person=cast.leader, statement=acts.STATEMENT, shown_hash=shown, at=at)


def test_endorse_proposal_refuses_the_same_content_twice(cast, proposal, at):
    acts.endorse(cast, proposal, at)
    with refused(AlreadyEndorsed):
        acts.endorse(cast, proposal, at)


@pytest.mark.parametrize("statement", ["", "  \n"])
def test_endorse_proposal_refuses_without_the_statement(cast, proposal, at, statement):
    with refused(NoStatement):
        endorse_proposal(
            proposal=proposal, person=cast.leader, statement=statement, shown_hash=acts.shown_hash(proposal), at=at
        )


@pytest.mark.parametrize(
    "who", ["writer", "administrator", "stranger", "other_administrator", "other_leader", "secretariat", "judge1"]
)
def test_endorse_proposal_refuses_all_but_the_head_of_that_institution(cast, proposal, at, who):
    with refused(NotAllowed):
        acts.endorse(cast, proposal, at, leader=cast.as_people()[who])


def test_endorse_proposal_refuses_a_leader_of_the_writing_team(cast, proposal, at):
    Membership.objects.create(
        person=cast.leader, institution=cast.institution, unit=cast.unit, role="WRITER", starts_at=builders.LONG_AGO
    )
    with refused(NotAllowed) as caught:
        acts.endorse(cast, proposal, at)
    assert "tim penulis" in caught.value.reason


def test_endorse_proposal_refuses_a_leader_who_started_it_and_left_the_unit(cast, at):
    Membership.objects.create(
        person=cast.leader, institution=cast.institution, unit=cast.unit, role="WRITER", starts_at=builders.LONG_AGO
    )
    proposal = builders.forwarded(cast, writer=cast.leader)
    Membership.objects.filter(person=cast.leader, role="WRITER").update(ends_at=at)
    with refused(NotAllowed):
        acts.endorse(cast, proposal, at + timedelta(seconds=1))


def test_endorse_proposal_refuses_a_leader_whose_term_is_over(cast, proposal, at):
    Membership.objects.filter(person=cast.leader).update(ends_at=at)
    with refused(NotAllowed):
        acts.endorse(cast, proposal, at)


@pytest.mark.parametrize("build", [builders.draft, builders.submitted])
def test_endorse_proposal_refuses_a_draft_and_what_was_sent(cast, at, build):
    proposal = build(cast)
    with refused(NotAllowed):
        acts.endorse(cast, proposal, at)


def test_endorse_proposal_keeps_to_the_window_to_the_microsecond(cast, proposal):
    closes_at = cast.edition.stages.get(key="registration").closes_at
    with refused(NotAllowed):
        acts.endorse(cast, proposal, closes_at)
    acts.endorse(cast, proposal, closes_at - timedelta(microseconds=1))


def test_endorse_proposal_again_after_a_correction(cast, at):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, at, "CORRECTION")
    acts.rewrite(cast, proposal, at, "Teks yang diperbaiki.", person=cast.writer)
    assert not is_endorsed(proposal)
    acts.endorse(cast, proposal, at)
    assert is_endorsed(proposal)
