"""What was sent: a frozen copy with its fingerprint and receipt."""

from django.conf import settings
from django.db import models


class Submission(models.Model):
    """One sending of a proposal. Rows are written once; a database trigger refuses changes and late arrivals."""

    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="submissions")
    number = models.CharField(max_length=20, unique=True)
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    endorsement = models.ForeignKey("submissions.Endorsement", on_delete=models.PROTECT, related_name="submissions")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Of the form it was sent with; none where no form was.
    key = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    # The instant the window closed when this arrived; CORRECTION rounds have their own.
    closes_at = models.DateTimeField()

    class Meta:
        ordering = ("-received_at", "-id")
        # Anybody may ask for a fingerprint.
        indexes = [models.Index(fields=["sha256"], name="submission_by_fingerprint")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received_at__lt=models.F("closes_at")), name="submission_arrived_in_time"
            ),
            models.UniqueConstraint(fields=["proposal", "submitted_by", "key"], name="submission_once_per_form"),
        ]

    def __str__(self) -> str:
        return self.number
