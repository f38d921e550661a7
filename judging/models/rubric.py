"""What a round's sheet said before it was changed, and why it was."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SheetRevision(models.Model):
    """One change of a round's criteria or levels: the sheet as it was judged by until then. Append-only."""

    round = models.ForeignKey("competition.Round", on_delete=models.PROTECT, related_name="sheet_revisions")
    # The version that began with the change; `before` is what the one before it said.
    version = models.PositiveIntegerField()
    before = models.JSONField()
    reason = models.TextField()
    revised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revised_at = models.DateTimeField()

    class Meta:
        ordering = ("round", "version", "id")
        constraints = [
            models.UniqueConstraint(fields=("round", "version"), name="sheet_revision_once_per_version"),
            models.CheckConstraint(condition=Q(version__gt=1), name="sheet_revision_follows_the_file"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} v{self.version}"
