"""May this person do this to this proposal, now? Each answer carries its reason."""

from submissions.policy.certificates import may_issue_certificates, may_revoke_certificate
from submissions.policy.clinics import may_book_seat, may_cancel_seat, may_coach_clinic
from submissions.policy.coachings import (
    may_ask_coaching,
    may_coach_draft,
    may_end_coaching,
    may_give_coaching,
    may_refuse_coaching,
)
from submissions.policy.continuations import may_say_status
from submissions.policy.decrees import may_confirm_decree, may_drop_decree, may_keep_decrees, may_record_decree
from submissions.policy.endorsements import (
    may_ask_endorsement,
    may_endorse_proposal,
    may_object_to_letter,
    may_record_letter,
    may_return_proposal,
)
from submissions.policy.objections import may_answer_objection, may_give_objection, may_object, may_see_objection
from submissions.policy.proposals import (
    may_answer_question,
    may_forward_proposal,
    may_revive_proposal,
    may_start_draft,
    may_submit_proposal,
    may_withdraw_proposal,
    may_write_proposal,
)
from submissions.policy.readers import (
    administers,
    may_handle_proposal,
    may_read_document,
    may_read_history,
    may_read_proposal,
    may_see_secretariat,
)
from submissions.policy.replications import (
    may_ask_replication,
    may_move_replication,
    may_see_replication,
    may_show_replication,
    may_work_on_replication,
    may_write_to_partner,
)
from submissions.policy.screenings import (
    UNDONE_WITHIN,
    may_move_proposal,
    may_pass_clean,
    may_screen_proposal,
    may_settle_readings,
    may_undo_passing,
)
from submissions.policy.shared_materials import may_moderate_material, may_share_material, may_withdraw_material
from submissions.policy.stages import (
    EXTENDABLE,
    may_close_then,
    may_extend_for,
    may_extend_stage,
    may_move_stage,
    may_open_then,
)
from submissions.policy.windows import may_edit_now, window_is_open

__all__ = [
    "EXTENDABLE",
    "UNDONE_WITHIN",
    "administers",
    "may_answer_objection",
    "may_answer_question",
    "may_ask_coaching",
    "may_ask_endorsement",
    "may_ask_replication",
    "may_book_seat",
    "may_cancel_seat",
    "may_close_then",
    "may_coach_clinic",
    "may_coach_draft",
    "may_confirm_decree",
    "may_drop_decree",
    "may_edit_now",
    "may_end_coaching",
    "may_endorse_proposal",
    "may_extend_for",
    "may_extend_stage",
    "may_forward_proposal",
    "may_give_coaching",
    "may_give_objection",
    "may_handle_proposal",
    "may_issue_certificates",
    "may_keep_decrees",
    "may_moderate_material",
    "may_move_proposal",
    "may_move_replication",
    "may_move_stage",
    "may_object",
    "may_object_to_letter",
    "may_open_then",
    "may_pass_clean",
    "may_read_document",
    "may_read_history",
    "may_read_proposal",
    "may_record_decree",
    "may_record_letter",
    "may_refuse_coaching",
    "may_return_proposal",
    "may_revive_proposal",
    "may_revoke_certificate",
    "may_say_status",
    "may_screen_proposal",
    "may_see_objection",
    "may_see_replication",
    "may_see_secretariat",
    "may_settle_readings",
    "may_share_material",
    "may_show_replication",
    "may_start_draft",
    "may_submit_proposal",
    "may_undo_passing",
    "may_withdraw_material",
    "may_withdraw_proposal",
    "may_work_on_replication",
    "may_write_proposal",
    "may_write_to_partner",
    "window_is_open",
]
