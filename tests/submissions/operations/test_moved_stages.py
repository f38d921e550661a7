"""Stages that have not opened are moved as a whole, and judging is extended: by whom, within what, and who hears of it."""

from datetime import timedelta

import pytest

from competition.models import AuditEntry, Notice, StageExtension
from competition.verdict import NotAllowed
from judging.operations.publications import announcement_time
from submissions.operations.extensions import CloseMoved, NoReason, SameDates
from tests import builders
from tests.evidence import nothing_changes
from tests.submissions import acts

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def stage_of(cast, key):
    return cast.edition.stages.select_related("edition").get(key=key)


def names(event):
    return set(Notice.objects.filter(event=event).values_list("recipient__name", flat=True))


def test_move_stage_moves_both_times_and_keeps_what_they_were(cast, at):
    builders.draft(cast)
    before = stage_of(cast, "screening")
    acts.move_stage(cast, at, opens_at=before.opens_at + DAY, closes_at=before.closes_at + 2 * DAY)
    after = stage_of(cast, "screening")
    assert (after.opens_at, after.closes_at) == (before.opens_at + DAY, before.closes_at + 2 * DAY)
    kept = StageExtension.objects.get()
    assert (kept.old_opens_at, kept.old_closes_at) == (before.opens_at, before.closes_at)
    assert (kept.new_opens_at, kept.new_closes_at) == (after.opens_at, after.closes_at)
    entry = AuditEntry.objects.get(event="stage_moved")
    assert entry.before == {"opens_at": before.opens_at.isoformat(), "closes_at": before.closes_at.isoformat()}
    assert entry.after == {"opens_at": after.opens_at.isoformat(), "closes_at": after.closes_at.isoformat()}
    assert names("stage_moved") == {"Writer", "Colleague", "Administrator", "Leader"}
    letter = Notice.objects.filter(event="stage_moved").first()
    assert "Semula dibuka" in letter.text
    assert "Banyak yang perlu diperiksa." in letter.text


def test_move_stage_may_end_sooner_as_long_as_nothing_has_begun(cast, at):
    before = stage_of(cast, "screening")
    acts.move_stage(cast, at, opens_at=before.opens_at, closes_at=before.closes_at - DAY)
    assert stage_of(cast, "screening").closes_at == before.closes_at - DAY


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (-MINUTE, timedelta(0)),
        (timedelta(0), -10 * DAY),
        (timedelta(0), 10 * DAY + MINUTE),
        (-100 * DAY, timedelta(0)),
    ],
    ids=["before the one before is over", "closes as it opens", "after the next closes", "in the past"],
)
def test_move_stage_stays_between_its_neighbours(cast, at, opens, closes):
    stage = stage_of(cast, "screening")
    with nothing_changes(), pytest.raises(NotAllowed):
        acts.move_stage(cast, at, opens_at=stage.opens_at + opens, closes_at=stage.closes_at + closes)


def test_the_first_stage_is_not_moved_into_the_past(cast, at):
    stage = stage_of(cast, "registration")
    early = stage.opens_at - DAY
    with pytest.raises(NotAllowed):
        acts.move_stage(cast, early, key="registration", opens_at=early, closes_at=stage.closes_at)
    assert acts.move_stage(cast, early, key="registration", opens_at=early + MINUTE, closes_at=stage.closes_at)


def test_move_stage_not_once_it_has_opened(cast, at):
    with nothing_changes(), pytest.raises(NotAllowed):
        acts.move_stage(cast, at, key="registration")
    with nothing_changes(), pytest.raises(NotAllowed):
        acts.move_stage(cast, stage_of(cast, "screening").opens_at)


def test_move_stage_changes_something_and_says_why(cast, at):
    with nothing_changes(), pytest.raises(SameDates):
        acts.move_stage(cast, at, by=timedelta(0))
    with nothing_changes(), pytest.raises(NoReason):
        acts.move_stage(cast, at, reason="  ")


def test_move_stage_over_times_that_moved_meanwhile(cast, at):
    shown = stage_of(cast, "screening")
    acts.move_stage(cast, at)
    with nothing_changes(), pytest.raises(CloseMoved):
        acts.move_stage(cast, at, stage=shown, opens_at=shown.opens_at + 2 * DAY, closes_at=shown.closes_at + 2 * DAY)


def test_what_is_judged_and_announced_is_the_organisers_to_move(cast, at):
    secretary = builders.make_person()
    builders.appoint(secretary, cast.edition, "SECRETARIAT")
    assert acts.move_stage(cast, at, person=secretary)
    for key in ("judging", "announcement"):
        with nothing_changes(), pytest.raises(NotAllowed):
            acts.move_stage(cast, at, key=key, person=secretary)
    with nothing_changes(), pytest.raises(NotAllowed):
        acts.move_stage(cast, at, key="announcement", person=cast.chair)


def test_an_announcement_is_put_off_before_judging_may_take_longer(cast):
    """Results are due when the stage after the round opens; so a round never outlasts that hour unnoticed."""
    builders.eligible(cast)
    round_ = builders.the_round(cast)
    at, close, due = round_.stage.opens_at + DAY, round_.stage.closes_at, announcement_time(round_)
    later = {"stage": stage_of(cast, "judging"), "closes_at": close + DAY}
    with nothing_changes(), pytest.raises(NotAllowed):
        acts.extend(cast, at, **later)
    acts.move_stage(cast, at, key="announcement", by=3 * DAY)
    assert names("stage_moved") == {"Writer", "Colleague", "Administrator", "Leader"}
    acts.extend(cast, at, **later | {"stage": stage_of(cast, "judging")})
    assert stage_of(cast, "judging").closes_at == close + DAY
    assert announcement_time(builders.the_round(cast)) == due + 3 * DAY


def test_judges_and_the_chair_hear_that_judging_takes_longer_and_no_agency_does(cast):
    builders.eligible(cast)
    stage = stage_of(cast, "judging")
    acts.move_stage(cast, stage.opens_at, key="announcement")
    acts.extend(cast, stage.opens_at, stage=stage_of(cast, "judging"), closes_at=stage.closes_at + DAY)
    assert names("round_moved") == {"Chair", *(one.name for one in cast.judges)}
    assert names("stage_extended") == set()
    assert AuditEntry.objects.get(event="round_moved").reason == "Jaringan putus."
    assert "Semula dibuka" not in Notice.objects.filter(event="round_moved").first().text
