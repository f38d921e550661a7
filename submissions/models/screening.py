"""The secretariat's administrative decision about one submission, line by line."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ScreeningResult(models.TextChoices):
    """What the secretariat decided."""

    ELIGIBLE = "ELIGIBLE", _("Lolos")
    INELIGIBLE = "INELIGIBLE", _("Tidak lolos")
    CORRECTION = "CORRECTION", _("Minta perbaikan")


class Screening(models.Model):
    """One decision with its reason."""

    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="screenings")
    submission = models.OneToOneField("submissions.Submission", on_delete=models.PROTECT, related_name="screening")
    result = models.CharField(max_length=12, choices=ScreeningResult)
    reason = models.TextField(blank=True)
    screened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    screened_at = models.DateTimeField()

    class Meta:
        ordering = ("-screened_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(result__in=ScreeningResult.values), name="screening_result_is_known"),
            models.CheckConstraint(condition=Q(result="ELIGIBLE") | ~Q(reason=""), name="screening_refusal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.result}"


class ScreeningLine(models.Model):
    """One check of the list: what the machine found, and what the person decided."""

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="lines")
    check_code = models.CharField(max_length=30)
    machine_passed = models.BooleanField()
    passed = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("screening", "check_code"), name="screening_line_once_per_check")]

    def __str__(self) -> str:
        return f"{self.check_code} {self.passed}"
