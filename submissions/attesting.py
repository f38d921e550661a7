"""That somebody attended a clinic, on paper: the same means as the receipt's (`submissions.printing`). Knows no database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from competition.zones import format_date
from submissions.printing import printable, typeset

TEMPLATE = Path(__file__).parent / "data" / "attendance.typ"


@dataclass(frozen=True, slots=True)
class Attended:
    """What a certificate of attendance says."""

    number: str
    # Where anybody checks it.
    check: str
    issuer: str
    name: str
    duty: str
    institution: str
    clinic: str
    place: str
    held_at: datetime
    zone: str


def print_attendance(one: Attended) -> bytes:
    """Return the certificate as PDF/A.

    :raises NotPrinted: the typesetter failed.
    """
    day = one.held_at
    words = {name: printable(getattr(one, name)) for name in ("issuer", "name", "duty", "institution", "clinic", "place")}
    data = words | {
        "lang": get_language() or "id",
        "number": one.number,
        "heading": _("Sertifikat kehadiran"),
        "given": _("Diberikan kepada"),
        "for": _("yang hadir pada"),
        "held": format_date(day, zone=one.zone, weekday=True),
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "label": _("Nomor"),
        "check": _("Periksa di %(address)s") % {"address": one.check},
        "note": _("Sertifikat ini menyatakan kehadiran, dan tidak memengaruhi penilaian proposal."),
    }
    return typeset(TEMPLATE, data, day)
