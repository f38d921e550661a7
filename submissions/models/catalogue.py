"""The public catalogue as it is searched: a copy of public facts, written by triggers and by nobody else.

What is not public has no row here, so no search can come across it. An innovation that leaves the catalogue loses its row.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class CatalogueShelf(models.Model):
    """What public innovations have in common when they are counted and narrowed down; each combination once.

    There are far fewer shelves than innovations, so the catalogue counts by shelf. `prizes` holds award and year together
    ("2017 Top 99"), `awards` and `years` the same apart. A shelf that stands empty may stay.
    """

    kind = models.CharField(max_length=10)
    # Kemendagri code of the province; empty for those that belong to none.
    province = models.CharField(max_length=8, blank=True)
    categories = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    years = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    awards = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    prizes = ArrayField(models.CharField(max_length=70), default=list, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("kind", "province", "categories", "prizes"), name="catalogue_shelf_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.province}"


class CatalogueEntry(models.Model):
    """A public innovation as it is searched: the stems of its words and the words themselves, the title weighing most."""

    innovation = models.OneToOneField(
        "submissions.Innovation", on_delete=models.CASCADE, primary_key=True, related_name="catalogue_entry"
    )
    shelf = models.ForeignKey(CatalogueShelf, on_delete=models.PROTECT, related_name="entries")
    document = SearchVectorField()

    class Meta:
        ordering = ("pk",)
        indexes = [GinIndex(fields=("document",), name="catalogue_document")]

    def __str__(self) -> str:
        return str(self.pk)


class CatalogueWord(models.Model):
    """A word that stands somewhere in the catalogue: what a misspelt one is compared with."""

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        ordering = ("word",)
        indexes = [GinIndex(fields=("word",), opclasses=("gin_trgm_ops",), name="catalogue_word_trigrams")]

    def __str__(self) -> str:
        return self.word
