"""What a judge may do with a task, and with the training before it."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Briefing, Person, Round
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.queries.ties import is_tied
from competition.verdict import YES, Verdict, no
from judging.models import Assignment
from judging.policy.rounds import not_ranked, round_is_open
from judging.queries.ties import has_coached, is_partner
from judging.queries.training import is_held_up
from judging.states import AssignmentState, SheetState

JUDGE = AppointmentRole.JUDGE


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
    return not_ranked(round_)


def may_answer_assignment(person: Person, assignment: Assignment, at: datetime) -> Verdict:
    """The assigned judge, as long as they have not answered and the round is neither over nor ranked."""
    seen = may_see_assignment(person, assignment, at)
    if not seen:
        return seen
    if assignment.state != AssignmentState.OFFERED:
        return no(_("Tugas ini sudah Anda terima."))
    if is_partner(person, assignment, at):
        return no(_("Instansi Anda adalah mitra replikasi instansi pengusul, jadi proposal ini dinilai orang lain."))
    if has_coached(person, assignment, at):
        return no(_("Anda pernah membimbing proposal, inovasi, atau instansi ini, jadi dinilai orang lain."))
    if at >= assignment.round.stage.closes_at:
        return round_is_open(assignment.round, at)
    return not_ranked(assignment.round)


def may_declare_conflict(person: Person, assignment: Assignment, at: datetime) -> Verdict:
    """The assigned judge, before or after accepting, until their sheet is locked or the round is ranked."""
    seen = may_see_assignment(person, assignment, at)
    if not seen:
        return seen
    sheet = getattr(assignment, "sheet", None)
    if sheet is not None and sheet.state == SheetState.LOCKED:
        return no(_("Lembar nilai sudah dikunci. Hubungi penyelenggara bila ada benturan kepentingan."))
    return not_ranked(assignment.round)


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
    return is_open and not_ranked(assignment.round)
