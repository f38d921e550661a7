"""One innovation may come back over the years: its history belongs to it, not to a proposal."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from competition.codes import new_code
from submissions.continuing import Continuing


class Innovation(models.Model):
    """Something an institution does differently; proposals of several years may be about it."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    title = models.CharField(max_length=300)
    title_key = models.CharField(max_length=300, db_index=True)
    institution = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="innovations")
    unit_name = models.CharField(max_length=200, blank=True)
    started_on = models.DateField(null=True, blank=True)
    # Only innovations that the public already knows from earlier editions or from published outcomes are listed.
    is_public = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    # What its institution said last of how it goes on, and of which year; blank while nothing is known. A trigger writes both.
    status = models.CharField(max_length=10, choices=Continuing, blank=True, default="", db_default="")
    status_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("title", "id")
        indexes = [
            GinIndex(fields=("title",), opclasses=("gin_trgm_ops",), name="innovation_title_trigrams"),
            GinIndex(fields=("title_key",), opclasses=("gin_trgm_ops",), name="innovation_key_trigrams"),
            models.Index(fields=("title_key", "id"), condition=Q(is_public=True), name="innovation_catalogue"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="", status_year=None) | Q(status__in=Continuing.values, status_year__isnull=False),
                name="innovation_status_has_its_year",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Award(models.Model):
    """What an innovation won in a year, under the title it had then, and where that was published."""

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="awards")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    title_then = models.CharField(max_length=300)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-year", "name")
        constraints = [
            models.UniqueConstraint(fields=("innovation", "year", "name"), name="award_once_per_innovation_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"
