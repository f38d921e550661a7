"""What the scores can carry, on the chair's page: the line in a drawing and in a table, who is refused, and why (U-1, U-2)."""

import random
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import AuditEntry
from competition.zones import format_number
from judging.models import Assignment
from judging.operations.rankings import rank_round
from judging.operations.sheets import lock_sheet
from judging.queries.disputes import disputes_in
from judging.queries.weighings import weighing_of
from tests import builders
from tests.judging.disputes import again, agree, discuss, propose

ROUND = (2017, "desk")


@pytest.fixture
def chair(cast, visit):
    """The chair, signed in."""
    return visit(cast.chair)


def judged(cast: builders.Cast, number: int = 12, places: int = 4) -> builders.Round:
    """Return a round whose judges do not agree, ready to be ranked."""
    builders.Round.objects.update(places=places)
    chance = random.Random(5)
    for one in builders.accepted(cast, number):
        levels = {code: chance.randint(1, 5) for code in builders.choices()}
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(**levels), version=0, at=read_clock())
    return builders.the_round(cast)


def ranked(cast: builders.Cast, number: int = 12, places: int = 4) -> builders.Round:
    """Return a ranked round whose judges do not agree."""
    rank_round(round_=judged(cast, number, places), person=cast.chair, at=read_clock())
    return builders.the_round(cast)


def test_the_drawing_and_the_table_say_the_same_as_the_arithmetic(cast, chair):
    round_ = ranked(cast)
    page = chair.get("weigh", *ROUND)
    weighing = weighing_of(round_)
    assert page.text.count('class="chart-dot"') == page.text.count('class="chart-bar"') == 12
    assert "style=" not in page.text.split("<svg")[1].split("</svg>")[0]
    for one in weighing.proposals:
        assert f"{format_number(one.worth.value, 1)} ({format_number(one.worth.low, 1)} sampai" in page.text
        assert f"{round(100 * one.chance)} %" in page.text
    assert re.search(r"— Garis batas: [\d,]+ \(4 proposal di atas\) —", page.text)
    for judge in cast.judges:
        assert judge.name in page.text
    ranks = dict(round_.ranking.entries.values_list("proposal__code", "rank"))
    lowered = [one for one in weighing.proposals if one.worst_rank > ranks[one.proposal]]
    assert lowered
    assert all(f"turun dari {ranks[one.proposal]} ke {one.worst_rank}" in page.text for one in lowered)


def test_the_score_of_record_stands_beside_the_corrected_one_and_is_that_of_the_ranking(cast, chair):
    round_ = ranked(cast)
    scores = dict(round_.ranking.entries.values_list("proposal__code", "score"))
    for one in weighing_of(round_).proposals:
        assert Decimal(str(one.raw)) == scores[one.proposal]
    assert "Terkoreksi" in chair.get("weigh", *ROUND).text


def test_a_sheet_agreed_on_is_said_and_the_estimate_is_of_what_was_locked(cast, chair):
    round_ = judged(cast)
    builders.Round.objects.update(gap=Decimal("0.01"))
    widest = disputes_in(builders.the_round(cast))[0].proposal
    one, other = (again(row) for row in Assignment.objects.filter(proposal=widest).order_by("pk"))
    discuss(cast, one)
    propose(one, 5)
    agree(other)
    rank_round(round_=round_, person=cast.chair, at=read_clock())
    page = chair.get("weigh", *ROUND)
    assert "1 proposal dihitung dengan lembar yang disepakati" in page.text
    weighed = {found.proposal: found for found in weighing_of(builders.the_round(cast)).proposals}
    entry = builders.the_round(cast).ranking.entries.get(proposal=widest)
    assert entry.score == 100
    assert weighed[one.proposal.code].raw < 100


def test_a_look_is_written_down_and_costs_few_queries(cast, chair):
    ranked(cast)
    chair.get("weigh", *ROUND)
    with CaptureQueriesContext(connection) as caught:
        chair.get("weigh", *ROUND)
    assert len(caught) <= 12
    assert AuditEntry.objects.filter(event="ranking_viewed", person=cast.chair).count() == 1


def test_nobody_but_the_chair_and_not_before_the_freeze(cast, visit, chair):
    assert "Peringkat belum dibekukan." in chair.get("weigh", *ROUND).text
    ranked(cast)
    assert reverse("judging:weigh", args=ROUND) in chair.get("rank", *ROUND).text
    for person, status in ((cast.secretariat, 403), (cast.judges[0], 404), (cast.writer, 404)):
        assert visit(person).get("weigh", *ROUND).status_code == status


def test_what_cannot_be_said_is_refused_in_words(cast, chair):
    ranked(cast, number=3, places=1)
    page = chair.get("weigh", *ROUND)
    assert page.status_code == 200
    assert "terlalu sedikit" in page.text
    assert "<svg class" not in page.text


def test_places_for_all_are_no_line(cast, chair):
    ranked(cast, places=12)
    assert "jadi tidak ada garis batas" in chair.get("weigh", *ROUND).text


def test_groups_that_share_no_judge_are_refused_with_their_number(db, visit):
    cast = builders.make_cast(builders.make_edition(), judges=6)
    proposals, chance = builders.eligible(cast, 20), random.Random(5)
    builders.open_the_stage(cast.edition, "judging")
    facts = {"round": builders.the_round(cast), "state": "ACCEPTED", "why": "BALANCE", "seed": 1, "assigned_at": read_clock()}
    for place, proposal in enumerate(proposals):
        panel = cast.judges[:3] if place < 10 else cast.judges[3:]
        for seat in (0, 1):
            judge = panel[(place + seat) % 3]
            one = Assignment.objects.create(proposal=proposal, judge=judge, position=place, **facts)
            levels = {code: chance.randint(1, 5) for code in builders.choices()}
            lock_sheet(assignment=one, person=judge, choices=builders.choices(**levels), version=0, at=read_clock())
    rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())
    assert "terbagi menjadi 2 kelompok" in visit(cast.chair).get("weigh", *ROUND).text
