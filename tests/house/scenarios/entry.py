"""Scenarios of `submissions.policy`."""

from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404

from competition.clock import read_clock
from competition.verdict import NotAllowed
from judging.operations.passing import undo_passing
from submissions import access
from submissions.access import announced
from submissions.access.replications import replication_to_see
from submissions.operations.certificates import issue_certificates, revoke_certificate
from submissions.operations.coaching_notes import write_comment
from submissions.operations.coachings import ask_coaching, end_coaching, give_coaching, refuse_coaching
from submissions.operations.continuations import Answer, say_status
from submissions.operations.decrees import confirm_decree, drop_decree
from submissions.operations.drafts import start_draft
from submissions.operations.handovers import forward_proposal, return_proposal
from submissions.operations.letters import object_to_letter
from submissions.operations.links import ask_endorsement
from submissions.operations.objections import answer_objection, give_objection
from submissions.operations.passing import pass_clean
from submissions.operations.readings import settle_readings
from submissions.operations.replication_notes import report_replication, show_replication, write_message
from submissions.operations.replications import approve_replication, ask_replication
from submissions.operations.seats import cancel_seat
from tests import builders
from tests.builders import Cast
from tests.house.scenarios import Act, Scenario, refuses, sharing
from tests.submissions import acts, certifying, coaching, crowds, files, guiding, objecting, replicating


def start(cast: Cast, person) -> Act:
    """Return the start of a draft by somebody."""
    known = {"unit": cast.unit, "edition": cast.edition, "title": "Rumah Tunggu Uji", "at": read_clock()}
    return partial(start_draft, person=person, **known)


def start_too_late(cast: Cast) -> Act:
    builders.open_the_stage(cast.edition, "screening")
    return refuses(NotAllowed, start(cast, cast.writer))


def stranger_starts(cast: Cast) -> Act:
    return refuses(NotAllowed, start(cast, cast.stranger))


def write(cast: Cast, proposal, who: str) -> Act:
    """Return the writing of an answer by somebody."""
    return partial(acts.rewrite, cast, proposal, read_clock(), "Teks lain", person=getattr(cast, who))


def write_too_late(cast: Cast) -> Act:
    proposal = builders.draft(cast)
    builders.open_the_stage(cast.edition, "screening")
    return refuses(NotAllowed, write(cast, type(proposal).objects.get(pk=proposal.pk), "writer"))


def leader_writes(cast: Cast) -> Act:
    return refuses(NotAllowed, write(cast, builders.draft(cast), "leader"))


def another_group_answers(cast: Cast) -> Act:
    proposal = builders.draft(cast)
    question = proposal.answers.first().question
    question.groups = ["khusus"]
    question.save(update_fields=["groups"])
    return refuses(NotAllowed, write(cast, proposal, "writer"))


def stranger_reads(cast: Cast) -> Act:
    return refuses(Http404, partial(access.proposal_to_read, builders.draft(cast).code, cast.stranger, read_clock()))


def secretariat_reads_the_history(cast: Cast) -> Act:
    code = builders.submitted(cast).code
    return refuses(Http404, partial(access.proposal_with_history, code, cast.secretariat, read_clock()))


def file_is_not_checked_yet(cast: Cast) -> Act:
    document = files.upload(cast, builders.draft(cast))
    code = document.proposal.code
    return refuses(Http404, partial(access.document_to_read, code, document.code, cast.writer, read_clock()))


def administrator_forwards(cast: Cast) -> Act:
    known = {"proposal": builders.draft(cast), "person": cast.administrator, "at": read_clock()}
    return refuses(NotAllowed, partial(forward_proposal, **known))


def writer_returns(cast: Cast) -> Act:
    known = {"proposal": builders.forwarded(cast), "person": cast.writer, "note": "x", "at": read_clock()}
    return refuses(NotAllowed, partial(return_proposal, **known))


def leader_asks_for_a_yes(cast: Cast) -> Act:
    known = {"proposal": builders.forwarded(cast), "person": cast.leader, "whom": cast.leader, "at": read_clock()}
    return refuses(NotAllowed, partial(ask_endorsement, **known))


def administrator_endorses(cast: Cast) -> Act:
    proposal = builders.forwarded(cast)
    return refuses(NotAllowed, partial(acts.endorse, cast, proposal, read_clock(), leader=cast.administrator))


def writer_records_a_letter(cast: Cast) -> Act:
    return refuses(NotAllowed, partial(acts.sign, cast, builders.forwarded(cast), read_clock(), person=cast.writer))


def writer_objects_to_a_letter(cast: Cast) -> Act:
    letter = acts.sign(cast, builders.forwarded(cast), read_clock())
    known = {"letter": letter, "person": cast.writer, "objection": "x", "at": read_clock()}
    return refuses(NotAllowed, partial(object_to_letter, **known))


def writer_sends(cast: Cast) -> Act:
    proposal = builders.endorsed(cast)
    return refuses(NotAllowed, partial(acts.send, cast, proposal, read_clock(), person=cast.writer))


def writer_withdraws(cast: Cast) -> Act:
    proposal = builders.submitted(cast)
    return refuses(NotAllowed, partial(acts.withdraw, cast, proposal, read_clock(), person=cast.writer))


def writer_revives(cast: Cast) -> Act:
    proposal = builders.submitted(cast)
    acts.withdraw(cast, proposal, read_clock())
    return refuses(NotAllowed, partial(acts.revive, cast, proposal, read_clock(), person=cast.writer))


def writer_sees_the_secretariat(cast: Cast) -> Act:
    return refuses(Http404, partial(access.edition_to_screen, cast.writer, read_clock()))


def tied_secretariat_opens_it(cast: Cast) -> Act:
    proposal = builders.submitted(cast)
    builders.join(cast.secretariat, cast.institution)
    return refuses(PermissionDenied, partial(access.proposal_to_screen, proposal.code, cast.secretariat, read_clock()))


def chair_screens(cast: Cast) -> Act:
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    proposal = type(proposal).objects.get(pk=proposal.pk)
    return refuses(NotAllowed, partial(acts.screen, cast, proposal, read_clock(), person=cast.chair))


def reader_settles_what_they_read(cast: Cast) -> Act:
    proposal = acts.read_differently(cast, builders.submitted(cast))
    known = {"proposal": proposal, "follows": 1, "reason": "Lebih teliti.", "at": read_clock()}
    return refuses(NotAllowed, partial(settle_readings, person=cast.secretariat, **known))


def chair_passes_together(cast: Cast) -> Act:
    sent = acts.uncopied(builders.submitted(cast).submissions.get())
    builders.open_the_stage(cast.edition, "screening")
    edition = type(cast.edition).objects.get(pk=cast.edition.pk)
    known = {"edition": edition, "shown": {sent.proposal.code: sent.number}, "at": read_clock()}
    return refuses(NotAllowed, partial(pass_clean, person=cast.chair, **known))


def chair_takes_back_what_was_passed(cast: Cast) -> Act:
    known = {"edition": cast.edition, "passed_at": read_clock(), "reason": "Salah pilih.", "at": read_clock()}
    return refuses(NotAllowed, partial(undo_passing, person=cast.chair, **known))


def secretariat_moves_for_the_agency(cast: Cast) -> Act:
    proposal = builders.submitted(cast)
    door = partial(access.proposal_to_move, proposal.code, "WITHDRAWN", cast.secretariat, read_clock())
    return refuses(PermissionDenied, door)


def chair_extends(cast: Cast) -> Act:
    return refuses(NotAllowed, partial(acts.extend, cast, read_clock(), person=cast.chair))


def secretariat_extends_too_far(cast: Cast) -> Act:
    return refuses(NotAllowed, partial(acts.extend, cast, read_clock(), by=timedelta(days=400)))


def chair_moves_a_stage(cast: Cast) -> Act:
    return refuses(NotAllowed, partial(acts.move_stage, cast, read_clock(), person=cast.chair))


def secretariat_opens_too_early(cast: Cast) -> Act:
    return refuses(NotAllowed, partial(acts.move_stage, cast, read_clock(), by=timedelta(minutes=-1)))


def chair_extends_for_one(cast: Cast) -> Act:
    return refuses(NotAllowed, partial(acts.extend_for, cast, read_clock(), person=cast.chair))


def somebody_objects_too_late(cast: Cast) -> Act:
    publication = crowds.published_list(cast, 1)
    return refuses(NotAllowed, partial(objecting.filed, cast.edition, at=publication.objections_close_at))


def tied_secretariat_reads_an_objection(cast: Cast) -> Act:
    builders.join(cast.secretariat, cast.institution)
    objection = objecting.confirmed(cast.edition, outcome=crowds.published_list(cast, 1).outcomes.get())
    return refuses(Http404, partial(announced.objection_to_see, objection.code, cast.secretariat, read_clock()))


def another_answers_an_objection(cast: Cast) -> Act:
    crowds.published_list(cast, 1)
    objection = objecting.confirmed(cast.edition)
    other = next(one for one in (cast.secretariat, cast.secretariat2) if one != objection.handler)
    known = {"objection": objection, "result": "UPHELD", "reason": "x", "at": read_clock()}
    return refuses(NotAllowed, partial(answer_objection, person=other, **known))


def chair_is_given_an_objection(cast: Cast) -> Act:
    crowds.published_list(cast, 1)
    known = {"objection": objecting.confirmed(cast.edition), "whom": cast.chair, "at": read_clock()}
    return refuses(NotAllowed, partial(give_objection, person=cast.secretariat, **known))


def tied_organiser_opens_a_decree(cast: Cast) -> Act:
    crowds.published_list(cast, 1)
    builders.join(cast.secretariat, cast.institution)
    return refuses(Http404, partial(announced.publication_to_decree, 2017, "desk", cast.secretariat, read_clock()))


def decree_while_an_objection_waits(cast: Cast) -> Act:
    crowds.published_list(cast, 1)
    objecting.confirmed(cast.edition)
    objecting.close(cast.edition)
    return refuses(NotAllowed, partial(objecting.decreed, cast))


def recorder_confirms_a_decree(cast: Cast) -> Act:
    crowds.published_list(cast, 1)
    objecting.close(cast.edition)
    known = {"decree": objecting.decreed(cast), "person": cast.secretariat, "at": read_clock()}
    return refuses(NotAllowed, partial(confirm_decree, **known))


def chair_drops_a_decree(cast: Cast) -> Act:
    crowds.published_list(cast, 1)
    objecting.close(cast.edition)
    known = {"decree": objecting.decreed(cast), "person": cast.chair, "at": read_clock()}
    return refuses(NotAllowed, partial(drop_decree, **known))


def certificates_without_a_decree(cast: Cast) -> Act:
    publication = crowds.published_list(cast, 1)
    return refuses(NotAllowed, partial(issue_certificates, publication=publication, person=cast.secretariat, at=read_clock()))


def chair_revokes_a_certificate(cast: Cast) -> Act:
    (one,) = certifying.issued(cast, 1)
    return refuses(NotAllowed, partial(revoke_certificate, certificate=one, person=cast.chair, reason="x", at=read_clock()))


def agency_replicates_its_own(cast: Cast) -> Act:
    known = {"innovation": replicating.innovation(cast), "institution": cast.institution, "wish": replicating.WISH}
    return refuses(NotAllowed, partial(ask_replication, person=cast.administrator, at=read_clock(), **known))


def partner_says_a_status(cast: Cast) -> Act:
    known = {"innovation": replicating.innovation(cast), "person": cast.other_administrator, "at": read_clock()}
    return refuses(NotAllowed, partial(say_status, answer=Answer("CONTINUES"), **known))


def secretariat_reads_a_replication(cast: Cast) -> Act:
    one = replicating.asked(cast)
    return refuses(Http404, partial(replication_to_see, one.code, cast.secretariat, read_clock()))


def replicator_approves(cast: Cast) -> Act:
    known = {"replication": replicating.walked(cast, "AGREED"), "person": cast.other_administrator, "at": read_clock()}
    return refuses(NotAllowed, partial(approve_replication, **known))


def origin_reports(cast: Cast) -> Act:
    known = {"replication": replicating.walked(cast, "IMPLEMENTING"), "person": cast.administrator, "at": read_clock()}
    told = {"adapted": replicating.ADAPTED, "figures": replicating.FIGURES}
    return refuses(NotAllowed, partial(report_replication, **known, **told))


def writer_shows_a_replication(cast: Cast) -> Act:
    known = {"replication": replicating.walked(cast, "APPROVED"), "person": cast.writer, "at": read_clock()}
    return refuses(NotAllowed, partial(show_replication, is_shown=True, **known))


def secretariat_writes_to_a_partner(cast: Cast) -> Act:
    known = {"replication": replicating.asked(cast), "person": cast.secretariat, "at": read_clock()}
    return refuses(NotAllowed, partial(write_message, text="Halo", **known))


def stranger_books_a_seat(cast: Cast) -> Act:
    return refuses(NotAllowed, partial(coaching.seat, cast, coaching.planned(cast), person=cast.stranger))


def judge_coaches_a_clinic(cast: Cast) -> Act:
    return refuses(NotAllowed, partial(coaching.planned, cast, coach=cast.judges[0]))


def stranger_gives_up_a_seat(cast: Cast) -> Act:
    known = {"booking": coaching.seat(cast, coaching.planned(cast)), "person": cast.stranger, "at": read_clock()}
    return refuses(NotAllowed, partial(cancel_seat, **known))


def stranger_asks_for_a_coach(cast: Cast) -> Act:
    known = {"proposal": builders.draft(cast), "person": cast.stranger, "wish": "", "at": read_clock()}
    return refuses(NotAllowed, partial(ask_coaching, **known))


def judge_takes_a_draft(cast: Cast) -> Act:
    judge = cast.judges[0]
    known = {"coaching": guiding.asked(cast), "person": judge, "coach": judge, "at": read_clock()}
    return refuses(NotAllowed, partial(give_coaching, **known))


def coach_refuses_a_request(cast: Cast) -> Act:
    known = {"coaching": guiding.asked(cast), "person": guiding.coach(cast), "reason": "Penuh", "at": read_clock()}
    return refuses(NotAllowed, partial(refuse_coaching, **known))


def another_coach_remarks(cast: Cast) -> Act:
    known = {"coaching": guiding.given(cast), "person": guiding.coach(cast), "question": "", "text": "A", "at": read_clock()}
    return refuses(NotAllowed, partial(write_comment, **known))


def stranger_ends_a_coaching(cast: Cast) -> Act:
    known = {"coaching": guiding.given(cast), "person": cast.stranger, "at": read_clock()}
    return refuses(NotAllowed, partial(end_coaching, **known))


SCENARIOS: dict[str, Scenario] = {
    **sharing.SCENARIOS,
    "may_ask_coaching": stranger_asks_for_a_coach,
    "may_give_coaching": judge_takes_a_draft,
    "may_refuse_coaching": coach_refuses_a_request,
    "may_coach_draft": another_coach_remarks,
    "may_end_coaching": stranger_ends_a_coaching,
    "may_say_status": partner_says_a_status,
    "may_ask_replication": agency_replicates_its_own,
    "may_see_replication": secretariat_reads_a_replication,
    "may_move_replication": replicator_approves,
    "may_work_on_replication": origin_reports,
    "may_show_replication": writer_shows_a_replication,
    "may_write_to_partner": secretariat_writes_to_a_partner,
    "may_book_seat": stranger_books_a_seat,
    "may_cancel_seat": stranger_gives_up_a_seat,
    "may_coach_clinic": judge_coaches_a_clinic,
    "window_is_open": start_too_late,
    "may_edit_now": write_too_late,
    "administers": stranger_reads,
    "may_start_draft": stranger_starts,
    "may_read_document": file_is_not_checked_yet,
    "may_read_proposal": stranger_reads,
    "may_handle_proposal": tied_secretariat_opens_it,
    "may_read_history": secretariat_reads_the_history,
    "may_write_proposal": leader_writes,
    "may_answer_question": another_group_answers,
    "may_forward_proposal": administrator_forwards,
    "may_return_proposal": writer_returns,
    "may_ask_endorsement": leader_asks_for_a_yes,
    "may_endorse_proposal": administrator_endorses,
    "may_record_letter": writer_records_a_letter,
    "may_object_to_letter": writer_objects_to_a_letter,
    "may_keep_decrees": tied_organiser_opens_a_decree,
    "may_record_decree": decree_while_an_objection_waits,
    "may_confirm_decree": recorder_confirms_a_decree,
    "may_drop_decree": chair_drops_a_decree,
    "may_issue_certificates": certificates_without_a_decree,
    "may_revoke_certificate": chair_revokes_a_certificate,
    "may_object": somebody_objects_too_late,
    "may_see_objection": tied_secretariat_reads_an_objection,
    "may_answer_objection": another_answers_an_objection,
    "may_give_objection": chair_is_given_an_objection,
    "may_submit_proposal": writer_sends,
    "may_withdraw_proposal": writer_withdraws,
    "may_revive_proposal": writer_revives,
    "may_see_secretariat": writer_sees_the_secretariat,
    "may_screen_proposal": chair_screens,
    "may_pass_clean": chair_passes_together,
    "may_undo_passing": chair_takes_back_what_was_passed,
    "may_settle_readings": reader_settles_what_they_read,
    "may_move_proposal": secretariat_moves_for_the_agency,
    "may_extend_stage": chair_extends,
    "may_extend_for": chair_extends_for_one,
    "may_move_stage": chair_moves_a_stage,
    "may_open_then": secretariat_opens_too_early,
    "may_close_then": secretariat_extends_too_far,
}
