"""An objection to a published list: by anybody, held from public view, and answered."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import Q

from competition.codes import new_code
from competition.holidays import end_of_working_days
from submissions.states import ANSWERED, ObjectionState

CODE_LENGTH = 12
# So long an address may be confirmed.
CONFIRMED_WITHIN = timedelta(days=3)


class Objection(models.Model):
    """What somebody says against one entry of a publication, or against the list as a whole (no `outcome`).

    It counts once its address was confirmed with the link that was sent there; of the link's token only the hash is kept. From
    then on it has a `handler`, as long as somebody in the secretariat has no tie. What was said never changes, and who said it
    goes in time (`submissions.operations.retention`); a trigger keeps both.
    """

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=partial(new_code, CODE_LENGTH), editable=False)
    publication = models.ForeignKey("submissions.Publication", on_delete=models.PROTECT, related_name="objections")
    outcome = models.ForeignKey(
        "submissions.Outcome", on_delete=models.PROTECT, null=True, blank=True, related_name="objections"
    )
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="id")
    text = models.TextField()
    nonce = models.CharField(max_length=43)
    token_hash = models.CharField(max_length=64, unique=True)
    evidence = models.OneToOneField(
        "submissions.Enclosure", on_delete=models.PROTECT, null=True, blank=True, related_name="objection"
    )
    state = models.CharField(max_length=9, choices=ObjectionState, default=ObjectionState.FILED)
    filed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="objections"
    )
    reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("filed_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="objection_state_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="objection_has_words"),
            models.CheckConstraint(
                condition=Q(state="FILED") ^ Q(confirmed_at__isnull=False), name="objection_counts_once_confirmed"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ANSWERED) & Q(answered_at=None, reason="")
                | Q(state__in=ANSWERED, answered_at__isnull=False, handler__isnull=False) & ~Q(reason=""),
                name="objection_answer_has_its_reason",
            ),
        ]
        indexes = [models.Index(fields=("publication", "state"), name="objection_of_publication")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_answered(self) -> bool:
        """Whether it has its answer."""
        return self.state in ANSWERED

    @property
    def confirm_by(self) -> datetime:
        """Until when its address may be confirmed."""
        return self.filed_at + CONFIRMED_WITHIN

    @property
    def answer_by(self) -> datetime | None:
        """Until when it is to be answered; None while its address is not confirmed."""
        if self.confirmed_at is None:
            return None
        return end_of_working_days(self.confirmed_at, self.publication.edition.objection_answer_days)
