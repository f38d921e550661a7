"""What pseudonyms of an edition are made with. It never leaves the database: with it everybody would know who is who."""

from django.db import models

from judging.seals import new_salt


class BundleSalt(models.Model):
    """An edition's secret, made once, so that the same results give the same bundle."""

    edition = models.OneToOneField("competition.Edition", on_delete=models.PROTECT, related_name="bundle_salt")
    salt = models.CharField(max_length=64, default=new_salt, editable=False)

    def __str__(self) -> str:
        return f"{self.edition_id}"
