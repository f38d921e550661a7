"""A frozen ranking that is to be reopened: why, by whose proposal, with whose yes, and from when on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from judging.states import STANDING_REOPENINGS, ReopeningState


class Reopening(models.Model):
    """One act of reopening a version of a ranking. Two people stand behind it, and some minutes in which it can be stopped."""

    ranking = models.ForeignKey("judging.Ranking", on_delete=models.PROTECT, related_name="reopenings")
    state = models.CharField(max_length=9, choices=ReopeningState, default=ReopeningState.PROPOSED)
    reason = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Not before this instant the ranking is opened.
    due_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.TextField(blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReopeningState.values), name="reopening_state_is_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")), name="reopening_two_people_agree"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("CONFIRMED", "DONE"))
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, due_at__isnull=False),
                name="reopening_opens_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="DONE") | Q(done_by__isnull=False, done_at__gte=F("due_at")),
                name="reopening_opens_after_its_delay",
            ),
            models.UniqueConstraint(
                fields=("ranking",),
                condition=Q(state__in=sorted(STANDING_REOPENINGS)),
                name="reopening_one_stands_per_ranking",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ranking_id} {self.state}"
