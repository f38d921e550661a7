"""Invitations: how somebody gets a role in an institution, through a link that only their mailbox knows."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from competition.codes import new_code
from competition.models.people import MembershipRole


class InvitationState(models.TextChoices):
    """What became of an invitation; computed, never stored."""

    OPEN = "OPEN", _("Menunggu diterima")
    REDEEMED = "REDEEMED", _("Diterima")
    REVOKED = "REVOKED", _("Dicabut")
    EXPIRED = "EXPIRED", _("Kedaluwarsa")


class Invitation(models.Model):
    """One role offered to one address until an instant, for one use. Of the link's token only the hash is kept.

    `starts_at` and `ends_at` are the period of a delegation; other roles begin when the invitation is accepted. `decree` and
    the days of the term are those of the office a leader is invited to.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    institution = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=MembershipRole)
    unit = models.ForeignKey("competition.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    position = models.CharField(max_length=150, blank=True)
    decree = models.CharField(max_length=100, blank=True)
    term_from = models.DateField(null=True, blank=True)
    term_until = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("competition.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    redeemed_at = models.DateTimeField(null=True, blank=True)
    redeemed_by = models.ForeignKey("competition.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_is_lower_case"),
            models.CheckConstraint(condition=Q(role__in=MembershipRole.values), name="invitation_role_is_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="invitation_period_is_real"),
            models.CheckConstraint(condition=~Q(role="WRITER") | Q(unit__isnull=False), name="invitation_writer_has_a_unit"),
            models.CheckConstraint(
                condition=~Q(role="DELEGATE") | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="invitation_delegate_has_a_period",
            ),
            models.CheckConstraint(
                condition=Q(redeemed_at=None, redeemed_by=None) | Q(redeemed_at__isnull=False, redeemed_by__isnull=False),
                name="invitation_redeemed_has_its_person",
            ),
            models.CheckConstraint(condition=Q(redeemed_at=None) | Q(revoked_at=None), name="invitation_ends_one_way"),
            models.UniqueConstraint(
                fields=("institution", "email", "role"),
                condition=Q(redeemed_at=None, revoked_at=None),
                name="invitation_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.role} {self.institution_id}"

    def state_at(self, at: datetime) -> InvitationState:
        """Return what became of it by the instant; what was accepted or revoked stays that."""
        if self.redeemed_at is not None:
            return InvitationState.REDEEMED
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.OPEN if at < self.expires_at else InvitationState.EXPIRED
