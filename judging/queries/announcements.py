"""Reads about announcements: when a list may be announced, which are prepared, and which of them are due."""

from datetime import datetime

from django.db.models import F, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from competition.models import Round, Stage
from competition.queries.editions import stages_of
from judging.models import Announcement, Selection
from judging.states import AnnouncementState


def announcement_time(round_: Round) -> datetime:
    """Return the instant from which the round's results may be published: the opening of the first stage of the main line
    that follows the round's own, or the end of its own where none follows."""
    ends = round_.stage.closes_at
    following = (one.opens_at for one in stages_of(round_.edition) if not one.is_parallel and one.opens_at >= ends)
    return min(following, default=ends)


def opens_at(announcement: Announcement) -> datetime:
    """Return when the list becomes public: at the instant that was agreed on, and not before the calendar's, which may have
    been moved since."""
    return max(announcement.publish_at, announcement_time(announcement.selection.ranking.round))


def standing_announcement(selection: Selection) -> Announcement | None:
    """Return the list's announcement that was not postponed, with its people, if there is one."""
    return _whole().exclude(state=AnnouncementState.POSTPONED).filter(selection=selection).first()


def past_announcements(selection: Selection) -> list[Announcement]:
    """Return those that were postponed, the last first, with who did it."""
    rows = Announcement.objects.filter(selection=selection, state=AnnouncementState.POSTPONED)
    return list(rows.select_related("postponed_by").order_by("-postponed_at", "-pk"))


def approved_announcements() -> QuerySet[Announcement]:
    """Return what two people agreed on and what is not open yet, the earliest first, each with `due_at`, its `opens_at`: the
    database works it out, so that neither a look at the calendar nor a lock needs a query of its own."""
    found = _whole().filter(state=AnnouncementState.APPROVED).annotate(due_at=Greatest("publish_at", _calendar_time()))
    return found.order_by("publish_at", "pk")


def next_opening() -> datetime | None:
    """Return the earliest instant at which a list becomes public by itself; None if no announcement is approved.

    The frame names this by a string (settings.NEXT_OPENING). It says when, and nothing of what.
    """
    return approved_announcements().aggregate(next=Min("due_at"))["next"]


def untold_announcements() -> list[int]:
    """Return the ids of those that are open while their teams have no letter yet."""
    rows = Announcement.objects.filter(state=AnnouncementState.OPENED, told_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _calendar_time() -> Coalesce:
    """Return `announcement_time` of an announcement's round, as the database works it out."""
    round_ = "selection__ranking__round"
    ends = f"{round_}__stage__closes_at"
    following = Stage.objects.filter(edition=OuterRef(f"{round_}__edition"), is_parallel=False, opens_at__gte=OuterRef(ends))
    return Coalesce(Subquery(following.order_by("opens_at", "pk").values("opens_at")[:1]), F(ends))


def _whole() -> QuerySet[Announcement]:
    round_ = "selection__ranking__round"
    return Announcement.objects.select_related("prepared_by", "approved_by", f"{round_}__edition", f"{round_}__stage")
