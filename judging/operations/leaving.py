"""Somebody of a visit's team steps back; an organiser is told and names another."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from competition.models import Person
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.queries.people import appointees_of
from competition.queries.ties import without_tied
from competition.verdict import Refused, require
from competition.words import clean_text
from judging.models import Assignment, Conflict, Visit, VisitMember
from judging.models.assignment import ConflictKind
from judging.operations.assignments import move_assignments
from judging.operations.findings import end_if_whole
from judging.operations.locks import hold_tasks_of, hold_visit
from judging.policy import may_write_findings
from judging.queries.ties import ties_between
from judging.queries.visits import findings_of, photos_of, team_of
from judging.states import ACTIVE_ASSIGNMENTS, AssignmentState, SheetState


class NoReason(Refused):
    """Stepping back needs words, or the kind of a tie."""

    reason = gettext_lazy("Isi alasan")


@transaction.atomic
def leave_visit(*, visit: Visit, person: Person, kind: str, reason: str, at: datetime) -> Visit:
    """Step back, with a reason; `kind` where it is a tie, which is then declared, and whatever it rules out that is not scored
    yet is taken back as well. What the team wrote and the yes of the others stay; if these are a whole team that has said yes
    already, the visit ends. Otherwise it waits until an organiser has named another.

    :raises NotAllowed: not of the team, ended, round over or ranked.
    :raises NoReason: neither words nor a kind of tie.
    """
    visit = hold_visit(visit)
    require(may_write_findings(person, visit, at))
    reason = clean_text(reason)
    if kind not in {"", *ConflictKind.values} or not reason:
        raise NoReason
    released = _declare(visit, person, kind, reason, at) if kind else 0
    mine = VisitMember.objects.get(visit=visit, person=person)
    before = {"person": person.pk, "seat": mine.seat, "confirmed": mine.confirmed_version}
    mine.delete()
    edition = visit.round.edition
    organisers = appointees_of(edition.pk, at, AppointmentRole.ORGANISER)
    left = {"judge": person, "seat": mine.get_seat_display(), "reason": reason, "released": released}
    record_event(
        event="visit_left",
        subject=visit,
        subject_key=visit.code,
        person=person,
        at=at,
        edition=edition,
        reason=reason,
        data={"kind": kind, "released": released},
        before=before,
        recipients=without_tied(organisers, edition, visit.proposal.institution_id, at),
        context={"visit": visit, "round": visit.round, "proposal": visit.proposal} | left,
    )
    if team_of(visit):
        end_if_whole(visit, findings_of(visit), photos_of(visit), person, at)
    return visit


def _declare(visit: Visit, person: Person, kind: str, reason: str, at: datetime) -> int:
    """Record the tie, and take back what it rules out in all rounds of the edition; a locked sheet stays, because it was scored
    before. Return how many tasks went."""
    known = {"kind": kind, "explanation": reason, "declared_at": at}
    Conflict.objects.get_or_create(judge=person, proposal=visit.proposal, defaults=known)
    rows = Assignment.objects.filter(round__edition=visit.round.edition, judge=person, state__in=ACTIVE_ASSIGNMENTS)
    for round_ in dict.fromkeys(one.round for one in rows.select_related("round").order_by("round_id", "pk")):
        hold_tasks_of(round_, person.pk)
    tasks = list(rows.exclude(sheet__state=SheetState.LOCKED).select_related("proposal__institution__region").order_by("pk"))
    tied = ties_between(visit.round.edition, [one.proposal for one in tasks], [person], at)
    gone = [one.pk for one in tasks if (one.proposal_id, person.pk) in tied]
    return move_assignments(gone, AssignmentState.RELEASED, at)
