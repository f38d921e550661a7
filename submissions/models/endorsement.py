"""The leader's yes to exactly the version that was shown."""

from django.conf import settings
from django.db import models

from competition.terms import Term


class Endorsement(models.Model):
    """Binds a leader to a content hash; it counts only while the proposal still has that content.

    `in_stead_of` is the leader for whom a delegate said yes; empty when the leader did. Position, decree and term are those of
    the office it was said in, as they stood that day.
    """

    proposal = models.ForeignKey("submissions.Proposal", on_delete=models.PROTECT, related_name="endorsements")
    content_hash = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    statement = models.TextField()
    position = models.CharField(max_length=150, blank=True)
    decree = models.CharField(max_length=100, blank=True)
    term_from = models.DateField(null=True, blank=True)
    term_until = models.DateField(null=True, blank=True)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    in_stead_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    endorsed_at = models.DateTimeField()

    class Meta:
        ordering = ("-endorsed_at", "-id")
        # That the yes lies within the term, the database holds by itself (migration 0010).
        constraints = [models.UniqueConstraint(fields=("proposal", "content_hash"), name="endorsement_once_per_content")]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.content_hash[:8]}"

    @property
    def term(self) -> Term:
        """The term of the office it was said in."""
        return Term(self.decree, self.term_from, self.term_until)
