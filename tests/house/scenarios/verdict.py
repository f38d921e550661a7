"""Scenarios of `judging.policy`."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse

from competition.clock import read_clock
from competition.verdict import NotAllowed
from judging import access
from judging.models import Assignment
from judging.operations.announcements import postpone_announcement, prepare_announcement
from judging.operations.assignments import accept_assignment, assign_judges, declare_conflict
from judging.operations.briefings import choose_training, nudge_untrained
from judging.operations.bundles import release_bundle
from judging.operations.discussions import add_remark
from judging.operations.errata import confirm_erratum, drop_erratum
from judging.operations.publications import publish_results
from judging.operations.rankings import rank_round
from judging.operations.redrawing import cancel_interviews
from judging.operations.selections import ratify_selection, select_finalists
from judging.operations.sheets import lock_sheet, save_sheet
from judging.operations.slots import confirm_attendance
from judging.operations.visits import cancel_visit, plan_visit
from judging.queries.interviews import panels_of
from tests import builders
from tests.briefings import brief, train
from tests.builders import Cast
from tests.house.scenarios import Act, Scenario, WentThrough, refuses
from tests.judging import announcing, correcting, disputes, interviewing, visits

HERE = (2017, "desk")


def save(one: Assignment, at=None) -> Act:
    """Return the saving of a sheet by its judge."""
    known = {"choices": builders.choices(), "version": 0, "at": at or read_clock()}
    return partial(save_sheet, assignment=one, person=one.judge, **known)


def score_too_late(cast: Cast) -> Act:
    one = builders.accepted(cast)[0]
    return refuses(NotAllowed, save(one, builders.the_round(cast).stage.closes_at))


def score_after_locking(cast: Cast) -> Act:
    one = builders.accepted(cast)[0]
    lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    one = Assignment.objects.select_related("judge", "round").get(pk=one.pk)
    return refuses(NotAllowed, partial(save_sheet, **save(one).keywords | {"version": 1}))


def judge_sees_the_rounds(cast: Cast) -> Act:
    return refuses(Http404, partial(access.round_to_see, *HERE, cast.judges[0], read_clock()))


def organiser_sees_the_ranking(cast: Cast) -> Act:
    builders.ranked(cast, 1)
    return refuses(PermissionDenied, partial(access.round_to_rank, *HERE, cast.secretariat, read_clock()))


def organiser_sees_how_they_mark(cast: Cast) -> Act:
    builders.scored(cast, 8)
    client = Client()
    client.force_login(cast.secretariat)

    def act() -> None:
        if "Sebaran" in client.get(reverse("judging:progress", args=HERE)).text:
            raise WentThrough

    return act


def chair_assigns(cast: Cast) -> Act:
    builders.eligible(cast)
    known = {"round_": builders.the_round(cast), "person": cast.chair, "seed": 1, "at": read_clock()}
    return refuses(NotAllowed, partial(assign_judges, **known))


def organiser_prepares_before_the_list(cast: Cast) -> Act:
    last = builders.make_round(cast.edition, key="akhir", stage="interview", kind="INTERVIEW")
    builders.ratified(cast, 1)
    return refuses(NotAllowed, partial(assign_judges, round_=last, person=cast.secretariat, seed=1, at=read_clock()))


def tied_chair_sees_the_timetable(cast: Cast) -> Act:
    round_ = interviewing.ready(cast)
    builders.join(cast.chair, builders.make_institution())
    return refuses(PermissionDenied, partial(access.round_of_interviews, 2017, round_.key, cast.chair, read_clock()))


def organiser_plans_twice(cast: Cast) -> Act:
    round_ = interviewing.planned(cast).timetable.round
    return refuses(NotAllowed, partial(interviewing.confirm, cast, round_))


def organiser_redraws_nothing(cast: Cast) -> Act:
    known = {"round_": interviewing.ready(cast), "reason": "Ruang kebanjiran.", "person": cast.secretariat, "at": read_clock()}
    return refuses(NotAllowed, partial(cancel_interviews, **known))


def judge_moves_a_slot(cast: Cast) -> Act:
    slot = interviewing.planned(cast)
    return refuses(NotAllowed, partial(interviewing.move, slot, cast.judges[0]))


def stranger_sees_an_interview(cast: Cast) -> Act:
    slot = interviewing.planned(cast)
    other = cast.stranger if slot.proposal.institution == cast.institution else cast.writer
    return refuses(Http404, partial(access.interview_to_see, slot.code, other, read_clock()))


def stranger_brings_a_file(cast: Cast) -> Act:
    slot = interviewing.planned(cast)
    other = cast.stranger if slot.proposal.institution == cast.institution else cast.writer
    return refuses(NotAllowed, partial(interviewing.bring, slot, other))


def offered_judge_reads_a_file(cast: Cast) -> Act:
    slot = interviewing.planned(cast)
    own = cast.writer if slot.proposal.institution == cast.institution else cast.stranger
    judge = panels_of(slot.timetable.round)[slot.proposal_id][0]
    known = (slot.code, interviewing.bring(slot, own).code, judge, read_clock())
    return refuses(Http404, partial(access.material_to_read, *known))


def writer_confirms(cast: Cast) -> Act:
    slot = interviewing.planned(cast)
    writer = cast.writer if slot.proposal.institution == cast.institution else cast.stranger
    known = {"slot": slot, "version": 1, "presenters": "Sari", "person": writer, "at": read_clock()}
    return refuses(NotAllowed, partial(confirm_attendance, **known))


def judge_sees_anothers_task(cast: Cast) -> Act:
    one, other = builders.assigned(cast)
    return refuses(Http404, partial(access.assignment_to_see, one.code, other.judge, read_clock()))


def judge_accepts_for_another(cast: Cast) -> Act:
    one, other = builders.assigned(cast)
    return refuses(NotAllowed, partial(accept_assignment, assignment=one, person=other.judge, at=read_clock()))


def judge_steps_back_after_locking(cast: Cast) -> Act:
    one = builders.accepted(cast)[0]
    lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    one = Assignment.objects.select_related("judge", "round").get(pk=one.pk)
    act = partial(declare_conflict, assignment=one, person=one.judge, kind="OTHER", explanation="Kerabat", at=read_clock())
    return refuses(NotAllowed, act)


def judge_reads_before_accepting(cast: Cast) -> Act:
    one = builders.assigned(cast)[0]
    return refuses(PermissionDenied, partial(access.assignment_to_read, one.code, one.judge, read_clock()))


def chair_opens_the_briefing(cast: Cast) -> Act:
    brief(builders.the_round(cast))
    return refuses(Http404, partial(access.round_to_train, *HERE, cast.chair, read_clock()))


def judge_trains_too_late(cast: Cast) -> Act:
    anchor = brief(builders.the_round(cast))[0]
    return refuses(NotAllowed, partial(train, anchor, cast.judges[0], at=anchor.round.stage.closes_at))


def organiser_chooses_other_texts_too_late(cast: Cast) -> Act:
    train(brief(builders.the_round(cast))[0], cast.judges[0])
    known = {"texts": [], "required": False, "reason": "Alasan.", "at": read_clock()}
    return refuses(NotAllowed, partial(choose_training, round_=builders.the_round(cast), person=cast.secretariat, **known))


def chair_reminds_of_the_training(cast: Cast) -> Act:
    brief(builders.the_round(cast))
    known = {"round_": builders.the_round(cast), "person": cast.chair, "at": read_clock()}
    return refuses(NotAllowed, partial(nudge_untrained, **known))


def organiser_ranks(cast: Cast) -> Act:
    round_ = builders.scored(cast, 1)
    return refuses(NotAllowed, partial(rank_round, round_=round_, person=cast.secretariat, at=read_clock()))


def organiser_has_more_read(cast: Cast) -> Act:
    builders.scored(cast, 1)
    return refuses(PermissionDenied, partial(access.round_to_read_more, *HERE, cast.secretariat, read_clock()))


def judge_reads_the_minutes(cast: Cast) -> Act:
    builders.selected(cast, 1)
    return refuses(Http404, partial(access.selection_to_minute, *HERE, cast.judges[0], read_clock()))


def tied_chair_ranks(cast: Cast) -> Act:
    round_ = builders.scored(cast, 1)
    builders.join(cast.chair, builders.make_institution())
    return refuses(NotAllowed, partial(rank_round, round_=round_, person=cast.chair, at=read_clock()))


def organiser_selects(cast: Cast) -> Act:
    round_ = builders.ranked(cast, 1).round
    return refuses(NotAllowed, partial(select_finalists, round_=round_, person=cast.secretariat, note="x", at=read_clock()))


def judge_ratifies(cast: Cast) -> Act:
    selection = builders.selected(cast, 1)
    return refuses(NotAllowed, partial(ratify_selection, selection=selection, person=cast.judges[0], at=read_clock()))


def judge_publishes(cast: Cast) -> Act:
    selection = builders.ratified(cast, 1)
    builders.open_the_stage(cast.edition, "announcement")
    return refuses(NotAllowed, partial(publish_results, selection=selection, person=cast.judges[0], at=read_clock()))


def chair_sees_when_it_opens(cast: Cast) -> Act:
    builders.ratified(cast, 1)
    return refuses(PermissionDenied, partial(access.list_to_announce, *HERE, cast.chair, read_clock()))


def tied_organiser_previews(cast: Cast) -> Act:
    builders.ratified(cast, 1)
    builders.join(cast.secretariat, builders.make_institution())
    return refuses(PermissionDenied, partial(access.list_to_preview, *HERE, cast.secretariat, read_clock()))


def ratifier_prepares(cast: Cast) -> Act:
    selection = builders.ratified(cast, 1)
    known = {"publish_at": announcing.in_a_month(), "person": cast.secretariat, "at": read_clock()}
    return refuses(NotAllowed, partial(prepare_announcement, selection=selection, **known))


def one_person_agrees_with_themself(cast: Cast) -> Act:
    announcing.prepared(cast, 1)
    return refuses(PermissionDenied, partial(access.announcement_to_approve, *HERE, cast.secretariat2, read_clock()))


def chair_postpones(cast: Cast) -> Act:
    one = announcing.prepared(cast, 1)
    known = {"reason": "x", "person": cast.chair, "at": read_clock()}
    return refuses(NotAllowed, partial(postpone_announcement, announcement=one, **known))


def tied_organiser_corrects(cast: Cast) -> Act:
    builders.published(cast, 1)
    builders.join(cast.secretariat, builders.make_institution())
    return refuses(PermissionDenied, partial(access.list_to_correct, *HERE, cast.secretariat, read_clock()))


def proposer_confirms_a_correction(cast: Cast) -> Act:
    builders.published(cast, 1)
    known = {"erratum": correcting.proposed(cast), "person": cast.secretariat, "at": read_clock()}
    return refuses(NotAllowed, partial(confirm_erratum, **known))


def chair_drops_a_correction(cast: Cast) -> Act:
    builders.published(cast, 1)
    known = {"erratum": correcting.proposed(cast), "person": cast.chair, "at": read_clock()}
    return refuses(NotAllowed, partial(drop_erratum, **known))


def judge_releases(cast: Cast) -> Act:
    round_ = builders.published(cast, 1).ranking.round
    return refuses(NotAllowed, partial(release_bundle, round_=round_, person=cast.judges[0], at=read_clock()))


def organiser_sees_disputes(cast: Cast) -> Act:
    return refuses(PermissionDenied, partial(access.round_in_dispute, *HERE, cast.secretariat, read_clock()))


def tied_chair_decides(cast: Cast) -> Act:
    one, _other = disputes.apart(cast, 5, 1)
    builders.join(cast.chair, cast.institution)
    return refuses(NotAllowed, partial(disputes.discuss, cast, one))


def judge_sees_another_discussion(cast: Cast) -> Act:
    one, other = disputes.apart(cast, 5, 1)
    found = disputes.discuss(cast, one)
    Assignment.objects.filter(pk=other.pk).update(state="RELEASED")
    return refuses(Http404, partial(access.discussion_to_see, found.code, other.judge, read_clock()))


def reader_speaks_too_late(cast: Cast) -> Act:
    one, _other = disputes.apart(cast, 5, 1)
    found = disputes.discuss(cast, one)
    return refuses(NotAllowed, partial(add_remark, assignment=one, person=one.judge, text="Telat.", at=found.due_at))


def reader_proposes_for_the_lead(cast: Cast) -> Act:
    one, other = disputes.apart(cast, 5, 1)
    disputes.discuss(cast, one)
    return refuses(NotAllowed, partial(disputes.propose, other, 3))


def chair_plans_a_visit(cast: Cast) -> Act:
    known = {"plan": visits.plan(*cast.judges[:2]), "proposal_id": builders.eligible(cast)[0].pk, "at": read_clock()}
    return refuses(NotAllowed, partial(plan_visit, round_=builders.the_round(cast), person=cast.chair, **known))


def chair_calls_off_a_visit(cast: Cast) -> Act:
    visit, known = visits.planned(cast), {"reason": "Alasan.", "at": read_clock()}
    return refuses(NotAllowed, partial(cancel_visit, visit=visit, person=cast.chair, **known))


def tied_organiser_sees_a_visit(cast: Cast) -> Act:
    visit = visits.planned(cast)
    builders.join(cast.secretariat, cast.institution)
    return refuses(Http404, partial(access.visit_to_see, *HERE, visit.code, cast.secretariat, read_clock()))


def organiser_sees_a_photo(cast: Cast) -> Act:
    visit = visits.planned(cast)
    photo = visits.take(visit, cast.judges[0])
    return refuses(Http404, partial(access.photo_to_see, visit.code, photo.code, cast.secretariat, read_clock()))


def judge_makes_anothers_visit(cast: Cast) -> Act:
    return refuses(Http404, partial(access.visit_to_make, visits.planned(cast).code, cast.judges[2], read_clock()))


def judge_writes_what_another_found(cast: Cast) -> Act:
    return refuses(NotAllowed, partial(visits.save, visits.planned(cast), cast.judges[2]))


def member_confirms_before_the_day(cast: Cast) -> Act:
    visit = visits.planned(cast, starts_on=visits.plan(*cast.judges).ends_on)
    visits.save(visit, cast.judges[0])
    return refuses(NotAllowed, partial(visits.confirm, visit, cast.judges[0]))


def stranger_reads_feedback(cast: Cast) -> Act:
    cast.edition.feedback = "SCORES"
    cast.edition.save()
    code = builders.published(cast, 1).entries.get().entry.proposal.code
    return refuses(Http404, partial(access.feedback_to_read, code, cast.stranger, read_clock()))


SCENARIOS: dict[str, Scenario] = {
    "has_no_ties": tied_chair_ranks,
    "round_is_open": score_too_late,
    "may_see_rounds": judge_sees_the_rounds,
    "may_chair": organiser_sees_the_ranking,
    "may_see_habits": organiser_sees_how_they_mark,
    "may_take_briefing": chair_opens_the_briefing,
    "may_train": judge_trains_too_late,
    "may_choose_training": organiser_chooses_other_texts_too_late,
    "may_nudge_untrained": chair_reminds_of_the_training,
    "may_assign_judges": chair_assigns,
    "may_prepare_round": organiser_prepares_before_the_list,
    "may_see_interviews": tied_chair_sees_the_timetable,
    "may_plan_interviews": organiser_plans_twice,
    "may_redraw_interviews": organiser_redraws_nothing,
    "may_change_slot": judge_moves_a_slot,
    "may_see_interview": stranger_sees_an_interview,
    "may_bring_material": stranger_brings_a_file,
    "may_read_material": offered_judge_reads_a_file,
    "may_confirm_attendance": writer_confirms,
    "may_see_assignment": judge_sees_anothers_task,
    "may_answer_assignment": judge_accepts_for_another,
    "may_declare_conflict": judge_steps_back_after_locking,
    "may_read_to_judge": judge_reads_before_accepting,
    "may_score": score_after_locking,
    "may_plan_visits": chair_plans_a_visit,
    "may_see_visit": tied_organiser_sees_a_visit,
    "may_change_visit": chair_calls_off_a_visit,
    "may_read_findings": organiser_sees_a_photo,
    "may_visit": judge_makes_anothers_visit,
    "may_write_findings": judge_writes_what_another_found,
    "may_confirm_findings": member_confirms_before_the_day,
    "may_read_feedback": stranger_reads_feedback,
    "may_rank_round": organiser_ranks,
    "may_ask_for_minutes": judge_reads_the_minutes,
    "may_add_readings": organiser_has_more_read,
    "may_select_finalists": organiser_selects,
    "may_ratify_selection": judge_ratifies,
    "may_publish_results": judge_publishes,
    "may_see_announcement": chair_sees_when_it_opens,
    "may_preview_list": tied_organiser_previews,
    "may_prepare_announcement": ratifier_prepares,
    "may_approve_announcement": one_person_agrees_with_themself,
    "may_postpone_announcement": chair_postpones,
    "may_correct_list": tied_organiser_corrects,
    "may_confirm_erratum": proposer_confirms_a_correction,
    "may_drop_erratum": chair_drops_a_correction,
    "may_release_bundle": judge_releases,
    "may_see_disputes": organiser_sees_disputes,
    "may_settle_dispute": tied_chair_decides,
    "may_see_discussion": judge_sees_another_discussion,
    "may_discuss": reader_speaks_too_late,
    "may_propose_sheet": reader_proposes_for_the_lead,
}
