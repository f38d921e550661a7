"""A replication's way: its states with the table of moves, and the eight steps of doing it. The steps are of no edition."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ReplicationState(TextChoices):
    """Where a replication is. The words are the ones both institutions see."""

    INTEREST = "INTEREST", _("Berminat")
    AGREED = "AGREED", _("Kesepakatan diunggah")
    APPROVED = "APPROVED", _("Disetujui instansi asal")
    REFUSED = "REFUSED", _("Ditolak instansi asal")
    IMPLEMENTING = "IMPLEMENTING", _("Sedang diterapkan")
    CONFIRMED = "CONFIRMED", _("Dikonfirmasi tim asal")
    WITHDRAWN = "WITHDRAWN", _("Dibatalkan")


R = ReplicationState

# The database holds the same pairs in a trigger; a house test compares the two.
REPLICATION_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        (R.INTEREST, R.AGREED),
        (R.INTEREST, R.REFUSED),
        (R.INTEREST, R.WITHDRAWN),
        (R.AGREED, R.APPROVED),
        (R.AGREED, R.REFUSED),
        (R.AGREED, R.WITHDRAWN),
        (R.APPROVED, R.IMPLEMENTING),
        (R.APPROVED, R.WITHDRAWN),
        (R.IMPLEMENTING, R.CONFIRMED),
        (R.IMPLEMENTING, R.WITHDRAWN),
    }
)
# One that ended so stands in nobody's way.
FAILED: tuple[str, ...] = (R.REFUSED, R.WITHDRAWN)
ENDED: tuple[str, ...] = (R.CONFIRMED, *FAILED)
# What both may let the public know of.
SHOWABLE: tuple[str, ...] = (R.APPROVED, R.IMPLEMENTING, R.CONFIRMED)
# What a proposal may come from.
AT_WORK: tuple[str, ...] = (R.IMPLEMENTING, R.CONFIRMED)
# The two sides, by the name of the column that holds the institution.
ORIGIN, REPLICATOR = "origin", "institution"


@dataclass(frozen=True, slots=True)
class Step:
    """One of the eight: a name, and how to know that it is done."""

    key: str
    title: str | Promise
    about: str | Promise


STEPS: tuple[Step, ...] = (
    Step(
        "masalah",
        _("Kenali masalah sendiri"),
        _("Masalah layanan di tempat Anda sama dengan yang diselesaikan inovasi ini, dan besarnya diketahui dengan angka."),
    ),
    Step(
        "pelajari",
        _("Pelajari inovasi asal"),
        _("Anda berbicara dengan timnya, melihatnya bekerja, dan tahu apa yang membuatnya berhasil."),
    ),
    Step(
        "dukungan",
        _("Dapatkan dukungan"),
        _("Pimpinan, orang, anggaran, dan unit yang menjalankannya sudah pasti."),
    ),
    Step(
        "sesuaikan",
        _("Sesuaikan dengan keadaan setempat"),
        _("Tertulis apa yang dipakai seperti aslinya, apa yang diubah, dan mengapa."),
    ),
    Step(
        "aturan",
        _("Tetapkan aturan dan prosedur"),
        _("Dasar hukum dan prosedur kerja ditetapkan, sehingga tidak bergantung pada satu orang."),
    ),
    Step(
        "uji",
        _("Uji coba dan ukur"),
        _("Dijalankan di satu tempat, dengan angka sebelum dan sesudah."),
    ),
    Step(
        "terapkan",
        _("Terapkan dan latih petugas"),
        _("Dipakai melayani masyarakat, dan petugasnya dilatih."),
    ),
    Step(
        "pantau",
        _("Pantau dan bagikan hasilnya"),
        _("Hasilnya diukur terus dan diberitahukan kepada tim asal."),
    ),
)
STEP_KEYS: tuple[str, ...] = tuple(one.key for one in STEPS)
