"""What an agency brings to its interview: the cleaned copy of a presentation."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from competition.codes import new_code


class Material(models.Model):
    """One PDF for a proposal's turn in a round; it belongs to both and not to the slot, which may be drawn anew.

    Kept is the cleaned copy alone; `sha256` is that of what was sent, so the same file sent twice is there once. A removed one
    keeps its row, and its copy.
    """

    kind = "PDF"
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    round = models.ForeignKey("competition.Round", on_delete=models.PROTECT, related_name="materials")
    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="materials")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    cleaned = models.CharField(max_length=100)
    cleaned_sha256 = models.CharField(max_length=64)
    cleaned_size = models.PositiveIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    # Until when materials were taken when it came.
    closes_at = models.DateTimeField()
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("added_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("round", "proposal", "sha256"), condition=Q(removed_at=None), name="material_once_per_turn"
            ),
            models.CheckConstraint(condition=Q(added_at__lt=F("closes_at")), name="material_came_in_time"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="material_removal_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return self.name
