"""The calendar of an edition as a file that phones and office calendars subscribe to (RFC 5545)."""

from datetime import datetime, timedelta

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from competition.queries.site import SiteBulletin, SiteEdition, SiteStage
from competition.zones import format_zones, last_minute

CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar_file(edition: SiteEdition | None, *, host: str, url: str, at: datetime) -> bytes:
    """Return the stages in the reader's language, each as the period it is open and as the minute it closes, and what the
    secretariat tells everybody at the instant: nothing of what it will tell later.

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
        entries = [
            (f"{edition.year}-{stage.key}-{kind}", stage.moves, event)
            for stage in edition.stages
            for kind, event in (("period", _period(stage)), ("close", _close(stage)))
        ]
        standing = [one for one in edition.bulletins if one.starts_at <= at < one.ends_at]
        entries += [(f"{edition.year}-bulletin-{one.code}", 0, _bulletin(one)) for one in standing]
        for key, moves, event in entries:
            event.add("uid", f"{key}@{host}")
            event.add("dtstamp", at)
            event.add("sequence", moves)
            event.add("url", url)
            calendar.add_component(event)
    return calendar.to_ical()


def _all_through(summary: str, opens_at: datetime, closes_at: datetime) -> Event:
    """Return days or weeks in which something is so; nobody is busy because of it."""
    event = Event()
    event.add("summary", summary)
    event.add("dtstart", opens_at)
    event.add("dtend", closes_at)
    event.add("transp", "TRANSPARENT")
    return event


def _period(stage: SiteStage) -> Event:
    return _all_through(stage.label, stage.opens_at, stage.closes_at)


def _bulletin(one: SiteBulletin) -> Event:
    summary = _("Kabar: %(text)s") % {"text": Truncator(one.label).chars(60)}
    event = _all_through(summary, one.starts_at, one.ends_at)
    event.add("description", one.label)
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
