"""Forms that came when nobody was signed in any more, kept for a short while for whoever wrote them."""

from django.db import models
from django.db.models import F, Q


class ParkedForm(models.Model):
    """The last thing a person sent to an address without being let in; `sealed` can be opened for that person alone."""

    person = models.ForeignKey("competition.Person", on_delete=models.CASCADE, related_name="parked_forms")
    path = models.CharField(max_length=200)
    sealed = models.TextField()
    parked_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("person", "path"), name="parked_form_is_the_last_of_its_address"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("parked_at")), name="parked_form_lives_a_while"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.path}"

    @staticmethod
    def purpose_for(account: int) -> str:
        """Return what a person's forms are sealed for: a row that is moved to another person cannot be opened."""
        return f"parked {account}"
