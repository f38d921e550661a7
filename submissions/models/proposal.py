"""A proposal while it is written: header, answers with their history, notes of the administrator."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from competition.codes import new_code
from submissions.states import ProposalState


class Proposal(models.Model):
    """One unit's entry for one edition. `version` rises with each change of header or answers."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    edition = models.ForeignKey("competition.Edition", on_delete=models.PROTECT, related_name="proposals")
    innovation = models.ForeignKey("submissions.Innovation", on_delete=models.PROTECT, related_name="proposals")
    institution = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="proposals")
    unit = models.ForeignKey("competition.Unit", on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(max_length=200)
    title_key = models.CharField(max_length=200)
    category = models.ForeignKey(
        "competition.Category", on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    group = models.ForeignKey("competition.Group", on_delete=models.PROTECT, related_name="proposals")
    started_on = models.DateField(null=True, blank=True)
    # The address of a video, as `submissions.videos` writes it; empty without one.
    video = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=ProposalState, default=ProposalState.DRAFT)
    state_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    header_version = models.PositiveIntegerField(default=1)
    # Who saved title, category, group and start date last; None where a change from before these columns is not known.
    header_changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    header_changed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Until when the correction that was asked for can be sent, where that is earlier than screening's close. It stays while the
    # secretariat reads anew what came back without one.
    correct_by = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-changed_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_state_is_known"),
            models.UniqueConstraint(fields=("edition", "innovation"), name="proposal_once_per_innovation_and_edition"),
            models.CheckConstraint(
                condition=Q(state__in=("DRAFT", "FORWARDED", "WITHDRAWN")) | Q(submitted_at__isnull=False),
                name="proposal_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("CORRECTION", "SUBMITTED")) | Q(correct_by=None), name="proposal_correction_has_an_end"
            ),
        ]
        indexes = [
            models.Index(fields=("edition", "state", "-changed_at"), name="proposal_pipeline"),
            models.Index(fields=("edition", "-changed_at", "-id"), name="proposal_latest"),
            models.Index(fields=("edition", "title_key"), name="proposal_title_key"),
            models.Index(fields=("institution", "edition"), name="proposal_of_institution"),
            models.Index(fields=("edition", "-submitted_at", "-id"), name="proposal_arrivals"),
            # What the secretariat's list counts by and searches in, so that its counts need no row.
            models.Index(
                fields=("edition", "state", "institution", "category"),
                include=("title_key", "state_since"),
                name="proposal_counts",
            ),
            # Who is longest where they are.
            models.Index(fields=("edition", "state_since", "id"), name="proposal_ages"),
            GinIndex(fields=("title_key",), opclasses=("gin_trgm_ops",), name="proposal_key_trigrams"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_back_unmended(self) -> bool:
        """Whether it lies with the secretariat again because no correction came in time."""
        return self.state == ProposalState.SUBMITTED and self.correct_by is not None


class Answer(models.Model):
    """The present text of one question; `version` guards against overwriting somebody else's words."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey("competition.Question", on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True)
    # Figures before and after, as `submissions.evidence` describes them; where the question has no table, none.
    evidence = models.JSONField(default=list, blank=True)
    words = models.PositiveIntegerField(default=0)
    is_done = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("proposal", "question"), name="answer_once_per_question")]

    def __str__(self) -> str:
        return f"{self.proposal_id}/{self.question_id} v{self.version}"


class AnswerRevision(models.Model):
    """Each saved version of an answer: what was once acknowledged can always be found again. Written by the database, with the
    answer's own version (`0002_triggers`)."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    evidence = models.JSONField(default=list, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("version",)
        constraints = [models.UniqueConstraint(fields=("answer", "version"), name="revision_once_per_version")]

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.version}"


class ReturnNote(models.Model):
    """What the administrator or the secretariat wants changed, about one question or about the whole."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="return_notes")
    question = models.ForeignKey("competition.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("-written_at", "id")

    def __str__(self) -> str:
        return self.text[:60]
