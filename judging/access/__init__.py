"""The doors of the verdict. A stranger gets the same 404 as for nothing at all."""

from judging.access.desk import (
    anchor_to_train,
    assignment_to_read,
    assignment_to_see,
    file_to_read,
    judge_at_desk,
    round_to_train,
    tasks_to_take,
)
from judging.access.disputes import discussion_to_see, dispute_to_settle, round_in_dispute
from judging.access.feedback import feedback_to_read
from judging.access.interviews import (
    interview_to_note,
    interview_to_see,
    material_to_read,
    round_of_interviews,
    slot_to_change,
)
from judging.access.lists import (
    announcement_to_approve,
    announcement_to_postpone,
    list_to_announce,
    round_to_rank,
    round_to_read_more,
    round_to_release,
    round_to_select,
    round_to_weigh,
    selection_to_publish,
    selection_to_ratify,
)
from judging.access.rounds import (
    edition_of_rounds,
    passing_to_undo,
    round_to_assign,
    round_to_brief,
    round_to_see,
    round_to_watch,
    seat_to_change,
    task_to_reassign,
)
from judging.access.visits import photo_to_see, round_to_visit, visit_to_make, visit_to_see

__all__ = [
    "anchor_to_train",
    "announcement_to_approve",
    "announcement_to_postpone",
    "assignment_to_read",
    "assignment_to_see",
    "discussion_to_see",
    "dispute_to_settle",
    "edition_of_rounds",
    "feedback_to_read",
    "file_to_read",
    "interview_to_note",
    "interview_to_see",
    "judge_at_desk",
    "list_to_announce",
    "material_to_read",
    "passing_to_undo",
    "photo_to_see",
    "round_in_dispute",
    "round_of_interviews",
    "round_to_assign",
    "round_to_brief",
    "round_to_rank",
    "round_to_read_more",
    "round_to_release",
    "round_to_see",
    "round_to_select",
    "round_to_train",
    "round_to_visit",
    "round_to_watch",
    "round_to_weigh",
    "seat_to_change",
    "selection_to_publish",
    "selection_to_ratify",
    "slot_to_change",
    "task_to_reassign",
    "tasks_to_take",
    "visit_to_make",
    "visit_to_see",
]
