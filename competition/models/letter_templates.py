"""The words the secretariat gave the letters of an event, version by version."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class LetterTemplate(models.Model):
    """One version of an event's letter in one language; the highest number holds. Never changed: a way back is a new version.

    An event without any has the words it ships with, and so has one whose last version says nothing but `{isi}`.
    """

    event = models.CharField(max_length=60)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=150)
    text = models.TextField()
    html = models.TextField()
    saved_by = models.ForeignKey("competition.Person", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("event", "language", "-number")
        constraints = [
            models.UniqueConstraint(fields=("event", "language", "number"), name="letter_template_version_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="letter_template_counts_from_one"),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(text="") & ~Q(html=""), name="letter_template_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.language} {self.number}"

    @property
    def words(self) -> dict[str, str]:
        """The three parts, as a letter is composed of them."""
        return {"subject": self.subject, "text": self.text, "html": self.html}
