"""A correction has an end of its own in working days: kept to the instant, reminded of, and then the secretariat decides."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from competition.holidays import end_of_working_days
from competition.models import AuditEntry, Notice
from competition.queries.ties import NOWHERE
from competition.verdict import NotAllowed
from competition.zones import format_zones, last_minute
from submissions.models import Proposal, Screening
from submissions.operations.answers import save_answer
from submissions.operations.corrections import end_corrections, remind_of_corrections
from submissions.operations.drafts import save_about
from submissions.operations.readings import settle_readings
from submissions.queries import invariants
from submissions.queries.contents import closing_of
from submissions.queries.screening import next_to_screen
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.submissions import acts

INSTANT, GRACE, DAY = timedelta(microseconds=1), timedelta(minutes=5), timedelta(days=1)
AGENCY = {"Writer", "Colleague", "Administrator", "Leader"}


@pytest.fixture
def proposal(cast):
    """A sent proposal of an edition that gives a correction one working day; screening is open for two months."""
    sent = builders.submitted(cast, title="Rumah Tunggu Kelahiran")
    builders.open_the_stage(cast.edition, "screening")
    later = cast.edition.stages.exclude(key="registration")
    later.update(closes_at=F("closes_at") + 60 * DAY)
    later.exclude(key="screening").update(opens_at=F("opens_at") + 60 * DAY)
    acts.give_days(cast, 1)
    return Proposal.objects.get(pk=sent.pk)


@pytest.fixture
def asked(cast, proposal, at):
    """The same, and the secretariat has asked for a correction."""
    acts.screen(cast, proposal, at, "CORRECTION")
    return fresh(proposal)


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("edition").get(pk=proposal.pk)


def mend(cast, proposal, at):
    """The unit mends it, the leader says yes again."""
    acts.rewrite(cast, proposal, at, "Teks yang diperbaiki.", person=cast.writer)
    acts.endorse(cast, proposal, at)


def told(event: str) -> set[str]:
    return set(Notice.objects.filter(event=event).values_list("recipient__name", flat=True))


def test_weekends_holidays_and_collective_leave_do_not_count():
    """Of 2026: 20–24 March are leave, Idulfitri, a Sunday and leave; 1 May is a Friday and a holiday."""
    for start, days, end in [
        ("2026-03-17T10:00+07:00", 1, "2026-03-26"),
        ("2026-03-17T10:00+07:00", 2, "2026-03-27"),
        ("2026-04-30T23:59+07:00", 1, "2026-05-05"),
        ("2026-05-01T00:00+07:00", 1, "2026-05-05"),
        ("2026-06-08T00:00+07:00", 3, "2026-06-12"),
        # In Jayapura it is Tuesday already; days are counted in WIB.
        ("2026-06-09T01:00+09:00", 1, "2026-06-10"),
    ]:
        assert end_of_working_days(datetime.fromisoformat(start), days) == datetime.fromisoformat(f"{end}T00:00+07:00")


def test_what_is_asked_has_an_end_and_the_letter_names_it_in_three_zones(cast, asked, at):
    assert asked.correct_by == end_of_working_days(at, 1)
    assert closing_of(asked, "screening") == asked.correct_by
    letters = Notice.objects.filter(event="proposal_screened")
    assert {one.recipient.name for one in letters} == AGENCY
    assert all(format_zones(last_minute(asked.correct_by)) in one.text for one in letters)


def test_it_can_be_sent_until_the_instant_and_not_at_it(cast, asked, at):
    mend(cast, asked, at)
    answer = asked.answers.select_related("question").first()
    write = partial(save_answer, proposal=asked, person=cast.writer, question=answer.question, text="Lagi.")
    for late in (asked.correct_by, asked.correct_by + DAY):
        for act in (partial(write, version=answer.version, at=late), partial(acts.send, cast, asked, late)):
            with refused(NotAllowed) as caught:
                act()
            assert "Batas perbaikan sudah lewat pada" in caught.value.reason
    sent = acts.send(cast, asked, asked.correct_by - INSTANT)
    assert sent.closes_at == asked.correct_by
    assert (fresh(asked).state, fresh(asked).correct_by) == ("SUBMITTED", None)
    assert end_corrections(at=asked.correct_by + DAY) == 0


def test_without_days_or_where_screening_closes_sooner_screenings_close_counts(cast, proposal, at):
    closes_at = end_of_working_days(at, 1)
    cast.edition.stages.filter(key="screening").update(closes_at=closes_at)
    acts.screen(cast, proposal, at, "CORRECTION")
    assert fresh(proposal).correct_by is None
    assert closing_of(fresh(proposal), "screening") == closes_at
    assert end_corrections(at=closes_at + DAY) == 0
    assert fresh(proposal).state == "CORRECTION"


def test_a_later_close_of_the_institution_counts_for_its_corrections(cast, asked, at):
    closes_at = cast.edition.stages.get(key="screening").closes_at + DAY
    acts.extend_for(cast, at, key="screening")
    assert closing_of(fresh(asked), "screening") == closes_at
    assert end_corrections(at=closes_at - INSTANT) == 0


def test_what_nobody_sent_lies_with_the_secretariat_again_as_it_was_sent(cast, asked, at):
    known = {"category": asked.category, "group": asked.group, "started_on": asked.started_on, "version": asked.header_version}
    save_about(proposal=asked, person=cast.writer, title="Judul lain", at=at, **known)
    mend(cast, asked, at)
    with nothing_changes():
        assert end_corrections(at=asked.correct_by + GRACE - INSTANT) == 0
    over = asked.correct_by + GRACE
    assert [end_corrections(at=over), end_corrections(at=over)] == [1, 0]
    back = fresh(asked)
    assert (back.state, back.state_since, back.correct_by) == ("SUBMITTED", over, asked.correct_by)
    assert (back.title, back.title_key) == ("Rumah Tunggu Kelahiran", asked.title_key)
    submission = back.submissions.get()
    entry = AuditEntry.objects.get(event="correction_missed")
    assert (entry.person, entry.data["number"]) == (None, submission.number)
    assert told("correction_missed") == AGENCY
    assert all(submission.number in one.text for one in Notice.objects.filter(event="correction_missed"))
    for late in (partial(acts.send, cast, back, over), partial(acts.withdraw, cast, back, over)):
        with refused(NotAllowed):
            late()
    assert [line for check in invariants.CHECKS.values() for line in check()] == []


def test_it_is_decided_anew_and_may_be_given_time_once_more(cast, asked, at):
    over = asked.correct_by + GRACE
    end_corrections(at=over)
    assert next_to_screen(cast.edition, cast.secretariat, NOWHERE) == asked.code
    acts.screen(cast, fresh(asked), over, "CORRECTION")
    again = fresh(asked)
    assert again.correct_by == end_of_working_days(over, 1)
    end_corrections(at=again.correct_by + GRACE)
    last = acts.screen(cast, fresh(asked), again.correct_by + GRACE, "INELIGIBLE")
    assert (fresh(asked).state, fresh(asked).correct_by) == ("INELIGIBLE", None)
    assert list(last.submission.screenings.order_by("pk").values_list("sitting", "result")) == [
        (0, "CORRECTION"),
        (1, "CORRECTION"),
        (2, "INELIGIBLE"),
    ]
    with pytest.raises(IntegrityError, match="screening_once_per_sitting"), transaction.atomic():
        Screening.objects.create(
            proposal=asked, submission=last.submission, sitting=2, result="ELIGIBLE", screened_by=cast.chair, screened_at=at
        )


def test_what_two_read_before_is_read_by_two_anew(cast, proposal, at):
    third = builders.make_person("Ketiga")
    builders.appoint(third, cast.edition, "SECRETARIAT")
    acts.let_two_read(cast, second_percent=100)
    acts.read(cast, fresh(proposal), at, "ELIGIBLE")
    acts.read(cast, fresh(proposal), at, "CORRECTION", person=cast.secretariat2)
    settle_readings(proposal=fresh(proposal), person=third, follows=2, reason="Dapat diperbaiki.", at=at)
    over = fresh(proposal).correct_by + GRACE
    end_corrections(at=over)
    first = acts.read(cast, fresh(proposal), over, "INELIGIBLE")
    assert (first.place, first.sitting) == (1, 1)
    assert fresh(proposal).state == "SUBMITTED"
    decided = acts.read(cast, fresh(proposal), over, "INELIGIBLE", person=cast.secretariat2)
    assert (decided.sitting, fresh(proposal).state) == (1, "INELIGIBLE")


def test_the_agency_is_reminded_once_a_step_and_not_after_it_was_sent(cast, asked, at):
    day_before, hours_before = asked.correct_by - DAY, asked.correct_by - timedelta(hours=6)
    assert remind_of_corrections(at=day_before - INSTANT) == 0
    assert [remind_of_corrections(at=day_before), remind_of_corrections(at=day_before + GRACE)] == [3, 0]
    letters = Notice.objects.filter(event="correction_reminded")
    assert {one.recipient.name for one in letters} == {"Writer", "Colleague", "Administrator"}
    assert all(asked.title in one.text and format_zones(last_minute(asked.correct_by)) in one.text for one in letters)
    mend(cast, asked, at)
    acts.send(cast, asked, hours_before - INSTANT)
    assert remind_of_corrections(at=hours_before) == 0


def test_an_end_stands_only_where_something_is_corrected_or_read_anew(cast, asked):
    builders.open_the_stage(cast.edition, "registration")
    draft = Proposal.objects.filter(pk=builders.draft(cast).pk)
    with pytest.raises(IntegrityError, match="proposal_correction_has_an_end"), transaction.atomic():
        draft.update(correct_by=asked.correct_by)
