"""Who may say yes to a proposal or give it back, and object to a yes."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person
from competition.models.people import MembershipRole
from competition.queries.people import rights_of
from competition.verdict import YES, Verdict, no
from submissions.models import Endorsement, Proposal
from submissions.policy.readers import administers
from submissions.policy.windows import is_open_for, may_edit_now
from submissions.queries.delegations import led_by, office_of
from submissions.states import WITH_SECRETARIAT, ProposalState

LEADER, DELEGATE = MembershipRole.LEADER, MembershipRole.DELEGATE


def may_return_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The administrator, or who could endorse it, while it lies with them and can still be mended in time."""
    if not administers(rights_of(person, at), proposal) and not may_endorse_proposal(person, proposal, at):
        return no(_("Hanya admin atau pimpinan instansi yang dapat mengembalikan proposal."))
    if proposal.state != ProposalState.FORWARDED:
        return no(_("Proposal ini tidak sedang di admin instansi."))
    return is_open_for(proposal, "registration", at)


def may_endorse_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The institution's head in their term, or whom they named in their stead, once it was forwarded (or to be corrected).
    Neither of the two is on the writing team: a delegate says no yes that the leader could not say."""
    rights = rights_of(person, at)
    if not rights.is_member(proposal.institution_id, LEADER, DELEGATE):
        return no(_("Hanya pimpinan instansi yang dapat menyetujui proposal ini."))
    if rights.writes_for(proposal.unit_id) or proposal.created_by_id == person.pk:
        return no(_("Anda termasuk tim penulis, jadi persetujuan harus dari pimpinan lain."))
    if office_of(person, proposal, at) is None:
        return no(_no_office(person, proposal, at))
    if proposal.state not in (ProposalState.FORWARDED, ProposalState.CORRECTION):
        return no(_("Proposal ini belum diteruskan atau sudah dikirim."))
    return may_edit_now(proposal, at)


def may_ask_endorsement(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The administrator, while a yes can still be said."""
    if not administers(rights_of(person, at), proposal):
        return no(_("Hanya admin instansi yang dapat meminta persetujuan pimpinan."))
    if proposal.state not in (ProposalState.FORWARDED, ProposalState.CORRECTION):
        return no(_("Proposal ini belum diteruskan atau sudah dikirim."))
    return may_edit_now(proposal, at)


def may_record_letter(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The administrator, as long as a yes can still be said."""
    if not administers(rights_of(person, at), proposal):
        return no(_("Hanya admin instansi yang dapat mencatat surat persetujuan."))
    if proposal.state not in (ProposalState.FORWARDED, ProposalState.CORRECTION):
        return no(_("Proposal ini belum diteruskan atau sudah dikirim."))
    return may_edit_now(proposal, at)


def may_object_to_letter(person: Person, letter: Endorsement, at: datetime) -> Verdict:
    """In whose name it was recorded, at any time; the administrator, to take back what was recorded wrongly, before it was
    sent. `letter` comes with its proposal."""
    is_own = person.pk in (letter.endorsed_by_id, letter.in_stead_of_id)
    if not is_own and not administers(rights_of(person, at), letter.proposal):
        return no(_("Hanya penandatangan surat dan admin instansi yang dapat menyatakan keberatan."))
    if letter.objected_at is not None:
        return no(_("Keberatan atas surat ini sudah dicatat."))
    if letter.ended_at is not None:
        return no(_("Surat ini tidak berlaku lagi."))
    if not is_own and letter.proposal.state in WITH_SECRETARIAT:
        return no(_("Proposal sudah dikirim, jadi hanya penandatangan surat yang dapat menyatakan keberatan."))
    return YES


def _no_office(person: Person, proposal: Proposal, at: datetime) -> str:
    """Return why somebody who leads the institution, or stands in for its leader, may not say yes now."""
    own = [one.term.objection(at) for one in led_by(person, proposal, at)]
    if own:
        return own[0] + " " + _("Minta admin instansi mencatat SK yang berlaku.")
    return _("Pimpinan yang menunjuk Anda tidak lagi menjabat atau termasuk tim penulis proposal ini.")
