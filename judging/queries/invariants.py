"""What must hold of the verdict at any time. Each check returns one line per row that breaks it; none means it holds."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, F, Q

from competition.models import AuditEntry, Round
from judging.models import Assignment, Conflict, Discussion, Mark, Ranking, ScoreEvent, ScoreSheet, Selection, SelectionEntry
from judging.queries.desk import record_of
from judging.queries.discussions import joint_sheet_of
from judging.queries.disputes import third_readings
from judging.queries.rounds import candidates_of
from judging.queries.ties import ties_between
from judging.seals import joint_seal, ranking_seal, sheet_seal
from judging.states import ACTIVE_ASSIGNMENTS, EXTRA_READING, AssignmentState, DiscussionState, SelectionState, SheetState
from submissions.models import Outcome, Publication
from submissions.states import ProposalState


def assignments_are_whole(at: datetime) -> Iterator[str]:
    """INV-07: a candidate has its readers (fewer where one was taken away, more where asked), nobody in conflict."""
    active = Q(assignments__state__in=ACTIVE_ASSIGNMENTS)
    for round_ in Round.objects.filter(assignments__isnull=False).distinct():
        mine = active & Q(assignments__round=round_)
        away = Q(assignments__round=round_, assignments__state__in=(AssignmentState.RECUSED, AssignmentState.RELEASED))
        rows = candidates_of(round_).annotate(
            readers=Count("assignments", filter=mine, distinct=True), gone=Count("assignments", filter=away, distinct=True)
        )
        extra = Count("assignments", filter=mine & Q(assignments__why=EXTRA_READING), distinct=True)
        rows = rows.annotate(planned=F("readers") - extra)
        more = Q(pk__in=third_readings(round_), planned=round_.readers_per_proposal + 1)
        wrong = rows.filter(readers__gt=0).exclude(
            Q(planned=round_.readers_per_proposal) | Q(gone__gt=0, planned__lt=round_.readers_per_proposal) | more
        )
        for code, readers in wrong.values_list("code", "readers"):
            yield f"{round_.key}: proposal {code} has {readers} readers, {round_.readers_per_proposal} wanted"
        yield from _conflicted(round_, at)


def _conflicted(round_: Round, at: datetime) -> Iterator[str]:
    """What was scored is asked about for when it was locked: a tie that began later takes nothing from it."""
    active = Assignment.objects.filter(round=round_, state__in=ACTIVE_ASSIGNMENTS).order_by("pk")
    rows = list(active.select_related("proposal__institution__region", "judge", "sheet"))
    barred = ties_between(round_.edition, {one.proposal for one in rows}, {one.judge for one in rows}, at)
    for one in rows:
        if (one.proposal_id, one.judge_id) not in barred:
            continue
        locked_at = one.sheet.locked_at if hasattr(one, "sheet") else None
        if locked_at is None or ties_between(round_.edition, [one.proposal], [one.judge], locked_at):
            yield f"assignment {one.code}: the judge has a tie to the proposal"


def assignments_are_of_candidates() -> Iterator[str]:
    """INV-07: only proposals that passed screening are read."""
    for code in Assignment.objects.exclude(proposal__state=ProposalState.ELIGIBLE).values_list("code", flat=True):
        yield f"assignment {code}: the proposal did not pass screening"
    undeclared = Assignment.objects.filter(state=AssignmentState.RECUSED).exclude(
        pk__in=Assignment.objects.filter(proposal__conflicts__judge=F("judge")).values("pk")
    )
    for code in undeclared.values_list("code", flat=True):
        yield f"assignment {code}: declined without a declared tie"
    if Conflict.objects.exclude(judge__appointments__role="JUDGE").exists():
        yield "a conflict was declared by somebody who never was a judge"


def locked_sheets_are_whole() -> Iterator[str]:
    """INV-08: a locked sheet has one mark per weighted criterion, each the points of its level; none is after the freeze."""
    locked = ScoreSheet.objects.filter(state=SheetState.LOCKED)
    for round_ in Round.objects.filter(assignments__sheet__state=SheetState.LOCKED).distinct():
        asked = round_.criteria.filter(weight__gt=0).count()
        rows = locked.filter(assignment__round=round_).annotate(
            marks_given=Count("marks", filter=Q(marks__points__isnull=False, marks__criterion__round=round_))
        )
        for code in rows.exclude(marks_given=asked).values_list("assignment__code", flat=True):
            yield f"sheet of {code}: not one mark per criterion"
        ranking = Ranking.objects.filter(in_force=round_).first()
        if ranking is not None:
            for code in rows.filter(changed_at__gt=ranking.ranked_at).values_list("assignment__code", flat=True):
                yield f"sheet of {code}: changed after the ranking was frozen"
    wrong = Mark.objects.filter(level__isnull=False).filter(~Q(points=F("level__points")) | ~Q(criterion=F("level__criterion")))
    for pk in wrong.values_list("pk", flat=True):
        yield f"mark {pk}: the points are not those of its level"
    unaccepted = ScoreSheet.objects.filter(assignment__state=AssignmentState.OFFERED)
    for code in unaccepted.values_list("assignment__code", flat=True):
        yield f"sheet of {code}: written before the assignment was accepted"


def selections_are_whole() -> Iterator[str]:
    """INV-10, the part of the lists: every ranked proposal is in or out, and not more are in than there are places."""
    rows = Selection.objects.select_related("ranking__round").annotate(
        listed=Count("entries"), chosen=Count("entries", filter=Q(entries__is_in=True))
    )
    for one in rows:
        if one.listed != one.ranking.entries.count():
            yield f"{one.ranking.round.key}: not every ranked proposal is on the list"
        if one.chosen > one.ranking.round.places:
            yield f"{one.ranking.round.key}: {one.chosen} chosen, {one.ranking.round.places} places"


def only_published_lists_are_public() -> Iterator[str]:
    """INV-06: the first version of every public list is exactly the entries of its published selection."""
    published = SelectionEntry.objects.filter(is_in=True, selection__state=SelectionState.PUBLISHED)
    chosen = set(published.values_list("entry__proposal_id", "selection__ranking__round__key"))
    public = set(Outcome.ever.filter(since=1).values_list("proposal_id", "publication__round_key"))
    for proposal_id, key in sorted(public - chosen):
        yield f"{key}: proposal {proposal_id} is public but not on a published list"
    for proposal_id, key in sorted(chosen - public):
        yield f"{key}: proposal {proposal_id} is on a published list but not public"
    for key in Publication.objects.exclude(outcomes__isnull=False).values_list("round_key", flat=True):
        yield f"{key}: a publication without outcomes"


def every_locked_sheet_has_its_entry() -> Iterator[str]:
    """INV-12, the part of the verdict: a state change without its audit entry does not exist."""
    locked = set(ScoreSheet.objects.filter(state=SheetState.LOCKED).values_list("assignment__code", flat=True))
    told = set(AuditEntry.objects.filter(event="sheet_locked").values_list("subject_key", flat=True))
    for code in sorted(locked ^ told):
        yield f"sheet of {code}: locked and audited do not agree"


def seals_hold() -> Iterator[str]:
    """SEC-06: what the audit sealed is what stands there now: each locked sheet, and each frozen ranking."""
    told = dict(AuditEntry.objects.filter(event="sheet_locked").values_list("subject_key", "data__receipt"))
    traces = ScoreEvent.objects.filter(kind="LOCKED", sheet__state=SheetState.LOCKED).exclude(sheet__salt="")
    for one in traces.select_related("sheet__assignment").iterator():
        sheet, code = one.sheet, one.sheet.assignment.code
        seal = sheet_seal(assignment=code, at=sheet.locked_at, marks=one.marks, total=sheet.total, salt=sheet.salt)
        if not seal == sheet.receipt_hash == told.get(code):
            yield f"sheet of {code}: not what was sealed when it was locked"
        elif one.marks != record_of(sheet.marks.select_related("criterion")):
            yield f"sheet of {code}: its marks are not those of its last trace"
    for one in Ranking.objects.exclude(salt="").select_related("round__edition"):
        key = f"{one.round.edition.year}/{one.round.key}"
        seals = AuditEntry.objects.filter(event="round_ranked", subject_key=key).values_list("data__seal", flat=True)
        if ranking_seal(inputs_hash=one.inputs_hash, result_hash=one.result_hash, salt=one.salt) not in seals:
            yield f"{key}: the ranking is not the one that was sealed"


def agreed_sheets_are_whole() -> Iterator[str]:
    """INV-08: a sheet agreed on has one mark per weighted criterion, each the points of its level, and is what was sealed."""
    told = dict(AuditEntry.objects.filter(event="joint_sheet_sealed").values_list("subject_key", "data__seal"))
    for one in Discussion.objects.filter(state=DiscussionState.SEALED).select_related("round", "lead").order_by("pk"):
        joint, asked = joint_sheet_of(one), one.round.criteria.filter(weight__gt=0).values_list("pk", flat=True)
        if joint is None or joint.marks.keys() != set(asked):
            yield f"discussion {one.code}: not one mark per criterion"
            continue
        if any(mark.points != mark.level.points or mark.level.criterion_id != pk for pk, mark in joint.marks.items()):
            yield f"discussion {one.code}: the points are not those of its levels"
        readers = Assignment.objects.filter(pk__in=joint.agreed).values_list("code", flat=True)
        seal = joint_seal(readers=readers, at=one.sealed_at, marks=record_of(joint.marks.values()), salt=one.salt)
        if not seal == one.seal == told.get(one.lead.code):
            yield f"discussion {one.code}: not what was sealed when its readers agreed"


CHECKS = {
    "INV-06": only_published_lists_are_public,
    "INV-07b": assignments_are_of_candidates,
    "INV-08": locked_sheets_are_whole,
    "INV-08b": agreed_sheets_are_whole,
    "INV-10": selections_are_whole,
    "INV-12": every_locked_sheet_has_its_entry,
    "INV-12b": seals_hold,
}
