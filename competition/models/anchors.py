"""What the judges of a round score together before their own."""

from django.db import models


class Anchor(models.Model):
    """A training text of a round: made up, or from an earlier year, and never a proposal of this one.

    It is kept with the edition and no proposal of the system, so that it meets no list, ranking or figure of proposals.
    `answers` are its texts by the question's code.
    """

    round = models.ForeignKey("competition.Round", on_delete=models.CASCADE, related_name="anchors")
    code = models.SlugField(max_length=30)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    answers = models.JSONField()

    class Meta:
        ordering = ("order", "id")
        constraints = [models.UniqueConstraint(fields=("round", "code"), name="anchor_code_once_per_round")]

    def __str__(self) -> str:
        return self.title
