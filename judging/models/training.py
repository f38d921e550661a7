"""What judges scored in the briefing, apart from the sheets of record: nothing of a round can be reached from here."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class TrainingSheet(models.Model):
    """One judge's marks of one training text, written once; a rubric that changed since begins anew (`sheet_version`)."""

    anchor = models.ForeignKey("competition.Anchor", on_delete=models.PROTECT, related_name="training_sheets")
    judge = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="training_sheets")
    sheet_version = models.PositiveIntegerField()
    locked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("anchor", "judge", "sheet_version"), name="training_once_per_anchor_and_judge")
        ]

    def __str__(self) -> str:
        return f"{self.judge_id} {self.anchor_id}"


class TrainingMark(models.Model):
    """One criterion of a training sheet: the level chosen, and the points it stood for."""

    sheet = models.ForeignKey(TrainingSheet, on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey("competition.Criterion", on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey("competition.Level", on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("sheet", "criterion"), name="training_mark_once_per_criterion"),
            models.CheckConstraint(condition=Q(points__gte=0, points__lte=100), name="training_points_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.criterion_id} {self.points}"
