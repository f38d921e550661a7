"""Who looked at what only the committee may know: once an hour for each person and thing, and the minutes each time."""

from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry
from judging.operations.looks import ONE_LOOK, note_habits_view, note_list_view, note_minutes, note_preview, note_view
from tests import builders

pytestmark = pytest.mark.django_db

LOOKS = {
    "ranking_viewed": note_view,
    "habits_viewed": note_habits_view,
    "list_viewed": note_list_view,
    "list_previewed": note_preview,
}


def noted() -> list[tuple]:
    return list(AuditEntry.objects.filter(event__in=[*LOOKS, "minutes_taken"]).order_by("pk").values_list("event", "person"))


def test_a_look_is_one_entry_for_an_hour_and_another_after_it(cast):
    round_, at = builders.the_round(cast), read_clock()
    for event, note in LOOKS.items():
        for passed in (timedelta(0), ONE_LOOK - timedelta(seconds=1), ONE_LOOK):
            note(round_=round_, person=cast.chair, at=at + passed)
        note(round_=round_, person=cast.secretariat, at=at)
        assert noted()[-3:] == [(event, cast.chair.pk), (event, cast.chair.pk), (event, cast.secretariat.pk)]
    assert len(noted()) == 3 * len(LOOKS)
    # References only: what was seen is nowhere in it.
    assert not [one for one in AuditEntry.objects.filter(event__in=LOOKS) if one.data or one.before or one.after or one.reason]


def test_each_copy_of_the_minutes_is_an_entry(cast):
    round_, at = builders.the_round(cast), read_clock()
    note_minutes(round_=round_, person=cast.chair, at=at)
    note_minutes(round_=round_, person=cast.chair, at=at)
    assert noted() == [("minutes_taken", cast.chair.pk)] * 2
