"""What the readers of one proposal say to each other, and the sheet they agree on."""

from dataclasses import dataclass
from decimal import Decimal

from competition.models import Person, Round
from competition.models.editions import Consolidated, DisputeWay
from judging.models import Agreement, Assignment, Discussion, JointMark, JointSheet, Mark, Remark
from judging.queries.desk import assignment_about, record_of
from judging.states import ACTIVE_ASSIGNMENTS, DiscussionState, SheetState


@dataclass(frozen=True, slots=True)
class Joint:
    """The last version that was proposed, its marks by criterion id, and who said yes to it, by assignment id."""

    sheet: JointSheet
    marks: dict[int, JointMark]
    agreed: dict[int, Agreement]


def discussion_about(assignment: Assignment) -> Discussion | None:
    """Return what was decided about the assignment's proposal in its round, with who leads."""
    rows = Discussion.objects.filter(round_id=assignment.round_id, proposal_id=assignment.proposal_id)
    return rows.select_related("lead__judge").first()


def discussion_by_code(code: str) -> Discussion | None:
    """Return the discussion of a code, with who leads."""
    return Discussion.objects.filter(code=code).select_related("lead__judge").first()


def reading_of(discussion: Discussion, person: Person) -> Assignment | None:
    """Return the person's own task about what is discussed, as its pages need it."""
    return assignment_about(discussion.proposal_id, discussion.round_id, person)


def discussed_at(assignment: Assignment) -> str:
    """Return the code of the discussion to which the proposal's readers were asked; empty when they were not. Nothing is read
    where the round has no such thing."""
    if assignment.round.gap is None or assignment.round.dispute != DisputeWay.CONSOLIDATE:
        return ""
    rows = Discussion.objects.filter(round_id=assignment.round_id, proposal_id=assignment.proposal_id).exclude(lead=None)
    return rows.order_by("pk").values_list("code", flat=True).first() or ""


def readers_with_marks(discussion: Discussion) -> list[tuple[Assignment, dict[int, Mark]]]:
    """Return the readings of what is discussed, as `readers_of` orders them, each with its locked marks by criterion id. One
    query: a locked sheet always has marks."""
    rows = Mark.objects.filter(
        sheet__state=SheetState.LOCKED,
        sheet__assignment__round=discussion.round_id,
        sheet__assignment__proposal=discussion.proposal_id,
        sheet__assignment__state__in=ACTIVE_ASSIGNMENTS,
    )
    found: dict[int, tuple[Assignment, dict[int, Mark]]] = {}
    for mark in rows.select_related("level", "sheet__assignment").order_by("sheet__assignment", "pk"):
        found.setdefault(mark.sheet.assignment_id, (mark.sheet.assignment, {}))[1][mark.criterion_id] = mark
    return list(found.values())


def remarks_of(discussion: Discussion) -> list[Remark]:
    """Return what was said, in order."""
    return list(Remark.objects.filter(discussion=discussion).order_by("at", "pk"))


def joint_sheet_of(discussion: Discussion) -> Joint | None:
    """Return the last version that was proposed; None before the first. Two queries."""
    rows = JointMark.objects.filter(sheet__discussion=discussion).select_related("sheet", "level", "criterion")
    marks = list(rows.order_by("-sheet__version", "pk"))
    if not marks:
        return None
    sheet = marks[0].sheet
    agreed = {one.reader_id: one for one in Agreement.objects.filter(sheet=sheet).order_by("pk")}
    return Joint(sheet, {one.criterion_id: one for one in marks if one.sheet_id == sheet.pk}, agreed)


def agreed_marks_of(round_: Round) -> dict[int, dict[str, Decimal]]:
    """Return the points that count instead of a reader's own, by assignment id and criterion code: those of the sheet that was
    agreed on, for each who agreed. None where the round only records such sheets. One query."""
    if round_.consolidated != Consolidated.REPLACES:
        return {}
    rows = Agreement.objects.filter(
        sheet__discussion__round=round_,
        sheet__discussion__state=DiscussionState.SEALED,
        reader__state__in=ACTIVE_ASSIGNMENTS,
    ).order_by("sheet__version", "pk")
    last: dict[int, int] = {}
    found: dict[int, tuple[int, int, dict[str, Decimal]]] = {}
    columns = ("sheet__discussion_id", "sheet__version", "reader_id", "sheet__marks__criterion__code", "sheet__marks__points")
    for discussion, version, reader, code, points in rows.values_list(*columns):
        last[discussion] = version
        if reader not in found or found[reader][1] != version:
            found[reader] = (discussion, version, {})
        found[reader][2][code] = points
    return {reader: points for reader, (discussion, version, points) in found.items() if version == last[discussion]}


def agreed_sheets_in(round_: Round) -> int:
    """Return how many proposals of a round count with a sheet that their readers agreed on."""
    if round_.gap is None or round_.consolidated != Consolidated.REPLACES:
        return 0
    return Discussion.objects.filter(round=round_, state=DiscussionState.SEALED).count()


def agreed_in(round_: Round) -> list[tuple[str, int, dict[str, dict], object]]:
    """Return what was sealed in a round: the leading task's code, the version, its marks as traced, and the instant."""
    rows = Discussion.objects.filter(round=round_, state=DiscussionState.SEALED).select_related("lead").order_by("pk")
    found = []
    for one in rows:
        joint = joint_sheet_of(one)
        found.append((one.lead.code, joint.sheet.version, record_of(joint.marks.values()), one.sealed_at))
    return found
