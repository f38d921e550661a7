"""Judges with something left to answer or to lock hear of the close of their round, once a step."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import Appointment, Membership, Notice, Person
from competition.zones import ZONES
from judging.operations.assignments import accept_assignment
from judging.operations.reminders import remind_judges
from judging.operations.sheets import lock_sheet
from submissions.tasks import remind_of_closing
from tests import builders
from tests.meanwhile import at_once

DAY = timedelta(days=1)


def letters():
    """Return the text of each judge's last letter."""
    found = Notice.objects.filter(event="judging_reminded").select_related("recipient").order_by("created_at", "pk")
    return {one.recipient: one.text for one in found}


def lock_all(assignments):
    for one in assignments:
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())


@pytest.mark.django_db
def test_whoever_has_something_left_gets_one_letter_a_step_that_names_no_proposal(cast):
    assignments = builders.assigned(cast, 3)
    done, half, idle = cast.judges
    for one in assignments:
        if one.judge != idle:
            accept_assignment(assignment=one, person=one.judge, at=read_clock())
    mine = [one for one in assignments if one.judge == half]
    lock_all([one for one in assignments if one.judge == done] + mine[:1])
    close = builders.the_round(cast).stage.closes_at
    assert [remind_judges(at=close - timedelta(days=left)) for left in (8, 7, 7, 3, 1)] == [0, 2, 0, 2, 2]
    found = letters()
    assert set(found) == {half, idle}
    assert f"Tugas Anda yang belum selesai: {len(mine) - 1}.\n" in found[half]
    of_idle = sum(one.judge == idle for one in assignments)
    assert f"Tugas Anda yang belum selesai: {of_idle}. Di antaranya {of_idle} belum Anda jawab." in found[idle]
    assert not [one for one in assignments if one.proposal.title in found[idle]]


@pytest.mark.django_db
def test_beat_asks_for_both_kinds_of_reminder_at_once(cast):
    builders.assigned(cast, 1)
    soon = read_clock() + timedelta(hours=70)
    builders.open_the_stage(cast.edition, "registration")
    builders.draft(cast)
    cast.edition.stages.filter(key__in=("registration", "judging")).update(opens_at=soon - 9 * DAY, closes_at=soon)
    number = remind_of_closing()
    assert number == Notice.objects.filter(event__in=("closing_reminded", "judging_reminded")).count()
    assert set(Notice.objects.filter(event__endswith="_reminded").values_list("event", flat=True)) == {
        "closing_reminded",
        "judging_reminded",
    }
    assert remind_of_closing() == 0


@pytest.mark.django_db
def test_nobody_is_reminded_of_a_round_that_is_not_open_or_no_longer_theirs(cast):
    builders.assigned(cast, 1)
    stage = builders.the_round(cast).stage
    stages = type(stage).objects.filter(pk=stage.pk)
    stages.update(opens_at=stage.closes_at - timedelta(minutes=1))
    assert remind_judges(at=stage.closes_at - DAY) == 0
    assert remind_judges(at=stage.closes_at) == 0
    stages.update(opens_at=stage.opens_at)
    Appointment.objects.filter(person__in=cast.judges, role="JUDGE").update(ends_at=read_clock())
    assert remind_judges(at=stage.closes_at - DAY) == 0


@pytest.mark.django_db
def test_by_night_the_letter_waits_for_the_morning_where_the_judge_is(cast):
    judge = builders.assigned(cast, 1)[0].judge
    place = builders.make_institution()
    Membership.objects.create(person=judge, institution=place, role="LEADER", position="Rektor", starts_at=builders.LONG_AGO)
    stage = builders.the_round(cast).stage
    close = (stage.closes_at + DAY).astimezone(ZONES["WITA"]).replace(hour=23, minute=0, second=0, microsecond=0)
    type(stage).objects.filter(pk=stage.pk).update(closes_at=close)
    remind_judges(at=close - DAY)
    letter = Notice.objects.get(event="judging_reminded", recipient=judge)
    assert letter.not_before == close.replace(hour=6)


@pytest.mark.django_db
def test_reminding_asks_no_more_for_many_than_for_one(cast):
    builders.assigned(cast, 2)
    close, counts = builders.the_round(cast).stage.closes_at, []
    others = Person.objects.filter(pk__in=[one.pk for one in cast.judges[1:]])
    others.update(is_active=False)
    for left in (3 * DAY, DAY):
        with CaptureQueriesContext(connection) as caught:
            remind_judges(at=close - left)
        counts.append(len(caught))
        others.update(is_active=True)
    assert counts[0] == counts[1]
    assert len(letters()) > 1


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_write_one_set_of_letters(cast):
    builders.assigned(cast, 1)
    at = builders.the_round(cast).stage.closes_at - DAY
    calls = at_once(*[lambda: remind_judges(at=at)] * 2)
    number = len(letters())
    assert sorted(call.result for call in calls) == [0, number]
    assert Notice.objects.filter(event="judging_reminded").count() == number > 0
