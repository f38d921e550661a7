"""The committee's pages about reopening a ranking, from the request to a second version."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from judging.models import Assignment, Ranking, Reopening
from judging.operations.assignments import accept_assignment
from judging.operations.extra_readings import add_readings
from judging.operations.rankings import rank_round
from judging.operations.reopenings import stop_reopening
from judging.operations.sheets import lock_sheet
from judging.states import EXTRA_READING
from tests import builders
from tests.judging import reopening
from tests.judging.views.test_weighings import ranked as disputed_line

pytestmark = pytest.mark.django_db

HERE = (2017, "desk")
PAGE, DECIDE, STOP, RANK, ROUND = (
    reverse(f"judging:{name}", args=HERE) for name in ("reopening", "decide_reopening", "stop_reopening", "rank", "round")
)


def test_one_asks_another_confirms_and_the_chair_stops_it(client, cast):
    builders.selected(cast)
    client.force_login(cast.secretariat)
    assert PAGE in client.get(ROUND).text
    assert "Minta dibuka kembali" in client.get(PAGE).text
    assert "Alasan membuka kembali" in client.post(PAGE, {"reason": ""}).text
    assert not Reopening.objects.exists()
    assert client.post(PAGE, {"reason": reopening.WHY}).url == PAGE
    one = Reopening.objects.get()
    page = client.get(PAGE).text
    assert reopening.WHY in page
    assert "Sahkan pembukaan kembali" not in page
    assert client.post(PAGE, {"reason": reopening.WHY}).status_code == 409
    client.post(DECIDE, {"act": "sahkan", "seen": one.pk})
    assert Reopening.objects.get().state == "PROPOSED"
    client.force_login(cast.secretariat2)
    assert "Sahkan pembukaan kembali" in client.get(PAGE).text
    client.post(DECIDE, {"act": "sahkan", "seen": one.pk})
    assert "Buka peringkat sekarang" not in client.get(PAGE).text
    client.post(DECIDE, {"act": "buka", "seen": one.pk})
    assert Reopening.objects.get().state == "CONFIRMED"
    client.force_login(cast.chair)
    assert "Minta dibuka kembali" not in client.get(PAGE).text
    assert client.post(STOP, {"reason": "Tidak perlu."}).url == ROUND
    assert "Tidak perlu." in client.get(PAGE).text
    assert client.get(STOP).status_code == 403


def test_after_it_more_is_read_and_the_chair_sees_what_changed(client, cast):
    disputed_line(cast)
    reopening.done(cast)
    add_readings(count=1, round_=builders.the_round(cast), person=cast.chair, seed=7, reason="Sekali lagi.", at=read_clock())
    one = Assignment.objects.select_related("judge", "round").get(why=EXTRA_READING)
    accept_assignment(assignment=one, person=one.judge, at=read_clock())
    lock_sheet(assignment=one, person=one.judge, choices=builders.choices(1), version=0, at=read_clock())
    rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())
    client.force_login(cast.chair)
    page = client.get(RANK).text
    assert "Yang berubah dari versi sebelumnya" in page
    assert one.proposal.title in page
    assert "Nilai berubah: 1." in page
    assert list(Ranking.objects.order_by("version").values_list("version", flat=True)) == [1, 2]


def test_the_page_costs_the_same_however_often_it_was_asked_for(client, cast):
    builders.ranked(cast)
    client.force_login(cast.secretariat)
    counts = []
    for _ in range(2):
        stop_reopening(reopening=reopening.proposed(cast), reason="Bukan.", person=cast.secretariat, at=read_clock())
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
