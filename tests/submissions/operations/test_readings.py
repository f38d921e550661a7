"""Two of the secretariat read what the edition says; neither decides alone, and a third decides where they differ."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from competition.models import AuditEntry, Notice
from competition.queries.ties import NOWHERE
from competition.verdict import NotAllowed
from submissions.eligibility import CHECKS
from submissions.models import Proposal, Reading, Screening, ScreeningDraft
from submissions.operations.readings import NoSuchReading, settle_readings
from submissions.operations.screenings import ContradictoryResult, NoReason, Unanswered
from submissions.queries.screening import next_to_screen
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.submissions import acts


@pytest.fixture
def proposal(cast):
    """A sent proposal of an edition in which every decision is read twice; screening is open."""
    sent = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.let_two_read(cast, second_percent=100)
    return Proposal.objects.get(pk=sent.pk)


@pytest.fixture
def third(cast):
    """A third person of the secretariat."""
    person = builders.make_person("Ketiga")
    builders.appoint(person, cast.edition, "SECRETARIAT")
    return person


def state_of(proposal):
    return Proposal.objects.values_list("state", flat=True).get(pk=proposal.pk)


def letters():
    return Notice.objects.filter(event="proposal_screened")


@pytest.mark.parametrize("result", ["ELIGIBLE", "INELIGIBLE"])
def test_the_first_of_two_decides_nothing_and_no_letter_leaves(cast, proposal, at, result):
    reading = acts.read(cast, proposal, at, result)
    assert (reading.place, reading.result, reading.person) == (1, result, cast.secretariat)
    assert reading.submission == proposal.submissions.get()
    assert state_of(proposal) == "SUBMITTED"
    assert not Screening.objects.exists()
    assert not letters().exists()
    assert not ScreeningDraft.objects.exists()
    entry = AuditEntry.objects.get(event="proposal_read")
    # Not with which result: an auditor may tell.
    assert (entry.person, entry.data, entry.reason) == (cast.secretariat, {"place": 1}, "")


@pytest.mark.parametrize(
    ("rule", "result", "failed", "is_read_twice"),
    [
        ({}, "INELIGIBLE", "age", False),
        ({"second_checks": ["age", "limits"]}, "INELIGIBLE", "age", True),
        ({"second_checks": ["age", "limits"]}, "INELIGIBLE", "title", False),
        ({"second_checks": ["age"]}, "ELIGIBLE", "", False),
        ({"second_percent": 100}, "CORRECTION", "age", False),
    ],
)
def test_the_edition_says_what_is_read_twice(cast, proposal, at, rule, result, failed, is_read_twice):
    acts.let_two_read(cast, **rule)
    proposal = Proposal.objects.get(pk=proposal.pk)
    answers = dict.fromkeys(CHECKS, True) | ({failed: ""} if failed else {})
    acts.read(cast, proposal, at, result, answers=answers, words="Belum cukup." if failed else "")
    assert state_of(proposal) == ("SUBMITTED" if is_read_twice else result)
    assert letters().exists() is not is_read_twice


def test_two_equal_results_decide_with_the_words_of_the_second(cast, proposal, at):
    acts.read(cast, proposal, at, "INELIGIBLE", words="Kata pertama.", answers=dict.fromkeys(CHECKS, True) | {"cap": ""})
    screening = acts.read(cast, proposal, at, "INELIGIBLE", words="Kata kedua.", person=cast.secretariat2)
    assert (screening.result, screening.reason, screening.screened_by) == ("INELIGIBLE", "Kata kedua.", cast.secretariat2)
    assert [line.check_code for line in screening.lines.filter(passed=False)] == ["age"]
    assert state_of(proposal) == "INELIGIBLE"
    assert {one.recipient for one in letters()} == {cast.writer, cast.colleague, cast.administrator, cast.leader}
    assert not any("Kata pertama" in one.text for one in letters())
    assert list(Reading.objects.values_list("place", "words")) == [(1, "Kata pertama."), (2, "Kata kedua.")]


def test_two_different_results_wait_for_a_third(cast, proposal, at, third):
    acts.read_differently(cast, proposal)
    assert state_of(proposal) == "SUBMITTED"
    assert not letters().exists()
    # Nobody reads it a third time: it is for the page of disagreements.
    for person in (cast.secretariat, cast.secretariat2, third):
        with refused(NotAllowed):
            acts.read(cast, proposal, at, "ELIGIBLE", person=person)
        assert next_to_screen(cast.edition, person, NOWHERE) == ""
    screening = settle_readings(proposal=proposal, person=third, follows=1, reason=" Tanggalnya keliru. ", at=at)
    assert (screening.result, screening.reason) == ("INELIGIBLE", "Bacaan satu: terlalu muda.")
    assert screening.screened_by == third
    assert state_of(proposal) == "INELIGIBLE"
    entry = AuditEntry.objects.get(event="readings_settled")
    assert (entry.person, entry.reason) == (third, "Tanggalnya keliru.")
    assert entry.data == {"follows": 1, "result": "INELIGIBLE"}
    # Why the third chose it is not the agency's to read.
    assert letters().exists()
    assert not any("Tanggalnya keliru" in one.text for one in letters())
    with refused(NotAllowed):
        settle_readings(proposal=proposal, person=third, follows=2, reason="Sekali lagi.", at=at)


def test_a_correction_by_the_second_is_a_difference(cast, proposal, at, third):
    acts.read(cast, proposal, at, "INELIGIBLE")
    assert acts.read(cast, proposal, at, "CORRECTION", person=cast.secretariat2).place == 2
    assert state_of(proposal) == "SUBMITTED"
    settle_readings(proposal=proposal, person=third, follows=2, reason="Dapat diperbaiki.", at=at)
    assert state_of(proposal) == "CORRECTION"
    # The next sending is read anew by whoever read the last one.
    acts.rewrite(cast, proposal, at, "Teks yang diperbaiki.", person=cast.writer)
    acts.endorse(cast, proposal, at)
    acts.send(cast, proposal, at)
    assert acts.read(cast, Proposal.objects.get(pk=proposal.pk), at, "ELIGIBLE").place == 1


def test_settle_readings_refuses_whoever_read_and_what_says_nothing(cast, proposal, at, third):
    settle = partial(settle_readings, proposal=proposal, person=third, follows=1, reason="Alasan.", at=at)
    with refused(NotAllowed):
        settle()
    acts.read(cast, proposal, at, "INELIGIBLE")
    with refused(NotAllowed):
        settle()
    acts.read(cast, proposal, at, "ELIGIBLE", person=cast.secretariat2)
    for person in (cast.secretariat, cast.secretariat2, cast.chair, cast.administrator):
        with refused(NotAllowed):
            settle(person=person)
    with refused(NoSuchReading):
        settle(follows=3)
    with refused(NoReason):
        settle(reason="  ")
    builders.open_the_stage(cast.edition, "judging")
    with refused(NotAllowed):
        settle(proposal=Proposal.objects.get(pk=proposal.pk))


@pytest.mark.parametrize(
    ("result", "answers", "words", "error"),
    [
        ("ELIGIBLE", {"age": ""}, "", ContradictoryResult),
        ("INELIGIBLE", {"age": ""}, " ", NoReason),
        ("INELIGIBLE", None, "Kurang.", Unanswered),
    ],
    ids=["contradiction", "words", "lines"],
)
def test_a_reading_is_as_whole_as_a_decision(cast, proposal, at, result, answers, words, error):
    answers = {} if answers is None else dict.fromkeys(CHECKS, True) | answers
    with pytest.raises(error), transaction.atomic():
        acts.read(cast, proposal, at, result, answers=answers, words=words)
    assert not Reading.objects.exists()


def test_the_queue_has_what_another_read_and_not_ones_own(cast, proposal, at):
    acts.read(cast, proposal, at, "ELIGIBLE")
    assert next_to_screen(cast.edition, cast.secretariat, NOWHERE) == ""
    assert next_to_screen(cast.edition, cast.secretariat2, NOWHERE) == proposal.code
    with refused(NotAllowed):
        acts.read(cast, proposal, at, "ELIGIBLE")


def test_readings_are_written_once(cast, proposal, at):
    acts.read(cast, proposal, at, "ELIGIBLE")
    with nothing_changes():
        for change in (lambda: Reading.objects.update(words="lain"), lambda: Reading.objects.all()._raw_delete("default")):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                change()
