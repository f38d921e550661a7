"""The calendar of an edition as a file that phones and office calendars subscribe to (RFC 5545)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from competition.queries.site import SiteEdition, SiteStage
from competition.zones import format_zones, last_minute

CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar_file(edition: SiteEdition | None, *, host: str, url: str, at: datetime) -> bytes:
    """Return the stages in the reader's language, each as the period it is open and as the minute it closes.

    `host` makes the identifiers unique in the world and `url` is where people read more. An entry keeps its identifier when its
    close is moved and gets the next SEQUENCE, so that a calendar moves it instead of adding another.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//KIPP//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("refresh-interval", timedelta(hours=1))
    if edition is not None:
        calendar.add("name", edition.name)
        calendar.add("x-wr-calname", edition.name)
        for stage in edition.stages:
            for kind, event in (("period", _period(stage)), ("close", _close(stage))):
                event.add("uid", f"{edition.year}-{stage.key}-{kind}@{host}")
                event.add("dtstamp", at)
                event.add("sequence", stage.moves)
                event.add("url", url)
                calendar.add_component(event)
    return calendar.to_ical()


def _period(stage: SiteStage) -> Event:
    event = Event()
    event.add("summary", stage.label)
    event.add("dtstart", stage.opens_at)
    event.add("dtend", stage.closes_at)
    # Weeks in which something is possible; nobody is busy because of it.
    event.add("transp", "TRANSPARENT")
    return event


def _close(stage: SiteStage) -> Event:
    """Return the last minute of the stage: at midnight WIB a calendar would show the day after."""
    event = Event()
    event.add("summary", _("Batas: %(stage)s") % {"stage": stage.label})
    event.add("dtstart", last_minute(stage.closes_at))
    event.add("dtend", stage.closes_at)
    told = [_("Ditutup pukul %(zones)s.") % {"zones": format_zones(last_minute(stage.closes_at))}]
    if stage.extension:
        old = format_zones(last_minute(stage.extension.old_closes_at))
        told.append(_("Semula %(zones)s. Alasan: %(reason)s") % {"zones": old, "reason": stage.extension.reason})
    event.add("description", "\n".join(told))
    return event
