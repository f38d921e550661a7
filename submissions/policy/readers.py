"""Who reads what of a proposal."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Edition, Person
from competition.models.people import MembershipRole
from competition.queries.people import STAFF_ROLES, Rights, rights_of
from competition.queries.ties import is_tied
from competition.verdict import YES, Verdict, no
from submissions.models import Document, Proposal
from submissions.queries.documents import is_sent
from submissions.states import SENT, DocumentState

ADMINISTRATOR, LEADER, DELEGATE = MembershipRole.ADMINISTRATOR, MembershipRole.LEADER, MembershipRole.DELEGATE


def administers(rights: Rights, proposal: Proposal) -> bool:
    """Say whether the person administers the proposal's institution, or the government a BUMD belongs to."""
    institution = proposal.institution
    return rights.is_member(institution.pk, ADMINISTRATOR) or (
        institution.parent_id is not None and rights.is_member(institution.parent_id, ADMINISTRATOR)
    )


def may_read_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The proposal's own people; the secretariat once it was sent, but for whoever has a tie to its institution."""
    if may_read_history(person, proposal, at):
        return YES
    if proposal.state in SENT and may_handle_proposal(person, proposal, at):
        return YES
    return no(_("Anda tidak memiliki akses ke proposal ini."))


def may_handle_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The edition's secretariat and organisers who have no tie to its institution, whatever else they are to it."""
    verdict = may_see_secretariat(person, proposal.edition, at)
    if verdict and is_tied(person, proposal.edition, proposal.institution_id, at):
        return no(_("Anda berkonflik dengan proposal ini, jadi diurus orang lain di sekretariat."))
    return verdict


def may_read_history(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The unit's writers, the institution's administrator, leader and their delegate: what was written on the way is theirs."""
    rights = rights_of(person, at)
    leads = rights.is_member(proposal.institution_id, LEADER, DELEGATE)
    if leads or rights.writes_for(proposal.unit_id) or administers(rights, proposal):
        return YES
    return no(_("Anda tidak memiliki akses ke proposal ini."))


def may_read_document(person: Person, document: Document, at: datetime) -> Verdict:
    """Whoever may read the proposal, once the file was checked; one that was removed, or proves a yes, the secretariat only if
    it was sent."""
    verdict = may_read_proposal(person, document.proposal, at)
    if verdict and document.state != DocumentState.READY:
        return no(_("Berkas ini belum selesai diperiksa."))
    if not verdict or (document.removed_at is None and not document.is_proof) or is_sent(document):
        return verdict
    return may_read_history(person, document.proposal, at)


def may_see_secretariat(person: Person, edition: Edition, at: datetime) -> Verdict:
    """The edition's secretariat and organisers."""
    if rights_of(person, at).holds(edition.pk, *STAFF_ROLES):
        return YES
    return no(_("Halaman ini hanya untuk sekretariat."))
