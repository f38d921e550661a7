"""A close that is moved: by whom, until when, what follows from it, and who hears of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from competition.models import AuditEntry, Notice, Stage, StageExtension
from competition.verdict import NotAllowed
from submissions.eligibility import latest_start
from submissions.models import Proposal
from submissions.operations.extensions import CloseMoved, NoReason
from submissions.queries.contents import findings_of, items_of
from tests import builders
from tests.evidence import nothing_changes
from tests.submissions import acts

MILLISECOND = timedelta(milliseconds=1)


def registration(cast):
    return cast.edition.stages.select_related("edition").get(key="registration")


def test_extend_stage_moves_the_close_and_keeps_both_times(cast, at):
    before = registration(cast).closes_at
    made = acts.extend(cast, at, by=timedelta(hours=6))
    assert registration(cast).closes_at == before + timedelta(hours=6)
    kept = StageExtension.objects.get()
    assert (kept.old_closes_at, kept.new_closes_at, kept.extended_by) == (before, made.new_closes_at, cast.secretariat)
    entry = AuditEntry.objects.get(event="stage_extended")
    assert entry.before == {"closes_at": before.isoformat()}
    assert entry.after == {"closes_at": (before + timedelta(hours=6)).isoformat()}
    assert entry.reason == "Jaringan putus."


@pytest.mark.parametrize("who", ["chair", "writer", "administrator", "leader"])
def test_extend_stage_is_for_the_secretariat_and_organisers(cast, at, who):
    with nothing_changes(), pytest.raises(NotAllowed):
        acts.extend(cast, at, person=getattr(cast, who))


@pytest.mark.parametrize("by", [timedelta(0), -MILLISECOND, timedelta(days=10, milliseconds=1)])
def test_extend_stage_goes_later_and_not_past_the_next_close(cast, at, by):
    with nothing_changes(), pytest.raises(NotAllowed):
        acts.extend(cast, at, by=by)


def test_extend_stage_until_the_next_close_itself(cast, at):
    assert acts.extend(cast, at, by=timedelta(days=10)).new_closes_at == cast.edition.stages.get(key="screening").closes_at


def test_extend_stage_is_for_windows_in_which_something_is_sent_or_judged(cast):
    builders.open_the_stage(cast.edition, "announcement")
    stage = Stage.objects.select_related("edition").get(edition=cast.edition, key="announcement")
    with pytest.raises(NotAllowed):
        acts.extend(cast, stage.opens_at, stage=stage, closes_at=stage.closes_at + MILLISECOND)


def test_extend_stage_only_while_it_is_open(cast, at):
    stage = registration(cast)
    acts.extend(cast, stage.closes_at - MILLISECOND)
    with pytest.raises(NotAllowed):
        acts.extend(cast, registration(cast).closes_at)
    with pytest.raises(NotAllowed):
        acts.extend(cast, stage.opens_at - MILLISECOND)


def test_extend_stage_has_a_reason(cast, at):
    with nothing_changes(), pytest.raises(NoReason):
        acts.extend(cast, at, reason="  ")


def test_extend_stage_over_a_close_that_moved_meanwhile(cast, at):
    shown = registration(cast)
    acts.extend(cast, at, by=timedelta(days=1))
    with nothing_changes(), pytest.raises(CloseMoved):
        acts.extend(cast, at, stage=shown, closes_at=shown.closes_at + timedelta(days=2))


def test_an_extension_cannot_be_rewritten(cast, at):
    made = acts.extend(cast, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        StageExtension.objects.filter(pk=made.pk).update(reason="Lain.")
    with pytest.raises(IntegrityError), transaction.atomic():
        made.delete()


def test_an_innovation_too_young_for_the_old_close_is_old_enough_for_the_new_one(cast, at):
    proposal = builders.endorsed(cast)
    start = latest_start(registration(cast).closes_at, 12) + timedelta(days=2)
    Proposal.objects.filter(pk=proposal.pk).update(started_on=start)

    def checks():
        fresh = Proposal.objects.get(pk=proposal.pk)
        return [one.check for one in findings_of(fresh, items_of(fresh))]

    assert checks() == ["age"]
    acts.extend(cast, at, by=timedelta(days=3))
    assert checks() == []


def test_what_came_too_late_for_the_old_close_is_in_time_for_the_new_one(cast, at):
    proposal, old = builders.endorsed(cast), registration(cast).closes_at
    with pytest.raises(NotAllowed):
        acts.send(cast, proposal, old)
    acts.extend(cast, at)
    assert acts.send(cast, proposal, old).closes_at == old + timedelta(days=1)


def test_extend_stage_tells_the_people_of_institutions_with_a_proposal_and_nobody_else(cast, at):
    builders.draft(cast)
    acts.extend(cast, at)
    letters = Notice.objects.filter(event="stage_extended")
    assert set(letters.values_list("recipient__name", flat=True)) == {"Writer", "Colleague", "Administrator", "Leader"}
    assert all("Jaringan putus." in letter.text for letter in letters)
