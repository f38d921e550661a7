"""Announcements that were prepared ahead, for tests; and a clock that is moved to just before their instant, and past it."""

import time
from datetime import datetime, timedelta

import pytest

from competition.clock import read_clock
from competition.views import edge, embargo
from judging.models import Announcement
from judging.operations.announcements import approve_announcement, prepare_announcement
from tests import builders


def in_a_month() -> datetime:
    """Return an instant that is later than the calendar's announcement, and the same at whatever hour a test runs."""
    return read_clock().replace(minute=0, second=0, microsecond=0) + timedelta(days=30)


def prepared(cast: builders.Cast, number: int = 3) -> Announcement:
    """Return what the second organiser prepared for a list that the first one ratified."""
    known = {"selection": builders.ratified(cast, number), "publish_at": in_a_month()}
    return prepare_announcement(**known, person=cast.secretariat2, at=read_clock())


def approved(cast: builders.Cast, number: int = 3) -> Announcement:
    """Return the same with the first organiser's yes."""
    one = prepared(cast, number)
    return approve_announcement(announcement=one, seen=one.pk, person=cast.secretariat, at=read_clock())


class MovedClock:
    """The database's clock as pages read it, and this process's own, moved together."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch, self.began, self.at = patch, time.monotonic(), read_clock()

    def set(self, at: datetime) -> None:
        """Move both to the instant; what pages know of it they have to find out."""
        passed = (at - self.at).total_seconds()
        for module in (edge, embargo):
            self.patch.setattr(module, "read_clock", lambda: at)
        self.patch.setattr(time, "monotonic", lambda: self.began + passed)
