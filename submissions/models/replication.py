"""The replication of a public innovation by another institution, what the two write to each other, and how far it is."""

from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from competition.codes import new_code
from submissions.replicating import FAILED, STEP_KEYS, ReplicationState

CODE_LENGTH = 12


class Replication(models.Model):
    """An institution takes over an innovation of `origin`, from the first interest to the yes of the original team.

    What was asked for never changes. `adapted` and `figures` are what the replicator reports, and stay once they are confirmed.
    The public knows of it when both institutions say so. `replica` is the institution's own innovation that came of it; the
    proposals of that one are entered as replications.
    """

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=partial(new_code, CODE_LENGTH), editable=False)
    innovation = models.ForeignKey("submissions.Innovation", on_delete=models.PROTECT, related_name="replications")
    origin = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="lent_replications")
    institution = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="replications")
    place = models.CharField(max_length=200)
    plan = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=ReplicationState, default=ReplicationState.INTEREST)
    state_since = models.DateTimeField()
    agreement = models.OneToOneField(
        "submissions.Enclosure", on_delete=models.PROTECT, null=True, blank=True, related_name="replication"
    )
    # From here on the two institutions are partners.
    agreed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    adapted = models.TextField(blank=True)
    # Up to three of {"name", "before", "after"}, as the replicator measured them.
    figures = models.JSONField(default=list, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    shown_by_origin = models.BooleanField(default=False)
    shown_by_institution = models.BooleanField(default=False)
    replica = models.ForeignKey(
        "submissions.Innovation", on_delete=models.PROTECT, null=True, blank=True, related_name="replica_of"
    )

    class Meta:
        ordering = ("-state_since", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReplicationState.values), name="replication_state_is_known"),
            models.CheckConstraint(condition=~Q(origin=F("institution")), name="replication_is_anothers"),
            models.CheckConstraint(condition=~Q(place="") & ~Q(plan=""), name="replication_says_what"),
            models.CheckConstraint(
                condition=Q(state__in=("INTEREST", *FAILED)) | Q(agreement__isnull=False, agreed_at__isnull=False),
                name="replication_rests_on_agreement",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("INTEREST", "AGREED", "WITHDRAWN"))
                | Q(decided_by__isnull=False) & (~Q(state="REFUSED") | ~Q(reason="")),
                name="replication_decision_is_somebodys",
            ),
            models.CheckConstraint(
                condition=~Q(state="CONFIRMED")
                | Q(confirmed_by__isnull=False, reported_at__isnull=False) & ~Q(adapted="") & ~Q(figures=[]),
                name="replication_confirmed_has_figures",
            ),
            # So that a count of the confirmed is a count of institutions.
            models.UniqueConstraint(
                fields=("innovation", "institution"), condition=~Q(state__in=FAILED), name="replication_once_per_institution"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_shown(self) -> bool:
        """Whether both institutions agreed that the public may know."""
        return self.shown_by_origin and self.shown_by_institution


class ReplicationMessage(models.Model):
    """What one of the two institutions writes to the other; a trigger keeps it as it was written."""

    replication = models.ForeignKey(Replication, on_delete=models.PROTECT, related_name="messages")
    institution = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("written_at", "pk")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="replication_message_has_words")]

    def __str__(self) -> str:
        return self.text[:40]


class ReplicationStep(models.Model):
    """How far one of the eight steps is: planned for a day, done on one."""

    replication = models.ForeignKey(Replication, on_delete=models.PROTECT, related_name="steps")
    key = models.CharField(max_length=12)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("replication", "key"), name="replication_step_once"),
            models.CheckConstraint(condition=Q(key__in=STEP_KEYS), name="replication_step_is_known"),
        ]

    def __str__(self) -> str:
        return self.key
