"""What moved a close: who, why, from when to when. The window itself is the stage's alone."""

from django.db import models
from django.db.models import F, Q

from competition.models.editions import Stage
from competition.models.institutions import Institution
from competition.models.people import Person


class StageExtension(models.Model):
    """One change of a stage's window, for everybody: a later close or, before it opened, another opening and close. Rows are
    written once; a trigger refuses changes."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="extensions")
    old_opens_at = models.DateTimeField(null=True, blank=True)
    new_opens_at = models.DateTimeField(null=True, blank=True)
    old_closes_at = models.DateTimeField()
    new_closes_at = models.DateTimeField()
    reason = models.TextField()
    extended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    extended_at = models.DateTimeField()

    class Meta:
        ordering = ("-extended_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(old_opens_at=None, new_opens_at=None, new_closes_at__gt=F("old_closes_at"))
                | Q(old_opens_at__isnull=False, new_opens_at__isnull=False),
                name="extension_is_later",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.new_closes_at:%Y-%m-%d %H:%M}"


class InstitutionExtension(models.Model):
    """A later close of a stage for one institution alone; the latest of its rows counts, while the stage's own is earlier.
    Rows are written once; a trigger refuses changes."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="institution_extensions")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="extensions")
    old_closes_at = models.DateTimeField()
    new_closes_at = models.DateTimeField()
    reason = models.TextField()
    extended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    extended_at = models.DateTimeField()

    class Meta:
        ordering = ("-extended_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(new_closes_at__gt=F("old_closes_at")), name="institution_extension_is_later"),
            models.CheckConstraint(
                condition=Q(new_closes_at__gt=F("extended_at")), name="institution_extension_can_still_help"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="institution_extension_has_its_reason"),
        ]
        indexes = [models.Index(fields=("institution", "stage", "-new_closes_at"), name="institution_extension_latest")]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.stage_id} {self.new_closes_at:%Y-%m-%d %H:%M}"
