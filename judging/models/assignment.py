"""Who reads what, and who must not."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competition.codes import new_code
from judging.states import ACTIVE_ASSIGNMENTS, AssignmentState


class ConflictKind(models.TextChoices):
    """Why a person must not judge a proposal."""

    SAME_INSTITUTION = "SAME_INSTITUTION", _("Bekerja atau pernah bekerja di instansi pengusul")
    FAMILY = "FAMILY", _("Hubungan keluarga dengan anggota tim")
    COACHED = "COACHED", _("Ikut membimbing atau menyusun proposal ini")
    OTHER = "OTHER", _("Alasan lain yang dapat memengaruhi penilaian")


class Conflict(models.Model):
    """A judge's declared tie to a proposal; it hides the proposal from them at once and for good."""

    judge = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="conflicts")
    kind = models.CharField(max_length=20, choices=ConflictKind)
    explanation = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("judge", "proposal"), name="conflict_once_per_judge_and_proposal"),
            models.CheckConstraint(condition=Q(kind__in=ConflictKind.values), name="conflict_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.judge_id} {self.kind} {self.proposal_id}"


class Assignment(models.Model):
    """One judge's task to read one proposal in one round. `position` is the seeded reading order of this judge."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    round = models.ForeignKey("competition.Round", on_delete=models.PROTECT, related_name="assignments")
    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="assignments")
    judge = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(max_length=10, choices=AssignmentState, default=AssignmentState.OFFERED)
    position = models.PositiveIntegerField()
    why = models.CharField(max_length=200)
    seed = models.BigIntegerField()
    assigned_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=("round", "proposal", "judge"), name="assignment_once_per_round_proposal_and_judge"),
            models.CheckConstraint(condition=Q(state__in=AssignmentState.values), name="assignment_state_is_known"),
        ]
        indexes = [
            models.Index(
                fields=("judge", "round", "position"),
                condition=Q(state__in=sorted(ACTIVE_ASSIGNMENTS)),
                name="assignment_desk",
            ),
            # The rows of a desk's list in their order: only those of one page are read.
            models.Index(fields=("judge", "round", "state", "position", "id"), name="assignment_rows"),
        ]

    def __str__(self) -> str:
        return self.code
