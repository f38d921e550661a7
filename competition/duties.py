"""Separation of duties: which two offices of one edition a person may not hold, and why. Facts only, no database.

Two offices exclude each other while their periods overlap. Somebody who has already *acted* in an office is bound for the rest
of the edition: whoever locked a sheet cannot become a coach in it later, however long ago the judge's appointment ended.
Help once given cannot be taken back and leaves no single act behind, so a coach is bound by the appointment alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OFFICES = ("SECRETARIAT", "ORGANISER", "CHAIR", "JUDGE", "COACH", "AUDITOR")

_AUDITOR = _("Auditor memeriksa pekerjaan semua petugas, jadi tidak memegang tugas lain dalam edisi yang sama.")

# Every pair that one person may not hold, with the reason a person reads. What is not here goes together.
BARRED: dict[frozenset[str], str | Promise] = {
    frozenset({"JUDGE", "COACH"}): _("Penilai tidak melatih peserta: ia akan menilai proposal yang dibimbingnya sendiri."),
    frozenset({"JUDGE", "SECRETARIAT"}): _("Penilai tidak memeriksa administrasi: yang meloloskan proposal tidak menilainya."),
    frozenset({"JUDGE", "ORGANISER"}): _("Penilai tidak menetapkan atau mengumumkan hasil penilaiannya sendiri."),
    frozenset({"JUDGE", "CHAIR"}): _(
        "Ketua panel melihat semua nilai, sedangkan penilai menilai tanpa melihat nilai orang lain."
    ),
    frozenset({"CHAIR", "ORGANISER"}): _("Yang menyusun peringkat tidak menetapkan atau mengumumkannya."),
    frozenset({"CHAIR", "SECRETARIAT"}): _("Yang menyusun peringkat tidak memeriksa administrasi."),
    frozenset({"CHAIR", "COACH"}): _("Pelatih membimbing peserta, jadi tidak ikut menyusun peringkat."),
    frozenset({"COACH", "SECRETARIAT"}): _("Pelatih membimbing peserta, jadi tidak ikut memeriksa proposal."),
    frozenset({"COACH", "ORGANISER"}): _("Pelatih membimbing peserta, jadi tidak ikut menetapkan hasil."),
    **{frozenset({"AUDITOR", one}): _AUDITOR for one in OFFICES if one != "AUDITOR"},
}

# Offices that let somebody decide about others: a second organiser must agree before they are given.
WITH_A_SECOND = frozenset({"ORGANISER", "CHAIR", "SECRETARIAT"})

# Whose account opens other people's proposals, scores or history.
GUARDED = ("SECRETARIAT", "ORGANISER", "JUDGE", "CHAIR", "AUDITOR")

# What is done in which office. A person whose entry stands in the audit trail has acted in it, for good.
ACTS: dict[str, str] = {
    "proposal_screened": "SECRETARIAT",
    "proposal_read": "SECRETARIAT",
    "readings_settled": "SECRETARIAT",
    "judges_assigned": "ORGANISER",
    "judge_released": "ORGANISER",
    "reader_replaced": "ORGANISER",
    "interviews_planned": "ORGANISER",
    "interview_moved": "ORGANISER",
    "interviews_redrawn": "ORGANISER",
    "interviews_cancelled": "ORGANISER",
    "visit_planned": "ORGANISER",
    "visit_changed": "ORGANISER",
    "selection_ratified": "ORGANISER",
    "results_published": "ORGANISER",
    "reopening_proposed": "ORGANISER",
    "reopening_confirmed": "ORGANISER",
    "ranking_reopened": "ORGANISER",
    "announcement_prepared": "ORGANISER",
    "announcement_approved": "ORGANISER",
    "announcement_postponed": "ORGANISER",
    "assignment_accepted": "JUDGE",
    "sheet_locked": "JUDGE",
    "joint_sheet_agreed": "JUDGE",
    "joint_sheet_proposed": "JUDGE",
    "discussion_opened": "CHAIR",
    "discussion_ended": "CHAIR",
    "third_reader_asked": "CHAIR",
    "readings_added": "CHAIR",
    "reading_withdrawn": "CHAIR",
    "findings_confirmed": "JUDGE",
    "visit_left": "JUDGE",
    "round_ranked": "CHAIR",
    "finalists_selected": "CHAIR",
}
BOUND_BY_APPOINTMENT = frozenset({"COACH"})

# The database sees the same rule as groups: offices of one group go together, offices of two exclude each other.
# A test holds the two forms against each other.
GROUPS = {one: one for one in OFFICES} | {"SECRETARIAT": "OFFICE", "ORGANISER": "OFFICE"}


@dataclass(frozen=True, slots=True)
class Held:
    """An office somebody holds or held: from `starts_at` until just before `ends_at`; None: until further notice."""

    role: str
    starts_at: datetime
    ends_at: datetime | None = None

    def overlaps(self, other: "Held") -> bool:
        """Say whether there is an instant in both periods; an empty period has none."""
        starts = max(self.starts_at, other.starts_at)
        return all(one.ends_at is None or starts < one.ends_at for one in (self, other))

    def binding(self) -> "Held":
        """Return the time during which the office excludes others: for some, from their beginning on for good."""
        is_real = self.ends_at is None or self.ends_at > self.starts_at
        return Held(self.role, self.starts_at) if self.role in BOUND_BY_APPOINTMENT and is_real else self


def why_not_both(one: str, other: str) -> str | Promise:
    """Return why a person may not hold both offices; empty when they may."""
    return BARRED.get(frozenset({one, other}), "")


def objection(wanted: Held, held: Iterable[Held], acted: Iterable[str] = ()) -> str | Promise:
    """Return why the office cannot be given, beside what the person holds, held, and has acted in; empty when it can."""
    held = list(held)
    if any(one.role == wanted.role and one.overlaps(wanted) for one in held):
        return _("Orang ini sudah memegang tugas tersebut dalam masa itu.")
    beside = [one.role for one in held if one.binding().overlaps(wanted.binding())]
    reasons = (why_not_both(wanted.role, role) for role in (*beside, *acted))
    return next((reason for reason in reasons if reason), "")


def pairs() -> list[tuple[str, str]]:
    """Return every two different offices once."""
    return list(combinations(OFFICES, 2))
