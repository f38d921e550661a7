"""The chair's list of disputes and what is done about one: as pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import AuditEntry, Round
from judging.models import Assignment, Discussion
from submissions.models import Proposal
from tests import builders
from tests.judging.disputes import GAP, REASON, apart, lock
from tests.judging.views.conftest import ROUND

MOST = 12


def test_the_chair_finds_the_list_opens_a_discussion_and_sees_where_it_stands(cast, visit):
    one, other = apart(cast, 5, 1)
    chair = visit(cast.chair)
    page = chair.get("disputes", *ROUND)
    assert one.proposal.title in page.text
    assert "1 perbedaan pendapat belum selesai" in page.text
    assert ">80,0<" in page.text
    assert not [word for word in (">100", ">20,") if word in page.text], "the distance is told, the scores are not"
    assert AuditEntry.objects.filter(event="habits_viewed", person=cast.chair).count() == 1
    form = chair.get("dispute", *ROUND, one.proposal.code)
    assert one.judge.name in form.text
    assert "checked" not in form.text, "nobody is chosen beforehand"
    again = chair.post("dispute", *ROUND, one.proposal.code, act="discuss", days="3", note="")
    assert "Pilih penulis lembar bersama" in again.text or "Pilih" in again.text
    sent = chair.post("dispute", *ROUND, one.proposal.code, act="discuss", lead=other.code, days="3", note="")
    assert sent.status_code == 302
    assert Discussion.objects.get().lead == other
    shown = chair.get("disputes", *ROUND)
    assert "Para penilai diminta membahas" in shown.text
    assert "Sedang dibahas" in shown.text
    twice = chair.post("dispute", *ROUND, one.proposal.code, act="discuss", lead=other.code, days="3", note="")
    assert (twice.status_code, Discussion.objects.count()) == (200, 1)
    assert chair.post("dispute", *ROUND, one.proposal.code, act="stand", reason=REASON).status_code == 302
    assert "Nilai dibiarkan" in chair.get("disputes", *ROUND).text


def test_the_chair_asks_a_third_reader_where_that_is_the_rule(cast, visit):
    one, other = apart(cast, 5, 1, dispute="THIRD_READER")
    chair = visit(cast.chair)
    page = chair.get("dispute", *ROUND, one.proposal.code)
    assert "Minta membahas" not in page.text
    assert f"{other.judge.name}: Sudah atau pernah" in page.text
    free = next(judge for judge in cast.judges if judge not in (one.judge, other.judge))
    sent = chair.post("dispute", *ROUND, one.proposal.code, act="third", judge=free.pk, reason=REASON)
    assert sent.status_code == 302
    assert "Menunggu penilai tambahan" in chair.get("disputes", *ROUND).text
    assert "Tambah penilai" not in chair.get("dispute", *ROUND, one.proposal.code).text
    new = Assignment.objects.get(judge=free)
    builders.accept_assignment(assignment=new, person=free, at=read_clock())
    lock(new, 4)
    assert "Penilai tambahan sudah mengunci" in chair.get("disputes", *ROUND).text


def test_a_chair_sees_nothing_of_a_proposal_they_are_tied_to(cast, visit):
    one, _other = apart(cast, 5, 1)
    Proposal.objects.filter(pk=one.proposal_id).update(institution=cast.other_institution, unit=cast.other_unit)
    builders.join(cast.chair, cast.other_institution, until=read_clock() - timedelta(days=1))
    chair = visit(cast.chair)
    assert one.proposal.title not in chair.get("disputes", *ROUND).text
    missing = chair.get("dispute", *ROUND, "2222222222")
    hidden = chair.get("dispute", *ROUND, one.proposal.code)
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert chair.post("dispute", *ROUND, one.proposal.code, act="stand", reason=REASON).status_code == 404


@pytest.mark.parametrize(("who", "code"), [("secretariat", 403), ("judge", 404), ("writer", 404), ("stranger", 404)])
def test_nobody_else_sees_it(cast, visit, who, code):
    one, _other = apart(cast, 5, 1)
    visitor = visit(one.judge if who == "judge" else getattr(cast, who))
    for name, more in (("disputes", ()), ("dispute", (one.proposal.code,))):
        assert visitor.get(name, *ROUND, *more).status_code == code
        assert visitor.post(name, *ROUND, *more).status_code == (405 if name == "disputes" else code)


def test_it_is_said_before_ranking_and_refused_where_the_rule_says_so(cast, visit):
    apart(cast, 5, 1)
    chair = visit(cast.chair)
    page = chair.get("rank", *ROUND)
    assert "1 perbedaan pendapat belum selesai" in page.text
    assert "tidak dapat dibahas lagi" in page.text
    Round.objects.update(dispute_blocks=True)
    assert "Peringkat baru dapat dibekukan" in chair.get("rank", *ROUND).text
    refused = chair.post("rank", *ROUND)
    assert (refused.status_code, hasattr(builders.the_round(cast), "ranking")) == (200, False)
    Round.objects.update(dispute_blocks=False)
    assert chair.post("rank", *ROUND).status_code == 302
    done = chair.get("disputes", *ROUND)
    assert "Putuskan<" not in done.text


def test_a_round_without_a_gap_says_so(cast, visit):
    apart(cast, 5, 1)
    Round.objects.update(gap=None)
    assert "tidak menetapkan selisih" in visit(cast.chair).get("disputes", *ROUND).text


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_asks_for_little_however_many_rows(cast, visit, number):
    for place, one in enumerate(builders.accepted(cast, number)):
        lock(one, 5 if place < number else 1)
    Round.objects.update(gap=1)
    chair = visit(cast.chair)
    chair.get("disputes", *ROUND)
    with CaptureQueriesContext(connection) as caught:
        assert chair.get("disputes", *ROUND).status_code == 200
    assert len(caught) <= MOST
    assert GAP
