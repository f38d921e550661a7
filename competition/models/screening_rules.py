"""How the administrative check of an edition was changed: version by version, with the reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ScreeningRules(models.Model):
    """One change of an edition's screening rules. What holds stands with the edition; this is how it came about.

    `before` and `after` are whole (`competition.queries.screening_rules.Rules`, as JSON). Rows are written once; a trigger
    refuses changes.
    """

    edition = models.ForeignKey("competition.Edition", on_delete=models.PROTECT, related_name="screening_rules")
    # The edition's version of its rules from then on.
    number = models.PositiveIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    # Empty only of what was changed before the edition opened.
    reason = models.TextField(blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("edition", "-number", "-id")
        constraints = [
            models.UniqueConstraint(fields=("edition", "number"), name="screening_rules_version_once"),
            models.CheckConstraint(condition=Q(number__gt=1), name="screening_rules_follow_the_file"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.number}"
