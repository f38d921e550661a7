"""What was sent and taken back by those who sent it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Withdrawal(models.Model):
    """One sending taken back, with its reason. Rows are written once; a trigger refuses changes. The sending itself stays."""

    submission = models.OneToOneField("submissions.Submission", on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()
    # The instant the window closed as it was then.
    closes_at = models.DateTimeField()

    class Meta:
        ordering = ("-withdrawn_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(withdrawn_at__lt=F("closes_at")), name="withdrawal_in_time"),
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.withdrawn_at:%Y-%m-%d %H:%M}"
