"""A file that belongs to a proposal: on its way, being checked, ready for readers, or refused."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from competition.codes import new_code
from competition.inspecting import refusal_text
from submissions.states import DocumentState

CODE_LENGTH = 16
MOST_LOST_CHECKS = 2


def new_document_code() -> str:
    """Return a code that nobody guesses; knowing it is no permission."""
    return new_code(CODE_LENGTH)


class Document(models.Model):
    """One file as it was uploaded, and its cleaned copy, which is what readers get.

    It belongs to an answer (`question`), to a letter that the edition asks for (`letter`), or to the proposal as a whole. It
    counts from `arrived_at`, when all of it was here and in time, until `removed_at`. Rows of files that once counted stay,
    replaced and removed ones too; a trigger keeps their facts. A row names a file only after the file is stored.

    One that is a proof is the signed letter of an endorsement: beside the proposal, and no part of what it says.
    """

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_document_code, editable=False)
    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="documents")
    question = models.ForeignKey(
        "competition.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    letter = models.SlugField(max_length=40, blank=True)
    is_proof = models.BooleanField(default=False)
    # Whose place it takes, as long as that one still has it when this one arrives.
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=3, blank=True)
    size = models.PositiveIntegerField()
    # While it is on its way: the fingerprint the sender named, if any. From then on that of the original.
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=9, choices=DocumentState, default=DocumentState.UPLOADING)
    received = models.PositiveIntegerField(default=0)
    original = models.CharField(max_length=100, blank=True)
    cleaned = models.CharField(max_length=100, blank=True)
    cleaned_sha256 = models.CharField(max_length=64, blank=True)
    cleaned_size = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    refusal = models.CharField(max_length=10, blank=True)
    # What `competition.inspecting.refusal_text` needs besides the code.
    figures = models.JSONField(default=dict, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    # The instant the window closed when it arrived.
    closes_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    # Set while the scanner is away, and while somebody looks at it.
    check_after = models.DateTimeField(null=True, blank=True)
    # How often in a row whoever looked at it never came back: a worker that died over it, or was cut off.
    lost_checks = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        indexes = [
            models.Index(fields=("proposal", "id"), name="document_of_proposal"),
            models.Index(
                fields=("state", "started_at"), condition=Q(state__in=("UPLOADING", "CHECKING")), name="document_open"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DocumentState.values), name="document_state_is_known"),
            models.CheckConstraint(condition=Q(question=None) | Q(letter=""), name="document_has_one_place"),
            models.CheckConstraint(
                condition=Q(is_proof=False) | Q(question=None, letter="", replaces=None), name="document_proof_is_no_content"
            ),
            models.CheckConstraint(condition=Q(arrived_at__lt=F("closes_at")), name="document_arrived_in_time"),
            models.CheckConstraint(
                condition=Q(state="UPLOADING", original="", arrived_at=None, removed_at=None)
                | (~Q(state="UPLOADING") & ~Q(original="") & ~Q(kind="") & ~Q(sha256="") & Q(arrived_at__isnull=False)),
                name="document_here_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(state="READY", cleaned_size__gt=0) & ~Q(cleaned="") & ~Q(cleaned_sha256="")
                | ~Q(state="READY") & Q(cleaned=""),
                name="document_ready_has_its_copy",
            ),
            models.CheckConstraint(condition=Q(state="REFUSED") ^ Q(refusal=""), name="document_refusal_has_its_code"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="document_removal_is_somebodys",
            ),
            # One file a letter; another one replaces it.
            models.UniqueConstraint(
                fields=("proposal", "letter"),
                condition=~Q(letter="") & Q(state__in=("CHECKING", "READY"), removed_at=None),
                name="document_once_per_letter",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_stuck(self) -> bool:
        """Whether nobody looks at it any more by themselves, because so many workers never came back from it."""
        return self.state == DocumentState.CHECKING and self.lost_checks >= MOST_LOST_CHECKS

    @property
    def counts(self) -> bool:
        """Whether it is part of what the proposal says now."""
        return self.state in (DocumentState.CHECKING, DocumentState.READY) and self.removed_at is None

    @property
    def problem(self) -> str:
        """Why it was refused, in today's language; empty when it was not."""
        return refusal_text(self.refusal, self.figures) if self.refusal else ""


class SentDocument(models.Model):
    """One file of one sending, for good."""

    submission = models.ForeignKey("submissions.Submission", on_delete=models.PROTECT, related_name="sent_documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="sendings")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("submission", "document"), name="document_once_per_sending")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.document_id}"
