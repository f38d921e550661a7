"""The dates as a calendar file: what a telephone that subscribed to it shows."""

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from competition.middleware import LANGUAGE_COOKIE
from competition.models import Bulletin
from competition.queries.site import forget_site_edition
from competition.views import public
from competition.zones import format_zones, last_minute
from tests.submissions import acts

pytestmark = pytest.mark.django_db
URL = "/kalender.ics"
DAY = timedelta(days=1)


def entries(url=URL):
    """Return the entries of the file by the first part of their identifier."""
    forget_site_edition()
    public._local.clear()
    response = Client().get(url)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(response.content)
    return {str(one["uid"]).partition("@")[0]: one for one in found.walk("VEVENT")}


def test_every_stage_is_there_as_period_and_close_of_the_one_row(cast):
    found = entries()
    stages = list(cast.edition.stages.all())
    assert len(found) == 2 * len(stages)
    for stage in stages:
        period, close = (found[f"{cast.edition.year}-{stage.key}-{kind}"] for kind in ("period", "close"))
        assert (period.start, period.end) == (stage.opens_at.replace(microsecond=0), stage.closes_at.replace(microsecond=0))
        assert close.start == last_minute(stage.closes_at).replace(microsecond=0)
        assert format_zones(last_minute(stage.closes_at)) in str(close["description"])


def test_a_moved_close_moves_the_entry_that_is_there_and_says_why(cast, at):
    key = f"{cast.edition.year}-registration-close"
    before = entries()[key]
    made = acts.extend(cast, at, by=timedelta(hours=5), reason="Banjir di tiga provinsi; jalan putus, listrik padam.")
    after = entries()[key]
    assert str(before["uid"]) == str(after["uid"])
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.end == made.new_closes_at.replace(microsecond=0)
    assert format_zones(last_minute(made.old_closes_at)) in str(after["description"])
    assert "Banjir di tiga provinsi; jalan putus, listrik padam." in str(after["description"])


def test_a_reason_of_several_lines_adds_no_entry_of_its_own(cast, at):
    acts.extend(cast, at, by=timedelta(hours=5), reason="Banjir.\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Palsu")
    found = entries()
    assert len(found) == 2 * cast.edition.stages.count()
    assert "Palsu" not in {str(one["summary"]) for one in found.values()}


def test_the_language_is_that_of_the_address(cast):
    key = f"{cast.edition.year}-registration-close"
    assert str(entries()[key]["summary"]).startswith("Batas: ")
    assert str(entries(f"{URL}?bahasa=en")[key]["summary"]).startswith("Deadline: ")


@pytest.mark.parametrize(("starts", "ends", "is_there"), [(-DAY, DAY, True), (DAY, 2 * DAY, False), (-2 * DAY, -DAY, False)])
def test_what_everybody_is_told_now_is_an_entry_and_nothing_of_later(cast, at, starts, ends, is_there):
    words = "Klinik daring Kamis pukul 10.00 WIB: bawa draf Anda, surat pimpinan, dan tautan video."
    given = {"text": words, "starts_at": at + starts, "ends_at": at + ends}
    one = Bulletin.objects.create(edition=cast.edition, planned_by=cast.secretariat, planned_at=at, **given)
    entry = entries().get(f"{cast.edition.year}-bulletin-{one.code}")
    assert (entry is not None) == is_there
    if entry:
        assert (entry.start, entry.end) == tuple((at + shift).replace(microsecond=0) for shift in (starts, ends))
        assert str(entry["summary"]).startswith("Kabar: Klinik daring Kamis")
        assert str(entry["description"]) == words


def test_an_empty_installation_has_an_empty_calendar(db):
    assert entries() == {}


def test_the_front_page_leads_to_it(cast):
    public._local.clear()
    assert f'href="{URL}"' in Client().get("/").content.decode()
    english = Client()
    english.cookies[LANGUAGE_COOKIE] = "en"
    assert f'href="{URL}?bahasa=en"' in english.get("/").content.decode()
