"""A correction of a published list: proposed by one organiser, confirmed by another; confirmed, it makes the next version."""

from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from competition.codes import new_code
from submissions.states import ErratumState

CODE_LENGTH = 12


class ErratumKind(TextChoices):
    """What a correction does to the list. The words are the public's."""

    WORDS = "WORDS", _("Perbaikan tulisan")
    REMOVED = "REMOVED", _("Entri dicoret")
    ADDED = "ADDED", _("Entri ditambahkan")


class Erratum(models.Model):
    """One correction, with its reason for the public; `version` is the one it made.

    `outcome` is the entry as it stood: whose words are put right (`words`, by field), or which is struck off. `successor` comes
    in: in its place, or into a place that is free. What was proposed never changes; a slip is dropped and proposed anew.
    """

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=partial(new_code, CODE_LENGTH), editable=False)
    publication = models.ForeignKey("submissions.Publication", on_delete=models.PROTECT, related_name="errata")
    kind = models.CharField(max_length=7, choices=ErratumKind)
    outcome = models.ForeignKey("submissions.Outcome", on_delete=models.PROTECT, null=True, blank=True, related_name="errata")
    words = models.JSONField(default=dict, blank=True)
    successor = models.ForeignKey(
        "submissions.Proposal", on_delete=models.PROTECT, null=True, blank=True, related_name="errata"
    )
    reason = models.TextField()
    version = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=ErratumState, default=ErratumState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ErratumState.values), name="erratum_state_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="erratum_has_its_reason"),
            models.CheckConstraint(
                condition=Q(kind="WORDS", outcome__isnull=False, successor=None) & ~Q(words={})
                | Q(kind="REMOVED", outcome__isnull=False, words={})
                | Q(kind="ADDED", outcome=None, successor__isnull=False, words={}),
                name="erratum_says_what_it_does",
            ),
            models.CheckConstraint(
                condition=Q(state="PROPOSED", decided_by=None, decided_at=None)
                | ~Q(state="PROPOSED") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="erratum_decided_has_its_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="CONFIRMED") | ~Q(decided_by=F("proposed_by")), name="erratum_two_people_confirm"
            ),
            models.CheckConstraint(
                condition=Q(state="CONFIRMED", version__isnull=False, version__gte=2) | ~Q(state="CONFIRMED") & Q(version=None),
                name="erratum_confirmed_makes_a_version",
            ),
            models.UniqueConstraint(fields=("publication",), condition=Q(state="PROPOSED"), name="erratum_waits_once"),
            models.UniqueConstraint(fields=("publication", "version"), name="erratum_once_per_version"),
        ]

    def __str__(self) -> str:
        return self.code
