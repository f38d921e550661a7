"""The states of what the frame decides about: which moves there are."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class AdmissionState(TextChoices):
    """Where an institution's request to join is. The words are the ones the secretariat sees."""

    WAITING = "WAITING", pgettext_lazy("admission", "Menunggu")
    VERIFIED = "VERIFIED", pgettext_lazy("admission", "Diverifikasi")
    REFUSED = "REFUSED", pgettext_lazy("admission", "Ditolak")


S = AdmissionState

# The one table of moves. The database holds the same pairs in a trigger; a house test compares the two.
ADMISSION_MOVES: frozenset[tuple[str, str]] = frozenset({(S.WAITING, S.VERIFIED), (S.WAITING, S.REFUSED)})
