"""A scanned file that belongs to no proposal: the evidence of an objection, a signed decree."""

from functools import partial

from django.db import models
from django.db.models import Q

from competition.codes import new_code
from competition.inspecting import refusal_text

CODE_LENGTH = 16


class Enclosure(models.Model):
    """It lies in the storage under `path`, as it was sent. It is looked at once (`checked_at`): then there is a cleaned copy,
    which is what readers get, or the reason why nobody gets one."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=partial(new_code, CODE_LENGTH), editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=3)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=100, unique=True)
    cleaned = models.CharField(max_length=100, blank=True)
    refusal = models.CharField(max_length=10, blank=True)
    # What `competition.inspecting.refusal_text` needs besides the code.
    figures = models.JSONField(default=dict, blank=True)
    sent_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    # Set after a try that told nothing, as while the scanner is away.
    check_after = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at=None, cleaned="", refusal="")
                | Q(checked_at__isnull=False, check_after=None) & (Q(cleaned="") ^ Q(refusal="")),
                name="enclosure_has_one_verdict",
            ),
        ]
        indexes = [models.Index(fields=("sent_at",), condition=Q(checked_at=None), name="enclosure_open")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ready(self) -> bool:
        """Whether its readers get it."""
        return bool(self.cleaned)

    @property
    def problem(self) -> str:
        """Why nobody gets it, in today's language; empty when it was not refused."""
        return refusal_text(self.refusal, self.figures) if self.refusal else ""
