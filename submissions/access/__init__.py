"""The doors: give me this proposal if I may do that with it. A stranger gets the same 404 as for nothing at all."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from competition.models import Edition, Person, Question, Stage
from competition.queries.editions import current_edition, stage_of
from competition.queries.people import rights_of
from competition.queries.ties import tied_to
from competition.verdict import Verdict
from submissions import policy
from submissions.models import Document, Endorsement, Export, Proposal, SavedView, Submission
from submissions.purposes import Purpose
from submissions.queries.contents import answers_around, items_of, latest_submission
from submissions.queries.copies import copies_of, hashes_of
from submissions.queries.documents import document_by_code, purposes_of
from submissions.queries.exports import export_by_code
from submissions.queries.letters import latest_letter
from submissions.queries.oversight import administers_any
from submissions.queries.proposals import proposal_by_code
from submissions.queries.saved_views import view_by_code
from submissions.states import DocumentState, ProposalState


def proposal_to_read(code: str, person: Person, at: datetime) -> Proposal:
    """Return the proposal if the person may read it.

    :raises Http404: there is none, or the person may not know of it.
    """
    proposal = proposal_by_code(code)
    if proposal is None or not policy.may_read_proposal(person, proposal, at):
        raise Http404
    return proposal


def proposal_with_history(code: str, person: Person, at: datetime) -> Proposal:
    """Return the proposal if the person may read how it was written.

    :raises Http404: there is none, or the person is none of its people.
    """
    proposal = proposal_by_code(code)
    if proposal is None or not policy.may_read_history(person, proposal, at):
        raise Http404
    return proposal


def _insider(code: str, person: Person, at: datetime, ask: object) -> Proposal:
    """Return a proposal the person may read, if they may also do what `ask` says; a reader is told why not."""
    proposal = proposal_to_read(code, person, at)
    verdict: Verdict = ask(person, proposal, at)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return proposal


def proposal_to_write(code: str, person: Person, at: datetime) -> Proposal:
    """Return the proposal if the person may change it now.

    :raises Http404: as `proposal_to_read`.
    :raises PermissionDenied: with the reason, to somebody who may read it.
    """
    return _insider(code, person, at, policy.may_write_proposal)


def proposal_to_forward(code: str, person: Person, at: datetime) -> Proposal:
    """Return the proposal if the person may forward it now; raises as `proposal_to_write`."""
    return _insider(code, person, at, policy.may_forward_proposal)


def proposal_to_return(code: str, person: Person, at: datetime) -> Proposal:
    """Return the proposal if the person may give it back to its writers; raises as `proposal_to_write`."""
    return _insider(code, person, at, policy.may_return_proposal)


def proposal_to_endorse(code: str, person: Person, at: datetime) -> Proposal:
    """Return the proposal if the person may endorse it now; raises as `proposal_to_write`."""
    return _insider(code, person, at, policy.may_endorse_proposal)


def proposal_to_ask_about(code: str, person: Person, at: datetime) -> Proposal:
    """Return the proposal if the person may ask for a leader's yes to it now; raises as `proposal_to_write`."""
    return _insider(code, person, at, policy.may_ask_endorsement)


def proposal_to_record_letter(code: str, person: Person, at: datetime) -> Proposal:
    """Return the proposal if the person may record a signed letter about it now; raises as `proposal_to_write`."""
    return _insider(code, person, at, policy.may_record_letter)


def letter_to_object_to(code: str, person: Person, at: datetime) -> Endorsement:
    """Return the last signed letter recorded about a proposal if the person may object to it now.

    :raises Http404: as `proposal_to_read`, or there is no letter.
    :raises PermissionDenied: with the reason, to somebody who may read the proposal.
    """
    letter = latest_letter(proposal_to_read(code, person, at))
    if letter is None:
        raise Http404
    verdict = policy.may_object_to_letter(person, letter, at)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return letter


def proposal_to_submit(code: str, person: Person, at: datetime) -> Proposal:
    """Return the proposal if the person may send it now; raises as `proposal_to_write`."""
    return _insider(code, person, at, policy.may_submit_proposal)


def proposal_to_withdraw(code: str, person: Person, at: datetime) -> Proposal:
    """Return the proposal if the person may take it back now; raises as `proposal_to_write`."""
    return _insider(code, person, at, policy.may_withdraw_proposal)


def proposal_to_revive(code: str, person: Person, at: datetime) -> Proposal:
    """Return the proposal if the person may take it up again now; raises as `proposal_to_write`."""
    return _insider(code, person, at, policy.may_revive_proposal)


def submission_to_read(code: str, person: Person, at: datetime) -> Submission:
    """Return the last sending of a proposal the person may read.

    :raises Http404: as `proposal_to_read`, or it was never sent.
    """
    submission = latest_submission(proposal_to_read(code, person, at))
    if submission is None:
        raise Http404
    return submission


def question_of(proposal: Proposal, code: str) -> Question:
    """Return a question of the proposal's group; whether its condition holds, `asked_question` or the operation asks.

    :raises Http404: the edition has none of that code, or not for this group.
    """
    question = Question.objects.filter(edition_id=proposal.edition_id, code=code).first()
    if question is None or not question.is_asked_of(proposal.group.code):
        raise Http404
    return question


def asked_question(proposal: Proposal, code: str) -> Question:
    """Return a question that this proposal is asked now.

    :raises Http404: as `question_of`.
    :raises PermissionDenied: it follows from a yes that nobody says now; what was written stays.
    """
    question = question_of(proposal, code)
    verdict = policy.may_answer_question(proposal, question, answers_around(proposal, question))
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return question


def purpose_of(proposal: Proposal, key: str) -> Purpose:
    """Return what a file of the proposal may be for.

    :raises Http404: nothing of that key, or not for this edition or group.
    """
    asked = [item.question for item in items_of(proposal)]
    found = next((one for one in purposes_of(proposal, asked) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def document_of(proposal: Proposal, code: str) -> Document:
    """Return a file of this proposal.

    :raises Http404: none of that code, or another proposal's: the two cannot be told apart.
    """
    document = document_by_code(proposal, code)
    if document is None:
        raise Http404
    document.proposal = proposal
    return document


def document_to_read(code: str, document: str, person: Person, at: datetime) -> Document:
    """Return a file to somebody who may read the proposal and it.

    :raises Http404: none, the proposal is not theirs to read, or the file is not (yet).
    """
    found = document_of(proposal_to_read(code, person, at), document)
    if not policy.may_read_document(person, found, at):
        raise Http404
    return found


def upload_to_continue(code: str, document: str, person: Person, at: datetime) -> Document:
    """Return an upload to whoever began it, also once it is finished.

    :raises Http404: none of that code, or somebody else's.
    """
    found = document_of(proposal_to_read(code, person, at), document)
    if found.uploaded_by_id != person.pk:
        raise Http404
    return found


def document_to_change(code: str, document: str, person: Person, at: datetime) -> Document:
    """Return a file that can be removed or replaced now.

    :raises Http404: none, removed already, still on its way, or the proof of a yes.
    :raises PermissionDenied: with the reason, to somebody who may read the proposal and not change it.
    """
    found = document_of(proposal_to_write(code, person, at), document)
    if found.removed_at is not None or found.is_proof or found.state == DocumentState.UPLOADING:
        raise Http404
    return found


def edition_to_screen(person: Person, at: datetime) -> Edition:
    """Return the current edition to its secretariat.

    :raises Http404: no edition, or the person has no office in it.
    """
    edition = current_edition()
    if edition is None or not policy.may_see_secretariat(person, edition, at):
        raise Http404
    return edition


def export_to_fetch(code: str, person: Person, at: datetime) -> Export:
    """Return an export to whoever asked for it, as long as it is kept and they still have an office in its edition and no tie
    that the file knows nothing of.

    :raises Http404: none of that code, somebody else's, over, no office any more, or a new tie: these cannot be told apart.
    """
    export = export_by_code(code, person, at)
    if export is None or not policy.may_see_secretariat(person, export.edition, at):
        raise Http404
    present = tied_to(person, export.edition, at)
    if present and not present <= tied_to(person, export.edition, export.asked_at):
        raise Http404
    return export


def view_to_change(code: str, person: Person, at: datetime) -> SavedView:
    """Return a view of the current edition to the one who named it.

    :raises Http404: none of that code, somebody else's, or no office in the edition: these cannot be told apart.
    """
    view = view_by_code(code, person, edition_to_screen(person, at))
    if view is None:
        raise Http404
    return view


def _stage_if(may: Callable[[Person, Stage, datetime], Verdict], key: str, person: Person, at: datetime) -> Stage:
    edition = edition_to_screen(person, at)
    stage = stage_of(edition, key)
    if stage is None:
        raise Http404
    stage.edition = edition
    verdict = may(person, stage, at)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return stage


def stage_to_extend(key: str, person: Person, at: datetime) -> Stage:
    """Return a stage of the current edition to those who may move its close now.

    :raises Http404: no such stage, or no office in the edition.
    :raises PermissionDenied: with the reason, when it is not to be extended, or not now.
    """
    return _stage_if(policy.may_extend_stage, key, person, at)


def stage_to_move(key: str, person: Person, at: datetime) -> Stage:
    """Return a stage of the current edition to those who may move it as a whole now.

    :raises Http404: no such stage, or no office in the edition.
    :raises PermissionDenied: with the reason, when it is open already, or not theirs.
    """
    return _stage_if(policy.may_move_stage, key, person, at)


def stage_to_extend_for_one(key: str, person: Person, at: datetime) -> Stage:
    """Return a stage of the current edition to its secretariat and organisers, who may let one institution close later; for
    which, and until when, the page asks policy.

    :raises Http404: no such stage, none that is extended, or no office in the edition.
    """
    edition = edition_to_screen(person, at)
    stage = stage_of(edition, key)
    if stage is None or key not in policy.EXTENDABLE:
        raise Http404
    stage.edition = edition
    return stage


def proposal_to_screen(code: str, person: Person, at: datetime) -> Proposal:
    """Return a sent proposal to the secretariat of its edition; whether they may decide now, the page asks policy.

    :raises Http404: none, not sent, no office in its edition, or a tie to its institution.
    :raises PermissionDenied: it was withdrawn, which whoever had it open is told; or a tie, to one of its own people.
    """
    proposal = proposal_by_code(code)
    if proposal is None or not policy.may_see_secretariat(person, proposal.edition, at):
        raise Http404
    verdict = policy.may_handle_proposal(person, proposal, at)
    if not verdict:
        if policy.may_read_history(person, proposal, at):
            raise PermissionDenied(verdict.reason)
        raise Http404
    if proposal.state == ProposalState.WITHDRAWN:
        raise PermissionDenied(_("Proposal ini ditarik kembali oleh instansinya, jadi tidak diperiksa."))
    if not policy.may_read_proposal(person, proposal, at):
        raise Http404
    return proposal


def proposal_to_move(code: str, target: str, person: Person, at: datetime) -> Proposal:
    """Return a sent proposal to those who may move it to this state now.

    :raises Http404: no such state, or as `proposal_to_screen`.
    :raises PermissionDenied: no such move from where it is, the agency's own, or not this person's, with the reason.
    """
    if target not in ProposalState.values:
        raise Http404
    proposal = proposal_to_screen(code, person, at)
    verdict = policy.may_move_proposal(person, proposal, target, at)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return proposal


def sent_texts_to_compare(code: str, other: str, person: Person, at: datetime) -> tuple[Submission, Submission]:
    """Return what a proposal sent last and what one that is like it did. The second may be of any edition: who screens the one
    may see of the other what the two have in common (docs/decisions/0072).

    :raises Http404: as `proposal_to_screen`, or the other one is not like it.
    :raises PermissionDenied: as `proposal_to_screen`.
    """
    proposal = proposal_to_screen(code, person, at)
    without = tied_to(person, proposal.edition, at)
    near = {one.proposal.code: one.proposal for one in copies_of(proposal, hashes_of(proposal), without)}
    if other not in near:
        raise Http404
    found = latest_submission(proposal), latest_submission(near[other])
    for submission, owner in zip(found, (proposal, near[other]), strict=True):
        submission.proposal = owner
    return found


def edition_to_enter(person: Person, at: datetime) -> Edition:
    """Return the current edition to somebody who belongs to an institution.

    :raises Http404: no edition, or the person belongs to none.
    """
    edition = current_edition()
    if edition is None or not rights_of(person, at).memberships:
        raise Http404
    return edition


def edition_to_oversee(person: Person, at: datetime) -> Edition:
    """Return the current edition to somebody who administers an institution.

    :raises Http404: as `edition_to_enter`.
    :raises PermissionDenied: to a member who administers none.
    """
    edition = edition_to_enter(person, at)
    if not administers_any(person, at):
        raise PermissionDenied(_("Halaman ini hanya untuk admin instansi."))
    return edition
