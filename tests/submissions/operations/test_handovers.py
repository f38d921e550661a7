"""From the unit to the agency's administrator, and back with notes."""

from datetime import timedelta

import pytest

from competition.models import AuditEntry, Notice
from competition.verdict import NotAllowed
from submissions.eligibility import latest_start
from submissions.models import Award, Proposal, ReturnNote
from submissions.operations.handovers import Incomplete, NoNote, forward_proposal, return_proposal
from tests import builders
from tests.evidence import refused
from tests.submissions import acts


def recipients(event):
    """Return who got a letter about the event."""
    return set(Notice.objects.filter(event=event).values_list("recipient__name", flat=True))


def test_forward_proposal_hands_it_to_administrator_and_leader(cast, at):
    proposal = forward_proposal(proposal=builders.draft(cast), person=cast.colleague, at=at)
    stored = Proposal.objects.get(pk=proposal.pk)
    assert (stored.state, stored.state_since) == ("FORWARDED", at)
    assert AuditEntry.objects.filter(event="proposal_forwarded", person=cast.colleague, subject_key=stored.code).count() == 1
    assert recipients("proposal_forwarded") == {"Administrator"}
    assert recipients("endorsement_asked") == {"Leader"}


def test_forward_proposal_names_everything_that_is_missing(cast, at):
    proposal = builders.draft(cast)
    first, second = proposal.answers.order_by("question__order")
    acts.rewrite(cast, proposal, at, "", person=cast.writer)
    Proposal.objects.filter(pk=proposal.pk).update(category=None, started_on=None)
    second.__class__.objects.filter(pk=second.pk).update(words=51)
    with refused(Incomplete) as caught:
        forward_proposal(proposal=proposal, person=cast.writer, at=at)
    found = [(finding.check, finding.target) for finding in caught.value.findings]
    assert found == [("complete", "about"), ("complete", "about"), ("complete", "ringkasan"), ("limits", "kebaruan")]
    assert first.question.code == "ringkasan"


def test_forward_proposal_lets_an_optional_question_stay_empty(cast, at):
    proposal = builders.draft(cast)
    cast.edition.questions.filter(code="ringkasan").update(required=False)
    acts.rewrite(cast, proposal, at, "", person=cast.writer)
    assert forward_proposal(proposal=proposal, person=cast.writer, at=at).state == "FORWARDED"


def test_forward_proposal_takes_a_text_at_its_limit_but_not_one_word_more(cast, at):
    proposal = builders.draft(cast)
    acts.rewrite(cast, proposal, at, "kata " * 51, person=cast.writer)
    with refused(Incomplete) as caught:
        forward_proposal(proposal=proposal, person=cast.writer, at=at)
    assert [finding.check for finding in caught.value.findings] == ["limits"]
    acts.rewrite(cast, proposal, at, "kata " * 50, person=cast.writer)
    assert forward_proposal(proposal=proposal, person=cast.writer, at=at).state == "FORWARDED"


def test_forward_proposal_counts_age_from_the_close_as_it_stands_now(cast, at):
    proposal = builders.draft(cast)
    stage = cast.edition.stages.get(key="registration")
    too_young_by_a_day = latest_start(stage.closes_at, 12) + timedelta(days=1)
    Proposal.objects.filter(pk=proposal.pk).update(started_on=too_young_by_a_day)
    with refused(Incomplete) as caught:
        forward_proposal(proposal=proposal, person=cast.writer, at=at)
    assert [finding.check for finding in caught.value.findings] == ["age"]
    stage.closes_at += timedelta(days=3)
    stage.save()
    assert forward_proposal(proposal=proposal, person=cast.writer, at=at).state == "FORWARDED"


@pytest.mark.parametrize(
    ("awards", "stops"),
    [
        ([(2016, "Top 40")], True),
        ([(2015, "Top 99"), (2016, "Top 99")], True),
        ([(2016, "Top 99")], False),
        ([(2017, "Top 40")], False),  # this edition's own prize is no history
        ([(2018, "Top 40")], False),
    ],
)
def test_forward_proposal_asks_the_innovations_history(cast, at, awards, stops):
    proposal = builders.draft(cast)
    for year, name in awards:
        Award.objects.create(innovation=proposal.innovation, year=year, name=name, title_then=proposal.title)
    if stops:
        with refused(Incomplete) as caught:
            forward_proposal(proposal=proposal, person=cast.writer, at=at)
        assert [finding.check for finding in caught.value.findings] == ["history"]
    else:
        assert forward_proposal(proposal=proposal, person=cast.writer, at=at).state == "FORWARDED"


def test_forward_proposal_refuses_a_title_that_was_sent_by_somebody_else(cast, at):
    builders.submitted(
        cast,
        title="Rumah Tunggu Bersama",
        writer=cast.stranger,
        unit=cast.other_unit,
        leader=cast.other_leader,
        administrator=cast.other_administrator,
    )
    proposal = builders.draft(cast, title="rumah tunggu – bersama")
    with refused(Incomplete) as caught:
        forward_proposal(proposal=proposal, person=cast.writer, at=at)
    assert [finding.check for finding in caught.value.findings] == ["title"]


def test_forward_proposal_does_not_let_somebody_elses_draft_block_a_title(cast, at):
    builders.draft(cast, title="Rumah Tunggu Bersama", writer=cast.stranger, unit=cast.other_unit)
    proposal = builders.draft(cast, title="Rumah Tunggu Bersama")
    assert forward_proposal(proposal=proposal, person=cast.writer, at=at).state == "FORWARDED"


@pytest.mark.parametrize("who", ["administrator", "leader", "stranger", "other_administrator", "secretariat", "judge1"])
def test_forward_proposal_refuses_all_but_the_units_writers(cast, at, who):
    proposal = builders.draft(cast)
    with refused(NotAllowed):
        forward_proposal(proposal=proposal, person=cast.as_people()[who], at=at)


@pytest.mark.parametrize("build", [builders.forwarded, builders.submitted])
def test_forward_proposal_refuses_what_is_no_draft(cast, at, build):
    proposal = build(cast)
    with refused(NotAllowed):
        forward_proposal(proposal=proposal, person=cast.writer, at=at)


def test_forward_proposal_keeps_to_the_window_to_the_microsecond(cast):
    proposal = builders.draft(cast)
    closes_at = cast.edition.stages.get(key="registration").closes_at
    with refused(NotAllowed):
        forward_proposal(proposal=proposal, person=cast.writer, at=closes_at)
    forward_proposal(proposal=proposal, person=cast.writer, at=closes_at - timedelta(microseconds=1))


def give_back(cast, proposal, at, **values):
    """Return the proposal as its administrator, with some values changed."""
    known = {"proposal": proposal, "person": cast.administrator, "note": "Tambah angka.", "question_notes": None, "at": at}
    return return_proposal(**known | values)


def test_return_proposal_makes_it_a_draft_with_its_notes(cast, at):
    question = cast.edition.questions.first()
    proposal = give_back(cast, builders.forwarded(cast), at, question_notes={question: " Beri contoh. "})
    assert Proposal.objects.get(pk=proposal.pk).state == "DRAFT"
    notes = ReturnNote.objects.values_list("question__code", "text", "written_by__name")
    assert set(notes) == {(None, "Tambah angka.", "Administrator"), ("ringkasan", "Beri contoh.", "Administrator")}
    assert recipients("proposal_returned") == {"Writer", "Colleague"}


def test_return_proposal_is_content_with_a_note_about_one_question(cast, at):
    question = cast.edition.questions.first()
    give_back(cast, builders.forwarded(cast), at, note=" ", question_notes={question: "Beri contoh."})
    assert ReturnNote.objects.get().question == question


@pytest.mark.parametrize("note", ["", "  \r\n"])
def test_return_proposal_refuses_to_go_back_without_a_note(cast, at, note):
    proposal = builders.forwarded(cast)
    with refused(NoNote):
        give_back(cast, proposal, at, note=note, question_notes={cast.edition.questions.first(): " "})


@pytest.mark.parametrize("who", ["writer", "other_leader", "stranger", "other_administrator", "secretariat", "judge1"])
def test_return_proposal_refuses_all_but_the_administrator_and_the_leader(cast, at, who):
    proposal = builders.forwarded(cast)
    with refused(NotAllowed):
        give_back(cast, proposal, at, person=cast.as_people()[who])


@pytest.mark.parametrize("build", [builders.draft, builders.submitted])
def test_return_proposal_refuses_what_is_not_with_the_administrator(cast, at, build):
    proposal = build(cast)
    with refused(NotAllowed):
        give_back(cast, proposal, at)


def test_return_proposal_refuses_after_the_close_when_nobody_could_mend_it(cast):
    proposal = builders.forwarded(cast)
    with refused(NotAllowed):
        give_back(cast, proposal, cast.edition.stages.get(key="registration").closes_at)


def test_a_regional_company_is_administered_by_its_government(cast, at):
    company = builders.make_institution("BUMD", parent=cast.institution)
    unit = cast.unit.__class__.objects.create(institution=company, name="PDAM Uji")
    writer = builders.make_person("Penulis BUMD")
    cast.writer.memberships.model.objects.create(
        person=writer, institution=company, unit=unit, role="WRITER", starts_at=builders.LONG_AGO
    )
    proposal = builders.forwarded(cast, writer=writer, unit=unit)
    with refused(NotAllowed):
        give_back(cast, proposal, at, person=cast.other_administrator)
    assert give_back(cast, proposal, at).state == "DRAFT"
