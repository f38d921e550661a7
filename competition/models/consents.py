"""Which version of the privacy notice somebody agreed to, and when."""

from django.db import models


class Consent(models.Model):
    """One person's yes to one version of the text (competition/data/privacy.yaml)."""

    person = models.ForeignKey("competition.Person", on_delete=models.PROTECT, related_name="consents")
    version = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("person", "version"), name="consent_once_per_version")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.version}"
