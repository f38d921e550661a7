"""The public bundle of an edition's results: copied down when it is released, and nothing before."""

from django.db import models


class ResultsBundle(models.Model):
    """One released bundle. A later one, with a later round or a correction, stands beside it; none is taken back.

    The archive is in the row and not among the files, so that it is public with its fingerprint or not at all.
    """

    CODE_LENGTH = 16

    edition = models.ForeignKey("competition.Edition", on_delete=models.PROTECT, related_name="bundles")
    fingerprint = models.CharField(max_length=64)
    merkle_root = models.CharField(max_length=64)
    archive = models.BinaryField()
    size = models.PositiveIntegerField()
    released_at = models.DateTimeField()

    class Meta:
        ordering = ("-released_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=("edition", "fingerprint"), name="results_bundle_once_per_fingerprint"),
        ]

    def __str__(self) -> str:
        return self.fingerprint

    @property
    def code(self) -> str:
        """What its address is made of."""
        return self.fingerprint[: self.CODE_LENGTH]

    @property
    def kilobytes(self) -> int:
        """How large the archive is."""
        return -(-self.size // 1024)
