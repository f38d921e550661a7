"""Who reads what: the plan, the judges' answers, and conflicts."""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.canonical import sha256_of
from competition.models import Person, Round
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.queries.people import appointees_of
from competition.queries.ties import without_tied
from competition.verdict import Refused, require
from judging import allocation
from judging.models import Assignment, Conflict
from judging.models.assignment import ConflictKind
from judging.operations.locks import hold_assignment, hold_round, hold_tasks
from judging.policy import may_answer_assignment, may_assign_judges, may_declare_conflict
from judging.queries.interviews import busy_in, twice_at_once
from judging.queries.panel import seats_of
from judging.queries.rounds import candidates_of, judges_of, last_positions_of
from judging.queries.ties import ties_between
from judging.states import ACTIVE_ASSIGNMENTS, ASSIGNMENT_MOVES, AssignmentState, SheetState
from judging.ties import Reason
from submissions.models import Proposal

# Why somebody lost a task whom a new timetable seats elsewhere.
SET_ASIDE = "ASIDE"


class IllegalAnswer(Refused):
    """The assignment cannot move there from where it is."""

    reason = gettext_lazy("Tugas ini sudah dijawab.")


class NotFeasible(Refused):
    """No plan keeps every rule; `lines` say which rules to relax and by how much."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__(" ".join(lines))


class NothingToAssign(Refused):
    """Every proposal has its readers, or none is eligible."""

    reason = gettext_lazy("Tidak ada proposal yang masih membutuhkan penilai.")


class PlanChanged(Refused):
    """The plan would not be the one that was shown; nothing was written."""

    reason = gettext_lazy("Proposal, penilai, atau konflik berubah sejak rencana ini ditampilkan. Periksa rencana yang baru.")


class NoExplanation(Refused):
    """A conflict of kind OTHER needs words."""

    reason = gettext_lazy("Jelaskan benturan kepentingan itu")


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A plan with the rows behind its keys. `left` are assignments of people who judge no more, or who have a tie since then;
    they will be taken back. `barred` says how many readings each kind of tie rules out."""

    plan: allocation.Plan
    proposals: dict[str, Proposal]
    judges: dict[str, Person]
    left: tuple[int, ...]
    barred: dict[Reason, int]

    @property
    def fingerprint(self) -> str:
        """What would be written, as one value: two equal fingerprints are the same plan."""
        return sha256_of([[pair.proposal, pair.judge, pair.position] for pair in self.plan.added])


def plan_round(round_: Round, seed: int, at: datetime) -> RoundPlan:
    """Return the plan for what is missing. Writes nothing.

    What somebody reads who is a judge no more, or has a tie since, counts only if their sheet is locked.

    :raises NothingToAssign: there is no candidate.
    :raises NotFeasible: with which rule to relax.
    """
    proposals = {one.code: one for one in candidates_of(round_).select_related("institution__region", "category")}
    judges = {str(one.pk): one for one in judges_of(round_, at)}
    if not proposals:
        raise NothingToAssign
    code_of = {one.pk: code for code, one in proposals.items()}
    seats = seats_of(round_.edition, at)
    found = ties_between(round_.edition, proposals.values(), judges.values(), at)
    barred = {(code_of[proposal], str(judge)): reasons for (proposal, judge), reasons in found.items()}
    kept, gone, left = _taken(round_, code_of, judges, barred)
    gone |= {(code_of[proposal], str(judge)) for proposal, judge in busy_in(round_) if proposal in code_of}
    request = allocation.Request(
        proposals={code: one.category.code if one.category else "" for code, one in proposals.items()},
        judges=tuple(
            allocation.Judge(key, seats[int(key)].most(round_), seats[int(key)].categories)
            for key in judges
            if not seats[int(key)].is_away
        ),
        readers=round_.readers_per_proposal,
        conflicts=frozenset((barred.keys() | gone) - kept),
        kept=frozenset(kept),
        seed=seed,
        cross_percent=round_.cross_team_percent,
    )
    try:
        plan = allocation.allocate(request)
    except allocation.Infeasible as error:
        raise NotFeasible([shortage_text(one, proposals) for one in error.shortages[:5]]) from error
    _check_times(round_, plan, proposals)
    counted = Counter(reason for reasons in barred.values() for reason in reasons)
    return RoundPlan(plan, proposals, judges, tuple(left), dict(counted))


def _check_times(round_: Round, plan: allocation.Plan, proposals: dict[str, Proposal]) -> None:
    """Refuse a plan that gives somebody two proposals that present at the same time; the flow knows pairs, not times."""
    if twice_at_once(round_, [(proposals[pair.proposal].pk, int(pair.judge)) for pair in plan.added]):
        text = _("Rencana ini menempatkan seorang penilai di dua ruang pada jam yang sama. Pilih angka acuan lain.")
        raise NotFeasible([text])


def _taken(
    round_: Round, code_of: dict[int, str], judges: dict[str, Person], barred: Container[tuple[str, str]]
) -> tuple[set[tuple[str, str]], set[tuple[str, str]], list[int]]:
    """Return what stays, what a judge once had and must not get again, and what has nobody to do it."""
    kept, gone, left = set(), set(), []
    rows = Assignment.objects.filter(round=round_, proposal__in=code_of)
    for pk, proposal, judge, state, sheet in rows.values_list("pk", "proposal_id", "judge_id", "state", "sheet__state"):
        reading = (code_of[proposal], str(judge))
        if state not in ACTIVE_ASSIGNMENTS:
            gone.add(reading)
        elif sheet == SheetState.LOCKED or (str(judge) in judges and reading not in barred):
            kept.add(reading)
        else:
            left.append(pk)
    return kept, gone, left


def shortage_text(shortage: allocation.Shortage, proposals: dict[str, Proposal]) -> str:
    """Say which rule stands in the way, and by how much to relax it."""
    if shortage.lack == allocation.Lack.READERS:
        text = _("“%(title)s” hanya memiliki %(have)s penilai tanpa konflik, perlu %(need)s. Tambah %(more)s penilai.")
    elif shortage.lack == allocation.Lack.CAPACITY:
        text = _("Perlu %(need)s tugas, sedangkan semua penilai bersama hanya dapat memikul %(have)s.")
    else:
        text = _(
            "Perlu %(need)s tugas untuk %(proposals)s proposal yang hanya boleh dibaca %(judges)s penilai;"
            " mereka hanya dapat memikul %(have)s."
        )
    if shortage.lack != allocation.Lack.READERS and shortage.raise_max_load_to:
        text += " " + _("Naikkan beban paling banyak menjadi %(load)s atau tambah %(more)s penilai.")
    elif shortage.lack != allocation.Lack.READERS:
        text += " " + _("Tambah %(more)s penilai.")
    return text % {
        "title": proposals[shortage.proposals[0]].title if shortage.proposals else "",
        "proposals": len(shortage.proposals),
        "judges": len(shortage.judges),
        "need": shortage.required,
        "have": shortage.available,
        "load": shortage.raise_max_load_to,
        "more": shortage.add_judges,
    }


@transaction.atomic
def assign_judges(*, round_: Round, person: Person, seed: int, at: datetime, shown: str = "") -> list[Assignment]:
    """Give every candidate its readers: balanced, free of conflict, what stands is kept. One transaction.

    `shown` is the fingerprint of the plan that was looked at; without it whatever plan the seed gives is written.

    :raises NotAllowed: not an organiser, round over or ranked.
    :raises NotFeasible: with which rule to relax and by how much.
    :raises NothingToAssign: nothing is missing.
    :raises PlanChanged: the plan is no longer the one that was shown.
    """
    hold_round(round_, alone=True)
    round_ = Round.objects.select_related("stage", "edition", "ranking").get(pk=round_.pk)
    require(may_assign_judges(person, round_, at))
    planned = plan_round(round_, seed, at)
    if shown and shown != planned.fingerprint:
        raise PlanChanged
    rows = _rows(planned, round_, at)
    if not rows and not planned.left:
        raise NothingToAssign
    _move(Assignment.objects.filter(pk__in=planned.left), AssignmentState.RELEASED, at)
    Assignment.objects.bulk_create(rows, batch_size=1000)
    _tell_judges(round_, rows, seed, len(planned.left), person, at)
    return rows


def _rows(planned: RoundPlan, round_: Round, at: datetime) -> list[Assignment]:
    """Return the new assignments; each judge's list goes on after the last they have."""
    last = last_positions_of(round_)
    return [
        Assignment(
            round=round_,
            proposal=planned.proposals[pair.proposal],
            judge=planned.judges[pair.judge],
            position=last.get(int(pair.judge), 0) + pair.position,
            why=pair.why,
            seed=planned.plan.seed,
            assigned_at=at,
        )
        for pair in planned.plan.added
    ]


def give_assignments(
    *, round_: Round, pairs: Iterable[tuple[Proposal, Person]], why: str, seed: int, person: Person, released: int,
    at: datetime, tells: bool = True,
) -> list[Assignment]:  # fmt: skip
    """Give these readings in their order, after the last that each judge has, and tell the judges unless the caller does. What
    a timetable took from somebody is given back. The caller holds the round alone and has asked the policy, the ties, and who
    had what before."""
    last, rows = last_positions_of(round_), []
    had = {(one.proposal_id, one.judge_id): one for one in set_aside(round_).select_related("judge")}
    known = {"why": why, "seed": seed, "assigned_at": at, "answered_at": None}
    for proposal, judge in pairs:
        last[judge.pk] = last.get(judge.pk, 0) + 1
        row = had.get((proposal.pk, judge.pk)) or Assignment(round=round_, proposal=proposal, judge=judge)
        for name, value in (known | {"position": last[judge.pk]}).items():
            setattr(row, name, value)
        rows.append(row)
    back = [one for one in rows if one.pk]
    _move(Assignment.objects.filter(pk__in=[one.pk for one in back]), AssignmentState.OFFERED, at)
    Assignment.objects.bulk_update(back, ["position", *known])
    Assignment.objects.bulk_create([one for one in rows if not one.pk], batch_size=1000)
    _tell_judges(round_, rows, seed, released, person, at, tells=tells)
    return rows


def set_aside(round_: Round) -> QuerySet[Assignment]:
    """Return what timetables of the round took from judges for no fault of theirs: the next one may give it back."""
    return Assignment.objects.filter(round=round_, state=AssignmentState.RELEASED, why=SET_ASIDE).order_by("pk")


def set_assignments_aside(ids: list[int], at: datetime) -> None:
    """Take these back because another timetable gives others their places; the caller holds the round alone. Whoever has begun
    a sheet does not get the same proposal again."""
    rows = Assignment.objects.filter(pk__in=ids)
    _move(rows, AssignmentState.RELEASED, at)
    rows.filter(state=AssignmentState.RELEASED, sheet=None).update(why=SET_ASIDE)


def _tell_judges(
    round_: Round, rows: list[Assignment], seed: int, released: int, person: Person, at: datetime, *, tells: bool = True
) -> None:
    judges = {row.judge_id: row.judge for row in rows}
    record_event(
        event="judges_assigned",
        subject=round_,
        subject_key=f"{round_.edition.year}/{round_.key}",
        person=person,
        at=at,
        edition=round_.edition,
        data={"seed": seed, "assignments": len(rows), "judges": len(judges), "released": released},
        recipients=judges.values() if tells else (),
        context={"round": round_},
    )


def move_assignments(ids: list[int], target: str, at: datetime) -> int:
    """Move these assignments, as far as they may go there; the caller holds their round alone. Return how many moved."""
    return _move(Assignment.objects.filter(pk__in=ids), target, at)


def _move(rows: QuerySet[Assignment], target: str, at: datetime) -> int:
    """The one place where an assignment's state changes, from the states that may; the rows or their round are held."""
    sources = [source for source, to in ASSIGNMENT_MOVES if to == target]
    return rows.filter(state__in=sources).update(state=target, answered_at=at)


def _answer(assignment: Assignment, target: str, at: datetime) -> None:
    if not _move(Assignment.objects.filter(pk=assignment.pk), target, at):
        raise IllegalAnswer
    assignment.state, assignment.answered_at = target, at


@transaction.atomic
def accept_assignment(*, assignment: Assignment, person: Person, at: datetime) -> Assignment:
    """Accept with the declaration that there is no conflict; accepting twice changes nothing.

    :raises NotAllowed: somebody else's, declined, or the round is over or ranked.
    """
    assignment = hold_assignment(assignment)
    if assignment.judge_id == person.pk and assignment.state == AssignmentState.ACCEPTED:
        return assignment
    require(may_answer_assignment(person, assignment, at))
    was = assignment.state
    _answer(assignment, AssignmentState.ACCEPTED, at)
    record_event(
        event="assignment_accepted",
        subject=assignment,
        subject_key=assignment.code,
        person=person,
        at=at,
        edition=assignment.round.edition,
        before={"state": was},
        after={"state": assignment.state},
    )
    return assignment


def accept_assignments(*, assignments: Iterable[Assignment], person: Person, at: datetime) -> list[Assignment]:
    """Accept several with one declaration and return those that could be; each stands by itself.

    :raises NotAllowed: not one of them could be accepted; with the first reason.
    """
    accepted, refusal = [], None
    for one in assignments:
        try:
            accepted.append(accept_assignment(assignment=one, person=person, at=at))
        except Refused as error:
            refusal = refusal or error
    if refusal and not accepted:
        raise refusal
    return accepted


@transaction.atomic
def declare_conflict(*, assignment: Assignment, person: Person, kind: str, explanation: str, at: datetime) -> Conflict:
    """Record the tie, take the assignment away, and tell the organisers that a reader is missing. Whatever else the judge
    has in the round that the same tie rules out (a tie to an agency holds for all of its proposals) is taken back with it.

    :raises NotAllowed: somebody else's, the sheet is locked, or the round is ranked.
    :raises NoExplanation: another kind of tie without words.
    """
    hold_tasks(assignment)
    assignment = hold_assignment(assignment)
    require(may_declare_conflict(person, assignment, at))
    if kind not in ConflictKind.values or (kind == ConflictKind.OTHER and not explanation.strip()):
        raise NoExplanation
    conflict, _created = Conflict.objects.get_or_create(
        judge=person,
        proposal=assignment.proposal,
        defaults={"kind": kind, "explanation": explanation.strip(), "declared_at": at},
    )
    was, edition = assignment.state, assignment.round.edition
    _answer(assignment, AssignmentState.RECUSED, at)
    released = _release_tied(assignment.round, person, at)
    organisers = appointees_of(edition.pk, at, AppointmentRole.ORGANISER)
    record_event(
        event="conflict_declared",
        subject=assignment,
        subject_key=assignment.code,
        person=person,
        at=at,
        edition=edition,
        data={"kind": kind, "released": released},
        before={"state": was},
        after={"state": assignment.state},
        recipients=without_tied(organisers, edition, assignment.proposal.institution_id, at),
        context={"round": assignment.round, "judge": person},
    )
    return conflict


def _release_tied(round_: Round, judge: Person, at: datetime) -> int:
    """Take back what the judge has in the round and must not read, scored or not: a score given in spite of a tie counts for
    nothing. Return how many; the caller holds the judge's tasks."""
    rows = Assignment.objects.filter(round=round_, judge=judge, state__in=ACTIVE_ASSIGNMENTS).order_by("pk")
    rows = list(rows.select_related("proposal__institution__region"))
    tied = ties_between(round_.edition, [one.proposal for one in rows], [judge], at)
    gone = [one.pk for one in rows if (one.proposal_id, judge.pk) in tied]
    return _move(Assignment.objects.filter(pk__in=gone), AssignmentState.RELEASED, at)
