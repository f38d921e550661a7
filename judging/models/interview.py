"""Who presents when: the timetable of a round of interviews, and each proposal's slot in it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from competition.codes import new_code


class Timetable(models.Model):
    """What a round's slots were cut from. `sessions`: [start, end] in ISO; `rooms`: {name, link}. Who sits before a proposal
    its assignments say, not the room."""

    round = models.OneToOneField("competition.Round", on_delete=models.PROTECT, related_name="timetable")
    talk_minutes = models.PositiveSmallIntegerField()
    question_minutes = models.PositiveSmallIntegerField()
    pause_minutes = models.PositiveSmallIntegerField()
    sessions = models.JSONField()
    rooms = models.JSONField()
    seed = models.BigIntegerField()
    planned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.round_id} {self.planned_at:%Y-%m-%d}"


class Slot(models.Model):
    """A proposal's turn. `version` grows with every change; `confirmed_at` is emptied when the time changes."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    timetable = models.ForeignKey(Timetable, on_delete=models.PROTECT, related_name="slots")
    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="slots")
    room = models.CharField(max_length=100)
    link = models.URLField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    # The agency's word that it comes, and with whom.
    presenters = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="confirmed_slots"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("starts_at", "room", "id")
        constraints = [
            models.UniqueConstraint(fields=("timetable", "proposal"), name="slot_once_per_proposal"),
            # Two slots change places in one transaction, so it is asked at its end.
            models.UniqueConstraint(
                fields=("timetable", "room", "starts_at"),
                name="slot_once_per_room_and_time",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_is_real"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None) | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="slot_is_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.code
