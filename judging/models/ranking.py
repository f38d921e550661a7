"""A frozen ranking: a fact of the round, never of the proposal."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Ranking(models.Model):
    """One version of a round's ranking, with the fingerprint of what it was computed from.

    `round.ranking` is the one in force: there is at most one. A version that was reopened stays as it was, in `round.rankings`.
    """

    round = models.ForeignKey("competition.Round", on_delete=models.PROTECT, related_name="rankings")
    # The round again while this version is in force, and nothing from when it was reopened on.
    in_force = models.OneToOneField(
        "competition.Round", on_delete=models.PROTECT, null=True, blank=True, related_name="ranking"
    )
    version = models.PositiveSmallIntegerField(default=1)
    inputs_hash = models.CharField(max_length=64)
    result_hash = models.CharField(max_length=64)
    salt = models.CharField(max_length=64, blank=True)
    rule_version = models.CharField(max_length=40)
    ranked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ranked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("round", "version"), name="ranking_once_per_version"),
            models.CheckConstraint(
                condition=Q(in_force=None) | Q(in_force=F("round")), name="ranking_in_force_in_its_own_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.result_hash[:8]}"


class RankingEntry(models.Model):
    """One proposal's place: the score of record, its spread, and whether it shares the place."""

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="entries")
    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="ranking_entries")
    rank = models.PositiveIntegerField()
    order = models.PositiveIntegerField()
    score = models.DecimalField(max_digits=9, decimal_places=6)
    spread = models.DecimalField(max_digits=9, decimal_places=6)
    sheets = models.PositiveSmallIntegerField()
    is_tied = models.BooleanField(default=False)
    criterion_means = models.JSONField()

    class Meta:
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=("ranking", "proposal"), name="ranking_entry_once_per_proposal"),
            models.UniqueConstraint(fields=("ranking", "order"), name="ranking_entry_once_per_order"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}: {self.proposal_id}"
