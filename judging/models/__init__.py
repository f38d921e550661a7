"""Tables of the verdict."""

from judging.models.assignment import Assignment, Conflict
from judging.models.bundle import BundleSalt
from judging.models.panelist import Panelist
from judging.models.ranking import Ranking, RankingEntry
from judging.models.selection import Selection, SelectionEntry
from judging.models.sheet import Mark, ScoreEvent, ScoreSheet
from judging.models.training import TrainingMark, TrainingSheet

__all__ = [
    "Assignment",
    "BundleSalt",
    "Conflict",
    "Mark",
    "Panelist",
    "Ranking",
    "RankingEntry",
    "ScoreEvent",
    "ScoreSheet",
    "Selection",
    "SelectionEntry",
    "TrainingMark",
    "TrainingSheet",
]
