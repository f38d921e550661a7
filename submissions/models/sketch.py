"""What is kept of a sent text to find others that share its wording."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class TextSketch(models.Model):
    """The sketch of what a proposal sent last (`submissions.shingles`), and which earlier text was nearest when it arrived.

    Everything here follows from sent texts: a row that is lost is written again by the next sweep.
    """

    proposal = models.OneToOneField("submissions.Proposal", on_delete=models.CASCADE, related_name="sketch")
    submission = models.OneToOneField("submissions.Submission", on_delete=models.CASCADE, related_name="sketch")
    hashes = ArrayField(models.IntegerField())
    # None until it was compared, 0 when nothing was near.
    percent = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        # Written one by one by a task: entries put off would be read through at each of some hundred look-ups.
        indexes = [GinIndex(fields=["hashes"], name="sketch_hashes", fastupdate=False)]
        constraints = [
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="sketch_percent_is_a_share")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {len(self.hashes)}"
