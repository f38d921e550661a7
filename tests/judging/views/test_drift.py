"""Drift on its page: for the chair alone, each look written down, and nothing of what the chair is tied to."""

import random
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import AuditEntry
from judging.models import ScoreSheet
from judging.operations.sheets import lock_sheet
from submissions.models import Proposal
from tests import builders
from tests.briefings import brief, train
from tests.judging.views.conftest import ROUND

MOST = 12


def judged(cast, number=16, *, moved=0):
    """Let the panel lock sheets; the first judge gives so many levels more in the later half of theirs. Return that judge."""
    tasks = builders.accepted(cast, number)
    mine = [one for one in tasks if one.judge_id == tasks[0].judge_id]
    for one in tasks:
        extra = moved if one in mine[len(mine) // 2 :] else 0
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(2 + extra), version=0, at=read_clock())
    return tasks[0].judge


def test_the_chair_sees_distance_and_drift_and_the_look_is_written_down(cast, visit):
    judge = judged(cast, moved=2)
    for anchor in brief(builders.the_round(cast)):
        for one in cast.judges:
            train(anchor, one, 5 if one == judge else 3)
    page = visit(cast.chair).get("drift", *ROUND)
    rows = {row["name"]: row for row in page.context["rows"]}
    assert page.context["rows"][0]["name"] == judge.name
    assert (rows[judge.name]["texts"], rows[judge.name]["distance"]) == (2, "+40,0")
    assert (rows[judge.name]["first"], rows[judge.name]["later"], rows[judge.name]["change"]) == ("0,0", "+40,0", "+40,0")
    assert len(rows) == 3
    assert AuditEntry.objects.filter(event="habits_viewed", person=cast.chair).count() == 1
    assert "Jarak pada naskah latihan" in visit(cast.chair).get("progress", *ROUND).text


def test_an_organiser_and_a_judge_see_none_of_it(cast, visit):
    judge = judged(cast, 1)
    assert visit(cast.secretariat).get("drift", *ROUND).status_code == 403
    assert "Jarak pada naskah latihan" not in visit(cast.secretariat).get("progress", *ROUND).text
    assert visit(judge).get("drift", *ROUND).status_code == 404
    assert not AuditEntry.objects.filter(event="habits_viewed").exists()


def test_a_chair_sees_no_figure_of_a_proposal_they_are_tied_to(cast, visit):
    judged(cast, moved=1)
    mine = Proposal.objects.order_by("pk")[0]
    Proposal.objects.filter(pk=mine.pk).update(institution=cast.other_institution, unit=cast.other_unit)
    free = visit(cast.chair).get("drift", *ROUND).context["rows"]
    builders.join(cast.chair, cast.other_institution, until=read_clock() - timedelta(days=1))
    before = visit(cast.chair).get("drift", *ROUND).context["rows"]
    sheets = ScoreSheet.objects.filter(assignment__proposal=mine)
    assert sheets.count() == 2
    assert before != free


def test_the_page_is_there_without_anything_and_asks_for_little(cast, visit):
    assert "Belum ada naskah latihan atau lembar" in visit(cast.chair).get("drift", *ROUND).text
    judged(cast)
    for anchor in brief(builders.the_round(cast), number=3):
        for one in cast.judges:
            train(anchor, one)
    visitor = visit(cast.chair)
    visitor.get("drift", *ROUND)
    with CaptureQueriesContext(connection) as caught:
        assert visitor.get("drift", *ROUND).status_code == 200
    assert len(caught) <= MOST


def test_what_is_worth_a_look_is_said_in_words_and_names_the_favoured_province(cast, visit):
    """A judge of six gives the best level to everything from one province: half of what they and half of what others read."""
    for number in range(3):
        cast.judges.append(builders.make_person(f"Penilai tambahan {number}"))
        builders.appoint(cast.judges[-1], cast.edition, "JUDGE")
    tasks = builders.accepted(cast, 54)
    mine = sorted(one.proposal_id for one in tasks if one.judge_id == tasks[0].judge_id)
    favoured = mine[::2] + sorted({one.proposal_id for one in tasks} - set(mine))[::2]
    away = {"institution": cast.other_institution, "unit": cast.other_unit}
    Proposal.objects.filter(pk__in=favoured).update(**away)
    judge, chance = tasks[0].judge, random.Random(4)
    for one in tasks:
        level = 5 if one.judge_id == judge.pk and one.proposal_id in favoured else chance.choice((1, 2))
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(level), version=0, at=read_clock())
    page = visit(cast.chair).get("drift", *ROUND)
    place = cast.other_institution.region.parent.name
    assert [one["judge"] for one in page.context["signs"] if place in one["text"]] == [judge.name]
    assert "Tanda, bukan putusan" in page.text
    builders.join(judge, cast.other_institution, until=read_clock() - timedelta(days=1))
    assert "provinsinya sendiri" in visit(cast.chair).get("drift", *ROUND).text
