"""The leader's yes to exactly the version that was shown."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competition.terms import Term


class EndorsementKind(models.TextChoices):
    """How the yes was said."""

    ONLINE = "ONLINE", _("Di KIPP")
    LETTER = "LETTER", _("Dengan surat")


class Endorsement(models.Model):
    """Binds a leader to a content hash; it counts only while the proposal still has that content, until it is ended.

    `in_stead_of` is the leader for whom a delegate said yes; empty when the leader did. Position, decree and term are those of
    the office it was said in, as they stood that day.

    One of the kind LETTER was recorded by an administrator (`recorded_by`) in the name of whoever signed a letter; `signer` and
    `position` say who, and `endorsed_by` is nobody where the institution has no leader recorded. It ends when its file is
    refused, or when an objection comes before the proposal was sent; one that comes later is kept beside it (`objected_at`).
    """

    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="endorsements")
    content_hash = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=6, choices=EndorsementKind, default=EndorsementKind.ONLINE)
    statement = models.TextField()
    position = models.CharField(max_length=150, blank=True)
    decree = models.CharField(max_length=100, blank=True)
    term_from = models.DateField(null=True, blank=True)
    term_until = models.DateField(null=True, blank=True)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    in_stead_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    endorsed_at = models.DateTimeField()
    letter_number = models.CharField(max_length=100, blank=True)
    letter_on = models.DateField(null=True, blank=True)
    signer = models.CharField(max_length=150, blank=True)
    document = models.OneToOneField(
        "submissions.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="endorsement"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objected_at = models.DateTimeField(null=True, blank=True)
    objected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    objection = models.CharField(max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-endorsed_at", "-id")
        # That the yes lies within the term, the database holds by itself (`0002_triggers`).
        constraints = [
            models.UniqueConstraint(
                fields=("proposal", "content_hash"), condition=Q(ended_at=None), name="endorsement_once_per_content"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="ONLINE", endorsed_by__isnull=False, document=None, recorded_by=None, letter_on=None, ended_at=None
                )
                | Q(kind="LETTER", document__isnull=False, recorded_by__isnull=False, letter_on__isnull=False)
                & ~Q(letter_number="")
                & ~Q(signer=""),
                name="endorsement_letter_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(objected_at=None, objected_by=None) | Q(objected_at__isnull=False, objected_by__isnull=False),
                name="endorsement_objection_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.content_hash[:8]}"

    @property
    def is_letter(self) -> bool:
        """Whether a signed letter is the proof of it."""
        return self.kind == EndorsementKind.LETTER

    @property
    def name(self) -> str:
        """Whose yes it is."""
        return self.signer or self.endorsed_by.name

    @property
    def term(self) -> Term:
        """The term of the office it was said in."""
        return Term(self.decree, self.term_from, self.term_until)
