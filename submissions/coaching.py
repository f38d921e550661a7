"""The coaching of a draft: its states with the table of moves, and what makes a draft ready. The advice is of no edition."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# So long a coach reads a draft, unless it ends before.
COACHED_FOR = timedelta(days=14)


class CoachingState(TextChoices):
    """Where a coaching is. The words are the ones the team and the coach see."""

    ASKED = "ASKED", _("Menunggu pelatih")
    GIVEN = "GIVEN", _("Sedang dibimbing")
    REFUSED = "REFUSED", _("Tidak dapat dilayani")
    ENDED = "ENDED", _("Bimbingan berakhir")


class Ending(TextChoices):
    """Why a coaching is over."""

    TEAM = "TEAM", _("Diakhiri tim instansi")
    COACH = "COACH", _("Diakhiri pelatih")
    SENT = "SENT", _("Proposal dikirim")
    OVER = "OVER", _("Masa bimbingan habis")


class Side(TextChoices):
    """Who ticks the checklist."""

    TEAM = "TEAM", _("Tim instansi")
    COACH = "COACH", _("Pelatih")


C = CoachingState

# The database holds the same pairs in a trigger; a house test compares the two.
COACHING_MOVES: frozenset[tuple[str, str]] = frozenset(
    {(C.ASKED, C.GIVEN), (C.ASKED, C.REFUSED), (C.ASKED, C.ENDED), (C.GIVEN, C.ENDED)}
)
# A draft has one of these at most.
RUNNING: tuple[str, ...] = (C.ASKED, C.GIVEN)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a ready draft says."""

    key: str
    text: str | Promise


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the four criteria of a good innovation, with what to look for."""

    key: str
    title: str | Promise
    points: tuple[Point, ...]


READINESS: tuple[Criterion, ...] = (
    Criterion(
        "kebaruan",
        _("Kebaruan"),
        (
            Point("masalah", _("Masalahnya jelas: siapa yang mengalaminya, di mana, dan seberapa besar.")),
            Point("beda", _("Bedanya dengan cara lama dan dengan inovasi lain disebut satu per satu.")),
            Point("asal", _("Bila meniru tempat lain: sumbernya disebut, dan juga apa yang disesuaikan.")),
        ),
    ),
    Criterion(
        "produktif",
        _("Produktif"),
        (
            Point("angka", _("Ada angka sebelum dan sesudah, dengan satuan, waktu, dan sumbernya.")),
            Point("biaya", _("Sumber daya yang dipakai disebut: orang, anggaran, alat.")),
        ),
    ),
    Criterion(
        "berdampak",
        _("Berdampak"),
        (
            Point("penerima", _("Jumlah penerima manfaat disebut, juga kelompok rentan bila ada.")),
            Point("bukti", _("Manfaatnya dibuktikan: survei, evaluasi, atau data layanan.")),
        ),
    ),
    Criterion(
        "keberlanjutan",
        _("Keberlanjutan"),
        (
            Point("program", _("Masuk program atau rencana kerja instansi.")),
            Point("anggaran", _("Anggarannya tersedia untuk tahun-tahun berikut.")),
            Point("tupoksi", _("Menjadi tugas pokok dan fungsi sebuah unit, tidak bergantung pada satu orang.")),
            Point("hukum", _("Ada dasar hukumnya: peraturan, keputusan, atau prosedur yang ditetapkan.")),
        ),
    ),
)
POINT_KEYS: tuple[str, ...] = tuple(point.key for one in READINESS for point in one.points)
