"""A draft is coached: by one coach at a time, for some days, who changes nothing and is gone when either side says so."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from competition.clock import read_clock
from competition.models import AuditEntry, Notice, Stage
from competition.verdict import NotAllowed
from submissions.access.coachings import draft_to_coach
from submissions.models import Coaching, CoachingComment, Proposal, ReadinessTick
from submissions.operations import coaching_notes, coachings
from submissions.operations.submissions import submit_proposal
from submissions.operations.withdrawals import revive_proposal, withdraw_proposal
from submissions.policy import may_coach_draft
from tests import builders
from tests.evidence import refused
from tests.submissions import guiding

pytestmark = pytest.mark.django_db


def told(event: str) -> list[str]:
    return sorted(Notice.objects.filter(event=event).values_list("address", flat=True))


def test_coaches_and_secretariat_are_told_of_a_request_without_a_word_of_the_draft(cast):
    coach = guiding.coach(cast)
    tied = guiding.coach(cast, "Pelatih dari instansi ini")
    builders.join(tied, cast.institution)
    one = guiding.asked(cast, wish="Rahasia wish")
    people = [cast.writer, cast.colleague, cast.administrator, coach, cast.secretariat, cast.secretariat2]
    assert told("coaching_moved") == sorted(one.email for one in people)
    for letter in Notice.objects.filter(event="coaching_moved"):
        assert one.proposal.title not in letter.subject + letter.text + letter.html
        assert "Rahasia" not in letter.text
    assert one.until == Stage.objects.get(edition=cast.edition, key="registration").closes_at


def test_a_coach_takes_it_for_fourteen_days_and_reads_exactly_that_draft(cast):
    at = read_clock()
    Stage.objects.filter(edition=cast.edition, key="registration").update(closes_at=at + timedelta(days=40))
    coach, other = guiding.coach(cast), builders.draft(cast)
    one = guiding.given(cast, to=coach, at=at)
    assert one.until == at + timedelta(days=14)
    assert draft_to_coach(one.code, coach, at).proposal == one.proposal
    assert not may_coach_draft(coach, one, one.until)
    with pytest.raises(Http404):
        draft_to_coach(guiding.asked(cast, proposal=other).code, coach, at)


def test_asking_twice_two_coaches_and_those_it_is_not_for_are_refused(cast):
    one = guiding.asked(cast)
    with refused(coachings.AlreadyAsked):
        guiding.asked(cast, proposal=one.proposal)
    known = {"coaching": one, "at": read_clock()}
    tied = guiding.coach(cast)
    builders.join(tied, cast.institution)
    for person in (tied, cast.judges[0], cast.writer):
        with refused(NotAllowed):
            coachings.give_coaching(person=cast.secretariat, coach=person, **known)
        with refused(NotAllowed):
            coachings.give_coaching(person=person, coach=person, **known)
    first, second = guiding.coach(cast), guiding.coach(cast)
    with refused(NotAllowed):
        coachings.give_coaching(person=first, coach=second, **known)
    coachings.give_coaching(person=cast.secretariat, coach=first, **known)
    with refused(NotAllowed):
        coachings.give_coaching(person=second, coach=second, **known)
    with pytest.raises(IntegrityError), transaction.atomic():
        Coaching.objects.create(
            proposal=one.proposal, asked_by=cast.writer, **dict.fromkeys(("asked_at", "state_since", "until"), read_clock())
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Coaching.objects.filter(pk=one.pk).update(coach=second)


def test_a_refusal_says_why_and_the_team_may_ask_again_but_not_without_end(cast):
    one, coach = guiding.asked(cast), guiding.coach(cast)
    with refused(NotAllowed):
        coachings.refuse_coaching(coaching=one, person=coach, reason="Penuh", at=read_clock())
    for number in range(coachings.MOST_PER_DRAFT):
        one = guiding.asked(cast, proposal=one.proposal) if number else one
        with refused(coachings.NoReason):
            coachings.refuse_coaching(coaching=one, person=cast.secretariat, reason=" ", at=read_clock())
        coachings.refuse_coaching(coaching=one, person=cast.secretariat, reason="Semua pelatih penuh.", at=read_clock())
    assert (
        "Semua pelatih penuh." in Notice.objects.filter(event="coaching_moved", recipient=cast.writer).latest("created_at").text
    )
    with refused(coachings.AskedTooOften):
        guiding.asked(cast, proposal=one.proposal)


def test_either_side_ends_it_and_the_coach_reads_nothing_from_then_on(cast):
    for person in (cast.administrator, None):
        one = guiding.given(cast)
        ended = coachings.end_coaching(coaching=one, person=person or one.coach, at=read_clock())
        assert ended.ending == ("TEAM" if person else "COACH")
        assert not may_coach_draft(one.coach, ended, read_clock())
        with refused(NotAllowed):
            guiding.remarked(one)
        with refused(NotAllowed):
            coachings.end_coaching(coaching=one, person=cast.writer, at=read_clock())
    one = guiding.given(cast)
    with refused(NotAllowed):
        coachings.end_coaching(coaching=one, person=cast.stranger, at=read_clock())


def test_sending_ends_it_remarks_hold_nothing_up_and_it_does_not_come_back_with_a_withdrawal(cast):
    proposal = builders.endorsed(cast)
    one = guiding.given(cast, proposal=proposal)
    guiding.remarked(one)
    submit_proposal(proposal=proposal, person=cast.administrator, at=read_clock())
    one.refresh_from_db()
    assert (one.state, one.ending) == ("ENDED", "SENT")
    with refused(NotAllowed):
        guiding.remarked(one)
    assert one.coach.email in told("coaching_moved")
    sent = Proposal.objects.get(pk=proposal.pk)
    with refused(NotAllowed):
        guiding.asked(cast, proposal=sent)
    withdraw_proposal(proposal=sent, person=cast.administrator, reason="Salah berkas", at=read_clock())
    revive_proposal(proposal=Proposal.objects.get(pk=proposal.pk), person=cast.administrator, at=read_clock())
    assert not may_coach_draft(one.coach, coachings.hold_coaching(one), read_clock())


def test_after_the_close_nobody_asks_and_what_goes_on_is_ended_once(cast):
    one, other = guiding.given(cast), builders.draft(cast)
    closes_at = Stage.objects.get(edition=cast.edition, key="registration").closes_at
    with refused(NotAllowed):
        guiding.asked(cast, proposal=other, at=closes_at)
    with refused(NotAllowed):
        guiding.remarked(one, at=closes_at)
    assert coachings.end_overdue_coachings(at=one.until - timedelta(seconds=1)) == 0
    assert [coachings.end_overdue_coachings(at=closes_at) for _ in range(2)] == [1, 0]
    one.refresh_from_db()
    assert (one.state, one.ending, one.ended_by) == ("ENDED", "OVER", None)


def test_remarks_are_one_letter_an_hour_stay_as_written_and_are_seen_to_once(cast):
    one, at = guiding.given(cast), read_clock()
    question = cast.edition.questions.first()
    first = guiding.remarked(one, question=question.code, at=at)
    assert guiding.remarked(one, question=question.code, at=at) == first, "pressed twice"
    guiding.remarked(one, text="Yang lain", at=at)
    assert len(told("coaching_commented")) == 3
    assert "Sebut angkanya" not in Notice.objects.filter(event="coaching_commented")[0].text
    for error, values in (
        (coaching_notes.NoWords, {"text": "  "}),
        (coaching_notes.TooLong, {"text": "a" * 10_000}),
        (coaching_notes.NotAsked, {"question": "bukan"}),
    ):
        with refused(error):
            guiding.remarked(one, **values)
    with refused(NotAllowed):
        coaching_notes.write_comment(coaching=one, person=cast.writer, question="", text="Halo", at=at)
    with refused(NotAllowed):
        coaching_notes.follow_comment(comment=first, person=one.coach, at=at)
    coaching_notes.follow_comment(comment=first, person=cast.writer, at=at)
    with refused(coaching_notes.AlreadyDone):
        coaching_notes.follow_comment(comment=first, person=cast.writer, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        CoachingComment.objects.filter(pk=first.pk).update(text="Lain")
    assert "Sebut" not in str(AuditEntry.objects.filter(subject_key=one.proposal.code).values_list("data", "reason"))


def test_each_side_ticks_the_checklist_for_itself(cast):
    one, at = guiding.given(cast), read_clock()
    coaching_notes.tick_for_team(proposal=one.proposal, person=cast.writer, keys={"hukum", "angka", "x"}, at=at)
    coaching_notes.tick_for_coach(coaching=one, person=one.coach, keys={"hukum"}, at=at)
    coaching_notes.tick_for_team(proposal=one.proposal, person=cast.writer, keys={"hukum"}, at=at)
    rows = sorted(ReadinessTick.objects.values_list("side", "key"))
    assert rows == [("COACH", "hukum"), ("TEAM", "hukum")]
    with refused(NotAllowed):
        coaching_notes.tick_for_coach(coaching=one, person=cast.writer, keys=set(), at=at)


def test_a_look_is_an_entry_once_an_hour(cast):
    one, at = guiding.given(cast), read_clock()
    for later in (0, 59, 61):
        coaching_notes.note_draft_view(coaching=one, person=one.coach, at=at + timedelta(minutes=later))
    assert AuditEntry.objects.filter(event="coached_draft_viewed", person=one.coach).count() == 2
