"""What is done about readers who are far apart: what the chair decided, what they say, and the sheet they agree on."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from competition.codes import new_code
from judging.states import DiscussionState


class Discussion(models.Model):
    """What was decided about one proposal in dispute. The readers' own sheets stay as they are, whatever comes of it."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    round = models.ForeignKey("competition.Round", on_delete=models.PROTECT, related_name="discussions")
    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="discussions")
    state = models.CharField(max_length=10, choices=DiscussionState)
    # Who writes the sheet that all are to agree on, and until when; none where a third reader was asked or nothing was done.
    lead = models.ForeignKey("judging.Assignment", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.TextField(blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("round", "proposal"), name="discussion_once_per_round_and_proposal"),
            models.CheckConstraint(condition=Q(state__in=DiscussionState.values), name="discussion_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=("OPEN", "SEALED")) | Q(lead__isnull=False, due_at__isnull=False),
                name="discussion_has_a_lead_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state="SEALED", sealed_at__isnull=False) | (~Q(state="SEALED") & Q(sealed_at=None)),
                name="discussion_seal_comes_with_its_state",
            ),
            models.CheckConstraint(
                condition=Q(state="ENDED", ended_by__isnull=False, ended_at__isnull=False)
                | (~Q(state="ENDED") & Q(ended_by=None, ended_at=None)),
                name="discussion_end_has_its_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.proposal_id} {self.state}"


class Remark(models.Model):
    """One message of a reader to the others. Append-only."""

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="remarks")
    author = models.ForeignKey("judging.Assignment", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.discussion_id} {self.author_id}"


class JointSheet(models.Model):
    """One version of the sheet that the lead proposes. Append-only, as are its marks and what was said yes to."""

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="sheets")
    version = models.PositiveIntegerField()
    sheet_version = models.PositiveIntegerField()
    proposed_by = models.ForeignKey("judging.Assignment", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("version",)
        constraints = [models.UniqueConstraint(fields=("discussion", "version"), name="joint_sheet_once_per_version")]

    def __str__(self) -> str:
        return f"{self.discussion_id} v{self.version}"


class JointMark(models.Model):
    """One criterion of a proposed sheet: the level, the points it stands for, and why."""

    sheet = models.ForeignKey(JointSheet, on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey("competition.Criterion", on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey("competition.Level", on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("sheet", "criterion"), name="joint_mark_once_per_criterion"),
            models.CheckConstraint(condition=Q(points__gte=0, points__lte=100), name="joint_mark_points_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.criterion_id} {self.points}"


class Agreement(models.Model):
    """One reader's yes to one version; the lead's comes with proposing it."""

    sheet = models.ForeignKey(JointSheet, on_delete=models.PROTECT, related_name="agreements")
    reader = models.ForeignKey("judging.Assignment", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [models.UniqueConstraint(fields=("sheet", "reader"), name="agreement_once_per_sheet_and_reader")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.reader_id}"
