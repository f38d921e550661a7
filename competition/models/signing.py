"""Links by which people set their password, and codes by which they sign in without one."""

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


class SignInCode(models.Model):
    """A code that was sent to an address: it lets in once, before it ends, and only the browser that asked for it.

    `person` is empty when the address has no open account; the row is there all the same, so that both cost the same.
    """

    MOST_TRIES = 5

    person = models.ForeignKey("competition.Person", on_delete=models.CASCADE, null=True, related_name="sign_in_codes")
    nonce = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("asked_at")), name="sign_in_code_lives_a_while"),
            models.CheckConstraint(condition=Q(tries__lte=5), name="sign_in_code_has_few_tries"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_at}"
