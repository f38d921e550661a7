"""The registry of events: each thing worth remembering, with its words for the audit trail.

An event that is posted has three templates in each language:
`templates/notices/<language>/<event>.{subject.txt,txt,html}`.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of event. `is_posted`: somebody is told. `is_decisive`: losing the letter would cost a right."""

    name: str
    words: str | Promise
    is_posted: bool = False
    is_decisive: bool = False


EVENTS: dict[str, Event] = {
    event.name: event
    for event in (
        Event("edition_loaded", _("Edisi dimuat")),
        Event("calendar_moved", _("Kalender demo digeser ke tahap berikutnya")),
        Event("draft_started", _("Draf dibuat")),
        Event("proposal_forwarded", _("Diteruskan ke admin instansi"), is_posted=True),
        Event("proposal_returned", _("Dikembalikan kepada penulis"), is_posted=True),
        Event("proposal_endorsed", _("Disetujui pimpinan"), is_posted=True),
        Event("proposal_submitted", _("Proposal dikirim"), is_posted=True, is_decisive=True),
        Event("proposal_screened", _("Hasil seleksi administrasi"), is_posted=True),
        Event("judges_assigned", _("Penugasan penilai"), is_posted=True),
        Event("assignment_accepted", _("Tugas menilai diterima")),
        Event("conflict_declared", _("Benturan kepentingan dinyatakan"), is_posted=True),
        Event("sheet_locked", _("Lembar nilai dikunci"), is_posted=True),
        Event("round_ranked", _("Peringkat dibekukan"), is_posted=True),
        Event("ranking_viewed", _("Peringkat dilihat")),
        Event("finalists_selected", _("Daftar diusulkan"), is_posted=True),
        Event("selection_ratified", _("Daftar ditetapkan"), is_posted=True),
        Event("results_published", _("Hasil diumumkan")),
        Event("outcome_known", _("Hasil sampai kepada tim"), is_posted=True, is_decisive=True),
    )
}
