"""One more reading where it gains the decision most, before the ranking: found, shown, and given out as it was shown."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from competition.canonical import sha256_of
from competition.models import Person, Round
from competition.operations.events import record_event
from competition.queries.ties import without_tied
from competition.verdict import Refused, require
from judging import allocation
from judging.greyzone import Deserving, deserving
from judging.models import Assignment
from judging.operations.assignments import NotFeasible, PlanChanged, give_assignments, move_assignments, shortage_text
from judging.operations.locks import hold_round
from judging.policy import may_add_readings
from judging.queries.disputes import proposals_being_settled
from judging.queries.panel import seats_of
from judging.queries.rounds import (
    candidates_of,
    judges_of,
    listed_extra_readings,
    open_extra_readings,
    short_of_sheets,
)
from judging.queries.ties import ties_between
from judging.queries.weighings import weighing_before
from judging.states import ACTIVE_ASSIGNMENTS, EXTRA_READING, AssignmentState
from submissions.models import Proposal


class SheetsAwaited(Refused):
    """Sheets are missing, required ones or those of an earlier batch, even where the ranking waits for none: they may move the
    line, and what nobody has read yet would be proposed again."""

    reason = gettext_lazy(
        "Masih ada lembar wajib atau bacaan tambahan yang belum terkunci. Bacaan berikutnya dihitung setelah semuanya terkunci."
    )


class NobodyFree(Refused):
    """Nobody could read any of the proposals near the line once more."""

    reason = gettext_lazy("Tidak ada penilai yang bebas untuk membaca proposal di sekitar garis batas sekali lagi.")


class NoReason(Refused):
    """The audit says why the line was questioned, or why it is no more."""

    reason = gettext_lazy("Isi alasan bacaan tambahan")


class ReadingGone(Refused):
    """It was locked, declined or taken back meanwhile, or is none of the extra ones."""

    reason = gettext_lazy("Bacaan tambahan ini sudah dikunci, dijawab, atau ditarik.")


@dataclass(frozen=True, slots=True)
class ExtraReading:
    """One more reading: of what, by whom, by how many points of worth it may better the list, and how often it was read."""

    proposal: Proposal
    judge: Person
    gain: float
    readings: int
    position: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What would be given out, the most deserving first; `skipped` deserve it as well, but nobody is free for them."""

    rows: tuple[ExtraReading, ...]
    skipped: int

    @property
    def gain(self) -> float:
        """By how many points of worth the list may be expected to become better, all together."""
        return sum(one.gain for one in self.rows)

    @property
    def fingerprint(self) -> str:
        """What would be written, as one value."""
        return sha256_of([[one.proposal.code, str(one.judge.pk), one.position] for one in self.rows])


def plan_batch(round_: Round, count: int, seed: int, at: datetime) -> Batch:
    """Return the next batch of at most so many extra readings. Writes nothing; the same number gives the same batch.

    Nobody reads what they are tied to or had before, nobody gets more than their load, and loads stay as even as they can.
    What is in dispute waits for its own settlement.

    :raises SheetsAwaited, NobodyFree: as their names say.
    :raises NotFeasible: with which rule to relax.
    :raises CannotWeigh: the scores cannot say where the line is uncertain.
    """
    if short_of_sheets(round_, at).exists() or open_extra_readings(round_).exists():
        raise SheetsAwaited
    proposals = {one.code: one for one in candidates_of(round_).select_related("institution__region", "category")}
    disputed = proposals_being_settled(round_)
    listed = deserving(weighing_before(round_), len(proposals))
    listed = [one for one in listed if proposals[one.proposal].pk not in disputed]
    panel = _Panel(round_, proposals, at)
    free = [one for one in listed if panel.free_for(one.proposal)]
    if not free:
        raise NobodyFree
    batch = free[:count]
    plan = panel.plan([one.proposal for one in batch], seed)
    skipped = listed.index(batch[-1]) + 1 - len(batch)
    return Batch(tuple(panel.row(one, plan) for one in batch), skipped)


@transaction.atomic
def add_readings(
    *, round_: Round, count: int, seed: int, reason: str, person: Person, at: datetime, shown: str = ""
) -> list[Assignment]:
    """Give out the next batch; the ranking waits for its sheets until the round closes. Judges are told once, as of any task,
    and not why.

    `shown` is the fingerprint of the batch that was looked at; without it whatever the number gives is written.

    :raises NotAllowed: not the chair, tied to an institution, the round is closed or ranked.
    :raises NoReason: none was given.
    :raises PlanChanged: the batch is no longer the one that was shown.
    :raises SheetsAwaited, NobodyFree, NotFeasible, CannotWeigh: as `plan_batch`.
    """
    hold_round(round_, alone=True)
    round_ = Round.objects.select_related("stage", "edition", "ranking").get(pk=round_.pk)
    require(may_add_readings(person, round_, at))
    if not reason.strip():
        raise NoReason
    batch = plan_batch(round_, count, seed, at)
    if shown and shown != batch.fingerprint:
        raise PlanChanged
    pairs = [(one.proposal, one.judge) for one in sorted(batch.rows, key=lambda one: (one.judge.pk, one.position))]
    known = {"round_": round_, "why": EXTRA_READING, "seed": seed, "person": person, "released": 0, "at": at}
    given = give_assignments(pairs=pairs, **known)
    record_event(
        event="readings_added",
        subject=round_,
        subject_key=f"{round_.edition.year}/{round_.key}",
        person=person,
        at=at,
        edition=round_.edition,
        reason=reason.strip(),
        data={"seed": seed, "readings": len(given)},
    )
    return given


@transaction.atomic
def withdraw_reading(*, round_: Round, code: str, reason: str, person: Person, at: datetime) -> Assignment:
    """Take an extra reading back that is not locked: the ranking waits for it no more. What its judge wrote is kept and counts
    for nothing; the same judge does not get the proposal again. The judge is told that the task is gone, as of any task and not
    why: who knew that it was extra would know that the proposal is near the line.

    :raises NotAllowed: as `add_readings`.
    :raises NoReason: none was given.
    :raises ReadingGone: see there.
    """
    hold_round(round_, alone=True)
    round_ = Round.objects.select_related("stage", "edition", "ranking").get(pk=round_.pk)
    require(may_add_readings(person, round_, at))
    if not reason.strip():
        raise NoReason
    reading = listed_extra_readings(round_).filter(code=code).first()
    if reading is None:
        raise ReadingGone
    was = reading.state
    move_assignments([reading.pk], AssignmentState.RELEASED, at)
    reading.refresh_from_db(fields=["state", "answered_at"])
    record_event(
        event="reading_withdrawn",
        subject=reading,
        subject_key=reading.code,
        person=person,
        at=at,
        edition=round_.edition,
        reason=reason.strip(),
        before={"state": was},
        after={"state": reading.state},
        recipients=without_tied([reading.judge], round_.edition, reading.proposal.institution_id, at),
        context={"round": round_, "proposal": reading.proposal},
    )
    return reading


class _Panel:
    """Who could read what once more: whoever sits on the panel, but for ties, what they had, and how much they take."""

    def __init__(self, round_: Round, proposals: dict[str, Proposal], at: datetime) -> None:
        self.round, self.proposals = round_, proposals
        self.judges = {str(one.pk): one for one in judges_of(round_, at)}
        self.seats = {key: seat for key, seat in seats_of(round_.edition, at).items() if not seat.is_away}
        ties = ties_between(round_.edition, proposals.values(), self.judges.values(), at)
        codes = {one.pk: code for code, one in proposals.items()}
        self.barred = {(codes[proposal], str(judge)) for proposal, judge in ties}
        self.held: list[tuple[str, str]] = []
        rows = Assignment.objects.filter(round=round_).order_by("pk").values_list("proposal_id", "judge_id", "state")
        for proposal, judge, state in rows:
            self.barred |= {(codes[proposal], str(judge))} if proposal in codes else set()
            if state in ACTIVE_ASSIGNMENTS:
                # Under another name: what was read before is load, and no reading of this batch.
                self.held.append((f"before {proposal}", str(judge)))
        before = Counter(proposal for proposal, _ in self.held)
        self.readings = {code: before[f"before {one.pk}"] for code, one in proposals.items()}

    def free_for(self, proposal: str) -> bool:
        """Say whether anybody may read it."""
        return any(int(judge) in self.seats and (proposal, judge) not in self.barred for judge in self.judges)

    def plan(self, codes: Collection[str], seed: int) -> allocation.Plan:
        """Return who reads which of them. :raises NotFeasible: with which rule to relax."""
        request = allocation.Request(
            proposals={code: self.proposals[code].category.code if self.proposals[code].category else "" for code in codes},
            judges=tuple(
                allocation.Judge(key, self.seats[int(key)].most(self.round), self.seats[int(key)].categories)
                for key in self.judges
                if int(key) in self.seats
            ),
            readers=1,
            conflicts=frozenset(self.barred),
            kept=frozenset(self.held),
            seed=seed,
            # A batch has one reading of each proposal; whose teams they cross is settled by those before.
            cross_percent=0,
        )
        try:
            return allocation.allocate(request)
        except allocation.Infeasible as error:
            raise NotFeasible([shortage_text(one, self.proposals) for one in error.shortages[:5]]) from error

    def row(self, one: Deserving, plan: allocation.Plan) -> ExtraReading:
        """Return the plan's reading of one proposal."""
        pair = next(pair for pair in plan.added if pair.proposal == one.proposal)
        judge = self.judges[pair.judge]
        return ExtraReading(self.proposals[one.proposal], judge, one.gain, self.readings[one.proposal], pair.position)
