"""A link that asks one person for their yes to one proposal."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LinkState(models.TextChoices):
    """What became of a link; computed, never stored."""

    OPEN = "OPEN", _("Belum dibuka")
    OPENED = "OPENED", _("Sudah dibuka")
    ANSWERED = "ANSWERED", _("Sudah dijawab")
    REPLACED = "REPLACED", _("Diganti tautan baru")
    EXPIRED = "EXPIRED", _("Lewat tujuh hari")


class EndorsementLink(models.Model):
    """One person asked about one proposal as it then was (`content_hash`). It opens once, after a code to their own address.

    Of the token only the hash is kept; the nonce makes it again with SECRET_KEY (`competition/tokens.py`), for the letter and
    for the page where the administrator copies it. Whoever holds it learns that something waits, and no more.
    """

    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.CASCADE, related_name="endorsement_links")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The letter that was recorded in the person's name: the link then leads to where they object to it.
    endorsement = models.ForeignKey(
        "submissions.Endorsement", on_delete=models.CASCADE, null=True, blank=True, related_name="links"
    )
    version = models.PositiveIntegerField()
    # Empty where it came with a digest: the version says which text it was.
    content_hash = models.CharField(max_length=64, blank=True)
    nonce = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    # Nobody: the person themself, with a link that had run out.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("asked_at")), name="endorsement_link_lives_a_while"),
            models.UniqueConstraint(
                fields=("proposal", "person"),
                condition=Q(opened_at=None, answered_at=None, replaced_at=None),
                name="endorsement_link_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.person_id} {self.asked_at}"

    def state_at(self, at: datetime) -> LinkState:
        """Return what became of it by the instant."""
        if self.answered_at is not None:
            return LinkState.ANSWERED
        if self.opened_at is not None:
            return LinkState.OPENED
        if self.replaced_at is not None:
            return LinkState.REPLACED
        return LinkState.OPEN if at < self.ends_at else LinkState.EXPIRED
