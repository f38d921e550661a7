"""What the public may know of the verdict: copied down at publication, and nothing before."""

from datetime import datetime, time, timedelta

from django.db import models

from competition.zones import ZONES, day_of


class Publication(models.Model):
    """One announcement: from `published_at` on, its outcomes are public."""

    edition = models.ForeignKey("competition.Edition", on_delete=models.PROTECT, related_name="publications")
    round_key = models.SlugField(max_length=30)
    title = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ("-published_at", "-id")
        constraints = [models.UniqueConstraint(fields=("edition", "round_key"), name="publication_once_per_round")]

    def __str__(self) -> str:
        return self.title

    @property
    def objections_close_at(self) -> datetime | None:
        """Until when anybody may object to it: the end, in WIB, of so many whole days after the day it came out; None where the
        edition takes no objections."""
        days = self.edition.objection_days
        if not days:
            return None
        return datetime.combine(day_of(self.published_at) + timedelta(days=days + 1), time.min, ZONES["WIB"])


class Outcome(models.Model):
    """One chosen proposal as the public sees it: names only, no score, no rank."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="outcomes")
    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="outcomes")
    award = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    institution_name = models.CharField(max_length=200)
    institution_kind = models.CharField(max_length=10)
    unit_name = models.CharField(max_length=200)
    category_name = models.CharField(max_length=200)
    province_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("title", "id")
        constraints = [models.UniqueConstraint(fields=("publication", "proposal"), name="outcome_once_per_publication")]

    def __str__(self) -> str:
        return self.title
