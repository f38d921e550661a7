"""What happened, by whom, to what: rows that nobody changes or removes (a database trigger refuses), each linked to the last.

An entry is written within its fact's transaction. At the very end of that transaction a deferred trigger links it: it locks
the chain's head, gives the next position and computes the hash (`0002_triggers`). So a chain is locked only while its
transaction commits, never while somebody works.
"""

from django.db import models

from competition import chain


class ContentField(models.TextField):
    """The text that is hashed. It is made of the other columns as the row is written, whoever writes it."""

    def pre_save(self, model_instance: "AuditEntry", add: bool) -> str:
        """Return the content of the entry as it goes into the database."""
        model_instance.content = model_instance.content_now()
        return model_instance.content


class AuditEntry(models.Model):
    """One event. References only: an entry written by `judging` never holds a score."""

    event = models.CharField(max_length=60)
    edition = models.ForeignKey(
        "competition.Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    # An account may go; its number and name stay here, so the database holds no key.
    person = models.ForeignKey(
        "competition.Person",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="audit_entries",
    )
    person_name = models.CharField(max_length=150, blank=True)
    # What the person was at that instant, e.g. "ADMINISTRATOR@kemenkes", "CHAIR@2017".
    roles = models.JSONField(default=list, blank=True)
    subject_type = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=60)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    session = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    content = ContentField(editable=False)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=("subject_type", "subject_key"), name="audit_by_subject"),
            models.Index(fields=("subject_key", "-id"), name="audit_by_subject_key"),
            models.Index(fields=("edition", "-id"), name="audit_by_edition"),
            models.Index(fields=("event", "-id"), name="audit_by_event"),
            models.Index(fields=("person", "-id"), name="audit_by_person"),
            models.Index(fields=("at",), name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_type} {self.subject_key}"

    def content_now(self) -> str:
        """Return the text that is hashed, made from the columns as they are now."""
        return chain.content_text(
            {
                "event": self.event,
                "edition": self.edition_id,
                "person": self.person_id,
                "person_name": self.person_name,
                "roles": self.roles,
                "subject_type": self.subject_type,
                "subject_key": self.subject_key,
                "before": self.before,
                "after": self.after,
                "reason": self.reason,
                "data": self.data,
                "session": self.session,
                "at": chain.instant_text(self.at),
            }
        )


class AuditLink(models.Model):
    """An entry's place in its chain; written by the database alone."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, primary_key=True, related_name="link")
    chain = models.CharField(max_length=40)
    position = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("chain", "position"), name="audit_position_once_per_chain"),
            models.CheckConstraint(condition=models.Q(position__gte=1), name="audit_position_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.position}"


class AuditHead(models.Model):
    """How far a chain has come: the row that is locked while its next entry is linked."""

    chain = models.CharField(max_length=40, primary_key=True)
    position = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.chain} #{self.position}"
