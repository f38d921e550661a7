"""A certificate of one entry of a published list: what it says is signed and never changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from competition.signatures import key_name


class Certificate(models.Model):
    """What a certificate says (`facts`), its signature, and the public key under which that can be checked for good.

    One that ought not to stand is revoked with a reason and stays; a trigger keeps both.
    """

    number = models.CharField(max_length=20, unique=True)
    outcome = models.ForeignKey("submissions.Outcome", on_delete=models.PROTECT, related_name="certificates")
    decree = models.ForeignKey("submissions.Decree", on_delete=models.PROTECT, related_name="certificates")
    facts = models.JSONField()
    sha256 = models.CharField(max_length=64, unique=True)
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("outcome",), condition=Q(revoked_at=None), name="certificate_once_per_outcome"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, reason="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(reason=""),
                name="certificate_revoked_with_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def key_name(self) -> str:
        """The short name of its public key."""
        return key_name(self.public_key)
