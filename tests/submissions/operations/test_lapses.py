"""Both sides hear when a change takes the leader's yes away, and hear it once (E-2)."""

from datetime import date

import pytest

from competition.models import AuditEntry, Notice
from submissions.models import Proposal
from submissions.operations.answers import save_answer
from submissions.operations.drafts import StaleVersion, save_about
from tests import builders
from tests.submissions import acts

pytestmark = pytest.mark.django_db


def told():
    """Return whom the letters about a lapse went to."""
    return sorted(Notice.objects.filter(event="endorsement_lapsed").values_list("recipient__name", flat=True))


def test_an_answer_changed_by_the_administrator_tells_the_leader(cast, at):
    proposal = builders.endorsed(cast)
    acts.rewrite(cast, proposal, at, "Teks yang lain sama sekali.")
    assert told() == ["Leader"]
    entry = AuditEntry.objects.get(event="endorsement_lapsed")
    assert entry.data == {"content_hash": proposal.endorsements.get().content_hash}


def test_a_correction_by_the_unit_tells_leader_and_administrator(cast, at):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, at, "CORRECTION")
    acts.rewrite(cast, proposal, at, "Teks yang lain sama sekali.", person=cast.writer)
    assert told() == ["Administrator", "Leader"]


def test_a_header_that_changes_tells_it_too(cast, at):
    proposal = builders.endorsed(cast)
    known = {"category": proposal.category, "group": proposal.group, "version": proposal.header_version}
    start = date(2013, 1, 1)
    save_about(proposal=proposal, person=cast.administrator, title=proposal.title, started_on=start, at=at, **known)
    assert told() == ["Leader"]


def test_the_second_change_tells_nobody_again(cast, at):
    proposal = builders.endorsed(cast)
    acts.rewrite(cast, proposal, at, "Teks yang lain sama sekali.")
    acts.rewrite(cast, proposal, at, "Teks yang lain lagi.")
    assert told() == ["Leader"]


def test_endorsed_again_and_changed_again_it_is_told_again(cast, at):
    proposal = builders.endorsed(cast)
    acts.rewrite(cast, proposal, at, "Teks yang lain sama sekali.")
    acts.endorse(cast, Proposal.objects.get(pk=proposal.pk), at)
    acts.rewrite(cast, proposal, at, "Teks yang lain lagi.")
    assert told() == ["Leader", "Leader"]


def test_what_changes_nothing_tells_nobody(cast, at):
    proposal = builders.endorsed(cast)
    acts.rewrite(cast, proposal, at, builders.TEXT)
    answer = proposal.answers.select_related("question").first()
    known = {"proposal": proposal, "person": cast.administrator, "question": answer.question, "at": at}
    with pytest.raises(StaleVersion):
        save_answer(**known, text="Terlambat.", version=answer.version + 3)
    assert told() == []


def test_a_draft_has_nothing_to_lapse(cast, at):
    acts.rewrite(cast, builders.draft(cast), at, "Teks yang lain sama sekali.")
    assert told() == []
