"""What institutions say each year of their public innovations, and that they were asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from submissions.continuing import EARLIEST, Continuing


class Continuation(models.Model):
    """How an innovation goes on in a year, as its institution says. A later row of the year takes the place of an earlier one;
    none is changed. The newest year's stands on the innovation too, written by a trigger."""

    innovation = models.ForeignKey("submissions.Innovation", on_delete=models.PROTECT, related_name="continuations")
    institution = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Continuing)
    evidence = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    # Why it stopped.
    reason = models.TextField(blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ("-year", "-pk")
        indexes = [models.Index(fields=("innovation", "-year", "-id"), name="continuation_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Continuing.values), name="continuation_status_is_known"),
            models.CheckConstraint(condition=Q(year__gte=EARLIEST, year__lte=2100), name="continuation_year_is_one"),
            models.CheckConstraint(
                condition=~Q(status=Continuing.STOPPED) | ~Q(reason=""), name="continuation_stopped_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.year}"


class ContinuationAsk(models.Model):
    """That an institution was asked about an innovation in a year, and reminded."""

    innovation = models.ForeignKey("submissions.Innovation", on_delete=models.CASCADE, related_name="continuation_asks")
    institution = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-year", "pk")
        constraints = [models.UniqueConstraint(fields=("innovation", "year"), name="continuation_asked_once_a_year")]
        indexes = [models.Index(fields=("year", "asked_at"), condition=Q(reminded_at=None), name="continuation_to_remind")]

    def __str__(self) -> str:
        return f"{self.innovation_id}/{self.year}"
