"""How a round's sheets become its score of record: the columns of a round that say so, which the database freezes together."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q


class Rounding(models.TextChoices):
    """Where a figure exactly between two goes: to the one that ends on an even digit, or up."""

    HALF_EVEN = "HALF_EVEN", "HALF_EVEN"
    HALF_UP = "HALF_UP", "HALF_UP"


class ScoreRule(models.Model):
    """The rule of a round's score; the score itself is the mean of the weighted totals of its sheets."""

    # So many sheets are enough, and those there count; None: every required sheet must be there. None is ever counted as zero.
    least_sheets = models.PositiveSmallIntegerField(null=True, blank=True)
    rounding = models.CharField(max_length=10, choices=Rounding, default=Rounding.HALF_EVEN)
    # Who scores less gets no place, even where places are left.
    passing_grade = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        abstract = True


SCORE_RULE_LIMITS = [
    models.CheckConstraint(condition=Q(rounding__in=Rounding.values), name="round_rounding_is_known"),
    models.CheckConstraint(
        condition=Q(least_sheets=None) | Q(least_sheets__gte=1, least_sheets__lte=F("readers_per_proposal")),
        name="round_least_sheets_are_some",
    ),
    models.CheckConstraint(
        condition=Q(passing_grade=None) | Q(passing_grade__gte=Decimal(0), passing_grade__lte=Decimal(100)),
        name="round_passing_grade_on_the_scale",
    ),
]
