"""Ties to an institution that nobody can find in what is recorded: somebody in office says them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TieKind(models.TextChoices):
    """What ties somebody to an institution."""

    FAMILY = "FAMILY", _("Keluarga bekerja atau memimpin di sana")
    WORKED = "WORKED", _("Pernah bekerja atau dipekerjakan di sana")
    INTEREST = "INTEREST", _("Kepentingan usaha atau keuangan")
    OTHER = "OTHER", _("Alasan lain yang dapat memengaruhi keputusan saya")


class DeclaredTie(models.Model):
    """A tie of somebody in office to an institution, for one edition; the database keeps it as it was said.

    Who has one bears `Person.has_declared_ties`, so that nobody else's pages have to look here.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="declared_ties")
    institution = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="declared_ties")
    edition = models.ForeignKey("competition.Edition", on_delete=models.PROTECT, related_name="declared_ties")
    kind = models.CharField(max_length=10, choices=TieKind)
    explanation = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("person", "institution", "edition"), name="declared_tie_once"),
            models.CheckConstraint(condition=Q(kind__in=TieKind.values), name="declared_tie_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.institution_id}"
