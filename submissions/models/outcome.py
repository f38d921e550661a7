"""What the public may know of the verdict: copied down at publication, and nothing before."""

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import F, Q

from competition.zones import ZONES, day_of


class Publication(models.Model):
    """One announcement: from `published_at` on, its outcomes are public, and stay so: `opened_at` is when that was written, and
    from then on no clock is asked (`is_out`). `version` is the one in force: each confirmed erratum makes the next."""

    edition = models.ForeignKey("competition.Edition", on_delete=models.PROTECT, related_name="publications")
    round_key = models.SlugField(max_length=30)
    title = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64)
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("-published_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=("edition", "round_key"), name="publication_once_per_round"),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(opened_at__gte=F("published_at")), name="publication_opens_at_its_instant"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="publication_begins_with_version_one"),
        ]

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


def is_out(at: object, publication: str = "") -> Q:
    """Return the condition that a list is public: its instant has come, or it was opened once, whatever the clock says now.
    `publication` leads to it, such as "publication__"."""
    return Q(**{f"{publication}published_at__lte": at}) | Q(**{f"{publication}opened_at__isnull": False})


class InForce(models.Manager):
    """The entries of every list as it stands now."""

    def get_queryset(self) -> models.QuerySet:
        """Leave out what an erratum took off or said otherwise."""
        return super().get_queryset().filter(until=None)


class Outcome(models.Model):
    """One chosen proposal as the public sees it: names only, no score, no rank.

    It stands in the versions `since <= version < until` of its list; without `until` it is in force. `objects` are those in
    force, `ever` all. An erratum ends a row and writes another one, and a trigger keeps what was ended as it was.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="outcomes")
    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="outcomes")
    award = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    institution_name = models.CharField(max_length=200)
    institution_kind = models.CharField(max_length=10)
    unit_name = models.CharField(max_length=200)
    category_name = models.CharField(max_length=200)
    province_name = models.CharField(max_length=120, blank=True)
    since = models.PositiveSmallIntegerField(default=1)
    until = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = InForce()
    ever = models.Manager()  # noqa: DJ012 - a second manager is no field

    class Meta:
        ordering = ("title", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("publication", "proposal"), condition=Q(until=None), name="outcome_once_per_publication"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="outcome_ends_after_it_began"),
        ]

    def __str__(self) -> str:
        return self.title
