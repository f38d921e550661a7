"""The leader's yes to exactly the version that was shown."""

from django.conf import settings
from django.db import models


class Endorsement(models.Model):
    """Binds a leader to a content hash; it counts only while the proposal still has that content.

    `in_stead_of` is the leader for whom a delegate said yes; empty when the leader did.
    """

    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="endorsements")
    content_hash = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    statement = models.TextField()
    position = models.CharField(max_length=150, blank=True)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    in_stead_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    endorsed_at = models.DateTimeField()

    class Meta:
        ordering = ("-endorsed_at",)
        constraints = [models.UniqueConstraint(fields=("proposal", "content_hash"), name="endorsement_once_per_content")]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.content_hash[:8]}"
