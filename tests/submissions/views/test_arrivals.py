"""Sending at the close, to the millisecond, with and without a queue before it."""

from datetime import date, datetime, timedelta

import pytest

from competition import clock
from competition.models import Stage
from competition.verdict import NotAllowed
from competition.views import edge
from competition.zones import ZONES
from submissions.models import Proposal, Submission
from submissions.queries.contents import findings_of, items_of
from tests import builders
from tests.evidence import refused
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in

pytestmark = pytest.mark.django_db
MS = timedelta(milliseconds=1)
SECOND = timedelta(seconds=1)


def send(cast, monkeypatch, *, arrives, queue, header=True):
    """Send a proposal that arrives so long after the close and waits so long; return what was sent, and the close."""
    proposal = builders.endorsed(cast)
    client = sign_in(cast.administrator)
    close = clock.read_clock().replace(microsecond=0)
    Stage.objects.filter(edition=cast.edition, key="registration").update(closes_at=close)
    monkeypatch.setattr(edge, "instant", lambda request: close + arrives + queue)
    stamp = {"HTTP_X_RECEIVED_AT": f"{(close + arrives).timestamp():.3f}"} if header else {}
    client.post(path("submit", proposal), {}, **stamp)
    return Submission.objects.first(), close


@pytest.mark.parametrize(
    ("arrives", "queue", "is_in_time"),
    [
        (-MS, 0 * SECOND, True),
        (0 * MS, 0 * SECOND, False),
        (MS, 0 * SECOND, False),
        (-MS, 119 * SECOND, True),
        (0 * MS, 119 * SECOND, False),
        (MS, 119 * SECOND, False),
        (-MS, 120 * SECOND, True),
        (-MS, 121 * SECOND, False),
        (0 * MS, 121 * SECOND, False),
    ],
)
def test_the_hour_of_arrival_decides(cast, monkeypatch, settings, arrives, queue, is_in_time):
    settings.TRUSTED_PROXIES = 1
    sent, close = send(cast, monkeypatch, arrives=arrives, queue=queue)
    assert (sent is not None) == is_in_time
    assert sent is None or sent.received_at == close + arrives


@pytest.mark.parametrize(
    ("close", "old_enough"),
    [
        # Until the end of 28 February: twelve months before it is 28 February, and the innovation began a day later.
        ("2029-03-01T00:00+07:00", False),
        ("2029-03-02T00:00+07:00", True),
        # In a leap year itself, and over a close at 22.30 WIB, when it is the next day in the east only.
        ("2032-02-29T00:00+07:00", True),
        ("2029-02-28T22:30+07:00", False),
        ("2029-03-01T22:30+07:00", True),
    ],
)
def test_an_innovation_that_began_on_29_february(cast, close, old_enough):
    proposal, close = builders.endorsed(cast), datetime.fromisoformat(close)
    Proposal.objects.filter(pk=proposal.pk).update(started_on=date(2028, 2, 29))
    Stage.objects.filter(edition=cast.edition, key="registration").update(closes_at=close)
    found = [one.check for one in findings_of(Proposal.objects.get(pk=proposal.pk), items_of(proposal))]
    assert ("age" not in found) == old_enough


@pytest.mark.parametrize("zone", ["WIB", "WITA", "WIT"])
@pytest.mark.parametrize(("arrives", "is_in_time"), [(-MS, True), (0 * MS, False), (MS, False)])
def test_a_close_that_passes_midnight_only_in_the_east_is_one_instant(cast, zone, arrives, is_in_time):
    proposal = builders.endorsed(cast)
    close = clock.read_clock().astimezone(ZONES["WIB"]).replace(hour=22, minute=30, second=0, microsecond=0) + timedelta(days=1)
    Stage.objects.filter(edition=cast.edition, key="registration").update(closes_at=close)
    at = (close + arrives).astimezone(ZONES[zone])
    if is_in_time:
        assert acts.send(cast, proposal, at).closes_at == close
        return
    with refused(NotAllowed):
        acts.send(cast, proposal, at)


def test_without_the_stamp_the_turn_decides(cast, monkeypatch, settings):
    settings.TRUSTED_PROXIES = 1
    assert send(cast, monkeypatch, arrives=-MS, queue=SECOND, header=False)[0] is None


def test_without_a_proxy_of_ours_anybody_could_write_the_stamp(cast, monkeypatch, settings):
    settings.TRUSTED_PROXIES = 0
    assert send(cast, monkeypatch, arrives=-MS, queue=SECOND)[0] is None


def test_a_stamp_ahead_of_the_clock_wins_nothing(cast, monkeypatch, settings):
    settings.TRUSTED_PROXIES = 1
    sent, close = send(cast, monkeypatch, arrives=-MS, queue=-SECOND)
    assert sent.received_at == close - MS - SECOND


@pytest.mark.parametrize(("off", "is_told"), [(SECOND, False), (600 * SECOND, True), (-timedelta(days=1), True)])
def test_a_clock_that_differs_from_the_databases_is_an_alarm(monkeypatch, caplog, off, is_told):
    true = clock.read_clock()
    monkeypatch.setattr(clock, "read_clock", lambda: true + off)
    assert abs(clock.watch_skew() + off) < SECOND
    assert bool(caplog.records) == is_told
