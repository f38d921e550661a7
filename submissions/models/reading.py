"""What one person of the secretariat decided about a submission that two read."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from submissions.models.screening import ScreeningResult


class Reading(models.Model):
    """One of at most two independent readings before one decision; it decides nothing alone, and the agency never reads it."""

    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="screening_readings")
    submission = models.ForeignKey("submissions.Submission", on_delete=models.PROTECT, related_name="screening_readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # How many decisions about this sending came before (`Screening.sitting`).
    sitting = models.PositiveSmallIntegerField(default=0)
    # First or second.
    place = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=12, choices=ScreeningResult)
    # For each line True, or the code of its cause, empty where the words say why (`queries.drafted.Answers`).
    answers = models.JSONField()
    words = models.TextField(blank=True)
    # As the agency would read it.
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ("submission", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(result__in=ScreeningResult.values), name="reading_result_is_known"),
            models.CheckConstraint(condition=Q(place__in=[1, 2]), name="reading_is_first_or_second"),
            models.UniqueConstraint(fields=("submission", "sitting", "place"), name="reading_once_per_place"),
            models.UniqueConstraint(fields=("submission", "sitting", "person"), name="reading_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.place} {self.result}"
