"""Who reads what: the plan, the judges' answers, and conflicts."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Person, Round
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.queries.people import appointees_of
from competition.verdict import Refused, require
from judging import allocation
from judging.models import Assignment, Conflict
from judging.models.assignment import ConflictKind
from judging.operations.locks import hold_round
from judging.policy import may_answer_assignment, may_assign_judges, may_declare_conflict
from judging.queries.rounds import candidates_of, conflicts_of, judges_of
from judging.states import ACTIVE_ASSIGNMENTS, ASSIGNMENT_MOVES, AssignmentState
from submissions.models import Proposal


class IllegalAnswer(Refused):
    """The assignment cannot move there from where it is."""

    reason = gettext_lazy("Tugas ini sudah dijawab.")


class NotFeasible(Refused):
    """No plan keeps every rule; the text says which rule to relax and by how much."""


class NothingToAssign(Refused):
    """Every proposal has its readers, or none is eligible."""

    reason = gettext_lazy("Tidak ada proposal yang masih membutuhkan penilai.")


class NoExplanation(Refused):
    """A conflict of kind OTHER needs words."""

    reason = gettext_lazy("Jelaskan benturan kepentingan itu")


def plan_round(round_: Round, seed: int, at: datetime) -> tuple[allocation.Plan, dict[str, Proposal], dict[str, Person]]:
    """Return the plan for what is missing, with proposals and judges by the keys it uses. Writes nothing.

    :raises NothingToAssign: there is no candidate.
    :raises NotFeasible: with which rule to relax.
    """
    proposals = {one.code: one for one in candidates_of(round_).select_related("institution", "category")}
    judges = {str(one.pk): one for one in judges_of(round_, at)}
    if not proposals:
        raise NothingToAssign
    code_of = {one.pk: code for code, one in proposals.items()}
    taken = Assignment.objects.filter(round=round_).values_list("proposal_id", "judge_id", "state")
    kept = frozenset((code_of[p], str(j)) for p, j, state in taken if state in ACTIVE_ASSIGNMENTS and p in code_of)
    gone = {(code_of[p], str(j)) for p, j, state in taken if state not in ACTIVE_ASSIGNMENTS and p in code_of}
    barred = {(code_of[p], str(j)) for p, j in conflicts_of(proposals.values(), judges.values()) if p in code_of}
    request = allocation.Request(
        proposals={code: one.category.code if one.category else "" for code, one in proposals.items()},
        judges=tuple(allocation.Judge(key, round_.max_load) for key in judges),
        readers=round_.readers_per_proposal,
        conflicts=frozenset((barred | gone) - kept),
        kept=kept,
        seed=seed,
    )
    try:
        return allocation.allocate(request), proposals, judges
    except allocation.Infeasible as error:
        raise NotFeasible(_shortage_text(error)) from error


def _shortage_text(error: allocation.Infeasible) -> str:
    """Say which rule stands in the way, and by how much to relax it."""
    problem = error.problems[0]
    if problem.kind == "TOO_FEW_READERS":
        text = _("Proposal %(codes)s hanya memiliki %(have)s penilai tanpa konflik, perlu %(need)s. Tambah penilai.")
        codes = ", ".join(sorted(problem.proposals)[:3])
        return text % {"codes": codes, "have": problem.available, "need": problem.required}
    text = _(
        "Perlu %(need)s tugas, penilai hanya dapat memikul %(have)s."
        " Naikkan beban paling banyak menjadi %(load)s atau tambah %(judges)s penilai."
    )
    return text % {
        "need": problem.required,
        "have": problem.available,
        "load": problem.raise_max_load_to,
        "judges": problem.add_judges,
    }


@transaction.atomic
def assign_judges(*, round_: Round, person: Person, seed: int, at: datetime) -> list[Assignment]:
    """Give every candidate its readers: balanced, free of conflict, what stands is kept. One transaction.

    :raises NotAllowed: not an organiser, round over or ranked.
    :raises NotFeasible: with which rule to relax and by how much.
    :raises NothingToAssign: nothing is missing.
    """
    hold_round(round_, alone=True)
    require(may_assign_judges(person, Round.objects.select_related("stage", "ranking").get(pk=round_.pk), at))
    plan, proposals, judges = plan_round(round_, seed, at)
    rows = [
        Assignment(
            round=round_,
            proposal=proposals[pair.proposal],
            judge=judges[pair.judge],
            position=pair.position,
            why=pair.why,
            seed=seed,
            assigned_at=at,
        )
        for pair in plan.added
    ]
    if not rows:
        raise NothingToAssign
    Assignment.objects.bulk_create(rows, batch_size=1000)
    counts: dict[int, int] = {}
    for row in rows:
        counts[row.judge_id] = counts.get(row.judge_id, 0) + 1
    record_event(
        event="judges_assigned",
        subject=round_,
        subject_key=f"{round_.edition.year}/{round_.key}",
        person=person,
        at=at,
        edition=round_.edition,
        data={"seed": seed, "assignments": len(rows), "judges": len(counts)},
        recipients=[judges[str(pk)] for pk in counts],
        context={"round": round_},
    )
    return rows


def _answer(assignment: Assignment, target: str, at: datetime) -> None:
    """Move the assignment, only from where it still is."""
    moved = Assignment.objects.filter(pk=assignment.pk, state=assignment.state).update(state=target, answered_at=at)
    if not moved or (assignment.state, target) not in ASSIGNMENT_MOVES:
        raise IllegalAnswer
    assignment.state, assignment.answered_at = target, at


@transaction.atomic
def accept_assignment(*, assignment: Assignment, person: Person, at: datetime) -> Assignment:
    """Accept with the declaration that there is no conflict; accepting twice changes nothing.

    :raises NotAllowed: somebody else's, declined, or the round is over.
    """
    assignment = _locked(assignment)
    if assignment.judge_id == person.pk and assignment.state == AssignmentState.ACCEPTED:
        return assignment
    require(may_answer_assignment(person, assignment, at))
    _answer(assignment, AssignmentState.ACCEPTED, at)
    record_event(
        event="assignment_accepted",
        subject=assignment,
        subject_key=assignment.code,
        person=person,
        at=at,
        edition=assignment.round.edition,
    )
    return assignment


@transaction.atomic
def declare_conflict(*, assignment: Assignment, person: Person, kind: str, explanation: str, at: datetime) -> Conflict:
    """Record the tie, take the assignment away, and tell the organisers that a reader is missing.

    :raises NotAllowed: somebody else's, or the sheet is locked.
    :raises NoExplanation: another kind of tie without words.
    """
    assignment = _locked(assignment)
    require(may_declare_conflict(person, assignment, at))
    if kind not in ConflictKind.values or (kind == ConflictKind.OTHER and not explanation.strip()):
        raise NoExplanation
    conflict, _created = Conflict.objects.get_or_create(
        judge=person,
        proposal=assignment.proposal,
        defaults={"kind": kind, "explanation": explanation.strip(), "declared_at": at},
    )
    _answer(assignment, AssignmentState.RECUSED, at)
    edition = assignment.round.edition
    record_event(
        event="conflict_declared",
        subject=assignment,
        subject_key=assignment.code,
        person=person,
        at=at,
        edition=edition,
        data={"kind": kind},
        recipients=appointees_of(edition.pk, at, AppointmentRole.ORGANISER),
        context={"round": assignment.round, "judge": person},
    )
    return conflict


def _locked(assignment: Assignment) -> Assignment:
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("round__stage", "round__edition", "proposal", "sheet", "judge")
        .get(pk=assignment.pk)
    )
