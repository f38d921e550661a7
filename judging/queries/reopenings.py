"""Reads about rankings that were or are to be reopened, and what a later version changed."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from competition.models import Round
from judging.models import Ranking, RankingEntry, Reopening
from judging.states import STANDING_REOPENINGS

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Changes:
    """What a ranking changed against the version before it; `rows` are the first of those that moved, each with `old_score` and
    `old_rank` (None where it came in)."""

    before: Ranking
    rescored: int
    moved: int
    left: int
    rows: list[RankingEntry]


def standing_reopening(ranking: Ranking) -> Reopening | None:
    """Return the reopening of this version that waits: for a second person, or for its delay."""
    found = ranking.reopenings.filter(state__in=STANDING_REOPENINGS)
    return found.select_related("ranking__round__edition", "ranking__round__stage", "proposed_by", "confirmed_by").first()


def past_reopenings(round_: Round) -> QuerySet[Reopening]:
    """Return what was done or stopped in the round, the latest first."""
    found = Reopening.objects.filter(ranking__round=round_).exclude(state__in=STANDING_REOPENINGS)
    return found.select_related("ranking", "proposed_by", "confirmed_by", "stopped_by", "done_by").order_by("-pk")


def changes_since(ranking: Ranking) -> Changes | None:
    """Return what the ranking changed against the version it follows; None for a first one."""
    if ranking.version == 1:
        return None
    before = Ranking.objects.select_related("ranked_by").get(round=ranking.round_id, version=ranking.version - 1)
    old = before.entries.filter(proposal=OuterRef("proposal"))
    entries = ranking.entries.annotate(old_score=Subquery(old.values("score")), old_rank=Subquery(old.values("rank")))
    came = Q(old_score=None)
    moved = entries.filter(came | ~Q(score=F("old_score")) | ~Q(rank=F("old_rank")))
    rescored = entries.filter(came | ~Q(score=F("old_score"))).count()
    left = before.entries.exclude(proposal__in=ranking.entries.values("proposal")).count()
    rows = list(moved.select_related("proposal__institution").order_by("order")[:SHOWN])
    return Changes(before, rescored, moved.count(), left, rows)
