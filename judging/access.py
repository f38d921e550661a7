"""The doors of the verdict. A stranger gets the same 404 as for nothing at all."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from competition.models import Anchor, Appointment, Edition, Person, Round
from competition.models.editions import RoundKind
from competition.models.people import AppointmentRole
from competition.queries.editions import current_edition
from competition.queries.people import rights_of
from competition.queries.ties import is_tied
from competition.verdict import Verdict
from judging import policy
from judging.models import Assignment, Discussion, Selection, Slot, Visit, VisitPhoto
from judging.queries.desk import assignment_by_code
from judging.queries.discussions import discussion_by_code, reading_of
from judging.queries.disputes import dispute_about, proposal_in
from judging.queries.interviews import slot_by_code, task_in
from judging.queries.packs import tasks_to_pack
from judging.queries.panel import seat_by_code, task_by_code
from judging.queries.passing import Passed, passed_with
from judging.queries.rounds import round_by_key, selection_of
from judging.queries.training import anchor_by_code
from judging.queries.visits import photo_of, visit_by_code, visit_of
from submissions.models import Document, Proposal
from submissions.policy import may_see_secretariat
from submissions.queries.contents import latest_submission
from submissions.queries.documents import sent_document
from submissions.states import DocumentState


def passing_to_undo(code: str, person: Person, at: datetime) -> Passed:
    """Return the person's own act in which the proposal was passed together with others. Whether it can still be taken back,
    the page asks policy.

    :raises Http404: there is none, or it is somebody else's.
    """
    passed = passed_with(code, person, at)
    if passed is None or not may_see_secretariat(person, passed.edition, at):
        raise Http404
    return passed


def judge_at_desk(person: Person, at: datetime) -> Person:
    """Return the person if they are a judge of some edition now.

    :raises Http404: otherwise.
    """
    if not rights_of(person, at).holds_any(AppointmentRole.JUDGE):
        raise Http404
    return person


def assignment_to_see(code: str, person: Person, at: datetime) -> Assignment:
    """Return the judge's own active assignment.

    :raises Http404: none of that code, somebody else's, declined or withdrawn.
    """
    assignment = assignment_by_code(code)
    if assignment is None or not policy.may_see_assignment(person, assignment, at):
        raise Http404
    return assignment


def assignment_to_read(code: str, person: Person, at: datetime) -> Assignment:
    """Return the judge's own accepted assignment: from here on its content may be shown.

    :raises Http404: as `assignment_to_see`.
    :raises PermissionDenied: not accepted yet.
    """
    assignment = assignment_to_see(code, person, at)
    _allow(policy.may_read_to_judge(person, assignment, at))
    return assignment


def tasks_to_take(round_: Round, person: Person, at: datetime) -> list[Assignment]:
    """Return the judge's own tasks of a round that go into a pack: accepted, not locked, in their own order.

    :raises PermissionDenied: the briefing comes first.
    """
    tasks = tasks_to_pack(person, round_, at)
    # All of them are the judge's own, accepted and free of ties: what is left to ask hangs on the round alone.
    if tasks:
        _allow(policy.may_read_to_judge(person, tasks[0], at))
    return tasks


def file_to_read(code: str, document: str, person: Person, at: datetime) -> Document:
    """Return a file of exactly the sending that the judge reads, once it was checked.

    :raises Http404: as `assignment_to_read`; none of that code was sent, or it is not ready.
    :raises PermissionDenied: as `assignment_to_read`.
    """
    submission = latest_submission(assignment_to_read(code, person, at).proposal)
    found = sent_document(submission, document) if submission else None
    if found is None or found.state != DocumentState.READY:
        raise Http404
    return found


def round_to_train(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return a round that has training texts to a judge of its edition.

    :raises Http404: no such round, no training texts, or no judge of the edition.
    """
    round_ = round_by_key(year, key)
    if round_ is None or not policy.may_take_briefing(person, round_, at):
        raise Http404
    return round_


def anchor_to_train(year: int, key: str, code: str, person: Person, at: datetime) -> Anchor:
    """Return a training text of such a round, with the round.

    :raises Http404: as `round_to_train`; no such text.
    """
    round_ = round_to_train(year, key, person, at)
    anchor = anchor_by_code(round_, code)
    if anchor is None:
        raise Http404
    anchor.round = round_
    return anchor


def discussion_to_see(code: str, person: Person, at: datetime) -> tuple[Assignment, Discussion]:
    """Return the judge's own reading and the discussion of its proposal, to a reader of it whose sheet is locked.

    :raises Http404: no such discussion, or none of its readers.
    """
    discussion = discussion_by_code(code)
    own = reading_of(discussion, person) if discussion else None
    if own is None or not policy.may_see_discussion(person, own, discussion, at):
        raise Http404
    return own, discussion


def edition_of_rounds(person: Person, at: datetime) -> Edition:
    """Return the current edition to its chairs and organisers.

    :raises Http404: none, or no such office in it.
    """
    edition = current_edition()
    offices = (AppointmentRole.CHAIR, AppointmentRole.ORGANISER)
    if edition is None or not rights_of(person, at).holds(edition.pk, *offices):
        raise Http404
    return edition


def round_to_see(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return a round to the chairs and organisers of its edition.

    :raises Http404: none, or no such office.
    """
    round_ = round_by_key(year, key)
    if round_ is None or not policy.may_see_rounds(person, round_, at):
        raise Http404
    return round_


def round_to_watch(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round to its chair, who looks how the panel marks; an organiser is told why not."""
    round_ = round_to_see(year, key, person, at)
    _allow(policy.may_see_habits(person, round_, at))
    return round_


def round_to_assign(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round if the person may assign judges now; an insider is told why not."""
    round_ = round_to_see(year, key, person, at)
    _allow(policy.may_assign_judges(person, round_, at))
    return round_


def seat_to_change(year: int, key: str, code: str, person: Person, at: datetime) -> tuple[Round, Appointment]:
    """Return a round and somebody who judges in it, to those who may assign now; an insider is told why not.

    :raises Http404: no such round or judge, or no such office.
    """
    round_ = round_to_assign(year, key, person, at)
    appointment = seat_by_code(round_, code, at)
    if appointment is None:
        raise Http404
    return round_, appointment


def task_to_reassign(year: int, key: str, code: str, person: Person, at: datetime) -> tuple[Round, Assignment]:
    """Return a round and a task in it that is not locked, to those who may assign now; an insider is told why not.

    :raises Http404: no such round or task, or no such office.
    """
    round_ = round_to_assign(year, key, person, at)
    assignment = task_by_code(round_, code)
    if assignment is None:
        raise Http404
    return round_, assignment


def round_in_dispute(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round to its chair; an organiser is told why not."""
    round_ = round_to_see(year, key, person, at)
    _allow(policy.may_see_disputes(person, round_, at))
    return round_


def dispute_to_settle(year: int, key: str, code: str, person: Person, at: datetime) -> tuple[Round, Proposal]:
    """Return a round and a proposal of it whose readers are far apart, to a chair without a tie to it.

    :raises Http404: no such round or proposal, not in dispute, or of an institution the chair is tied to.
    :raises PermissionDenied: not the chair, or the round is ranked.
    """
    round_ = round_in_dispute(year, key, person, at)
    proposal = proposal_in(round_, code)
    if proposal is None or is_tied(person, round_.edition, proposal.institution_id, at):
        raise Http404
    if dispute_about(round_, proposal) is None:
        raise Http404
    _allow(policy.may_settle_dispute(person, round_, proposal, at))
    return round_, proposal


def round_of_interviews(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return a round of interviews to its chairs and organisers without ties; an insider is told why not.

    :raises Http404: no such round, another kind, or no such office.
    """
    round_ = round_to_see(year, key, person, at)
    if round_.kind != RoundKind.INTERVIEW:
        raise Http404
    _allow(policy.may_see_interviews(person, round_, at))
    return round_


def slot_to_change(year: int, key: str, code: str, person: Person, at: datetime) -> Slot:
    """Return a slot of the round to those who may change it now; an insider is told why not.

    :raises Http404: as `round_of_interviews`; no such slot in it.
    """
    round_ = round_of_interviews(year, key, person, at)
    slot = slot_by_code(code)
    if slot is None or slot.timetable.round_id != round_.pk:
        raise Http404
    _allow(policy.may_change_slot(person, slot, at))
    return slot


def interview_to_see(code: str, person: Person, at: datetime) -> Slot:
    """Return a slot to the people of the proposal that is presented in it.

    :raises Http404: none of that code, or somebody else's.
    """
    slot = slot_by_code(code)
    if slot is None or not policy.may_see_interview(person, slot, at):
        raise Http404
    return slot


def interview_to_note(code: str, person: Person, at: datetime) -> Slot:
    """Return a slot to whoever has it in their calendar: the proposal's people, and the judges who score it.

    :raises Http404: none of that code, or it is nothing to this person.
    """
    slot = slot_by_code(code)
    if slot is None:
        raise Http404
    if not policy.may_see_interview(person, slot, at):
        task = task_in(slot, person)
        if task is None or not policy.may_see_assignment(person, task, at):
            raise Http404
    return slot


def round_to_rank(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round to its chair: to rank it, or to see the ranking; an organiser is told why not.

    :raises PermissionDenied: not the chair, not begun.
    """
    round_ = round_to_see(year, key, person, at)
    if not hasattr(round_, "ranking") or not policy.may_chair(person, round_, at):
        _allow(policy.may_rank_round(person, round_, at))
    return round_


def round_to_weigh(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the ranked round to its chair; an organiser is told why not.

    :raises PermissionDenied: not the chair, not ranked.
    """
    round_ = round_to_see(year, key, person, at)
    _allow(policy.may_chair(person, round_, at))
    if not hasattr(round_, "ranking"):
        raise PermissionDenied(_("Peringkat belum dibekukan."))
    return round_


def round_to_select(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round to its chair: to propose its list, or to see the proposed one; an organiser is told why not.

    :raises PermissionDenied: not the chair, not ranked.
    """
    round_ = round_to_see(year, key, person, at)
    is_proposed = hasattr(round_, "ranking") and hasattr(round_.ranking, "selection")
    if not is_proposed or not policy.may_chair(person, round_, at):
        _allow(policy.may_select_finalists(person, round_, at))
    return round_


def selection_to_ratify(year: int, key: str, person: Person, at: datetime) -> Selection:
    """Return the round's selection if the person may ratify it now; an insider is told why not."""
    selection = _selection(year, key, person, at)
    _allow(policy.may_ratify_selection(person, selection, at))
    return selection


def selection_to_publish(year: int, key: str, person: Person, at: datetime) -> Selection:
    """Return the round's selection if the person may publish it; an insider is told why not."""
    selection = _selection(year, key, person, at)
    _allow(policy.may_publish_results(person, selection, at))
    return selection


def round_to_release(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round if the person may release its results bundle; an insider is told why not."""
    round_ = round_to_see(year, key, person, at)
    _allow(policy.may_release_bundle(person, round_, at))
    return round_


def round_to_visit(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return a round of field verification to the chairs and organisers of its edition.

    :raises Http404: none, of another kind, or no such office.
    """
    round_ = round_to_see(year, key, person, at)
    if round_.kind != RoundKind.FIELD:
        raise Http404
    return round_


def visit_to_see(year: int, key: str, code: str, person: Person, at: datetime) -> Visit:
    """Return a visit of the round to the chairs and organisers who are not tied to its proposal.

    :raises Http404: none, no such office, or a tie.
    """
    visit = visit_of(round_to_visit(year, key, person, at), code)
    if visit is None or not policy.may_see_visit(person, visit, at):
        raise Http404
    return visit


def visit_to_make(code: str, person: Person, at: datetime) -> Visit:
    """Return a visit to its team, until it is called off.

    :raises Http404: none of that code, somebody else's, called off, or a tie.
    """
    visit = visit_by_code(code)
    if visit is None or not policy.may_visit(person, visit, at):
        raise Http404
    return visit


def photo_to_see(code: str, photo: str, person: Person, at: datetime) -> VisitPhoto:
    """Return a picture of a visit to its team, and to the chair who may read what was found.

    :raises Http404: none, or neither of these.
    """
    visit = visit_by_code(code)
    found = photo_of(visit, photo) if visit else None
    if found is None or not (policy.may_visit(person, visit, at) or policy.may_read_findings(person, visit, at)):
        raise Http404
    return found


def _selection(year: int, key: str, person: Person, at: datetime) -> Selection:
    selection = selection_of(round_to_see(year, key, person, at))
    if selection is None:
        raise Http404
    return selection


def _allow(verdict: Verdict) -> None:
    if not verdict:
        raise PermissionDenied(verdict.reason)
