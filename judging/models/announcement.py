"""An announcement that was prepared ahead: which list opens when, and the two people who agreed on it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from judging.states import AnnouncementState


class Announcement(models.Model):
    """One list and the instant from which everybody may read it. The list itself stays in `Selection` until then."""

    selection = models.ForeignKey("judging.Selection", on_delete=models.PROTECT, related_name="announcements")
    publish_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=AnnouncementState, default=AnnouncementState.PREPARED)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    postponed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    postponed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    # When what the public reads was written, which is a moment after `publish_at`; and when the letters about it were.
    opened_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AnnouncementState.values), name="announcement_state_is_known"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")), name="announcement_two_people_agree"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("APPROVED", "OPENED")) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="announcement_opens_by_two",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(state="OPENED", opened_at__gte=F("publish_at")),
                name="announcement_opens_at_its_instant",
            ),
            models.UniqueConstraint(
                fields=("selection",), condition=~Q(state="POSTPONED"), name="announcement_one_stands_per_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.selection_id} {self.publish_at:%Y-%m-%d %H:%M} {self.state}"
