"""Who is signed in, and how often was tried: rows, so that losing the cache neither lets in nor locks out."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class PersonSession(AbstractBaseSession):
    """One browser's session. Its person is a column, so one query reads both and one statement ends all of somebody's.

    All but `must_renew` repeat what the session's data says; that one is for others to set, so the engine leaves it alone.
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
