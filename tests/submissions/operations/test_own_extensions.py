"""A later close for one institution: it counts for what it has, to the instant, and lets nobody else in."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from competition.models import AuditEntry, InstitutionExtension, Notice
from competition.verdict import NotAllowed
from competition.zones import format_zones, last_minute
from submissions.models import Proposal, Reminder
from submissions.operations.drafts import start_draft
from submissions.operations.extensions import NoReason
from submissions.operations.handovers import Incomplete, forward_proposal
from submissions.operations.reminders import remind_of_closing
from submissions.queries import invariants
from submissions.queries.contents import sending_closes_at
from submissions.queries.institutions import proposal_counts
from tests import builders
from tests.evidence import refused
from tests.submissions import acts

MILLISECOND = timedelta(milliseconds=1)
DAY = timedelta(days=1)
AWAY = ("stranger", "other_unit", "other_leader")


def close_of(cast, key="registration"):
    """Return when the stage closes for everybody."""
    return cast.edition.stages.get(key=key).closes_at


def away(cast, make=builders.endorsed, **values):
    """Return a proposal of the other institution."""
    writer, unit, leader = (getattr(cast, name) for name in AWAY)
    known = {"leader": leader} if make is builders.endorsed else {}
    return make(cast, writer=writer, unit=unit, **known, **values)


def corrected(cast, at):
    """Return a proposal that the secretariat sent back; screening is open."""
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, at, "CORRECTION")
    return Proposal.objects.get(pk=proposal.pk)


@pytest.mark.parametrize(("after", "may"), [(-MILLISECOND, True), (timedelta(0), False), (MILLISECOND, False)])
def test_the_own_close_decides_to_the_instant(cast, at, after, may):
    proposal, own = builders.endorsed(cast), close_of(cast) + DAY
    acts.extend_for(cast, at)
    if may:
        submission = acts.send(cast, proposal, own + after)
        assert (submission.closes_at, submission.received_at) == (own, own + after)
        assert [line for check in invariants.CHECKS.values() for line in check()] == []
        return
    with refused(NotAllowed):
        acts.send(cast, proposal, own + after)


@pytest.mark.parametrize("after", [timedelta(0), MILLISECOND, DAY - MILLISECOND])
def test_it_lets_nobody_else_in(cast, at, after):
    theirs = away(cast)
    acts.extend_for(cast, at)
    with refused(NotAllowed):
        acts.send(cast, theirs, close_of(cast) + after, person=cast.other_administrator)


def test_everything_of_a_proposal_goes_by_it(cast, at):
    draft, proposal, sent = builders.draft(cast), builders.forwarded(cast), builders.submitted(cast)
    acts.extend_for(cast, at)
    late = close_of(cast) + DAY - MILLISECOND
    acts.rewrite(cast, draft, late, "Teks akhir.", person=cast.writer)
    forward_proposal(proposal=draft, person=cast.writer, at=late)
    acts.endorse(cast, proposal, late)
    acts.send(cast, proposal, late)
    acts.withdraw(cast, sent, late)
    acts.revive(cast, sent, late)
    assert sending_closes_at(Proposal.objects.get(pk=draft.pk)) == close_of(cast) + DAY


def test_no_proposal_is_begun_after_the_general_close(cast, at):
    acts.extend_for(cast, at)
    with refused(NotAllowed):
        start_draft(person=cast.writer, unit=cast.unit, edition=cast.edition, title="Baru", at=close_of(cast))


def test_the_age_of_an_innovation_goes_by_everybodys_close(cast, at):
    proposal = builders.endorsed(cast)
    acts.extend_for(cast, at, by=9 * DAY)
    # Twelve months before the own close, but not before everybody's.
    Proposal.objects.filter(pk=proposal.pk).update(started_on=(close_of(cast) - timedelta(days=360)).date())
    acts.endorse(cast, proposal, at)
    with refused(Incomplete) as caught:
        acts.send(cast, proposal, close_of(cast) + 8 * DAY)
    assert [finding.check for finding in caught.value.findings] == ["age"]


def test_it_can_be_given_after_the_general_close_while_it_still_helps(cast):
    proposal, theirs, late = builders.endorsed(cast), away(cast), close_of(cast) + DAY
    with refused(NotAllowed):
        acts.send(cast, proposal, late)
    acts.extend_for(cast, late, by=2 * DAY)
    assert acts.send(cast, proposal, late)
    with refused(NotAllowed):
        acts.send(cast, theirs, late, person=cast.other_administrator)


def test_a_later_close_for_everybody_is_never_cut_short(cast, at):
    proposal = builders.endorsed(cast)
    acts.extend_for(cast, at)
    acts.extend(cast, at, by=3 * DAY)
    assert acts.send(cast, proposal, close_of(cast) - MILLISECOND).closes_at == close_of(cast)


def test_a_second_one_is_later_than_the_first(cast, at):
    acts.extend_for(cast, at, by=2 * DAY)
    with refused(NotAllowed):
        acts.extend_for(cast, at, by=DAY)
    made = acts.extend_for(cast, at, by=3 * DAY)
    assert made.old_closes_at == close_of(cast) + 2 * DAY


@pytest.mark.parametrize("by", [timedelta(0), -DAY, timedelta(days=10, milliseconds=1)])
def test_never_shorter_and_never_beyond_the_next_close(cast, at, by):
    with refused(NotAllowed):
        acts.extend_for(cast, at, by=by)


def test_up_to_the_next_close(cast, at):
    assert acts.extend_for(cast, at, by=timedelta(days=10)).new_closes_at == close_of(cast, "screening")


def test_not_to_an_hour_that_has_passed(cast):
    with refused(NotAllowed):
        acts.extend_for(cast, close_of(cast) + 2 * DAY, by=DAY)


def test_refused_before_the_stage_opens_and_once_the_next_is_over(cast):
    opens_at = cast.edition.stages.get(key="registration").opens_at
    with refused(NotAllowed):
        acts.extend_for(cast, opens_at - MILLISECOND)
    with refused(NotAllowed) as caught:
        acts.extend_for(cast, close_of(cast, "screening"), closes_at=close_of(cast, "screening") + DAY)
    assert "tidak lagi membantu" in caught.value.reason


@pytest.mark.parametrize("who", ["writer", "administrator", "leader", "chair", "judge1", "other_administrator"])
def test_it_is_for_secretariat_and_organisers(cast, at, who):
    with refused(NotAllowed):
        acts.extend_for(cast, at, person=cast.as_people()[who])


def test_not_for_ones_own_institution(cast, at):
    from competition.models import Membership

    Membership.objects.create(
        person=cast.secretariat, institution=cast.institution, unit=cast.unit, role="WRITER", starts_at=builders.LONG_AGO
    )
    with refused(NotAllowed) as caught:
        acts.extend_for(cast, at)
    assert "berkonflik dengan instansi ini" in caught.value.reason
    assert acts.extend_for(cast, at, person=cast.secretariat2)


def test_it_needs_a_reason(cast, at):
    with refused(NoReason):
        acts.extend_for(cast, at, reason=" \n")


def test_judging_is_not_extended(cast, at):
    with refused(NotAllowed):
        acts.extend_for(cast, at, key="judging")


def test_it_tells_the_institution_and_nobody_else(cast, at):
    away(cast)
    acts.extend_for(cast, at)
    letters = Notice.objects.filter(event="institution_extended")
    assert set(letters.values_list("recipient__name", flat=True)) == {"Writer", "Colleague", "Administrator", "Leader"}
    assert all("Kantor terendam banjir." in one.text for one in letters)
    entry, closes_at = AuditEntry.objects.get(event="institution_extended"), close_of(cast)
    assert entry.reason == "Kantor terendam banjir."
    assert (entry.before, entry.after) == (
        {"closes_at": closes_at.isoformat()},
        {"closes_at": (closes_at + DAY).isoformat()},
    )


# A correction.


def test_a_correction_is_sent_and_decided_until_its_own_close(cast, at):
    proposal, late = corrected(cast, at), close_of(cast, "screening") + DAY - MILLISECOND
    with refused(NotAllowed):
        acts.send(cast, proposal, late)
    acts.extend_for(cast, at, key="screening")
    assert acts.send(cast, proposal, late).closes_at == close_of(cast, "screening") + DAY
    acts.screen(cast, proposal, late, "ELIGIBLE")
    assert Proposal.objects.get(pk=proposal.pk).state == "ELIGIBLE"


def test_a_correction_is_refused_from_its_own_close_on(cast, at):
    proposal = corrected(cast, at)
    acts.extend_for(cast, at, key="screening")
    with refused(NotAllowed):
        acts.send(cast, proposal, close_of(cast, "screening") + DAY)


def test_screening_is_extended_only_for_who_has_a_correction(cast, at):
    builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    with refused(NotAllowed) as caught:
        acts.extend_for(cast, at, key="screening")
    assert "sedang diperbaiki" in caught.value.reason


def test_an_extension_of_registration_moves_no_correction(cast, at):
    proposal = corrected(cast, at)
    acts.extend_for(cast, at, closes_at=close_of(cast, "screening"))
    assert sending_closes_at(proposal) == close_of(cast, "screening")


# What else counts with a close.


def test_reminders_go_by_the_own_close_and_each_is_written_once(cast, at):
    builders.draft(cast)
    theirs = away(cast, builders.draft)
    acts.extend_for(cast, at, by=3 * DAY)
    general, own = close_of(cast), close_of(cast) + 3 * DAY
    for when in (general - DAY, general - DAY, general, own - DAY, own - DAY):
        remind_of_closing(at=when)
    told: dict[str, list[str]] = {}
    for letter in Notice.objects.filter(event="closing_reminded").select_related("recipient"):
        told.setdefault(letter.recipient.name, []).append(letter.text)
    # Three days before their close and one, the home institution; one day before everybody's, the other.
    home, others = (
        dict.fromkeys(("Writer", "Colleague", "Administrator"), 2),
        dict.fromkeys(("Stranger", "Other Administrator"), 1),
    )
    assert {name: len(texts) for name, texts in told.items()} == home | others
    assert Reminder.objects.count() == 3
    assert all(format_zones(last_minute(own)) in text for text in told["Writer"])
    assert theirs.title in told["Stranger"][0]


def test_what_can_still_be_sent_by_it_is_open(cast, at):
    builders.draft(cast)
    late = close_of(cast) + MILLISECOND
    assert proposal_counts(late, institutions=[cast.institution.pk])["open"] == 0
    acts.extend_for(cast, at)
    assert proposal_counts(late, institutions=[cast.institution.pk])["open"] == 1
    assert proposal_counts(close_of(cast) + DAY, institutions=[cast.institution.pk])["open"] == 0


def test_the_database_keeps_it_as_it_was_written(cast, at):
    made = acts.extend_for(cast, at)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        InstitutionExtension.objects.filter(pk=made.pk).update(reason="Lain.")
    known = {"stage": made.stage, "institution": made.institution, "extended_by": cast.secretariat, "extended_at": at}
    later = {"old_closes_at": at, "new_closes_at": at + DAY, "reason": "x"}
    for wrong in ({"new_closes_at": at}, {"old_closes_at": at + 2 * DAY}, {"reason": ""}):
        with pytest.raises(IntegrityError, match="institution_extension_"), transaction.atomic():
            InstitutionExtension.objects.create(**known | later | wrong)
