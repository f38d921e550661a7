"""The secretariat's administrative decision about one submission, line by line."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competition.models.editions import pick_language


class ScreeningResult(models.TextChoices):
    """What the secretariat decided."""

    ELIGIBLE = "ELIGIBLE", _("Lolos")
    INELIGIBLE = "INELIGIBLE", _("Tidak lolos")
    CORRECTION = "CORRECTION", _("Minta perbaikan")


class Screening(models.Model):
    """One decision with its reason."""

    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="screenings")
    submission = models.ForeignKey("submissions.Submission", on_delete=models.PROTECT, related_name="screenings")
    # How many decisions about this sending came before: more than none where a correction was asked for and none came.
    sitting = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(max_length=12, choices=ScreeningResult)
    # As the agency reads it: the sentences of the causes, then the person's own words; in Indonesian and in English.
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    screened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    screened_at = models.DateTimeField()

    class Meta:
        ordering = ("-screened_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=("submission", "sitting"), name="screening_once_per_sitting"),
            models.CheckConstraint(condition=Q(result__in=ScreeningResult.values), name="screening_result_is_known"),
            models.CheckConstraint(condition=Q(result="ELIGIBLE") | ~Q(reason=""), name="screening_refusal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.result}"

    @property
    def reading(self) -> str:
        """The reason in the reader's language; decisions from before there were causes have one."""
        return pick_language(self.reason, self.reason_en)


class ScreeningDraft(models.Model):
    """What one person of the secretariat has filled in about one submission and not yet confirmed; nobody else sees it."""

    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="screening_drafts")
    submission = models.ForeignKey("submissions.Submission", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="screening_drafts")
    result = models.CharField(max_length=12, choices=ScreeningResult, blank=True)
    # What was chosen for a line, by its code, as `submissions.forms.screening` writes it.
    answers = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-saved_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["", *ScreeningResult.values]), name="screening_draft_result_is_known"
            ),
            models.UniqueConstraint(fields=("proposal", "person"), name="screening_draft_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.person_id}"


class ScreeningLine(models.Model):
    """One check of the list: what the machine found, what the person decided, and for which cause of the edition it fails;
    without one for what the person's own words say."""

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="lines")
    check_code = models.CharField(max_length=30)
    machine_passed = models.BooleanField()
    passed = models.BooleanField()
    cause_code = models.SlugField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("screening", "check_code"), name="screening_line_once_per_check"),
            models.CheckConstraint(
                condition=Q(passed=False) | Q(cause_code=""), name="screening_line_that_passed_has_no_cause"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_code} {self.passed}"
