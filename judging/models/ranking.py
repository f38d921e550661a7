"""A frozen ranking: a fact of the round, never of the proposal."""

from django.conf import settings
from django.db import models


class Ranking(models.Model):
    """The ranking of one round, with the fingerprint of what it was computed from."""

    round = models.OneToOneField("competition.Round", on_delete=models.PROTECT, related_name="ranking")
    inputs_hash = models.CharField(max_length=64)
    result_hash = models.CharField(max_length=64)
    salt = models.CharField(max_length=64, blank=True)
    rule_version = models.CharField(max_length=40)
    ranked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ranked_at = models.DateTimeField()

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
