"""What is known of a judge of an edition beyond the appointment: what they read best, how much, and whether they can now."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Panelist(models.Model):
    """Settings of one appointment as a judge; without a row there are none: every field, the round's own maximum, available."""

    appointment = models.OneToOneField("competition.Appointment", on_delete=models.PROTECT, related_name="panelist")
    # Codes of the edition's categories; none means that the judge reads all of them equally well.
    categories = ArrayField(models.SlugField(max_length=30), default=list, blank=True)
    # The most proposals in a round, where it is less than the round allows.
    max_load = models.PositiveSmallIntegerField(null=True, blank=True)
    is_away = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.appointment_id}{' away' if self.is_away else ''}"
