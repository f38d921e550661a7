"""Who may screen a proposal, settle two readings, and move it by hand."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from competition.models import Edition, Person
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.verdict import YES, Verdict, no
from submissions.models import Proposal
from submissions.models.screening import ScreeningResult
from submissions.policy.readers import may_handle_proposal
from submissions.policy.windows import is_open_for, window_is_open
from submissions.queries.readings import SECOND, readers_of, reads_twice
from submissions.states import ProposalState, may_move

# So long after passing many together it is taken for a slip of the hand, which its author notices at once.
UNDONE_WITHIN = timedelta(minutes=30)


def may_screen_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The secretariat, during screening, and nobody with a tie to the proposal's institution; where two read, each once."""
    verdict = _screens_now(person, proposal, at)
    if not verdict or not reads_twice(proposal.edition):
        return verdict
    readers = readers_of(proposal)
    if len(readers) < SECOND and person.pk in readers:
        return no(_("Anda sudah membaca proposal ini. Sekarang menunggu pembaca kedua, yang tidak melihat bacaan Anda."))
    if len(readers) == SECOND:
        return no(_("Dua pembaca berbeda pendapat tentang proposal ini. Orang ketiga memutuskan pada halaman Beda pendapat."))
    return YES


def may_pass_clean(person: Person, edition: Edition, at: datetime) -> Verdict:
    """The secretariat, during screening. What of each proposal speaks against it, `queries.clean` says."""
    if rights_of(person, at).holds(edition.pk, AppointmentRole.SECRETARIAT):
        return window_is_open(edition, "screening", at)
    return no(_("Hanya sekretariat yang dapat memeriksa proposal."))


def may_undo_passing(person: Person, edition: Edition, passed_at: datetime, at: datetime) -> Verdict:
    """Whoever may pass proposals together, for a short while after they did."""
    verdict = may_pass_clean(person, edition, at)
    if verdict and at >= passed_at + UNDONE_WITHIN:
        known = {"minutes": UNDONE_WITHIN // timedelta(minutes=1)}
        return no(_("Keputusan bersama hanya dapat diurungkan dalam %(minutes)s menit.") % known)
    return verdict


def may_settle_readings(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """Whoever may screen it and is neither of the two readers, once both have read."""
    verdict, readers = _screens_now(person, proposal, at), readers_of(proposal)
    if verdict and len(readers) < SECOND:
        return no(_("Tentang proposal ini tidak ada dua bacaan yang berbeda."))
    if verdict and person.pk in readers:
        return no(_("Anda salah satu pembacanya, jadi orang lain yang memutuskan."))
    return verdict


def _screens_now(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    if not rights_of(person, at).holds(proposal.edition_id, AppointmentRole.SECRETARIAT):
        return no(_("Hanya sekretariat yang dapat memeriksa proposal."))
    may_handle = may_handle_proposal(person, proposal, at)
    if may_handle and proposal.state != ProposalState.SUBMITTED:
        return no(_("Proposal ini tidak sedang menunggu pemeriksaan."))
    return may_handle and is_open_for(proposal, "screening", at)


def may_move_proposal(person: Person, proposal: Proposal, target: str, at: datetime) -> Verdict:
    """The moves that the secretariat makes, for those who may screen it; all others are no moves, or the agency's own."""
    known = {"source": ProposalState(proposal.state).label, "target": ProposalState(target).label}
    if not may_move(proposal.state, target):
        return no(_("Dari %(source)s tidak ada langkah ke %(target)s.") % known)
    if target not in ScreeningResult.values:
        return no(_("Langkah ke %(target)s hanya dibuat instansinya.") % known)
    return may_screen_proposal(person, proposal, at)
