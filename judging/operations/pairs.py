"""Readers named in a file, pair by pair: held against every rule of a plan, and given out all together or not at all."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from math import comb

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Person, Round
from competition.operations.events import Occurrence, record_event, record_events
from competition.verdict import Refused, require
from competition.workbooks import Record
from judging.allocation import Judge
from judging.allocation.linking import crossing, met_pairs, panels_of
from judging.allocation.plans import reading_positions, teams_of
from judging.models import Assignment
from judging.operations.assignments import move_assignments
from judging.operations.locks import hold_round
from judging.policy import may_assign_judges
from judging.queries.interviews import busy_in, twice_at_once
from judging.queries.panel import Seat, seats_of
from judging.queries.rounds import candidates_of, judges_of, last_positions_of
from judging.queries.ties import ties_between
from judging.states import ACTIVE_ASSIGNMENTS, AssignmentState, SheetState
from judging.ties import Reason
from submissions.models import Proposal

BY_FILE = "FILE"
LONGEST_REASON = 1000
# The columns, by the heads under which the file of what stands has them too.
HEADS = {"proposal": gettext_lazy("Kode"), "judge": gettext_lazy("Alamat email"), "reason": gettext_lazy("Alasan")}
Reading = tuple[int, int]
"""(proposal, judge), by their ids."""


class PairOutcome(StrEnum):
    """What becomes of a row. SAME: the judge has the proposal already."""

    NEW = "NEW"
    SAME = "SAME"
    WRONG = "WRONG"


class PairsRefused(Refused):
    """A row can no longer be given out as it was shown; `report` says which and why. Nothing was given out."""

    reason = gettext_lazy("Ada baris yang berubah sejak ditampilkan. Tidak ada yang ditugaskan.")

    def __init__(self, report: "PairsReport") -> None:
        self.report = report
        super().__init__()


@dataclass(frozen=True, slots=True)
class PairFinding:
    """One row of the file: whom and what it names, as far as they are known, and what is to be said of it."""

    record: Record
    outcome: PairOutcome
    proposal: Proposal | None
    judge: Person | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class JudgeLoad:
    """What a judge has in the round, and what the file adds."""

    judge: Person
    kept: int
    new: int

    @property
    def total(self) -> int:
        """What the judge would have."""
        return self.kept + self.new


@dataclass
class PairsReport:
    """What a file would give out, and how the round would stand after it. `lost` are the tasks, by their ids, that it takes
    over from judges who have a tie since, or judge no more."""

    findings: list[PairFinding] = field(default_factory=list)
    loads: list[JudgeLoad] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    connected: bool = True
    met_pairs: int = 0
    possible_pairs: int = 0
    cross_percent: int = 0
    missing: int = 0

    def of(self, outcome: PairOutcome) -> list[PairFinding]:
        """Return the rows of this outcome, in the file's order."""
        return [one for one in self.findings if one.outcome == outcome]

    @property
    def may_be_applied(self) -> bool:
        """Whether there is something to do and nothing in the way."""
        return bool(self.of(PairOutcome.NEW)) and not self.of(PairOutcome.WRONG)


def compare_pairs(round_: Round, records: Iterable[Record], at: datetime) -> PairsReport:
    """Return what each row would give out or why it cannot, in a number of queries that does not grow. Writes nothing."""
    panel = _Panel(round_, at)
    named = [(one, *panel.named(one)) for one in records]
    report = PairsReport()
    found = [panel.finding(record, proposal, judge) for record, proposal, judge in named]
    report.findings = [panel.with_all_readers(one) for one in found]
    panel.tell(report)
    given = {one.proposal for one in report.of(PairOutcome.NEW)}
    report.lost = [pk for pk, proposal in panel.lost.items() if panel.proposals[proposal] in given]
    return report


@transaction.atomic
def assign_pairs(*, round_: Round, person: Person, records: list[Record], at: datetime) -> list[Assignment]:
    """Give out every pair that a file names and that does not stand yet; each has its reason. One transaction.

    A judge's new ones come after what they have, in an order that balances position as a plan's does. Whoever must not read
    one of the proposals any more, and has not locked a sheet, has it taken back.

    :raises NotAllowed: not an organiser, round over or ranked.
    :raises PairsRefused: a row breaks a rule: unknown, a tie, had before, away, full, too many or too few readers.
    """
    hold_round(round_, alone=True)
    round_ = Round.objects.select_related("stage", "edition", "ranking").get(pk=round_.pk)
    require(may_assign_judges(person, round_, at))
    report = compare_pairs(round_, records, at)
    if report.of(PairOutcome.WRONG):
        raise PairsRefused(report)
    found = report.of(PairOutcome.NEW)
    released = move_assignments(report.lost, AssignmentState.RELEASED, at)
    rows = _rows(round_, found, at)
    Assignment.objects.bulk_create(rows, batch_size=1000)
    if rows:
        _record(round_, person, rows, [one.record.texts["reason"] for one in found], released, at)
    return rows


def _rows(round_: Round, found: list[PairFinding], at: datetime) -> list[Assignment]:
    seed, last = round_.edition.year * 100 + round_.order, last_positions_of(round_)
    readers: dict[str, list[str]] = defaultdict(list)
    stands = Assignment.objects.filter(round=round_, state__in=ACTIVE_ASSIGNMENTS).order_by("pk")
    for proposal, judge in stands.values_list("proposal__code", "judge_id"):
        readers[proposal].append(str(judge))
    new = {(one.proposal.code, str(one.judge.pk)): one for one in found if one.proposal and one.judge}
    for proposal, judge in new:
        readers[proposal].append(judge)
    positions = reading_positions(seed, readers, set(new))
    return [
        Assignment(
            round=round_,
            proposal=one.proposal,
            judge=one.judge,
            position=last.get(int(judge), 0) + positions[proposal, judge],
            why=BY_FILE,
            seed=seed,
            assigned_at=at,
        )
        for (proposal, judge), one in new.items()
    ]


def _record(round_: Round, person: Person, rows: list[Assignment], reasons: list[str], released: int, at: datetime) -> None:
    """Write down which pairs have which reason, an entry for each reason, and tell the judges."""
    about = {"subject": round_, "subject_key": f"{round_.edition.year}/{round_.key}"}
    codes: dict[str, list[str]] = defaultdict(list)
    for row, reason in zip(rows, reasons, strict=True):
        codes[reason].append(row.code)
    told = [Occurrence(**about, reason=reason, data={"assignments": own}) for reason, own in codes.items()]
    record_events(event="readers_named", occurrences=told, person=person, at=at, edition=round_.edition)
    judges = {row.judge_id: row.judge for row in rows}
    record_event(
        event="judges_assigned",
        **about,
        person=person,
        at=at,
        edition=round_.edition,
        data={"seed": rows[0].seed, "assignments": len(rows), "judges": len(judges), "released": released},
        recipients=judges.values(),
        context={"round": round_},
    )


class _Panel:
    """A round's candidates and judges as they stand, while a file's rows are added one after the other."""

    def __init__(self, round_: Round, at: datetime) -> None:
        self.round = round_
        rows = candidates_of(round_).select_related("institution__region", "category").order_by("pk")
        self.proposals = {one.code: one for one in rows}
        self.judges = {one.pk: one for one in judges_of(round_, at).order_by("pk")}
        self.seats: Mapping[int, Seat] = seats_of(round_.edition, at)
        self.by_name = {one.email.casefold(): one for one in self.judges.values()}
        self.by_name |= {self.seats[pk].code.casefold(): one for pk, one in self.judges.items()}
        self.ties: Mapping[Reading, frozenset[Reason]] = ties_between(
            round_.edition, self.proposals.values(), self.judges.values(), at
        )
        self.had: dict[Reading, bool] = {}
        self.lost: dict[int, str] = {}
        self._find_what_stands()
        self.kept = {reading for reading, stands in self.had.items() if stands}
        self.left = {proposal for (proposal, _judge), stands in self.had.items() if not stands}
        self.elsewhere = busy_in(self.round)
        self.loads = Counter(judge for _proposal, judge in self.kept)
        self.readers = Counter(proposal for proposal, _judge in self.kept)
        self.new: dict[Reading, Record] = {}

    def _find_what_stands(self) -> None:
        """Find who had what and whether it stands. As in a plan, the task of somebody who has a tie since, or is no judge
        any more, counts only if its sheet is locked; else it is `lost`, by its id with the proposal's code."""
        codes = {one.pk: code for code, one in self.proposals.items()}
        rows = Assignment.objects.filter(round=self.round).order_by("pk")
        for pk, proposal, judge, state, sheet in rows.values_list("pk", "proposal_id", "judge_id", "state", "sheet__state"):
            reading, stands = (proposal, judge), state in ACTIVE_ASSIGNMENTS
            may_read = judge in self.judges and reading not in self.ties
            if stands and not may_read and sheet != SheetState.LOCKED and proposal in codes:
                self.lost[pk], stands = codes[proposal], False
            self.had[reading] = stands

    def named(self, record: Record) -> tuple[Proposal | None, Person | None]:
        """Return the candidate and the judge that a row names; None where there is none."""
        return self.proposals.get(record.texts["proposal"]), self.by_name.get(record.texts["judge"].casefold())

    def finding(self, record: Record, proposal: Proposal | None, judge: Person | None) -> PairFinding:
        """Say what becomes of a row, and count it in where it is given out."""
        if proposal and judge and not record.formulas:
            reading = (proposal.pk, judge.pk)
            if reading in self.kept:
                return PairFinding(record, PairOutcome.SAME, proposal, judge)
            text = self._fault(record, reading)
            if not text:
                self.new[reading] = record
                self.loads[judge.pk] += 1
                self.readers[proposal.pk] += 1
                return PairFinding(record, PairOutcome.NEW, proposal, judge)
        elif record.formulas:
            text = _("Ada rumus pada baris ini. Tulis isinya saja.")
        elif proposal is None:
            text = _("Tidak ada proposal berkode ini pada babak ini.")
        else:
            text = _("Tidak ada penilai dengan alamat email atau kode ini.")
        return PairFinding(record, PairOutcome.WRONG, proposal, judge, text)

    def _fault(self, record: Record, reading: Reading) -> str:
        proposal, judge = reading
        seat, reason = self.seats[judge], record.texts["reason"]
        if reading in self.new:
            words = {"number": self.new[reading].number}
            return _("Baris ini sama dengan baris %(number)s. Hapus salah satunya.") % words
        if reasons := self.ties.get(reading):
            return "; ".join(str(Reason(one).label) for one in sorted(reasons))
        if reading in self.had:
            return _("Sudah atau pernah mendapat proposal ini")
        if reading in self.elsewhere or twice_at_once(self.round, [*self.new, reading]):
            return _("Bertugas di tempat lain pada jam yang sama")
        if seat.is_away:
            return _("Sedang tidak tersedia")
        if self.loads[judge] >= seat.most(self.round):
            return _("Bebannya sudah penuh")
        if self.readers[proposal] >= self.round.readers_per_proposal:
            return _("Proposal ini sudah memiliki %(count)s penilai.") % {"count": self.readers[proposal]}
        if not reason:
            return _("Isi alasan")
        return _("Alasan lebih dari %(most)s karakter.") % {"most": LONGEST_REASON} if len(reason) > LONGEST_REASON else ""

    def with_all_readers(self, finding: PairFinding) -> PairFinding:
        """Refuse a row that would leave its proposal with some of its readers (INV-07): all of them, or the plan finds them.
        Fewer are right only where one was taken away."""
        proposal, need = finding.proposal, self.round.readers_per_proposal
        if finding.outcome != PairOutcome.NEW or proposal is None:
            return finding
        if self.readers[proposal.pk] >= need or proposal.pk in self.left:
            return finding
        text = _("Proposal ini baru memiliki %(have)s dari %(need)s penilai. Tambah barisnya, atau serahkan pada rencana.")
        words = {"have": self.readers[proposal.pk], "need": need}
        return replace(finding, outcome=PairOutcome.WRONG, text=text % words)

    def tell(self, report: PairsReport) -> None:
        """Say how the round would stand: loads, comparability, and how many readings would still be missing."""
        everything = self.kept | set(self.new)
        pairs = [(str(proposal), str(judge)) for proposal, judge in sorted(everything)]
        new = Counter(judge for _proposal, judge in self.new)
        report.loads = [JudgeLoad(one, self.loads[pk] - new[pk], new[pk]) for pk, one in self.judges.items()]
        report.loads.sort(key=lambda one: (one.judge.name, one.judge.pk))
        report.connected = len(panels_of(pairs)) <= 1
        report.met_pairs = met_pairs(pairs)
        report.possible_pairs = comb(len({judge for _proposal, judge in pairs}), 2)
        teams = teams_of(Judge(str(pk), 0, self.seats[pk].categories) for pk in self.judges)
        mixed = crossing(pairs, teams)
        report.cross_percent = 100 * sum(proposal in mixed for proposal, _judge in pairs) // len(pairs) if pairs else 0
        need = self.round.readers_per_proposal
        report.missing = sum(max(0, need - self.readers[one.pk]) for one in self.proposals.values())
