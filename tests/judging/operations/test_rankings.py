"""Freezing a ranking: all sheets or none, once, and the same whenever it is computed."""

from decimal import Decimal

import pytest
from django.db import connection

from competition.canonical import sha256_of
from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from competition.verdict import NotAllowed
from judging.models import Assignment, Ranking, RankingEntry
from judging.operations.rankings import (
    NothingToRank,
    SheetsMissing,
    StillScreening,
    compute_ranking,
    differences,
    rank_round,
)
from judging.operations.sheets import lock_sheet, save_sheet
from tests import builders
from tests.evidence import nothing_changes, refused


def rank(cast, **values):
    """Rank as the chair, now."""
    known = {"round_": builders.the_round(cast), "person": cast.chair, "at": read_clock()}
    return rank_round(**known | values)


def test_rank_round_freezes_places_scores_and_fingerprints(cast):
    builders.scored(cast, 3)
    ranking = rank(cast)
    entries = list(RankingEntry.objects.filter(ranking=ranking).select_related("proposal"))
    assert [entry.rank for entry in entries] == [1, 2, 3]
    assert [entry.score for entry in entries] == [Decimal(100), Decimal(80), Decimal(60)]
    assert [entry.sheets for entry in entries] == [2, 2, 2]
    assert not any(entry.is_tied for entry in entries)
    assert entries[0].criterion_means == dict.fromkeys(builders.choices(), "100.00")
    assert (len(ranking.inputs_hash), len(ranking.result_hash)) == (64, 64)
    assert differences(ranking) == []


def test_rank_round_shows_ties(cast):
    for one in builders.accepted(cast, 3):
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(4), version=0, at=read_clock())
    entries = RankingEntry.objects.filter(ranking=rank(cast))
    assert [(entry.rank, entry.order, entry.is_tied) for entry in entries] == [(1, 1, True), (1, 2, True), (1, 3, True)]


def test_rank_round_tells_the_organisers_and_writes_no_score(cast):
    builders.scored(cast)
    ranking = rank(cast)
    entry = AuditEntry.objects.get(event="round_ranked")
    sealed = {"inputs_hash": ranking.inputs_hash, "result_hash": ranking.result_hash, "salt": ranking.salt}
    assert entry.data == {"seal": sha256_of(sealed)}
    letters = Notice.objects.filter(event="round_ranked")
    assert set(letters.values_list("recipient", flat=True)) == {cast.secretariat.pk, cast.secretariat2.pk}
    assert not [letter for letter in letters for score in ("100,00", "100.00", "80,00", "80.00") if score in letter.text]


def test_rank_round_names_every_proposal_that_lacks_a_sheet(cast):
    rows = builders.accepted(cast, 3)
    for one in rows[1:]:
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    with refused(SheetsMissing) as caught:
        rank(cast)
    (short,) = caught.value.shortfalls
    assert (short.proposal, short.present, short.required) == (rows[0].proposal.code, 1, 2)


def test_a_draft_counts_as_missing(cast):
    rows = builders.accepted(cast, 1)
    lock_sheet(assignment=rows[0], person=rows[0].judge, choices=builders.choices(), version=0, at=read_clock())
    save_sheet(assignment=rows[1], person=rows[1].judge, choices=builders.choices(), version=0, at=read_clock())
    with refused(SheetsMissing):
        rank(cast)


def test_a_proposal_without_any_reader_is_missing_not_left_out(cast):
    builders.scored(cast, 2)
    builders.open_the_stage(cast.edition, "registration")
    builders.eligible(cast, 1)
    with refused(SheetsMissing) as caught:
        rank(cast)
    assert [one.present for one in caught.value.shortfalls] == [0]


def test_fewer_sheets_than_the_round_is_content_with_are_missing_and_never_zero(cast):
    builders.Round.objects.update(least_sheets=1)
    rows = builders.accepted(cast, 2)
    lock_sheet(assignment=rows[0], person=rows[0].judge, choices=builders.choices(4), version=0, at=read_clock())
    with refused(SheetsMissing) as caught:
        rank(cast)
    (short,) = caught.value.shortfalls
    assert (short.present, short.required) == (0, 1)
    other = next(row for row in rows if row.proposal_id != rows[0].proposal_id)
    lock_sheet(assignment=other, person=other.judge, choices=builders.choices(2), version=0, at=read_clock())
    ranking = rank(cast)
    assert [entry.score for entry in ranking.entries.all()] == [Decimal(80), Decimal(40)]
    assert differences(ranking) == []


def test_rank_round_while_the_secretariat_still_decides_is_refused(cast):
    builders.scored(cast, 2)
    builders.open_the_stage(cast.edition, "registration")
    builders.submitted(cast)
    builders.open_the_stage(cast.edition, "judging")
    with refused(StillScreening):
        rank(cast)


def test_rank_round_without_candidates_is_refused(cast):
    builders.open_the_stage(cast.edition, "judging")
    with refused(NothingToRank):
        rank(cast)


@pytest.mark.parametrize("who", ["secretariat", "secretariat2", "writer", "leader"])
def test_rank_round_refuses_everybody_but_the_chair(cast, who):
    builders.scored(cast)
    with refused(NotAllowed):
        rank(cast, person=getattr(cast, who))


def test_rank_round_refuses_before_the_round_and_a_second_time(cast):
    round_ = builders.scored(cast)
    with refused(NotAllowed):
        rank(cast, at=round_.stage.opens_at - (round_.stage.closes_at - round_.stage.opens_at))
    rank(cast)
    with refused(NotAllowed) as caught:
        rank(cast)
    assert "sudah dibekukan" in caught.value.reason
    assert Ranking.objects.count() == 1


def test_scoring_ends_with_the_ranking(cast):
    round_ = builders.scored(cast, 2)
    round_.readers_per_proposal = 1
    rows = list(Assignment.objects.filter(round=round_))
    extra = Assignment.objects.create(
        round=round_,
        proposal=rows[0].proposal,
        judge=next(judge for judge in cast.judges if not judge.assignments.filter(proposal=rows[0].proposal).exists()),
        state="ACCEPTED",
        position=9,
        why="BALANCE",
        seed=1,
        assigned_at=read_clock(),
    )
    ranking = rank(cast)
    with refused(NotAllowed) as caught:
        lock_sheet(assignment=extra, person=extra.judge, choices=builders.choices(1), version=0, at=read_clock())
    assert "dibekukan" in caught.value.reason
    assert differences(ranking) == []


def test_compute_ranking_writes_nothing(cast):
    round_ = builders.scored(cast)
    with nothing_changes():
        first = compute_ranking(round_, read_clock())
    assert first == compute_ranking(round_, read_clock())


def test_differences_notice_a_rule_that_was_changed_after_the_freeze(cast):
    ranking = builders.ranked(cast)
    with connection.cursor() as cursor:
        # Past the guards, which refuse it once a sheet is locked.
        cursor.execute("SET session_replication_role = replica")
        ranking.round.criteria.filter(code="manfaat").update(weight=40)
        ranking.round.criteria.filter(code="kebaruan").update(weight=10)
        cursor.execute("SET session_replication_role = origin")
    assert any("inputs" in line for line in differences(ranking))
