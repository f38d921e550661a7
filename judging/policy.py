"""May this person do this to this part of the verdict, now? Each answer carries its reason."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Briefing, Person, Round
from competition.models.people import AppointmentRole, MembershipRole
from competition.queries.people import rights_of
from competition.queries.ties import is_tied, tied_to
from competition.verdict import YES, Verdict, no
from competition.zones import day_of, format_closing, format_date, format_instant, format_opening
from judging.models import Assignment, Discussion, Selection, Slot, Visit
from judging.queries.rounds import entrants_are_known
from judging.queries.training import is_held_up
from judging.queries.visits import has_declared_tie, is_of_team
from judging.states import AssignmentState, DiscussionState, SelectionState, SheetState, VisitState
from judging.timetabling import confirm_until
from submissions.models import Proposal
from submissions.policy import administers, may_read_history

CHAIR = AppointmentRole.CHAIR
JUDGE = AppointmentRole.JUDGE
ORGANISER = AppointmentRole.ORGANISER


def round_is_open(round_: Round, at: datetime) -> Verdict:
    """Say whether the round's stage is open, or when it was or will be."""
    stage = round_.stage
    if at < stage.opens_at:
        return no(_("%(stage)s dibuka pada %(when)s.") % {"stage": stage, "when": format_opening(stage.opens_at)})
    if at >= stage.closes_at:
        text = _("%(stage)s sudah ditutup pada %(when)s.")
        return no(text % {"stage": stage, "when": format_closing(stage.closes_at)})
    return YES


def may_see_rounds(person: Person, round_: Round, at: datetime) -> Verdict:
    """Chairs and organisers of the edition."""
    if rights_of(person, at).holds(round_.edition_id, CHAIR, ORGANISER):
        return YES
    return no(_("Halaman ini hanya untuk ketua panel dan penyelenggara."))


def has_no_ties(person: Person, round_: Round, at: datetime) -> Verdict:
    """Somebody who is tied to no institution. A plan, a ranking and a list are about all proposals at once: who lowers a rival
    raises their own. Whether the institution takes part does not count, so the answer tells nothing about who does."""
    if not tied_to(person, round_.edition, at):
        return YES
    text = _(
        "Langkah ini menyangkut semua proposal sekaligus. Anda anggota sebuah instansi, atau pernah, jadi diurus petugas lain."
    )
    return no(text)


def may_chair(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair of the edition: who freezes the ranking and proposes the list, and may look at both; with no ties."""
    if rights_of(person, at).holds(round_.edition_id, CHAIR):
        return has_no_ties(person, round_, at)
    return no(_("Halaman ini hanya untuk ketua panel."))


def may_see_habits(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair of the edition, while the round runs as well: how each judge marks, how far readers are apart, who drifts."""
    if rights_of(person, at).holds(round_.edition_id, CHAIR):
        return YES
    return no(_("Cara menilai hanya untuk ketua panel."))


def may_prepare_round(round_: Round) -> Verdict:
    """Nobody prepares a round before the list that says who enters it is public: what is prepared would tell who is on it."""
    if entrants_are_known(round_):
        return YES
    return no(_("Peserta babak ini baru diketahui setelah hasil babak sebelumnya diumumkan."))


def may_assign_judges(person: Person, round_: Round, at: datetime) -> Verdict:
    """An organiser with no ties, before or while the round runs, and not after it was ranked; of a later round, once who enters
    it is public."""
    if not rights_of(person, at).holds(round_.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat menugaskan penilai."))
    free = has_no_ties(person, round_, at)
    if not free:
        return free
    if at >= round_.stage.closes_at:
        return round_is_open(round_, at)
    return may_prepare_round(round_) and _not_ranked(round_)


def may_see_interviews(person: Person, round_: Round, at: datetime) -> Verdict:
    """Chairs and organisers of the edition with no ties: the timetable shows who scores whom."""
    return may_see_rounds(person, round_, at) and has_no_ties(person, round_, at)


def may_plan_interviews(person: Person, round_: Round, at: datetime) -> Verdict:
    """Whoever may assign judges, once: afterwards single slots are changed."""
    allowed = may_assign_judges(person, round_, at)
    if not allowed:
        return allowed
    return no(_("Jadwal wawancara sudah ditetapkan. Ubah satu per satu.")) if hasattr(round_, "timetable") else YES


def may_change_slot(person: Person, slot: Slot, at: datetime) -> Verdict:
    """Whoever may assign judges, until the slot begins."""
    allowed = may_assign_judges(person, slot.timetable.round, at)
    if not allowed:
        return allowed
    return no(_("Giliran ini sudah dimulai.")) if at >= slot.starts_at else YES


def may_see_interview(person: Person, slot: Slot, at: datetime) -> Verdict:
    """The proposal's own people."""
    return may_read_history(person, slot.proposal, at)


def may_confirm_attendance(person: Person, slot: Slot, at: datetime) -> Verdict:
    """The agency's administrator or head, until a day before the slot."""
    rights = rights_of(person, at)
    if not (administers(rights, slot.proposal) or rights.is_member(slot.proposal.institution_id, MembershipRole.LEADER)):
        return no(_("Kehadiran dikonfirmasi admin instansi atau pimpinannya."))
    until = confirm_until(slot.starts_at, slot.changed_at)
    if at >= until:
        return no(_("Batas konfirmasi sudah lewat pada %(when)s. Hubungi penyelenggara.") % {"when": format_instant(until)})
    return YES


def may_see_assignment(person: Person, assignment: Assignment, at: datetime) -> Verdict:
    """The assigned judge, while the appointment lasts and the assignment was neither declined nor withdrawn. Whoever joined the
    proposal's institution or its family since sees it no more, at once and not only when the next plan takes it back."""
    if assignment.judge_id != person.pk or not rights_of(person, at).holds(assignment.round.edition_id, JUDGE):
        return no(_("Tugas ini bukan milik Anda."))
    if assignment.state not in (AssignmentState.OFFERED, AssignmentState.ACCEPTED):
        return no(_("Tugas ini sudah tidak berlaku."))
    if is_tied(person, assignment.round.edition, assignment.proposal.institution_id, at):
        return no(_("Anda kini terikat dengan instansi pengusul proposal ini, jadi dinilai orang lain."))
    return YES


def may_take_briefing(person: Person, round_: Round, at: datetime) -> Verdict:
    """A judge of the edition, where the round has training texts."""
    if round_.briefing == Briefing.NONE or not rights_of(person, at).holds(round_.edition_id, JUDGE):
        return no(_("Babak ini tidak memiliki naskah latihan untuk Anda."))
    return YES


def may_train(person: Person, round_: Round, at: datetime) -> Verdict:
    """The same, also before the round opens, until it closes or is ranked."""
    taken = may_take_briefing(person, round_, at)
    if not taken:
        return taken
    if at >= round_.stage.closes_at:
        return round_is_open(round_, at)
    return _not_ranked(round_)


def may_answer_assignment(person: Person, assignment: Assignment, at: datetime) -> Verdict:
    """The assigned judge, as long as they have not answered and the round is neither over nor ranked."""
    seen = may_see_assignment(person, assignment, at)
    if not seen:
        return seen
    if assignment.state != AssignmentState.OFFERED:
        return no(_("Tugas ini sudah Anda terima."))
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
    """The assigned judge after accepting: the declaration comes before the content, and the briefing where the
    round requires it."""
    seen = may_see_assignment(person, assignment, at)
    if not seen:
        return seen
    if assignment.state != AssignmentState.ACCEPTED:
        return no(_("Nyatakan dahulu bahwa Anda tidak memiliki benturan kepentingan."))
    if is_held_up(person, assignment.round):
        return no(_("Nilai dahulu semua naskah latihan babak ini."))
    return YES


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
    """The chair, with no ties, once, when the round has begun."""
    if not rights_of(person, at).holds(round_.edition_id, CHAIR):
        return no(_("Hanya ketua panel yang dapat membekukan peringkat."))
    free = has_no_ties(person, round_, at)
    if not free:
        return free
    if at < round_.stage.opens_at:
        return round_is_open(round_, at)
    return _not_ranked(round_)


def may_select_finalists(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair, with no ties, once there is a ranking and as long as there is no selection."""
    if not rights_of(person, at).holds(round_.edition_id, CHAIR):
        return no(_("Hanya ketua panel yang dapat mengusulkan daftar."))
    free = has_no_ties(person, round_, at)
    if not free:
        return free
    ranking = getattr(round_, "ranking", None)
    if ranking is None:
        return no(_("Peringkat belum dibekukan."))
    if hasattr(ranking, "selection"):
        return no(_("Daftar sudah diusulkan."))
    return YES


def may_ratify_selection(person: Person, selection: Selection, at: datetime) -> Verdict:
    """An organiser with no ties who did not make the selection."""
    if not rights_of(person, at).holds(selection.ranking.round.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat menetapkan daftar."))
    free = has_no_ties(person, selection.ranking.round, at)
    if not free:
        return free
    if selection.state != SelectionState.PROPOSED:
        return no(_("Daftar ini sudah ditetapkan."))
    if selection.selected_by_id == person.pk:
        return no(_("Daftar harus ditetapkan oleh orang selain pengusulnya."))
    return YES


def may_publish_results(person: Person, selection: Selection, at: datetime) -> Verdict:
    """An organiser with no ties who neither made nor ratified the selection. The hour is the operation's to check."""
    if not rights_of(person, at).holds(selection.ranking.round.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat mengumumkan hasil."))
    free = has_no_ties(person, selection.ranking.round, at)
    if not free:
        return free
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


def may_see_disputes(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair of the edition; of proposals they are tied to nothing is on the list."""
    if rights_of(person, at).holds(round_.edition_id, CHAIR):
        return YES
    return no(_("Perbedaan pendapat hanya untuk ketua panel."))


def may_settle_dispute(person: Person, round_: Round, proposal: Proposal, at: datetime) -> Verdict:
    """The chair of the edition without a tie to the proposal, until the round is ranked."""
    seen = may_see_disputes(person, round_, at)
    if not seen:
        return seen
    if is_tied(person, round_.edition, proposal.institution_id, at):
        return no(_("Anda terikat dengan instansi pengusul proposal ini, jadi diurus ketua panel lain."))
    return _not_ranked(round_)


def may_see_discussion(person: Person, assignment: Assignment, discussion: Discussion | None, at: datetime) -> Verdict:
    """A reader of the proposal whose own sheet is locked, once the chair has asked its readers to talk. Nobody else: until then
    no judge sees another's sheet, and the chair sees none before the ranking."""
    read = may_read_to_judge(person, assignment, at)
    if not read:
        return read
    if discussion is None or discussion.lead_id is None:
        return no(_("Proposal ini tidak dibahas."))
    sheet = getattr(assignment, "sheet", None)
    if sheet is None or sheet.state != SheetState.LOCKED:
        return no(_("Kunci dahulu lembar nilai Anda sendiri."))
    return YES


def may_discuss(person: Person, assignment: Assignment, discussion: Discussion | None, at: datetime) -> Verdict:
    """A reader who may see the discussion, as long as it is open and its end is not over."""
    seen = may_see_discussion(person, assignment, discussion, at)
    if not seen or discussion is None:
        return seen
    if discussion.state != DiscussionState.OPEN:
        return no(_("Pembahasan ini sudah selesai."))
    if at >= discussion.due_at:
        return no(_("Pembahasan ini ditutup pada %(when)s.") % {"when": format_closing(discussion.due_at)})
    return _not_ranked(assignment.round)


def may_propose_sheet(person: Person, assignment: Assignment, discussion: Discussion | None, at: datetime) -> Verdict:
    """The reader whom the chair named to write it, while the discussion is open."""
    open_ = may_discuss(person, assignment, discussion, at)
    if not open_ or discussion is None:
        return open_
    if discussion.lead_id != assignment.pk:
        return no(_("Lembar bersama ditulis penilai yang ditunjuk ketua panel."))
    return YES


def may_plan_visits(person: Person, round_: Round, at: datetime) -> Verdict:
    """An organiser, once it is public who enters the round, until it closes or is ranked. A visit is about one proposal, so a
    tie to another one does not matter."""
    if not rights_of(person, at).holds(round_.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat merencanakan kunjungan."))
    if at >= round_.stage.closes_at:
        return round_is_open(round_, at)
    return may_prepare_round(round_) and _not_ranked(round_)


def may_see_visit(person: Person, visit: Visit, at: datetime) -> Verdict:
    """Chairs and organisers of the edition with no tie to the proposal: the plan, and who has confirmed."""
    seen = may_see_rounds(person, visit.round, at)
    if seen and is_tied(person, visit.round.edition, visit.proposal.institution_id, at):
        return no(_("Anda berkonflik dengan proposal ini, jadi diurus petugas lain."))
    return seen


def may_change_visit(person: Person, visit: Visit, at: datetime) -> Verdict:
    """An organiser with no tie to the proposal, as long as the visit is planned and visits of its round may be."""
    seen = may_see_visit(person, visit, at)
    allowed = seen and may_plan_visits(person, visit.round, at)
    if allowed and visit.state != VisitState.PLANNED:
        return no(_("Kunjungan ini sudah selesai atau dibatalkan."))
    return allowed


def may_read_findings(person: Person, visit: Visit, at: datetime) -> Verdict:
    """The chair with no tie to the proposal, once the whole team has confirmed."""
    seen = may_see_visit(person, visit, at)
    if not seen:
        return seen
    if not rights_of(person, at).holds(visit.round.edition_id, CHAIR):
        return no(_("Hasil kunjungan hanya untuk ketua panel dan timnya."))
    return YES if visit.state == VisitState.DONE else no(_("Hasil kunjungan terbuka setelah seluruh tim mengesahkannya."))


def may_visit(person: Person, visit: Visit, at: datetime) -> Verdict:
    """Somebody of the team, while they judge in the edition and the visit was not called off. Whoever is tied to the proposal
    since then sees it no more, at once."""
    is_called_off = visit.state == VisitState.CANCELLED
    if is_called_off or not rights_of(person, at).holds(visit.round.edition_id, JUDGE) or not is_of_team(person, visit):
        return no(_("Kunjungan ini bukan tugas Anda."))
    if is_tied(person, visit.round.edition, visit.proposal.institution_id, at) or has_declared_tie(person, visit):
        return no(_("Anda kini terikat dengan instansi pengusul proposal ini, jadi dikunjungi orang lain."))
    return YES


def may_write_findings(person: Person, visit: Visit, at: datetime) -> Verdict:
    """Somebody of the team, until the whole team has confirmed, the round closes or is ranked."""
    mine = may_visit(person, visit, at)
    if not mine:
        return mine
    if visit.state != VisitState.PLANNED:
        return no(_("Hasil kunjungan ini sudah disahkan seluruh tim dan tidak dapat diubah."))
    if at >= visit.round.stage.closes_at:
        return round_is_open(visit.round, at)
    return _not_ranked(visit.round)


def may_confirm_findings(person: Person, visit: Visit, at: datetime) -> Verdict:
    """Who may write them, from the first day of the visit on; it begins with the day in the east."""
    written = may_write_findings(person, visit, at)
    if written and day_of(at, zone="WIT") < visit.starts_on:
        return no(_("Hasil disahkan sejak hari kunjungan, %(day)s.") % {"day": format_date(visit.starts_on)})
    return written


def _not_ranked(round_: Round) -> Verdict:
    return no(_("Peringkat babak ini sudah dibekukan.")) if hasattr(round_, "ranking") else YES
