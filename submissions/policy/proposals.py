"""What the agency may do with its proposal."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Edition, Person, Question, Unit
from competition.models.people import MembershipRole
from competition.queries.people import rights_of
from competition.verdict import YES, Verdict, no
from competition.zones import day_of
from submissions.asking import asked_of
from submissions.models import Answer, Proposal
from submissions.policy.readers import administers
from submissions.policy.windows import is_open_for, may_edit_now, window_is_open
from submissions.queries.contents import missed_end, questions_of
from submissions.queries.decided import is_screened
from submissions.states import OPEN_TO_ADMINISTRATOR, OPEN_TO_WRITER, SENT, ProposalState

LEADER = MembershipRole.LEADER


def may_start_draft(person: Person, unit: Unit, edition: Edition, at: datetime) -> Verdict:
    """A writer of a verified institution's unit, while registration is open."""
    if not rights_of(person, at).writes_for(unit.pk):
        return no(_("Hanya penulis unit ini yang dapat memulai proposal."))
    if unit.institution.verified_at is None:
        return no(_("Instansi Anda belum diverifikasi sekretariat."))
    if not unit.institution.is_open_on(day_of(at)):
        return no(_("Instansi Anda sudah ditutup, jadi tidak dapat memulai proposal."))
    if unit.closed_on is not None and unit.closed_on <= day_of(at):
        return no(_("Unit ini sudah ditutup, jadi tidak dapat memulai proposal."))
    return window_is_open(edition, "registration", at)


def may_write_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The writer while it is a draft (or to be corrected), the administrator also while it lies with them."""
    rights = rights_of(person, at)
    is_administrator = administers(rights, proposal)
    if not is_administrator and not rights.writes_for(proposal.unit_id):
        return no(_("Hanya penulis unit dan admin instansi yang dapat mengubah proposal ini."))
    if proposal.state in SENT and proposal.state != ProposalState.CORRECTION:
        return no(missed_end(proposal) or _("Proposal sudah dikirim dan tidak dapat diubah."))
    if proposal.state == ProposalState.WITHDRAWN:
        return no(_("Proposal ini ditarik kembali. Admin atau pimpinan instansi dapat membukanya kembali."))
    if proposal.state not in (OPEN_TO_ADMINISTRATOR if is_administrator else OPEN_TO_WRITER):
        return no(_("Proposal sedang di admin instansi. Minta admin mengembalikannya bila perlu diubah."))
    return may_edit_now(proposal, at)


def may_answer_question(proposal: Proposal, question: Question, answers: Iterable[Answer]) -> Verdict:
    """A question of the proposal's edition and group; one that follows from a yes, as long as that yes stands.

    `answers` are the proposal's, at least those that are yes or no, each with its question.
    """
    if question.edition_id != proposal.edition_id or not question.is_asked_of(proposal.group.code):
        return no(_("Pertanyaan ini tidak ditanyakan untuk proposal ini."))
    if not question.asked_if:
        return YES
    said = {one.question_id: one.text for one in answers}
    known = sorted({question, *(one.question for one in answers)}, key=lambda one: one.order)
    if question in asked_of(known, proposal.group.code, said):
        return YES
    condition = next(one for one in questions_of(proposal.edition) if one.code == question.asked_if)
    text = _("Pertanyaan ini hanya ditanyakan bila “%(condition)s” dijawab Ya. Isian yang sudah tersimpan tetap ada.")
    return no(text % {"condition": condition})


def may_forward_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The unit's writer, from a draft, while registration is open."""
    if not rights_of(person, at).writes_for(proposal.unit_id):
        return no(_("Hanya penulis unit yang dapat meneruskan proposal ini."))
    if proposal.state != ProposalState.DRAFT:
        return no(_("Proposal ini sudah diteruskan."))
    return is_open_for(proposal, "registration", at)


def may_submit_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The administrator, or the leader, while the window is open. Content is checked by the operation."""
    rights = rights_of(person, at)
    if not administers(rights, proposal) and not rights.is_member(proposal.institution_id, LEADER):
        return no(_("Hanya admin atau pimpinan instansi yang dapat mengirim proposal."))
    if proposal.state not in (ProposalState.FORWARDED, ProposalState.CORRECTION):
        if proposal.state in SENT:
            return no(missed_end(proposal) or _("Proposal ini sudah dikirim."))
        if proposal.state == ProposalState.WITHDRAWN:
            return no(_("Proposal ini ditarik kembali. Buka kembali sebelum mengirimnya."))
        return no(_("Proposal ini belum diteruskan oleh penulis."))
    return may_edit_now(proposal, at)


def may_withdraw_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The administrator, or the leader, while what was sent can still be sent anew and nobody has decided on it."""
    rights = rights_of(person, at)
    if not administers(rights, proposal) and not rights.is_member(proposal.institution_id, LEADER):
        return no(_("Hanya admin atau pimpinan instansi yang dapat menarik kembali proposal."))
    if proposal.state == ProposalState.WITHDRAWN:
        return no(_("Proposal ini sudah ditarik kembali."))
    if proposal.state not in SENT:
        return no(_("Proposal ini belum dikirim."))
    if proposal.state != ProposalState.SUBMITTED or is_screened(proposal):
        return no(_("Sekretariat sudah memeriksa proposal ini, jadi tidak dapat ditarik kembali."))
    return may_edit_now(proposal, at)


def may_revive_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The administrator, or the leader, of a withdrawn proposal, while it can still be sent anew."""
    rights = rights_of(person, at)
    if not administers(rights, proposal) and not rights.is_member(proposal.institution_id, LEADER):
        return no(_("Hanya admin atau pimpinan instansi yang dapat membuka kembali proposal."))
    if proposal.state != ProposalState.WITHDRAWN:
        return no(_("Proposal ini tidak sedang ditarik."))
    return may_edit_now(proposal, at)
