"""May this person do this to this part of the verdict, now? Each answer carries its reason."""

from judging.policy.announcements import (
    may_approve_announcement,
    may_postpone_announcement,
    may_prepare_announcement,
    may_see_announcement,
)
from judging.policy.disputes import may_discuss, may_propose_sheet, may_see_discussion, may_see_disputes, may_settle_dispute
from judging.policy.feedback import may_read_feedback
from judging.policy.interviews import (
    may_change_slot,
    may_confirm_attendance,
    may_plan_interviews,
    may_redraw_interviews,
    may_see_interview,
    may_see_interviews,
)
from judging.policy.lists import (
    may_add_readings,
    may_publish_results,
    may_rank_round,
    may_ratify_selection,
    may_release_bundle,
    may_select_finalists,
)
from judging.policy.readings import (
    may_answer_assignment,
    may_declare_conflict,
    may_read_to_judge,
    may_score,
    may_see_assignment,
    may_take_briefing,
    may_train,
)
from judging.policy.rounds import (
    has_no_ties,
    may_assign_judges,
    may_chair,
    may_prepare_round,
    may_see_habits,
    may_see_rounds,
    round_is_open,
)
from judging.policy.training import may_choose_training, may_nudge_untrained
from judging.policy.visits import (
    may_change_visit,
    may_confirm_findings,
    may_plan_visits,
    may_read_findings,
    may_see_visit,
    may_visit,
    may_write_findings,
)

__all__ = [
    "has_no_ties",
    "may_add_readings",
    "may_answer_assignment",
    "may_approve_announcement",
    "may_assign_judges",
    "may_chair",
    "may_change_slot",
    "may_change_visit",
    "may_choose_training",
    "may_confirm_attendance",
    "may_confirm_findings",
    "may_declare_conflict",
    "may_discuss",
    "may_nudge_untrained",
    "may_plan_interviews",
    "may_plan_visits",
    "may_postpone_announcement",
    "may_prepare_announcement",
    "may_prepare_round",
    "may_propose_sheet",
    "may_publish_results",
    "may_rank_round",
    "may_ratify_selection",
    "may_read_feedback",
    "may_read_findings",
    "may_read_to_judge",
    "may_redraw_interviews",
    "may_release_bundle",
    "may_score",
    "may_see_announcement",
    "may_see_assignment",
    "may_see_discussion",
    "may_see_disputes",
    "may_see_habits",
    "may_see_interview",
    "may_see_interviews",
    "may_see_rounds",
    "may_see_visit",
    "may_select_finalists",
    "may_settle_dispute",
    "may_take_briefing",
    "may_train",
    "may_visit",
    "may_write_findings",
    "round_is_open",
]
