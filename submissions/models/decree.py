"""The decree that a published list rests on: recorded by one organiser, confirmed by another."""

from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from competition.codes import new_code
from submissions.states import DecreeState

CODE_LENGTH = 12


class Decree(models.Model):
    """Number, day and signed file of a decree about a publication. Public once it is confirmed; a later one stands beside it.

    What was recorded never changes; a slip is dropped and recorded anew.
    """

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=partial(new_code, CODE_LENGTH), editable=False)
    publication = models.ForeignKey("submissions.Publication", on_delete=models.PROTECT, related_name="decrees")
    number = models.CharField(max_length=100)
    signed_on = models.DateField()
    file = models.OneToOneField("submissions.Enclosure", on_delete=models.PROTECT, related_name="decree")
    state = models.CharField(max_length=9, choices=DecreeState, default=DecreeState.RECORDED)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-recorded_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DecreeState.values), name="decree_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="RECORDED", decided_by=None, decided_at=None)
                | ~Q(state="RECORDED") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decree_decided_has_its_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="CONFIRMED") | ~Q(decided_by=F("recorded_by")), name="decree_two_people_confirm"
            ),
            models.UniqueConstraint(fields=("publication",), condition=Q(state="RECORDED"), name="decree_waits_once"),
            models.UniqueConstraint(
                fields=("publication", "number"), condition=Q(state="CONFIRMED"), name="decree_once_per_number"
            ),
        ]

    def __str__(self) -> str:
        return self.number
