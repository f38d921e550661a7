"""Who asks for a coach, who coaches which draft, and how long a coach reads it."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.queries.ties import is_tied
from competition.verdict import YES, Verdict, no
from submissions.coaching import RUNNING, CoachingState
from submissions.models import Coaching, Proposal
from submissions.policy.readers import administers, may_handle_proposal
from submissions.policy.windows import is_open_for
from submissions.states import ProposalState

UNSENT = (ProposalState.DRAFT, ProposalState.FORWARDED)


def may_ask_coaching(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The unit's writers and the institution's administrators, of a draft that was not sent, while registration is open."""
    if not _is_of_the_team(person, proposal, at):
        return no(_("Bimbingan diminta oleh penulis unit atau admin instansi."))
    return _can_be_coached(proposal, at)


def may_give_coaching(person: Person, coaching: Coaching, coach: Person, at: datetime) -> Verdict:
    """A coach for themself, or the secretariat for a coach; never a judge of the edition, nor one of the draft's family."""
    proposal = coaching.proposal
    if person.pk != coach.pk and not may_handle_proposal(person, proposal, at):
        return no(_("Pelatih mengambil sendiri, atau ditunjuk sekretariat."))
    if coaching.state != CoachingState.ASKED:
        return no(_("Permintaan ini sudah tidak menunggu: sekarang “%(state)s”.") % {"state": coaching.get_state_display()})
    return _may_coach(coach, proposal, at) and _can_be_coached(proposal, at)


def may_refuse_coaching(person: Person, coaching: Coaching, at: datetime) -> Verdict:
    """The secretariat, as long as nobody took it."""
    verdict = may_handle_proposal(person, coaching.proposal, at)
    if verdict and coaching.state != CoachingState.ASKED:
        return no(_("Permintaan ini sudah tidak menunggu: sekarang “%(state)s”.") % {"state": coaching.get_state_display()})
    return verdict


def may_coach_draft(person: Person, coaching: Coaching, at: datetime) -> Verdict:
    """Its coach, from the giving until its end: the draft is read, remarked upon and ticked, and nothing of it is changed."""
    if coaching.coach_id is None or coaching.coach_id != person.pk:
        return no(_("Anda bukan pelatih draf ini."))
    if coaching.state != CoachingState.GIVEN or at >= coaching.until:
        return no(_("Bimbingan ini sudah berakhir, jadi drafnya tidak dapat Anda baca lagi."))
    return _may_coach(person, coaching.proposal, at) and _can_be_coached(coaching.proposal, at)


def may_end_coaching(person: Person, coaching: Coaching, at: datetime) -> Verdict:
    """Either side, at any time: the team, or the coach."""
    if not is_coach_of(person, coaching) and not _is_of_the_team(person, coaching.proposal, at):
        return no(_("Bimbingan diakhiri oleh tim instansi atau pelatihnya."))
    if coaching.state not in RUNNING:
        return no(_("Bimbingan ini sudah berakhir."))
    return YES


def is_coach_of(person: Person, coaching: Coaching) -> bool:
    """Say whether the draft is or was given to this person."""
    return coaching.coach_id is not None and coaching.coach_id == person.pk


def _is_of_the_team(person: Person, proposal: Proposal, at: datetime) -> bool:
    rights = rights_of(person, at)
    return rights.writes_for(proposal.unit_id) or administers(rights, proposal)


def _may_coach(coach: Person, proposal: Proposal, at: datetime) -> Verdict:
    rights = rights_of(coach, at)
    if not rights.holds(proposal.edition_id, AppointmentRole.COACH) or rights.holds(proposal.edition_id, AppointmentRole.JUDGE):
        return no(_("Orang ini bukan pelatih edisi ini, atau penilai pada edisi yang sama."))
    if is_tied(coach, proposal.edition, proposal.institution_id, at):
        return no(_("Pelatih ini terkait dengan instansi pengusul, jadi draf ini dibimbing orang lain."))
    return YES


def _can_be_coached(proposal: Proposal, at: datetime) -> Verdict:
    if proposal.state not in UNSENT:
        return no(_("Proposal ini sudah dikirim, jadi tidak dibimbing lagi."))
    return is_open_for(proposal, "registration", at)
