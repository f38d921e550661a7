"""Who is signed in, and how often was tried: rows, so that losing the cache neither lets in nor locks out."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class PersonSession(AbstractBaseSession):
    """One browser's session. Its person is a column, so one query reads both and one statement ends all of somebody's.

    All but `must_renew` repeat what the session's data says; that one is for others to set.
    """

    person = models.ForeignKey("competition.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="sessions")
    code = models.CharField(max_length=12, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    network = models.CharField(max_length=50, blank=True)
    must_renew = models.BooleanField(default=False)

    class Meta:
        verbose_name = "session"

    def save(self, *args: object, force_update: bool = False, **kwargs: object) -> None:
        """Write the row; of one that exists already, all but `must_renew`, which somebody may have set meanwhile."""
        if force_update:
            kwargs["update_fields"] = [
                field.attname for field in self._meta.fields if field.name not in ("session_key", "must_renew")
            ]
        super().save(*args, force_update=force_update, **kwargs)


class Tally(models.Model):
    """How often something was tried on an account from a network; `key` is a keyed hash of both, so no address is kept.

    `free_at` is when the next try may be made; `good_at` is when one from this network last succeeded.
    """

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    tries = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    free_at = models.DateTimeField()
    good_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.tries}"
