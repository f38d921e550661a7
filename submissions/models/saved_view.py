"""A filter of the pipeline that one person gave a name."""

from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower

from competition.codes import new_code

MOST_SAID = 60


class SavedView(models.Model):
    """What somebody asks of the list again and again, under their own name for it; nobody else sees it."""

    code = models.CharField(max_length=12, unique=True, default=partial(new_code, 12), editable=False)
    edition = models.ForeignKey("competition.Edition", on_delete=models.PROTECT, related_name="saved_views")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    name = models.CharField(max_length=MOST_SAID)
    # The filter as it stands in the address; the form of the list reads it anew each time.
    query = models.CharField(max_length=1500)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = (Lower("name"), "id")
        constraints = [
            models.UniqueConstraint(F("person"), F("edition"), Lower("name"), name="one_saved_view_per_name"),
        ]

    def __str__(self) -> str:
        return self.name
