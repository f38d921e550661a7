"""Words for the codes of the verdict."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import InstitutionKind
from competition.zones import format_number
from judging.allocation import Why
from judging.models import Assignment, Mark
from judging.selecting import Reason
from judging.states import EXTRA_READING, AssignmentState, SheetState
from submissions.models import Proposal

WHY: dict[str, Promise] = {
    Why.KEPT: gettext_lazy("Sudah ditugaskan"),
    Why.ONLY_FREE: gettext_lazy("Hanya penilai ini yang bebas konflik"),
    Why.EXPERTISE: gettext_lazy("Sesuai bidang penilai"),
    Why.BALANCE: gettext_lazy("Pemerataan beban"),
    "FILE": gettext_lazy("Dari berkas, dengan alasan"),
    "MANUAL": gettext_lazy("Diganti dengan alasan"),
    "THIRD": gettext_lazy("Pembaca tambahan karena perbedaan pendapat"),
    EXTRA_READING: gettext_lazy("Bacaan tambahan di sekitar garis batas"),
    "ROOM": gettext_lazy("Penilai ruang wawancara"),
    "ASIDE": gettext_lazy("Dilepas saat jadwal wawancara disusun ulang"),
    Why.LINK: gettext_lazy("Penghubung antarpenilai"),
}
REASONS: dict[str, Promise] = {
    Reason.MERIT: gettext_lazy("Nilai"),
    Reason.QUOTA: gettext_lazy("Kuota"),
    Reason.OUT: gettext_lazy("Di bawah garis batas"),
    Reason.BELOW_GRADE: gettext_lazy("Di bawah nilai ambang lulus"),
    Reason.NOT_NOMINATED: gettext_lazy("Di luar nominasi"),
    Reason.OUT_WITHOUT_QUOTA: gettext_lazy("Tempatnya dipakai kuota"),
    Reason.MANUAL_IN: gettext_lazy("Dimasukkan dengan alasan"),
    Reason.MANUAL_OUT: gettext_lazy("Dikeluarkan dengan alasan"),
}
Names = dict[tuple[str, str], str]


def assignment_status(state: str, sheet_state: str | None) -> tuple[str, str]:
    """Return the judge's own progress with a proposal, in words and as the kind of a tag; no sheet has no state."""
    if state == AssignmentState.OFFERED:
        return _("Belum dijawab"), "warn"
    if sheet_state == SheetState.LOCKED:
        return _("Terkunci"), "ok"
    return (_("Draf"), "now") if sheet_state else (_("Belum"), "quiet")


def address_of(code: str, state: str, sheet_state: str | None) -> str:
    """Return where the judge goes on with an assignment: the declaration, the sheet, or its receipt."""
    name = "assignment" if state == AssignmentState.OFFERED else "sheet"
    return reverse("judging:locked" if sheet_state == SheetState.LOCKED else f"judging:{name}", args=[code])


def page_of(assignment: Assignment) -> str:
    """Return the same for an assignment that was read whole."""
    return address_of(assignment.code, assignment.state, SheetState.LOCKED if is_locked(assignment) else None)


def is_locked(assignment: Assignment) -> bool:
    """Say whether the judge's sheet is locked."""
    sheet = getattr(assignment, "sheet", None)
    return sheet is not None and sheet.state == SheetState.LOCKED


def mark_words(mark: Mark | None) -> str:
    """Return a saved mark as a judge reads it again: level, points and reason."""
    if mark is None or mark.level is None:
        level = _("Belum dipilih")
    else:
        values = {"level": mark.level.value, "text": mark.level, "points": number(mark.points)}
        level = _("Tingkat %(level)s (%(points)s dari 100): %(text)s") % values
    return f"{level}\n\n{mark.reason}" if mark and mark.reason else level


def number(value) -> str:
    """Return a decimal without needless zeros: 60, 62,5."""
    return format_number(int(value)) if value == int(value) else format_number(value.normalize())


def signed(value: float | None) -> str:
    """Return how many points above or below: +5,2, −0,4; a dash where it cannot be said."""
    if value is None:
        return "–"
    amount = round(value, 1)
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return sign + format_number(abs(amount), 1)


def trait_names(proposals: Iterable[Proposal]) -> Names:
    """Return the words for what quotas count, as far as these proposals have it."""
    names: Names = {("KIND", kind.value): str(kind.label) for kind in InstitutionKind}
    for one in proposals:
        names["CATEGORY", one.category.code] = str(one.category)
        names["GROUP", one.group.code] = str(one.group)
    return names


def place_of(names: Names, trait: tuple[str, str]) -> int:
    """Return where what a quota counts stands in lists: kinds of institution in the order of the domain, then the others."""
    return list(names).index(trait) if trait in names else len(names)


def reason_words(code: str, traits: Iterable[tuple[str, str]], note: str, names: Names) -> str:
    """Return why an entry is in or out: the kind of reason, the quotas that count, the words for the minutes."""
    said = str(REASONS[code])
    quotas = ", ".join(names.get(one, one[1]) for one in traits)
    return ": ".join(part for part in (said, quotas, note) if part)


def read_traits(stored: str) -> list[tuple[str, str]]:
    """Return the quotas as a selection entry stores them: `KIND:CITY, GROUP:umum`."""
    return [tuple(part.split(":", 1)) for part in stored.split(", ") if ":" in part]
