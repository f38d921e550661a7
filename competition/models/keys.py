"""Keys of institutions: what a program of theirs shows instead of a person who signs in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from competition.codes import new_code

# A year to the end of its last day.
LONGEST = timedelta(days=366)


class Scope(models.TextChoices):
    """What a key may be used for; all of it reads."""

    PROPOSALS = "proposals:read", _("Proposal instansi")
    RECEIPTS = "receipts:read", _("Tanda terima instansi")
    OUTCOMES = "outcomes:read", _("Hasil instansi, setelah diumumkan")


class ApiKey(models.Model):
    """One key. Of the token only the hash is kept, and its first letters, by which people tell keys apart.

    It opens something only while `made_by` may still make one: see `competition.policy.may_use_key`.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    institution = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=80)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    prefix = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # The last day, in WIB, on which it opened something.
    used_on = models.DateField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=Scope.values) & Q(scopes__len__gt=0), name="api_key_scopes_are_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")) & Q(expires_at__lte=F("made_at") + LONGEST),
                name="api_key_lasts_a_year_at_most",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_key_revoked_by_somebody",
            ),
            models.UniqueConstraint(
                "institution", Lower("name"), condition=Q(revoked_at=None), name="api_key_name_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def is_over(self, at: datetime) -> bool:
        """Say whether it was revoked, or its last day is over."""
        return self.revoked_at is not None or at >= self.expires_at

    @property
    def scope_labels(self) -> list[str]:
        """What it may be used for, in words."""
        return [str(Scope(one).label) for one in self.scopes]
