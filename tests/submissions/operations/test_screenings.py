"""The secretariat's decision about what was sent."""

from datetime import timedelta
from functools import partial

import pytest

from competition.models import AuditEntry, Cap, Membership, Notice
from competition.verdict import NotAllowed
from submissions.eligibility import CHECKS
from submissions.models import Proposal, Screening, ScreeningDraft
from submissions.operations.retention import sweep_screening_drafts
from submissions.operations.screenings import (
    ContradictoryResult,
    DraftChanged,
    NoReason,
    NoSuchCause,
    NoSuchResult,
    Unanswered,
    confirm_screening,
    save_screening_draft,
)
from submissions.queries.drafted import seal_of
from tests import builders
from tests.evidence import refused
from tests.submissions import acts


@pytest.fixture
def proposal(cast):
    """A sent proposal; screening is open."""
    sent = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    return sent


@pytest.mark.parametrize("result", ["ELIGIBLE", "INELIGIBLE", "CORRECTION"])
def test_screen_proposal_moves_it_and_tells_the_agency(cast, proposal, at, result):
    screening = acts.screen(cast, proposal, at, result)
    assert Proposal.objects.get(pk=proposal.pk).state == result
    assert screening.submission == proposal.submissions.get()
    assert (screening.screened_by, screening.screened_at) == (cast.secretariat, at)
    told = set(Notice.objects.filter(event="proposal_screened").values_list("recipient__name", flat=True))
    assert told == {"Writer", "Colleague", "Administrator", "Leader"}
    assert AuditEntry.objects.get(event="proposal_screened").data == {"result": result}


def test_screen_proposal_writes_a_line_per_check_with_what_the_machine_found(cast, proposal, at):
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=5)
    proposal.edition.eligibility.min_age_months = 600
    proposal.edition.eligibility.save()
    screening = acts.screen(cast, proposal, at, "INELIGIBLE", checks=dict.fromkeys(CHECKS, True) | {"age": False})
    lines = {line.check_code: (line.machine_passed, line.passed) for line in screening.lines.all()}
    assert lines == dict.fromkeys(CHECKS, (True, True)) | {"age": (False, False)}


def test_screen_proposal_lets_a_person_overrule_the_machine(cast, proposal, at):
    proposal.edition.eligibility.min_age_months = 600
    proposal.edition.eligibility.save()
    screening = acts.screen(cast, proposal, at, "ELIGIBLE")
    line = screening.lines.get(check_code="age")
    assert (line.machine_passed, line.passed) == (False, True)


def test_screen_proposal_says_what_the_machine_finds_of_the_cap(cast, proposal, at):
    builders.open_the_stage(cast.edition, "registration")
    builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=1)
    screening = acts.screen(cast, proposal, at, "INELIGIBLE")
    assert screening.lines.get(check_code="cap").machine_passed is False


@pytest.mark.parametrize(
    "checks",
    [
        {},
        dict.fromkeys(list(CHECKS)[1:], True),
        dict.fromkeys(CHECKS, True) | {"lain": True},
        dict.fromkeys(CHECKS, True) | {"age": None},
    ],
    ids=["none", "one short", "one unknown", "one open"],
)
def test_screen_proposal_refuses_unless_every_check_is_answered(cast, proposal, at, checks):
    with refused(Unanswered):
        acts.screen(cast, proposal, at, checks=checks)


@pytest.mark.parametrize("result", ["INELIGIBLE", "CORRECTION"])
@pytest.mark.parametrize("reason", ["", " \n "])
def test_screen_proposal_refuses_a_no_without_a_reason(cast, proposal, at, result, reason):
    with refused(NoReason):
        acts.screen(cast, proposal, at, result, reason=reason)


def test_screen_proposal_refuses_a_yes_against_a_failed_check(cast, proposal, at):
    with refused(ContradictoryResult):
        acts.screen(cast, proposal, at, checks=dict.fromkeys(CHECKS, True) | {"age": False}, reason="Tetap lolos.")


@pytest.mark.parametrize("result", ["DRAFT", "FORWARDED", "SUBMITTED", "", "LAIN"])
def test_screen_proposal_refuses_a_result_that_is_none(cast, proposal, at, result):
    with refused(NoSuchResult):
        acts.screen(cast, proposal, at, result, reason="Ada alasan.")


@pytest.mark.parametrize("who", ["writer", "administrator", "leader", "stranger", "other_administrator", "chair", "judge1"])
def test_screen_proposal_refuses_all_but_the_secretariat(cast, proposal, at, who):
    with refused(NotAllowed):
        acts.screen(cast, proposal, at, person=cast.as_people()[who])


def test_screen_proposal_refuses_the_secretariat_its_own_institution(cast, proposal, at):
    Membership.objects.create(
        person=cast.secretariat, institution=cast.institution, role="ADMINISTRATOR", starts_at=builders.LONG_AGO
    )
    with refused(NotAllowed) as caught:
        acts.screen(cast, proposal, at)
    assert "berkonflik dengan proposal ini" in caught.value.reason
    assert acts.screen(cast, proposal, at, person=cast.secretariat2)


def test_screen_proposal_refuses_the_secretariat_of_another_edition(cast, proposal, at):
    cast.edition.is_current = False
    cast.edition.save()
    other = builders.make_cast(builders.make_edition(year=2018))
    with refused(NotAllowed):
        acts.screen(cast, proposal, at, person=other.secretariat)


@pytest.mark.parametrize("build", [builders.draft, builders.forwarded])
def test_screen_proposal_refuses_what_was_not_sent(cast, at, build):
    unsent = build(cast)
    builders.open_the_stage(cast.edition, "screening")
    with refused(NotAllowed):
        acts.screen(cast, unsent, at)


@pytest.mark.parametrize("result", ["ELIGIBLE", "INELIGIBLE", "CORRECTION"])
def test_screen_proposal_refuses_a_second_decision(cast, proposal, at, result):
    acts.screen(cast, proposal, at, result)
    with refused(NotAllowed):
        acts.screen(cast, proposal, at, "ELIGIBLE", person=cast.secretariat2)


def test_screen_proposal_decides_each_submission_anew(cast, proposal, at):
    acts.screen(cast, proposal, at, "CORRECTION")
    acts.rewrite(cast, proposal, at, "Teks yang diperbaiki.", person=cast.writer)
    acts.endorse(cast, proposal, at)
    acts.send(cast, proposal, at + timedelta(minutes=1))
    second = acts.screen(cast, proposal, at + timedelta(minutes=2), "ELIGIBLE")
    assert second.submission == proposal.submissions.order_by("received_at").last()
    assert Screening.objects.filter(proposal=proposal).count() == 2


def test_screen_proposal_keeps_to_the_window_to_the_microsecond(cast, proposal):
    stage = cast.edition.stages.get(key="screening")
    for shut in (stage.opens_at - timedelta(microseconds=1), stage.closes_at):
        with refused(NotAllowed):
            acts.screen(cast, proposal, shut)
    acts.screen(cast, proposal, stage.closes_at - timedelta(microseconds=1))


FAILED = dict.fromkeys(CHECKS, True) | {"age": False}


@pytest.fixture
def causes(cast):
    """The edition lists two causes of one line and one of another."""
    first, second = ("muda", "age", "Belum cukup umur.", "Too young."), ("tanpa-bukti", "age", "Tanpa bukti.", "")
    for order, (code, check, text, english) in enumerate((first, second, ("sama", "title", "Sama.", ""))):
        cast.edition.screening_reasons.create(code=code, check_code=check, order=order, text=text, text_en=english)


@pytest.mark.usefixtures("causes")
def test_screen_proposal_writes_the_sentence_of_each_cause_before_the_words(cast, proposal, at):
    checks = FAILED | {"title": False}
    screening = acts.screen(
        cast, proposal, at, "INELIGIBLE", checks=checks, causes={"title": "sama", "age": "muda"}, reason=" Lihat lampiran 2. "
    )
    assert screening.reason == "Belum cukup umur.\nSama.\nLihat lampiran 2."
    assert screening.reason_en == "Too young.\nSama.\nLihat lampiran 2."
    chosen = dict(screening.lines.exclude(cause_code="").values_list("check_code", "cause_code"))
    assert chosen == {"age": "muda", "title": "sama"}
    entry = AuditEntry.objects.get(event="proposal_screened")
    assert (entry.reason, entry.data["causes"]) == (screening.reason, chosen)


@pytest.mark.usefixtures("causes")
def test_screen_proposal_needs_no_words_where_every_failed_line_has_its_cause(cast, proposal, at):
    assert acts.screen(cast, proposal, at, "INELIGIBLE", checks=FAILED, causes={"age": "muda"}, reason="").reason


@pytest.mark.usefixtures("causes")
def test_screen_proposal_refuses_a_failed_line_without_cause_or_words(cast, proposal, at):
    with refused(NoReason):
        checks = FAILED | {"title": False}
        acts.screen(cast, proposal, at, "INELIGIBLE", checks=checks, causes={"age": "muda"}, reason=" ")


@pytest.mark.usefixtures("causes")
@pytest.mark.parametrize("given", [{"age": "sama"}, {"age": "lain"}, {"title": "sama"}, {"lain": "muda"}])
def test_screen_proposal_refuses_a_cause_that_is_none_of_a_failed_line(cast, proposal, at, given):
    with refused(NoSuchCause):
        acts.screen(cast, proposal, at, "INELIGIBLE", checks=FAILED, causes=given)


def kept(cast, proposal, at, **values):
    """Keep a draft that is whole, but for what a test says."""
    known = {"proposal": proposal, "person": cast.secretariat, "result": "INELIGIBLE", "words": "Belum satu tahun.", "at": at}
    return save_screening_draft(**known | {"answers": dict.fromkeys(CHECKS, True) | {"age": ""}} | values)


def test_a_draft_decides_nothing_and_is_one_per_person(cast, proposal, at):
    kept(cast, proposal, at)
    kept(cast, proposal, at, words="Lain.", answers={})
    kept(cast, proposal, at, person=cast.secretariat2)
    drafts = ScreeningDraft.objects.order_by("person_id").values_list("person", "words")
    assert sorted(drafts) == sorted([(cast.secretariat.pk, "Lain."), (cast.secretariat2.pk, "Belum satu tahun.")])
    assert Proposal.objects.get(pk=proposal.pk).state == "SUBMITTED"
    assert not AuditEntry.objects.filter(event="proposal_screened").exists()


def test_confirm_screening_decides_by_what_was_shown_and_nothing_else(cast, proposal, at):
    shown = seal_of(kept(cast, proposal, at), proposal.edition)
    confirm = partial(confirm_screening, proposal=proposal, person=cast.secretariat, at=at)
    kept(cast, proposal, at, words="Diubah di jendela lain.")
    for other in (shown, ""):
        with refused(DraftChanged):
            confirm(shown=other)
    with refused(DraftChanged):
        confirm(shown=shown, person=cast.secretariat2)
    kept(cast, proposal, at)
    screening = confirm(shown=shown)
    assert (screening.result, screening.reason) == ("INELIGIBLE", "Belum satu tahun.")
    assert [line.check_code for line in screening.lines.filter(passed=False)] == ["age"]
    assert not ScreeningDraft.objects.exists()


@pytest.mark.parametrize(
    ("values", "error"),
    [({"answers": {"age": ""}}, Unanswered), ({"words": " "}, NoReason), ({"result": ""}, NoSuchResult)],
    ids=["lines", "words", "result"],
)
def test_confirm_screening_refuses_what_is_not_whole(cast, proposal, at, values, error):
    shown = seal_of(kept(cast, proposal, at, **values), proposal.edition)
    with refused(error):
        confirm_screening(proposal=proposal, person=cast.secretariat, shown=shown, at=at)


def test_a_draft_of_an_earlier_sending_is_not_confirmed(cast, proposal, at):
    shown = seal_of(kept(cast, proposal, at, person=cast.secretariat2), proposal.edition)
    acts.screen(cast, proposal, at, "CORRECTION")
    acts.rewrite(cast, proposal, at, "Teks yang diperbaiki.", person=cast.writer)
    acts.endorse(cast, proposal, at)
    acts.send(cast, proposal, at)
    with refused(DraftChanged):
        confirm_screening(proposal=proposal, person=cast.secretariat2, shown=shown, at=at)


def test_drafts_go_when_they_have_long_been_moot(cast, proposal, at):
    kept(cast, proposal, at)
    kept(cast, proposal, at, person=cast.secretariat2)
    acts.screen(cast, proposal, at)
    assert [one.number for one in sweep_screening_drafts(at=at + timedelta(days=29))] == [0]
    assert [one.number for one in sweep_screening_drafts(at=at + timedelta(days=31))] == [1]
