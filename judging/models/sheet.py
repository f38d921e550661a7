"""A judge's sheet, its marks, and the append-only trace of each change."""

from django.db import models
from django.db.models import Q

from judging.states import SheetState


class ScoreSheet(models.Model):
    """The marks of one assignment; `total` is set when the judge locks it and never before."""

    assignment = models.OneToOneField("judging.Assignment", on_delete=models.PROTECT, related_name="sheet")
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    sheet_version = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    receipt_hash = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="sheet_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="DRAFT", total=None, locked_at=None)
                | Q(state="LOCKED", total__isnull=False, locked_at__isnull=False),
                name="sheet_total_comes_with_the_lock",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.state}"


class Mark(models.Model):
    """One criterion of one sheet: the level chosen, the points it stood for, and the judge's reason."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey("competition.Criterion", on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey("competition.Level", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("sheet", "criterion"), name="mark_once_per_criterion"),
            models.CheckConstraint(
                # Named not null as well: a comparison with NULL is neither true nor false, and a check lets that pass.
                condition=Q(level=None, points=None)
                | Q(level__isnull=False, points__isnull=False, points__gte=0, points__lte=100),
                name="mark_points_come_with_a_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.criterion_id} {self.points}"


class ScoreEvent(models.Model):
    """Append-only: the whole sheet as it stood after each save or lock (a database trigger refuses changes)."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="events")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[("SAVED", "SAVED"), ("LOCKED", "LOCKED")])
    marks = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("version",)
        constraints = [models.UniqueConstraint(fields=("sheet", "version"), name="score_event_once_per_version")]

    def __str__(self) -> str:
        return f"{self.sheet_id} v{self.version} {self.kind}"
