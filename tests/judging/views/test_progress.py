"""How the panel gets on: what the chair sees, what an organiser does not, and that no score is told before its time."""

import random
from datetime import timedelta
from decimal import Decimal
from statistics import fmean

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import AuditEntry, Round, Stage
from competition.zones import format_number
from judging.models import Assignment, ScoreSheet
from judging.operations.sheets import lock_sheet
from submissions.models import Proposal
from tests import builders
from tests.judging.views.conftest import ROUND

MOST = 12


def judged(cast, number=12, *, left_out=0):
    """Let the panel lock sheets that differ; the last judge leaves so many out. Return the round."""
    chance = random.Random(5)
    tasks = builders.accepted(cast, number)
    last = [one for one in tasks if one.judge == tasks[-1].judge]
    for one in [one for one in tasks if one not in last[len(last) - left_out :]]:
        levels = {code: chance.randint(1, 5) for code in builders.choices()}
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(**levels), version=0, at=read_clock())
    Round.objects.update(gap=Decimal(20))
    return builders.the_round(cast)


def stage_runs(since, until):
    """Let judging have been open for so many days, and be open for so many more; tasks are as old as the round."""
    now, day = read_clock(), timedelta(days=1)
    Stage.objects.filter(key="judging").update(opens_at=now - since * day, closes_at=now + until * day)
    Assignment.objects.update(assigned_at=now - since * day)


def rows(page):
    return {row["name"]: row for row in page.context["rows"]}


def test_who_will_not_be_through_is_said_with_its_basis_and_stands_first(cast, visit):
    judged(cast, left_out=6)
    stage_runs(8, 2)
    slow = Assignment.objects.filter(sheet=None).first().judge
    for person in (cast.chair, cast.secretariat):
        page = visit(person).get("progress", *ROUND)
        row = rows(page)[slow.name]
        assert page.context["rows"][0]["name"] == slow.name
        assert (row["locked"], row["left"], row["word"]) == (2, 6, "Diperkirakan tidak selesai")
        assert (row["pace"], row["needed"]) == (pytest.approx(0.25, abs=0.01), pytest.approx(3, abs=0.01))
        assert "1 penilai diperkirakan tidak selesai" in page.text
        assert "Laju: lembar terkunci per hari" in page.text
        assert {one["word"] for one in page.context["rows"][1:]} == {"Selesai"}
    stage_runs(8, 0)
    assert "1 penilai tidak menyelesaikan tugasnya" in visit(cast.chair).get("progress", *ROUND).text


def test_the_chair_sees_how_each_marks_and_the_look_is_written_down(cast, visit):
    round_ = judged(cast)
    page = visit(cast.chair).get("progress", *ROUND)
    for judge in cast.judges:
        totals = [float(one) for one in ScoreSheet.objects.filter(assignment__judge=judge).values_list("total", flat=True)]
        assert rows(page)[judge.name]["habit"].mean == pytest.approx(fmean(totals))
        assert format_number(fmean(totals), 1) in page.text
    assert page.context["agreement"] is not None
    assert AuditEntry.objects.filter(event="habits_viewed", person=cast.chair, subject_key=f"2017/{round_.key}").count() == 1


def test_an_organiser_sees_the_pace_and_nothing_made_of_scores(cast, visit):
    judged(cast)
    page = visit(cast.secretariat).get("progress", *ROUND)
    for word in ("Sebaran", "Rata-rata", "Kesepakatan", "Beda jauh"):
        assert word not in page.text
    assert all(row["habit"] is None for row in page.context["rows"])
    assert not AuditEntry.objects.filter(event="habits_viewed").exists()


def test_disputes_tell_the_distance_and_no_score(cast, visit):
    judged(cast)
    totals = {}
    for proposal, total in ScoreSheet.objects.values_list("assignment__proposal", "total"):
        totals.setdefault(proposal, []).append(total)
    apart = {pk: max(of) - min(of) for pk, of in totals.items()}
    expected = sorted((gap for gap in apart.values() if gap >= 20), reverse=True)
    page = visit(cast.chair).get("progress", *ROUND)
    assert expected
    assert [one["gap"] for one in page.context["disputes"]] == expected
    assert page.context["disputed"] == len(expected)
    told = page.text.split("Beda jauh antarpenilai</h2>")[1]
    scores = {format_number(one, 1) for of in totals.values() for one in of} - {format_number(one, 1) for one in expected}
    assert not [one for one in scores if f">{one}<" in told]
    Round.objects.update(gap=None)
    assert "tidak menetapkan selisih" in visit(cast.chair).get("progress", *ROUND).text


def test_of_few_sheets_no_mean_is_told(cast, visit):
    judged(cast, 3)
    page = visit(cast.chair).get("progress", *ROUND)
    assert all(row["habit"] is None for row in page.context["rows"])
    assert page.context["agreement"] is None
    assert "Belum cukup proposal yang dibaca dua kali" in page.text


def test_a_chair_sees_no_figure_of_a_proposal_they_are_tied_to(cast, visit):
    """Whatever its sheets say and however many there are, the whole page stays the same."""
    judged(cast, 16)
    mine = Proposal.objects.order_by("-pk")[0]
    Proposal.objects.filter(pk=mine.pk).update(institution=cast.other_institution, unit=cast.other_unit)
    free = visit(cast.chair).get("progress", *ROUND)
    builders.join(cast.chair, cast.other_institution, until=read_clock() - timedelta(days=1))
    before = visit(cast.chair).get("progress", *ROUND)
    assert mine.title not in before.text
    assert sum(row["total"] for row in before.context["rows"]) == sum(row["total"] for row in free.context["rows"]) - 2
    assert before.context["panel"].sheets == free.context["panel"].sheets - 2
    sheet = Assignment.objects.filter(proposal=mine)[0]
    Assignment.objects.filter(pk=sheet.pk).update(state="RELEASED")
    after = visit(cast.chair).get("progress", *ROUND)
    for name in ("panel", "agreement", "disputes", "late"):
        assert after.context[name] == before.context[name], name
    assert rows(after).keys() == rows(before).keys()
    assert all(rows(after)[name]["habit"] == row["habit"] for name, row in rows(before).items())


@pytest.mark.parametrize("number", [1, 14])
def test_the_page_asks_for_little_however_many_rows(cast, visit, number):
    judged(cast, number)
    visitor = visit(cast.chair)
    visitor.get("progress", *ROUND)
    with CaptureQueriesContext(connection) as caught:
        assert visitor.get("progress", *ROUND).status_code == 200
    assert len(caught) <= MOST
