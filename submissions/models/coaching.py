"""The coaching of a draft: who reads it until when, what the coach remarks, and what is ticked as ready."""

from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from competition.codes import new_code
from submissions.coaching import POINT_KEYS, RUNNING, CoachingState, Ending, Side

CODE_LENGTH = 12


class Coaching(models.Model):
    """A team asks for a coach to read its draft; one takes it, or is given it, until an instant.

    `until`: of what waits, the close of registration; of what was given, when the coach reads no more. What was asked and who
    coached never change, so that a later edition knows.
    """

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=partial(new_code, CODE_LENGTH), editable=False)
    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="coachings")
    wish = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=CoachingState, default=CoachingState.ASKED)
    state_since = models.DateTimeField()
    until = models.DateTimeField()
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="coachings"
    )
    # The coach themself where they took it.
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=5, choices=Ending, blank=True)
    # Nobody: its time was over.
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CoachingState.values), name="coaching_state_is_known"),
            models.CheckConstraint(condition=Q(until__gte=F("asked_at")), name="coaching_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(coach=None, given_by=None, given_at=None)
                | Q(coach__isnull=False, given_by__isnull=False, given_at__isnull=False),
                name="coaching_is_somebodys",
            ),
            models.CheckConstraint(
                condition=(~Q(state="GIVEN") | Q(coach__isnull=False)) & (~Q(state__in=("ASKED", "REFUSED")) | Q(coach=None)),
                name="coaching_given_has_its_coach",
            ),
            models.CheckConstraint(condition=~Q(state="REFUSED") | ~Q(reason=""), name="coaching_refusal_has_its_reason"),
            models.CheckConstraint(condition=Q(state="ENDED") ^ Q(ending=""), name="coaching_ended_says_why"),
            # One at a time: asked twice is asked once, and no two coaches read the same draft.
            models.UniqueConstraint(fields=("proposal",), condition=Q(state__in=RUNNING), name="coaching_one_per_draft"),
        ]
        indexes = [models.Index(fields=("coach", "state"), name="coaching_of_coach")]

    def __str__(self) -> str:
        return self.code


class CoachingComment(models.Model):
    """What a coach remarks about one question, or about the whole; a trigger keeps the words. The team says once that it has
    seen to it."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=partial(new_code, CODE_LENGTH), editable=False)
    coaching = models.ForeignKey(Coaching, on_delete=models.PROTECT, related_name="comments")
    question = models.ForeignKey("competition.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("written_at", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="coaching_comment_has_words"),
            models.CheckConstraint(
                condition=Q(done_by=None, done_at=None) | Q(done_by__isnull=False, done_at__isnull=False),
                name="coaching_comment_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class ReadinessTick(models.Model):
    """A point of the checklist that one side saw in the draft; without the row it did not, or not yet."""

    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="readiness")
    side = models.CharField(max_length=5, choices=Side)
    key = models.CharField(max_length=12)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("proposal", "side", "key"), name="readiness_tick_once"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="readiness_side_is_known"),
            models.CheckConstraint(condition=Q(key__in=POINT_KEYS), name="readiness_point_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.key}"
