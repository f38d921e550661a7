"""Links by which people set their password."""

from django.db import models
from django.db.models import F, Q


class PasswordLink(models.Model):
    """A link that was sent to a person: it sets a password once, before it ends. Only the hash of its token is kept."""

    person = models.ForeignKey("competition.Person", on_delete=models.CASCADE, related_name="password_links")
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("asked_at")), name="password_link_lives_a_while")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_at}"
