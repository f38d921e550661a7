"""What can be checked without a person: one place, one text for writing, forwarding, submitting and screening."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.wording import lower_first, too_many_words
from competition.zones import format_date

WIB = ZoneInfo("Asia/Jakarta")
# From what share of the same trigrams two titles are near: a word more or another ending, not another innovation of a kind.
NEAR_TITLE = 0.6

# What a target begins with that is a purpose of files; no question has such a code.
FILES = "files/"

CHECKS: dict[str, Promise] = {
    "complete": gettext_lazy("Semua bagian diisi"),
    "limits": gettext_lazy("Batas kata dipatuhi"),
    "age": gettext_lazy("Umur inovasi mencukupi"),
    "history": gettext_lazy("Riwayat penghargaan memenuhi syarat"),
    "title": gettext_lazy("Judul belum dipakai proposal lain"),
    "cap": gettext_lazy("Jumlah proposal instansi dalam batas"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stands in the way. `target` names the question where it is mended, "about", or FILES and what
    the file is for."""

    check: str
    text: str
    target: str = ""


def last_day(closes_at: datetime) -> date:
    """Return the last calendar day (WIB) of a half-open window."""
    return (closes_at - timedelta(microseconds=1)).astimezone(WIB).date()


def latest_start(closes_at: datetime, months: int) -> date:
    """Return the last day on which an innovation may have started: `months` before the last day of the window.

    The 29th of February and other missing days fall back to the last day of their month.
    """
    end = last_day(closes_at)
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    return date(year, month + 1, min(end.day, calendar.monthrange(year, month + 1)[1]))


def check_age(started_on: date | None, closes_at: datetime, months: int) -> list[Finding]:
    """Find an innovation that is too young on the last day of registration."""
    limit = latest_start(closes_at, months)
    if started_on is None or started_on <= limit:
        return []
    text = _("Inovasi harus sudah berjalan sejak %(day)s atau lebih awal") % {"day": format_date(limit)}
    return [Finding("age", text, "about")]


def check_history(awards: Iterable[tuple[int, str]], barred: Iterable[str], finalist_limit: int) -> list[Finding]:
    """Find an innovation that won too much: `awards` are (year, name) pairs of earlier editions."""
    won = list(awards)
    best = next(((year, name) for year, name in won if name in set(barred)), None)
    if best:
        text = _("Inovasi ini sudah meraih %(award)s pada tahun %(year)s dan tidak dapat ikut lagi")
        return [Finding("history", text % {"award": best[1], "year": best[0]}, "about")]
    # Whoever reached a later list was on the Top 99 of that year too, so years count, not rows.
    years = {year for year, name in won if name.startswith("Top ")}
    if len(years) >= finalist_limit:
        text = _("Inovasi ini sudah %(count)s kali masuk Top 99 dan tidak dapat ikut lagi")
        return [Finding("history", text % {"count": len(years)}, "about")]
    return []


def check_title(*, is_taken: bool) -> list[Finding]:
    """Find a title that another proposal of the edition already has (the caller compares normalised titles)."""
    if not is_taken:
        return []
    return [Finding("title", _("Judul ini sudah dipakai proposal lain pada edisi ini"), "about")]


def check_near_title(nearness: float) -> list[Finding]:
    """Find a title that nearly is another proposal's of the edition (0 to 1, 1 is the same); it stops nobody."""
    if nearness < NEAR_TITLE:
        return []
    text = _("Judul ini mirip dengan judul proposal lain pada edisi ini. Periksa apakah inovasinya sama")
    return [Finding("title", text, "about")]


def check_cap(sent: int, maximum: int | None) -> list[Finding]:
    """Find an institution that has already sent as many proposals as its kind may."""
    if maximum is None or sent < maximum:
        return []
    text = _("Instansi Anda sudah mengirim %(sent)s proposal; batasnya %(maximum)s")
    return [Finding("cap", text % {"sent": sent, "maximum": maximum})]


def check_answer(*, code: str, label: str, required: bool, words: int, limit: int, is_yes_no: bool = False) -> list[Finding]:
    """Find an answer that is missing or too long."""
    if required and words == 0:
        return [Finding("complete", text_of_missing(label, is_yes_no=is_yes_no), code)]
    if words > limit:
        return [Finding("limits", too_many_words(label, words, limit), code)]
    return []


def text_of_missing(label: str, *, is_yes_no: bool) -> str:
    """Return what is said of a part that has no answer; the label of a yes/no question is a sentence of its own."""
    if is_yes_no:
        return _("Pilih Ya atau Tidak untuk “%(label)s”") % {"label": label}
    return _("Isi %(label)s") % {"label": lower_first(label)}


def check_letter(*, key: str, label: str, required: bool, is_there: bool) -> list[Finding]:
    """Find a letter that is required and was not uploaded, or was refused."""
    if not required or is_there:
        return []
    return [Finding("complete", _("Unggah %(label)s") % {"label": lower_first(label)}, f"{FILES}{key}")]


def check_about(*, has_category: bool, started_on: date | None) -> list[Finding]:
    """Find what is missing in the header of a proposal."""
    findings = []
    if not has_category:
        findings.append(Finding("complete", _("Pilih kategori"), "about"))
    if started_on is None:
        findings.append(Finding("complete", _("Isi tanggal mulai penerapan"), "about"))
    return findings
