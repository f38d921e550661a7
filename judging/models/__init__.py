"""Tables of the verdict."""

from judging.models.announcement import Announcement
from judging.models.assignment import Assignment, Conflict
from judging.models.bundle import BundleSalt
from judging.models.discussion import Agreement, Discussion, JointMark, JointSheet, Remark
from judging.models.interview import Slot, Timetable
from judging.models.material import Material
from judging.models.panelist import Panelist
from judging.models.ranking import Ranking, RankingEntry
from judging.models.reopening import Reopening
from judging.models.rubric import SheetRevision
from judging.models.selection import Selection, SelectionEntry
from judging.models.sheet import Mark, ScoreEvent, ScoreSheet
from judging.models.training import TrainingMark, TrainingSheet
from judging.models.visit import Finding, Visit, VisitMember, VisitPhoto

__all__ = [
    "Agreement",
    "Announcement",
    "Assignment",
    "BundleSalt",
    "Conflict",
    "Discussion",
    "Finding",
    "JointMark",
    "JointSheet",
    "Mark",
    "Material",
    "Panelist",
    "Ranking",
    "RankingEntry",
    "Remark",
    "Reopening",
    "ScoreEvent",
    "ScoreSheet",
    "Selection",
    "SelectionEntry",
    "SheetRevision",
    "Slot",
    "Timetable",
    "TrainingMark",
    "TrainingSheet",
    "Visit",
    "VisitMember",
    "VisitPhoto",
]
