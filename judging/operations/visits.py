"""Plan a visit, change it, call it off. The team and the agency are told of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Person, Round
from competition.operations.events import record_event
from competition.queries.ties import is_tied
from competition.verdict import Refused, require
from judging.models import Visit, VisitMember
from judging.models.visit import Seat
from judging.operations.locks import hold_hours, hold_round, hold_visit
from judging.policy import may_change_visit, may_plan_visits
from judging.queries.hours import days_of, engaged_outside
from judging.queries.rounds import judges_of
from judging.queries.ties import ties_between
from judging.queries.visits import places_to_go, team_of
from judging.states import VISIT_MOVES, VisitState
from judging.ties import Reason
from submissions.models import Proposal
from submissions.queries.people import agency_of


class NoPlaceToGo(Refused):
    """The proposal is no candidate of the round, or a visit to it is planned or done."""

    reason = gettext_lazy("Pilih proposal dari daftar")


class WrongDays(Refused):
    """The last day comes before the first."""

    reason = gettext_lazy("Hari terakhir tidak boleh sebelum hari pertama")


class WrongTeam(Refused):
    """Nobody for one of the two seats, somebody on both, or somebody who does not judge in the edition."""


class TiedMember(Refused):
    """Somebody of the team has a tie to the proposal; with who and which."""


class Engaged(Refused):
    """Somebody of the team hears an interview on one of the days, or the agency presents; with who and when."""


class VisitEnded(Refused):
    """The visit is done or was called off."""

    reason = gettext_lazy("Kunjungan ini sudah selesai atau dibatalkan.")


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a team goes, when, and who: ids of judges by seat."""

    place: str
    starts_on: date
    ends_on: date
    panelists: tuple[int, ...]
    evaluators: tuple[int, ...]

    def seats(self) -> dict[int, str]:
        """Return the seat of each, by id.

        :raises WrongTeam: nobody for a seat, or somebody on both.
        """
        if not self.panelists or not self.evaluators:
            raise WrongTeam(_("Tim terdiri atas paling sedikit satu panelis dan satu evaluator."))
        if set(self.panelists) & set(self.evaluators):
            raise WrongTeam(_("Satu orang tidak dapat menjadi panelis sekaligus evaluator."))
        return dict.fromkeys(self.panelists, Seat.PANELIST) | dict.fromkeys(self.evaluators, Seat.EVALUATOR)

    def words(self) -> dict[str, object]:
        """Return what the audit says of the plan."""
        days = {"place": self.place, "starts_on": self.starts_on.isoformat(), "ends_on": self.ends_on.isoformat()}
        return days | {"panelists": sorted(self.panelists), "evaluators": sorted(self.evaluators)}


@transaction.atomic
def plan_visit(*, round_: Round, proposal_id: int, plan: Plan, person: Person, at: datetime) -> Visit:
    """Plan a visit to a candidate of the round, and tell the team and the agency.

    :raises NotAllowed: not an organiser, tied to the proposal, round over or ranked.
    :raises NoPlaceToGo, WrongDays, WrongTeam, TiedMember, Engaged: see there.
    """
    hold_hours()
    hold_round(round_, alone=True)
    require(may_plan_visits(person, round_, at))
    proposal = places_to_go(round_).filter(pk=proposal_id).first()
    if proposal is None or is_tied(person, round_.edition, proposal.institution_id, at):
        raise NoPlaceToGo
    team = _team(round_, proposal, plan, at)
    days = {"place": plan.place, "starts_on": plan.starts_on, "ends_on": plan.ends_on}
    about = {"round": round_, "proposal": proposal, "planned_by": person, "planned_at": at, "changed_at": at}
    visit = Visit.objects.create(**about, **days)
    _seat(visit, plan)
    _record("visit_planned", visit, person, at, after=plan.words(), recipients=team)
    _announce(visit, team, person, at)
    return visit


@transaction.atomic
def change_visit(*, visit: Visit, plan: Plan, person: Person, reason: str, at: datetime) -> Visit:
    """Change place, days or team, with a reason. What was saved of the form stays; every yes lapses. Nothing new, nothing said.

    :raises NotAllowed: not an organiser, tied to the proposal, visit ended, round over or ranked.
    :raises WrongDays, WrongTeam, TiedMember, Engaged: see there.
    """
    hold_hours()
    visit = hold_visit(visit)
    require(may_change_visit(person, visit, at))
    before = plan_of(visit)
    if plan.words() == before.words():
        return visit
    earlier = [one.person for one in team_of(visit)]
    team = _team(visit.round, visit.proposal, plan, at)
    visit.place, visit.starts_on, visit.ends_on = plan.place, plan.starts_on, plan.ends_on
    visit.version, visit.changed_at = visit.version + 1, at
    visit.save(update_fields=["place", "starts_on", "ends_on", "version", "changed_at"])
    VisitMember.objects.filter(visit=visit).delete()
    _seat(visit, plan)
    told = [*team, *(one for one in earlier if one not in team)]
    _record("visit_changed", visit, person, at, reason=reason, before=before.words(), after=plan.words(), recipients=told)
    _announce(visit, team, person, at, reason=reason)
    return visit


@transaction.atomic
def cancel_visit(*, visit: Visit, person: Person, reason: str, at: datetime) -> Visit:
    """Call a visit off, with a reason. What was saved stays and is shown to nobody.

    :raises NotAllowed: as `change_visit`.
    """
    visit = hold_visit(visit)
    require(may_change_visit(person, visit, at))
    team = [one.person for one in team_of(visit)]
    visit.changed_at = at
    move(visit, VisitState.CANCELLED, "changed_at")
    states = {"before": {"state": VisitState.PLANNED}, "after": {"state": visit.state}}
    _record("visit_changed", visit, person, at, reason=reason, recipients=team, **states)
    _announce(visit, team, person, at, reason=reason)
    return visit


def plan_of(visit: Visit) -> Plan:
    """Return the plan that stands."""
    seats = {one: tuple(sorted(row.person_id for row in team_of(visit) if row.seat == one)) for one in Seat.values}
    return Plan(visit.place, visit.starts_on, visit.ends_on, seats[Seat.PANELIST], seats[Seat.EVALUATOR])


def move(visit: Visit, target: str, *fields: str) -> None:
    """The one place where a visit's state changes; its row is held.

    :raises VisitEnded: it is done or was called off.
    """
    if (visit.state, target) not in VISIT_MOVES:
        raise VisitEnded
    visit.state = target
    visit.save(update_fields=["state", *fields])


def _team(round_: Round, proposal: Proposal, plan: Plan, at: datetime) -> list[Person]:
    """Return who goes, when all of them may.

    :raises WrongDays, WrongTeam, TiedMember, Engaged: see there.
    """
    if plan.ends_on < plan.starts_on:
        raise WrongDays
    seats = plan.seats()
    team = list(judges_of(round_, at).filter(pk__in=seats).order_by("name", "pk"))
    if len(team) != len(seats):
        raise WrongTeam(_("Pilih tim dari penilai edisi ini."))
    ties = ties_between(round_.edition, [proposal], team, at)
    barred = [(one, ties[proposal.pk, one.pk]) for one in team if (proposal.pk, one.pk) in ties]
    if barred:
        whom, reasons = barred[0]
        raise TiedMember(
            _("%(judge)s tidak dapat ikut: %(reason)s.") % {"judge": whom.name, "reason": Reason(min(reasons)).label}
        )
    days = days_of(plan.starts_on, plan.ends_on)
    outside = engaged_outside(round_, [days], visits=False)
    engaged = [outside.of_agency(proposal.institution, days), *(outside.of_judge(one, days) for one in team)]
    if any(engaged):
        raise Engaged(next(filter(None, engaged)))
    return team


def _seat(visit: Visit, plan: Plan) -> None:
    VisitMember.objects.bulk_create(
        VisitMember(visit=visit, person_id=pk, seat=seat) for pk, seat in sorted(plan.seats().items())
    )


def _announce(visit: Visit, team: Iterable[Person], person: Person, at: datetime, *, reason: str = "") -> None:
    """Tell the agency the day and who comes, or that it is off. Who reads the proposal on paper is not said."""
    agency = agency_of(visit.proposal, at)
    names = [one.name for one in team]
    _record("visit_announced", visit, person, at, reason=reason, recipients=agency, context={"names": names})


def _record(
    event: str, visit: Visit, person: Person, at: datetime, *, recipients: Iterable[Person], reason: str = "",
    context: dict | None = None, **more,
) -> None:  # fmt: skip
    context = {"visit": visit, "round": visit.round, "proposal": visit.proposal, "reason": reason} | (context or {})
    about = {"subject": visit, "subject_key": visit.code, "edition": visit.round.edition}
    record_event(event=event, person=person, at=at, reason=reason, recipients=recipients, context=context, **about, **more)
