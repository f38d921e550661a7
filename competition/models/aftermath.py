"""What an edition does after a list is out: how long it may be objected to, and what each agency is told of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Feedback(models.TextChoices):
    """What an agency reads about its own proposal once the list is out."""

    NONE = "NONE", _("Tidak ada")
    COMMENTS = "COMMENTS", _("Catatan penilai")
    SCORES = "SCORES", _("Nilai dan catatan penilai")


class Aftermath(models.Model):
    """The part of an edition that says so; kept apart, because nothing before the announcement reads it."""

    # Whole days after the day of a publication in which anybody may object to it; 0: nobody may.
    objection_days = models.PositiveSmallIntegerField(default=5)
    # Working days in which an objection is to be answered.
    objection_answer_days = models.PositiveSmallIntegerField(default=10)
    feedback = models.CharField(max_length=8, choices=Feedback, default=Feedback.NONE)

    class Meta:
        abstract = True

    @property
    def gives_feedback(self) -> bool:
        """Whether an agency reads anything of what judges said."""
        return self.feedback != Feedback.NONE
