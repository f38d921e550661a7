"""May this person do this to this part of the verdict, now? Each answer carries its reason."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person, Round
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.verdict import YES, Verdict, no
from competition.zones import format_closing, format_instant
from judging.models import Assignment, Selection
from judging.queries.ties import ties_between
from judging.states import AssignmentState, SelectionState, SheetState
from judging.ties import Reason

CHAIR = AppointmentRole.CHAIR
JUDGE = AppointmentRole.JUDGE
ORGANISER = AppointmentRole.ORGANISER


def round_is_open(round_: Round, at: datetime) -> Verdict:
    """Say whether the round's stage is open, or when it was or will be."""
    stage = round_.stage
    if at < stage.opens_at:
        return no(_("%(stage)s dibuka pada %(when)s.") % {"stage": stage, "when": format_instant(stage.opens_at)})
    if at >= stage.closes_at:
        text = _("%(stage)s sudah ditutup pada %(when)s.")
        return no(text % {"stage": stage, "when": format_closing(stage.closes_at)})
    return YES


def may_see_rounds(person: Person, round_: Round, at: datetime) -> Verdict:
    """Chairs and organisers of the edition."""
    if rights_of(person, at).holds(round_.edition_id, CHAIR, ORGANISER):
        return YES
    return no(_("Halaman ini hanya untuk ketua panel dan penyelenggara."))


def may_chair(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair of the edition: who freezes the ranking and proposes the list, and may look at both."""
    if rights_of(person, at).holds(round_.edition_id, CHAIR):
        return YES
    return no(_("Halaman ini hanya untuk ketua panel."))


def may_assign_judges(person: Person, round_: Round, at: datetime) -> Verdict:
    """An organiser, before or while the round runs, and not after it was ranked."""
    if not rights_of(person, at).holds(round_.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat menugaskan penilai."))
    if at >= round_.stage.closes_at:
        return round_is_open(round_, at)
    return _not_ranked(round_)


def may_see_assignment(person: Person, assignment: Assignment, at: datetime) -> Verdict:
    """The assigned judge, while the appointment lasts and the assignment was neither declined nor withdrawn."""
    if assignment.judge_id != person.pk or not rights_of(person, at).holds(assignment.round.edition_id, JUDGE):
        return no(_("Tugas ini bukan milik Anda."))
    if assignment.state not in (AssignmentState.OFFERED, AssignmentState.ACCEPTED):
        return no(_("Tugas ini sudah tidak berlaku."))
    return YES


def may_answer_assignment(person: Person, assignment: Assignment, at: datetime) -> Verdict:
    """The assigned judge, as long as they have not answered and the round is neither over nor ranked."""
    seen = may_see_assignment(person, assignment, at)
    if not seen:
        return seen
    if assignment.state != AssignmentState.OFFERED:
        return no(_("Tugas ini sudah Anda terima."))
    if tie := _tie(person, assignment, at):
        return no(tie)
    if at >= assignment.round.stage.closes_at:
        return round_is_open(assignment.round, at)
    return _not_ranked(assignment.round)


def may_declare_conflict(person: Person, assignment: Assignment, at: datetime) -> Verdict:
    """The assigned judge, before or after accepting, until their sheet is locked or the round is ranked."""
    seen = may_see_assignment(person, assignment, at)
    if not seen:
        return seen
    sheet = getattr(assignment, "sheet", None)
    if sheet is not None and sheet.state == SheetState.LOCKED:
        return no(_("Lembar nilai sudah dikunci. Hubungi penyelenggara bila ada benturan kepentingan."))
    return _not_ranked(assignment.round)


def may_read_to_judge(person: Person, assignment: Assignment, at: datetime) -> Verdict:
    """The assigned judge after accepting: the declaration comes before the content. Who joined the proposal's institution
    since, or its parent or child, reads and scores it no more."""
    seen = may_see_assignment(person, assignment, at)
    if not seen:
        return seen
    if assignment.state != AssignmentState.ACCEPTED:
        return no(_("Nyatakan dahulu bahwa Anda tidak memiliki benturan kepentingan."))
    if tie := _tie(person, assignment, at):
        return no(tie)
    return YES


def _tie(person: Person, assignment: Assignment, at: datetime) -> str:
    """Return in words what ties the person to the proposal since it was assigned; empty if nothing does. The same is asked when
    judges are assigned and when they declare. Hardly any judge is of an institution; the others cost no query."""
    if not rights_of(person, at).memberships:
        return ""
    reasons = ties_between(assignment.round.edition, [assignment.proposal], [person], at).get(
        (assignment.proposal_id, person.pk)
    )
    if not reasons:
        return ""
    if Reason.INSTITUTION in reasons:
        return _("Anda kini anggota instansi pengusul proposal ini. Nyatakan benturan kepentingan di halaman tugasnya.")
    text = _("Ada benturan kepentingan: %(reason)s. Nyatakan di halaman tugasnya.")
    return text % {"reason": Reason(min(reasons)).label}


def may_score(person: Person, assignment: Assignment, at: datetime) -> Verdict:
    """The judge of an accepted assignment, while the round is open, not ranked, and the sheet not locked."""
    read = may_read_to_judge(person, assignment, at)
    if not read:
        return read
    sheet = getattr(assignment, "sheet", None)
    if sheet is not None and sheet.state == SheetState.LOCKED:
        return no(_("Lembar nilai ini sudah dikunci dan tidak dapat diubah."))
    is_open = round_is_open(assignment.round, at)
    return is_open and _not_ranked(assignment.round)


def may_rank_round(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair, once, when the round has begun."""
    if not rights_of(person, at).holds(round_.edition_id, CHAIR):
        return no(_("Hanya ketua panel yang dapat membekukan peringkat."))
    if at < round_.stage.opens_at:
        return round_is_open(round_, at)
    return _not_ranked(round_)


def may_select_finalists(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair, once there is a ranking and as long as there is no selection."""
    if not rights_of(person, at).holds(round_.edition_id, CHAIR):
        return no(_("Hanya ketua panel yang dapat mengusulkan daftar."))
    ranking = getattr(round_, "ranking", None)
    if ranking is None:
        return no(_("Peringkat belum dibekukan."))
    if hasattr(ranking, "selection"):
        return no(_("Daftar sudah diusulkan."))
    return YES


def may_ratify_selection(person: Person, selection: Selection, at: datetime) -> Verdict:
    """An organiser who did not make the selection."""
    if not rights_of(person, at).holds(selection.ranking.round.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat menetapkan daftar."))
    if selection.state != SelectionState.PROPOSED:
        return no(_("Daftar ini sudah ditetapkan."))
    if selection.selected_by_id == person.pk:
        return no(_("Daftar harus ditetapkan oleh orang selain pengusulnya."))
    return YES


def may_publish_results(person: Person, selection: Selection, at: datetime) -> Verdict:
    """An organiser who neither made nor ratified the selection. The hour is the operation's to check."""
    if not rights_of(person, at).holds(selection.ranking.round.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat mengumumkan hasil."))
    if selection.state == SelectionState.PUBLISHED:
        return no(_("Hasil ini sudah diumumkan."))
    if selection.state != SelectionState.RATIFIED:
        return no(_("Daftar belum ditetapkan."))
    if person.pk in (selection.ratified_by_id, selection.selected_by_id):
        return no(_("Hasil harus diumumkan oleh orang selain pengusul dan penetap daftar."))
    return YES


def may_release_bundle(person: Person, round_: Round, at: datetime) -> Verdict:
    """An organiser, once the round's list is public."""
    if not rights_of(person, at).holds(round_.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat mengeluarkan paket hasil."))
    selection = getattr(getattr(round_, "ranking", None), "selection", None)
    if selection is None or selection.state != SelectionState.PUBLISHED:
        return no(_("Paket hasil dapat dikeluarkan setelah hasil babak ini diumumkan."))
    return YES


def _not_ranked(round_: Round) -> Verdict:
    return no(_("Peringkat babak ini sudah dibekukan.")) if hasattr(round_, "ranking") else YES
