"""Who is in, and why: proposed by the chair, ratified and published by two others."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from judging.states import SelectionState


class Selection(models.Model):
    """One round's list. Three different people stand behind it; the database holds that too."""

    ranking = models.OneToOneField("judging.Ranking", on_delete=models.PROTECT, related_name="selection")
    state = models.CharField(max_length=10, choices=SelectionState, default=SelectionState.PROPOSED)
    note = models.TextField(blank=True)
    selected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    selected_at = models.DateTimeField()
    ratified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ratified_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SelectionState.values), name="selection_state_is_known"),
            models.CheckConstraint(
                condition=Q(ratified_by=None) | ~Q(ratified_by=F("selected_by")), name="selection_two_people_ratify"
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | (~Q(published_by=F("ratified_by")) & ~Q(published_by=F("selected_by"))),
                name="selection_two_people_publish",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ranking_id} {self.state}"


class SelectionEntry(models.Model):
    """One ranked proposal: in or out, with the reason."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="entries")
    entry = models.OneToOneField("judging.RankingEntry", on_delete=models.PROTECT, related_name="selection_entry")
    is_in = models.BooleanField()
    reason_code = models.CharField(max_length=30)
    quota = models.TextField(blank=True)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.reason_code}"
