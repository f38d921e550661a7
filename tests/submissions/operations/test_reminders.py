"""Who is reminded of the close, when, how often (E-4)."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import AuditEntry, Notice, Region
from competition.zones import ZONES
from submissions.models import Proposal
from submissions.operations.reminders import remind_of_closing
from submissions.reminding import out_of_the_night, step_due
from tests import builders
from tests.meanwhile import at_once
from tests.submissions import acts

SECOND = timedelta(seconds=1)
CLOSE = datetime(2027, 5, 7, tzinfo=ZONES["WIB"])


def close_of(cast, key="registration"):
    return cast.edition.stages.get(key=key).closes_at


def told():
    return sorted(Notice.objects.filter(event="closing_reminded").values_list("recipient__name", flat=True))


@pytest.mark.parametrize(
    ("left", "step"),
    [
        (timedelta(days=7) + SECOND, ""),
        (timedelta(days=7), "D-7"),
        (timedelta(days=6, hours=18), ""),
        (timedelta(days=3), "D-3"),
        (timedelta(days=1), "D-1"),
        (timedelta(hours=18), ""),
        (timedelta(hours=6), "H-6"),
        (SECOND, "H-6"),
        (timedelta(0), ""),
    ],
)
def test_a_step_is_due_at_its_hour_and_not_long_after(left, step):
    assert step_due(CLOSE, CLOSE - left) == step


@pytest.mark.parametrize(
    ("zone", "now", "then"),
    [
        ("WIB", "2027-04-30T20:59+07:00", "2027-04-30T20:59+07:00"),
        ("WIB", "2027-04-30T21:00+07:00", "2027-05-01T06:00+07:00"),
        ("WIT", "2027-04-30T19:00+07:00", "2027-05-01T06:00+09:00"),
        ("WITA", "2027-04-30T03:00+07:00", "2027-04-30T06:00+08:00"),
        ("WIB", "2027-04-30T06:00+07:00", "2027-04-30T06:00+07:00"),
        ("WIT", "2027-05-06T22:00+07:00", "2027-05-06T22:00+07:00"),
    ],
)
def test_nobody_is_written_to_by_night_unless_the_morning_is_too_late(zone, now, then):
    assert out_of_the_night(datetime.fromisoformat(now), zone, CLOSE) == datetime.fromisoformat(then)


def test_whoever_has_the_ball_and_the_administrator_get_one_letter_about_everything(cast):
    builders.draft(cast, title="Ditulis")
    builders.forwarded(cast, title="Menunggu pimpinan")
    builders.submitted(cast, title="Terkirim lama")
    assert remind_of_closing(at=close_of(cast) - timedelta(days=3)) == 4
    assert told() == ["Administrator", "Colleague", "Leader", "Writer"]
    texts = {
        one.recipient.name: one.text for one in Notice.objects.filter(event="closing_reminded").select_related("recipient")
    }
    assert "Ditulis" in texts["Administrator"]
    assert "Menunggu pimpinan" in texts["Administrator"]
    assert "Ditulis" not in texts["Leader"]
    assert "Menunggu pimpinan" not in texts["Writer"]
    assert not [name for name, text in texts.items() if "Terkirim lama" in text]


def test_an_endorsed_proposal_is_the_administrators(cast):
    builders.endorsed(cast)
    remind_of_closing(at=close_of(cast) - timedelta(days=1))
    assert told() == ["Administrator"]


@pytest.fixture
def asked_for(cast):
    """Return a proposal that has to be corrected, beside one that was sent and is in nobody's hands of the agency."""
    proposal = builders.submitted(cast, title="Diminta diperbaiki")
    builders.submitted(cast, title="Sedang diperiksa")
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, Proposal.objects.get(pk=proposal.pk), read_clock(), "CORRECTION")
    return Proposal.objects.get(pk=proposal.pk)


def test_a_correction_is_reminded_of_before_screening_closes(cast, asked_for):
    close = close_of(cast, "screening")
    assert [remind_of_closing(at=close - timedelta(days=3)) for _ in range(2)] == [3, 0]
    assert told() == ["Administrator", "Colleague", "Writer"]
    letter = Notice.objects.filter(event="closing_reminded").first()
    assert letter.subject == "Belum dikirim kembali: 1 proposal"
    assert "Perbaikan diterima paling lambat" in letter.text
    assert "Diminta diperbaiki" in letter.text
    assert "Sedang diperiksa" not in letter.text
    acts.send(cast, asked_for, read_clock())
    assert remind_of_closing(at=close - timedelta(days=1)) == 0


def test_a_correction_is_reminded_of_by_the_institutions_own_close(cast, asked_for):
    close = close_of(cast, "screening")
    later = acts.extend_for(cast, read_clock(), key="screening").new_closes_at
    assert later > close
    assert remind_of_closing(at=close - timedelta(hours=6)) == 0
    assert remind_of_closing(at=later - timedelta(hours=6)) == 3


def test_a_step_is_written_once_and_the_next_one_again(cast):
    builders.endorsed(cast)
    at = close_of(cast) - timedelta(days=1)
    assert [remind_of_closing(at=at), remind_of_closing(at=at + timedelta(minutes=5))] == [1, 0]
    assert remind_of_closing(at=close_of(cast) - timedelta(hours=6)) == 1
    assert AuditEntry.objects.filter(event="closing_reminded").count() == 2


def test_by_night_the_letter_waits_for_the_morning_of_the_institution(cast):
    builders.endorsed(cast)
    Region.objects.filter(pk=cast.institution.region_id).update(time_zone="WIT")
    close = close_of(cast).astimezone(ZONES["WIB"]).replace(hour=20, minute=0, second=0, microsecond=0)
    cast.edition.stages.filter(key="registration").update(closes_at=close)
    at = close - timedelta(days=1)
    remind_of_closing(at=at)
    letter = Notice.objects.get(event="closing_reminded")
    assert (letter.created_at, letter.not_before) == (at, close.astimezone(ZONES["WIT"]).replace(hour=6, minute=0))


def test_reminding_asks_no_more_for_many_than_for_one(cast):
    counts = []
    for left in (timedelta(days=3), timedelta(days=1)):
        builders.draft(cast)
        with CaptureQueriesContext(connection) as caught:
            remind_of_closing(at=close_of(cast) - left)
        counts.append(len(caught))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_write_one_set_of_letters(cast):
    builders.endorsed(cast)
    at = close_of(cast) - timedelta(days=1)
    calls = at_once(*[lambda: remind_of_closing(at=at)] * 2)
    assert sorted(call.result for call in calls) == [0, 1]
    assert told() == ["Administrator"]
