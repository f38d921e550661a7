"""What the judges of a round score together before their own."""

from django.db import models

from competition.models.editions import pick_language


class Anchor(models.Model):
    """A training text of a round: made up, or from an earlier year, and never a proposal of this one.

    It is kept with the edition and no proposal of the system, so that it meets no list, ranking or figure of proposals.
    `answers` are its texts by the question's code. `expected` says by the criterion's code which level its author finds right
    and why: `{"level": 3, "reason": "…", "reason_en": "…"}`. Those that are not used are the stock to choose from.
    """

    round = models.ForeignKey("competition.Round", on_delete=models.CASCADE, related_name="anchors")
    code = models.SlugField(max_length=30)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True, default="")
    answers = models.JSONField()
    answers_en = models.JSONField(default=dict, blank=True)
    expected = models.JSONField(default=dict, blank=True)
    is_used = models.BooleanField(default=True)

    class Meta:
        ordering = ("order", "id")
        constraints = [models.UniqueConstraint(fields=("round", "code"), name="anchor_code_once_per_round")]

    def __str__(self) -> str:
        return pick_language(self.title, self.title_en)

    def answer_to(self, question: str) -> str:
        """Return the text for a question's code in the reader's language."""
        return pick_language(self.answers[question], self.answers_en.get(question, ""))

    def reason_for(self, criterion: str) -> str:
        """Return why the expected level of a criterion's code is right, in the reader's language; empty where none is."""
        known = self.expected.get(criterion, {})
        return pick_language(known.get("reason", ""), known.get("reason_en", ""))
