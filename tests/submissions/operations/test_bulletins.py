"""A bulletin goes out as a letter once, when it appears, to those who are there then, and not in anybody's night."""

from datetime import datetime, timedelta

import pytest

from competition.models import AuditEntry, Bulletin, Notice
from competition.operations.bulletins import plan_bulletin, take_down_bulletin
from competition.zones import ZONES
from submissions.operations.bulletins import _by_day_everywhere, mail_bulletins
from tests import builders
from tests.meanwhile import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AGENCY = {"Writer", "Colleague", "Administrator", "Leader"}
PANEL = {"Penilai 1", "Penilai 2", "Penilai 3", "Chair"}


def plan(cast, at, mail_to, **changed):
    words = {"text": f"Kabar {mail_to}.", "text_en": f"Notice {mail_to}.", "starts_at": at + DAY, "ends_at": at + 3 * DAY}
    words |= {"mail_to": mail_to} | changed
    return plan_bulletin(edition=cast.edition, person=cast.secretariat, words=words, at=at)


def readers():
    return {one.recipient.name for one in Notice.objects.filter(event="bulletin_mailed")}


@pytest.mark.parametrize(
    ("mail_to", "whom"), [("NOBODY", set()), ("AGENCIES", AGENCY), ("JUDGES", PANEL), ("BOTH", AGENCY | PANEL)]
)
def test_mail_bulletins_writes_to_those_it_names_when_it_appears(cast, at, mail_to, whom):
    builders.submitted(cast)
    one = plan(cast, at, mail_to)
    assert mail_bulletins(at=one.starts_at - timedelta(minutes=1)) == 0
    assert mail_bulletins(at=one.starts_at) == bool(whom)
    assert readers() == whom
    if whom:
        letter = Notice.objects.filter(event="bulletin_mailed").first()
        assert f"Kabar {mail_to}." in letter.text
        assert letter.not_before == _by_day_everywhere(one.starts_at)
        entry = AuditEntry.objects.get(event="bulletin_mailed")
        assert (entry.subject_key, entry.person, entry.data) == (one.code, None, {"mail_to": mail_to})
    assert mail_bulletins(at=one.starts_at + DAY) == 0
    assert Notice.objects.filter(event="bulletin_mailed").count() == len(whom)


def test_english_readers_get_the_english_words(cast, at):
    cast.chair.language = "en"
    cast.chair.save(update_fields=["language"])
    mail_bulletins(at=plan(cast, at, "JUDGES").starts_at)
    assert "Notice JUDGES." in Notice.objects.get(recipient=cast.chair, event="bulletin_mailed").text


def test_what_was_taken_down_or_is_over_is_not_mailed(cast, at):
    one, other = plan(cast, at, "JUDGES"), plan(cast, at, "BOTH", ends_at=at + DAY + timedelta(minutes=5))
    take_down_bulletin(bulletin=one, person=cast.secretariat, at=at)
    assert mail_bulletins(at=other.ends_at) == 0
    assert readers() == set()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_it_once(cast, at):
    one = plan(cast, at, "JUDGES")
    calls = at_once(*[lambda: mail_bulletins(at=one.starts_at)] * 2)
    assert [call.error for call in calls] == [None, None]
    assert Notice.objects.filter(event="bulletin_mailed").count() == len(PANEL)
    assert Bulletin.objects.get().mailed_at == one.starts_at


@pytest.mark.parametrize(
    ("written", "leaves"),
    [("10:00", "10:00"), ("19:00", "30:00"), ("20:59", "30:00"), ("22:00", "30:00"), ("05:59", "06:00"), ("06:00", "06:00")],
)
def test_letters_leave_when_it_is_day_in_all_three_zones(written, leaves):
    def wib(hour):
        hours, minutes = map(int, hour.split(":"))
        return datetime(2026, 11, 3, tzinfo=ZONES["WIB"]) + timedelta(hours=hours, minutes=minutes)

    assert _by_day_everywhere(wib(written)) == wib(leaves)
