"""What happened, by whom, to what: rows that nobody changes or removes (a database trigger refuses)."""

from django.db import models


class AuditEntry(models.Model):
    """One event. References only: an entry written by `judging` never holds a score."""

    event = models.CharField(max_length=60)
    edition = models.ForeignKey(
        "competition.Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    # The name stays readable when the account is gone.
    person = models.ForeignKey(
        "competition.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    person_name = models.CharField(max_length=150, blank=True)
    subject_type = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=("subject_type", "subject_key"), name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_type} {self.subject_key}"
