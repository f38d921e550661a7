"""Where a proposal stands, in the words of its desk: a state, who has the ball, since when. Knows no database."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from competition.zones import format_date
from submissions.eligibility import last_day
from submissions.states import ProposalState

S = ProposalState


@dataclass(frozen=True, slots=True)
class Standing:
    """`word` and `kind` for the status tag, `ball` as a sentence with its day."""

    word: str
    kind: str
    ball: str


def standing_of(*, state: str, holder: str, since: datetime, is_returned: bool = False, is_open: bool = True) -> Standing:
    """Return where a proposal stands.

    `holder` is who has the ball (UNIT, LEADER, ADMINISTRATOR, SECRETARIAT or empty); `is_open` whether what was not sent can
    still be sent.
    """
    if not is_open and state in (S.DRAFT, S.FORWARDED):
        return Standing(pgettext("status", "Ditutup"), "quiet", _("Belum terkirim saat pengajuan ditutup"))
    word, kind = _word(state, holder, is_returned)
    return Standing(word, kind, _ball(state, holder, is_returned) % {"day": format_date(since, year=False)})


def _word(state: str, holder: str, is_returned: bool) -> tuple[str, str]:
    if state == S.CORRECTION or (state == S.DRAFT and is_returned):
        return _("Perlu diperbaiki"), "warn"
    if state == S.FORWARDED:
        return (_("Siap dikirim"), "now") if holder == "ADMINISTRATOR" else (_("Menunggu persetujuan"), "now")
    kinds = {S.SUBMITTED: "ok", S.ELIGIBLE: "ok"}
    return str(S(state).label), kinds.get(S(state), "quiet")


def _ball(state: str, holder: str, is_returned: bool) -> str:
    if holder == "LEADER":
        return _("Menunggu persetujuan pimpinan sejak %(day)s")
    if holder == "ADMINISTRATOR":
        return _("Menunggu dikirim admin instansi sejak %(day)s")
    if holder == "SECRETARIAT":
        return _("Menunggu pemeriksaan sekretariat sejak %(day)s")
    if holder == "UNIT":
        return (
            _("Menunggu perbaikan unit sejak %(day)s")
            if is_returned or state == S.CORRECTION
            else _("Ditulis unit sejak %(day)s")
        )
    if state == S.WITHDRAWN:
        return _("Ditarik kembali pada %(day)s")
    return _("Diputuskan sekretariat pada %(day)s")


def is_at_risk(left: timedelta, *, is_complete: bool, is_endorsed: bool) -> bool:
    """Say whether an unsent proposal is likely to miss a close that is `left` away, by a rule that its page states: less than
    seven days with parts missing, less than three days without the leader's yes, less than one day in any case."""
    if not is_complete:
        return left < timedelta(days=7)
    return left < timedelta(days=1 if is_endorsed else 3)


def running_time(started_on: date, closes_at: datetime) -> str:
    """Return how long an innovation has run on a window's last day: "Berjalan 1 tahun 7 bulan"; empty if not begun by then."""
    end = last_day(closes_at)
    months = (end.year - started_on.year) * 12 + end.month - started_on.month - (end.day < started_on.day)
    if months < 0:
        return ""
    years, months = divmod(months, 12)
    parts = [ngettext("%(n)s tahun", "%(n)s tahun", years) % {"n": years}] if years else []
    if months or not parts:
        parts.append(ngettext("%(n)s bulan", "%(n)s bulan", months) % {"n": months})
    return _("Berjalan %(time)s") % {"time": " ".join(parts)}
