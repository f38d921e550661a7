"""The states of a proposal: which moves there are, and what may change in each."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProposalState(TextChoices):
    """Where a proposal is. The words are the ones its people see."""

    DRAFT = "DRAFT", _("Draf")
    FORWARDED = "FORWARDED", _("Di admin instansi")
    SUBMITTED = "SUBMITTED", _("Terkirim")
    CORRECTION = "CORRECTION", _("Perlu diperbaiki")
    ELIGIBLE = "ELIGIBLE", _("Lolos administrasi")
    INELIGIBLE = "INELIGIBLE", _("Tidak lolos administrasi")
    WITHDRAWN = "WITHDRAWN", _("Ditarik")


S = ProposalState

# The one table of moves. The database holds the same pairs in a trigger; a house test compares the two.
MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        (S.DRAFT, S.FORWARDED),
        (S.FORWARDED, S.DRAFT),
        (S.FORWARDED, S.SUBMITTED),
        (S.SUBMITTED, S.ELIGIBLE),
        (S.SUBMITTED, S.INELIGIBLE),
        (S.SUBMITTED, S.CORRECTION),
        (S.CORRECTION, S.SUBMITTED),
        # What was passed together is taken back within minutes (`judging.operations.passing`).
        (S.ELIGIBLE, S.SUBMITTED),
        (S.SUBMITTED, S.WITHDRAWN),
        (S.WITHDRAWN, S.FORWARDED),
    }
)

# In which states the people of the institution may change title, category, dates and answers.
OPEN_TO_WRITER: frozenset[str] = frozenset({S.DRAFT, S.CORRECTION})
OPEN_TO_ADMINISTRATOR: frozenset[str] = frozenset({S.DRAFT, S.FORWARDED, S.CORRECTION})
SENT: frozenset[str] = frozenset({S.SUBMITTED, S.CORRECTION, S.ELIGIBLE, S.INELIGIBLE})
# What was sent and is in nobody's hands at the institution.
WITH_SECRETARIAT: frozenset[str] = SENT - {S.CORRECTION}


class DocumentState(TextChoices):
    """Where a file is. The words are the ones its people see."""

    UPLOADING = "UPLOADING", _("Mengunggah")
    CHECKING = "CHECKING", _("Diperiksa")
    READY = "READY", _("Siap")
    REFUSED = "REFUSED", _("Ditolak")


D = DocumentState

DOCUMENT_MOVES: frozenset[tuple[str, str]] = frozenset(
    {(D.UPLOADING, D.CHECKING), (D.CHECKING, D.READY), (D.CHECKING, D.REFUSED)}
)


class ObjectionState(TextChoices):
    """Where an objection to a published list is."""

    FILED = "FILED", _("Menunggu konfirmasi alamat")
    OPEN = "OPEN", _("Menunggu jawaban")
    UPHELD = "UPHELD", _("Dikabulkan")
    PARTLY = "PARTLY", _("Dikabulkan sebagian")
    DISMISSED = "DISMISSED", _("Tidak dikabulkan")


J = ObjectionState

OBJECTION_MOVES: frozenset[tuple[str, str]] = frozenset(
    {(J.FILED, J.OPEN), (J.OPEN, J.UPHELD), (J.OPEN, J.PARTLY), (J.OPEN, J.DISMISSED)}
)
# What an answer may say, in the order in which it is offered.
ANSWERED: tuple[str, ...] = (J.UPHELD, J.PARTLY, J.DISMISSED)


class DecreeState(TextChoices):
    """Where the decree of a list is."""

    RECORDED = "RECORDED", _("Menunggu pengesahan")
    CONFIRMED = "CONFIRMED", _("Disahkan")
    DROPPED = "DROPPED", _("Dibatalkan")


DECREE_MOVES: frozenset[tuple[str, str]] = frozenset(
    {(DecreeState.RECORDED, DecreeState.CONFIRMED), (DecreeState.RECORDED, DecreeState.DROPPED)}
)


class ErratumState(TextChoices):
    """Where a correction of a published list is."""

    PROPOSED = "PROPOSED", _("Menunggu pengesahan")
    CONFIRMED = "CONFIRMED", _("Berlaku")
    DROPPED = "DROPPED", _("Dibatalkan")


ERRATUM_MOVES: frozenset[tuple[str, str]] = frozenset(
    {(ErratumState.PROPOSED, ErratumState.CONFIRMED), (ErratumState.PROPOSED, ErratumState.DROPPED)}
)


class SeatState(TextChoices):
    """Where the seat of a named person in a clinic is."""

    BOOKED = "BOOKED", _("Dapat kursi")
    WAITING = "WAITING", _("Daftar tunggu")
    ATTENDED = "ATTENDED", _("Hadir")
    CANCELLED = "CANCELLED", _("Dibatalkan")


K = SeatState

# Whoever was marked present by mistake has their seat again.
SEAT_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        (K.WAITING, K.BOOKED),
        (K.WAITING, K.CANCELLED),
        (K.BOOKED, K.CANCELLED),
        (K.BOOKED, K.ATTENDED),
        (K.ATTENDED, K.BOOKED),
    }
)
# What takes a seat, and what still counts for its person.
SEATED: tuple[str, ...] = (K.BOOKED, K.ATTENDED)
ALIVE: tuple[str, ...] = (K.BOOKED, K.WAITING, K.ATTENDED)


# What is to be sent before the stage of this name closes.
TO_SEND: dict[str, tuple[str, ...]] = {"registration": (S.DRAFT, S.FORWARDED), "screening": (S.CORRECTION,)}


def may_move(source: str, target: str) -> bool:
    """Say whether a proposal may go from one state to another."""
    return (source, target) in MOVES


def window_of(state: str) -> str:
    """Return the key of the stage in which a proposal of this state is written, endorsed and sent."""
    return "screening" if state == ProposalState.CORRECTION else "registration"
