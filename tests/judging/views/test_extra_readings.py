"""The chair's page of extra readings: what would be read once more and why, without a score, and given out as shown."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import AuditEntry, Stage
from judging.models import Assignment
from judging.states import EXTRA_READING
from tests import builders
from tests.evidence import nothing_changes
from tests.judging.views.test_weighings import judged

ROUND = (2017, "desk")


@pytest.fixture
def chair(cast, visit):
    """The chair, signed in."""
    return visit(cast.chair)


def hidden(page):
    """Return what the page's form would send of itself."""
    return dict(re.findall(r'<input type="hidden" name="(count|seed|shown)" value="([^"]*)">', page.text))


def test_the_chair_sees_the_batch_without_a_score_and_gives_it_out_as_shown(cast, chair):
    judged(cast)
    assert reverse("judging:more_readings", args=ROUND) in chair.get("rank", *ROUND).text
    assert "Berikan bacaan ini" not in chair.get("more_readings", *ROUND).text
    page = chair.get("more_readings", *ROUND, count=3, seed=5)
    assert page.text.count("2 kali") == 3
    assert not [one for one in Assignment.objects.values_list("sheet__total", flat=True) if f">{one:.2f}" in page.text]
    looks = AuditEntry.objects.filter(event="habits_viewed", person=cast.chair)
    assert looks.count() == 1
    answer = chair.post("more_readings", *ROUND, **hidden(page), reason="Garis batas rapat.")
    assert answer["Location"] == reverse("judging:rank", args=ROUND)
    assert Assignment.objects.filter(why=EXTRA_READING).count() == 3
    page = chair.get("rank", *ROUND)
    assert "3 dari 12 proposal belum memiliki semua lembar nilai." in page.text
    assert page.text.count("2 dari 3") == 3
    assert "bacaan tambahan yang belum terkunci" in chair.get("more_readings", *ROUND, count=3, seed=5).text


def test_after_the_close_the_page_says_that_extra_sheets_are_waited_for_no_more(cast, chair):
    judged(cast)
    shown = hidden(chair.get("more_readings", *ROUND, count=3, seed=5))
    chair.post("more_readings", *ROUND, **shown, reason="Rapat.")
    Stage.objects.filter(edition=cast.edition, key="judging").update(closes_at=read_clock())
    assert "3 bacaan tambahan belum terkunci dan tidak ditunggu lagi" in chair.get("rank", *ROUND).text
    chair.post("rank", *ROUND)
    assert builders.the_round(cast).ranking.entries.count() == 12


def test_the_chair_takes_one_back_with_a_reason_and_the_list_says_what_is_open(cast, chair):
    judged(cast)
    assert "Tidak ada bacaan tambahan yang belum terkunci" in chair.get("withdraw_reading", *ROUND).text
    shown = hidden(chair.get("more_readings", *ROUND, count=2, seed=5))
    chair.post("more_readings", *ROUND, **shown, reason="Rapat.")
    address = reverse("judging:withdraw_reading", args=ROUND)
    assert address in chair.get("rank", *ROUND).text
    assert "2 bacaan tambahan belum terkunci." in chair.get("more_readings", *ROUND).text
    page = chair.get("withdraw_reading", *ROUND)
    codes = re.findall(r'name="code" value="([^"]+)"', page.text)
    assert len(codes) == 2
    for values in ({}, {"code": codes[0]}, {"code": "tidakada", "reason": "Cukup."}):
        with nothing_changes():
            assert "<title>Kesalahan: " in chair.post("withdraw_reading", *ROUND, **values).text
    with CaptureQueriesContext(connection) as caught:
        chair.get("withdraw_reading", *ROUND)
    for code in codes:
        answer = chair.post("withdraw_reading", *ROUND, code=code, reason="Cukup dua.")
        assert answer["Location"] == reverse("judging:more_readings", args=ROUND)
    assert Assignment.objects.filter(why=EXTRA_READING, state="RELEASED").count() == 2
    with CaptureQueriesContext(connection) as fewer:
        chair.get("withdraw_reading", *ROUND)
    assert len(caught) == len(fewer)
    assert "Semua 12 proposal memiliki lembar nilai" in chair.get("rank", *ROUND).text


def test_without_a_reason_or_with_another_plan_nothing_is_given_out_and_the_page_says_so(cast, chair):
    judged(cast)
    shown = hidden(chair.get("more_readings", *ROUND, count=3, seed=5))
    with nothing_changes():
        page = chair.post("more_readings", *ROUND, **shown)
        assert "<title>Kesalahan: " in page.text
        assert hidden(page) == shown
        changed = chair.post("more_readings", *ROUND, **shown | {"count": "4"}, reason="Rapat.")
    assert changed.status_code == 409
    assert "Rapat." in changed.text


def test_what_cannot_be_told_is_said_in_words(cast, chair):
    builders.scored(cast, 3)
    assert "terlalu sedikit" in chair.get("more_readings", *ROUND, count=3, seed=5).text
    for values in ({"count": "0", "seed": "1"}, {"count": "x", "seed": ""}):
        assert "<title>Kesalahan: " in chair.get("more_readings", *ROUND, **values).text


def test_the_page_asks_for_little_however_long_the_batch_is(cast, chair):
    judged(cast)
    counts = []
    for count in (2, 9):
        chair.get("more_readings", *ROUND, count=count, seed=5)
        with CaptureQueriesContext(connection) as caught:
            chair.get("more_readings", *ROUND, count=count, seed=5)
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 25


def test_nobody_else_sees_it(cast, visit):
    judged(cast)
    for page in ("more_readings", "withdraw_reading"):
        assert visit(cast.secretariat).get(page, *ROUND).status_code == 403
        for person in (*cast.judges, cast.writer, cast.stranger):
            assert visit(person).get(page, *ROUND).status_code == 404
