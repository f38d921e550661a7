"""Who plans a visit, makes it and reads what was found."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person, Round
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.queries.ties import is_tied
from competition.verdict import YES, Verdict, no
from competition.zones import day_of, format_date
from judging.models import Visit
from judging.policy.rounds import may_prepare_round, may_see_rounds, not_ranked, round_is_open
from judging.queries.visits import has_declared_tie, is_of_team
from judging.states import VisitState

CHAIR = AppointmentRole.CHAIR
JUDGE = AppointmentRole.JUDGE
ORGANISER = AppointmentRole.ORGANISER


def may_plan_visits(person: Person, round_: Round, at: datetime) -> Verdict:
    """An organiser, once it is public who enters the round, until it closes or is ranked. A visit is about one proposal, so a
    tie to another one does not matter."""
    if not rights_of(person, at).holds(round_.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat merencanakan kunjungan."))
    if at >= round_.stage.closes_at:
        return round_is_open(round_, at)
    return may_prepare_round(round_) and not_ranked(round_)


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
    return not_ranked(visit.round)


def may_confirm_findings(person: Person, visit: Visit, at: datetime) -> Verdict:
    """Who may write them, from the first day of the visit on; it begins with the day in the east."""
    written = may_write_findings(person, visit, at)
    if written and day_of(at, zone="WIT") < visit.starts_on:
        return no(_("Hasil disahkan sejak hari kunjungan, %(day)s.") % {"day": format_date(visit.starts_on)})
    return written
