"""A clinic as an entry of a calendar (RFC 5545), in the time of Jakarta by name: an abbreviation is another zone elsewhere."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from competition.zones import ZONES
from submissions.models import Batch

JAKARTA = ZONES["WIB"]


def clinic_file(batch: Batch, *, host: str, url: str, at: datetime) -> bytes:
    """Return the calendar with this one entry; the day alone where the hours are not known. What is online is not told here."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//KIPP//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"clinic-{batch.code}@{host}")
    event.add("summary", batch.name)
    starts, ends = batch.starts_at.astimezone(JAKARTA), batch.ends_at.astimezone(JAKARTA)
    if batch.is_whole_day:
        event.add("dtstart", starts.date())
        event.add("dtend", max(ends.date(), starts.date() + timedelta(days=1)))
    else:
        event.add("dtstart", starts)
        event.add("dtend", ends)
    if batch.place:
        event.add("location", batch.place)
    if batch.called_off_at is not None:
        # The entry that a calendar has already is changed by one with a higher number.
        event.add("status", "CANCELLED")
        event.add("sequence", 1)
    event.add("dtstamp", at)
    event.add("url", url)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()
