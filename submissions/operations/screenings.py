"""The secretariat's administrative decision."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Person
from competition.operations.events import record_event
from competition.verdict import Refused, require
from submissions.eligibility import CHECKS
from submissions.models import Proposal, Reading, Screening, ScreeningDraft, ScreeningLine
from submissions.models.screening import ScreeningResult
from submissions.operations.moves import lock_proposal, move
from submissions.policy import may_screen_proposal
from submissions.queries.causes import causes_of, reason_of
from submissions.queries.contents import cap_findings, closing_of, findings_of, latest_submission
from submissions.queries.corrections import correction_end
from submissions.queries.drafted import Answers, causes_in, checks_in, seal_of
from submissions.queries.people import agency_of
from submissions.queries.readings import FIRST, SECOND, first_reading_of, second_is_due, sitting_of
from submissions.queries.screening import frozen_items
from submissions.states import ProposalState


class Unanswered(Refused):
    """A check of the list has no answer."""

    reason = _("Jawab setiap butir pemeriksaan")


class NoSuchResult(Refused):
    """The decision is none that a screening can have."""

    reason = _("Pilih hasil pemeriksaan")


class NoReason(Refused):
    """A refusal or a request for correction needs a reason, and a line that fails for none of the list needs words."""

    reason = _("Isi alasan keputusan")


class NoSuchCause(Refused):
    """A cause was given for a line that passed, or the edition's list has none such for that line."""

    reason = _("Pilih alasan yang ada untuk butir yang tidak terpenuhi")


class DraftChanged(Refused):
    """What is confirmed is not what was shown: the draft is gone, of another sending, or was saved anew since."""

    reason = _("Draf ini sudah berubah. Baca sekali lagi, lalu simpan keputusan")


class ContradictoryResult(Refused):
    """A failed check and the result do not go together without a reason."""

    reason = _("Ada butir yang tidak terpenuhi, jadi proposal tidak dapat diloloskan")


@transaction.atomic
def save_screening_draft(
    *, proposal: Proposal, person: Person, result: str, answers: Answers, words: str, at: datetime
) -> ScreeningDraft:
    """Keep what a person has filled in so far about the last submission, in place of what they kept before. It may be
    incomplete; it decides nothing, is told to nobody and is no act of the office.

    :raises NotAllowed: as `screen_proposal`.
    """
    proposal = lock_proposal(proposal)
    require(may_screen_proposal(person, proposal, at))
    kept = {"submission": latest_submission(proposal), "result": result, "answers": answers, "words": words, "saved_at": at}
    draft, _is_new = ScreeningDraft.objects.update_or_create(proposal=proposal, person=person, defaults=kept)
    return draft


@transaction.atomic
def confirm_screening(*, proposal: Proposal, person: Person, shown: str, at: datetime) -> Screening | Reading:
    """Decide by the person's own draft, exactly as it was shown to them (`drafted.seal_of`).

    Where the edition lets two people read, the first one's is kept as a reading that nobody else sees, and nothing is told to
    the agency. The second one's decides when both came to the same result: with the second one's lines and words, which are
    those that were just read as the agency will. When they differ, it is kept beside the first, and a third person decides
    (`readings.settle_readings`).

    :raises DraftChanged: none of this submission, or another than was shown.
    :raises NotAllowed, NoSuchResult, Unanswered, NoSuchCause, ContradictoryResult, NoReason: as `screen_proposal`.
    """
    proposal = lock_proposal(proposal)
    require(may_screen_proposal(person, proposal, at))
    kept = ScreeningDraft.objects.select_related("submission", "person")
    draft = kept.filter(proposal=proposal, person=person, submission=latest_submission(proposal)).first()
    if draft is None or seal_of(draft, proposal.edition) != shown:
        raise DraftChanged
    draft.proposal = proposal
    first = first_reading_of(draft.submission)
    if first is None and not second_is_due(proposal, draft.result, checks_in(draft.answers)):
        return _decide_by(draft, at)
    reading = _write_reading(draft, SECOND if first else FIRST, at)
    return _decide_by(draft, at) if first and first.result == draft.result else reading


def _decide_by(draft: ScreeningDraft, at: datetime) -> Screening:
    return write_decision(
        proposal=draft.proposal,
        person=draft.person,
        result=draft.result,
        checks=checks_in(draft.answers),
        causes=causes_in(draft.answers),
        reason=draft.words,
        at=at,
    )


def _write_reading(draft: ScreeningDraft, place: int, at: datetime) -> Reading:
    """Keep a draft that may be confirmed as one of two readings. The audit says that it was read, and not with which result:
    who reads second may read the audit in another office."""
    proposal, checks, causes = draft.proposal, checks_in(draft.answers), causes_in(draft.answers)
    _check(proposal, draft.result, checks, causes, draft.words)
    reason, reason_en = reason_of(proposal.edition, causes, draft.words)
    reading = Reading.objects.create(
        proposal=proposal,
        submission=draft.submission,
        person=draft.person,
        sitting=sitting_of(draft.submission),
        place=place,
        result=draft.result,
        answers=draft.answers,
        words=draft.words.strip(),
        reason=reason,
        reason_en=reason_en,
        read_at=at,
    )
    ScreeningDraft.objects.filter(pk=draft.pk).delete()
    about = {"subject": proposal, "subject_key": proposal.code, "edition": proposal.edition}
    record_event(event="proposal_read", person=draft.person, at=at, data={"place": place}, **about)
    return reading


@transaction.atomic
def screen_proposal(
    *,
    proposal: Proposal,
    person: Person,
    result: str,
    checks: dict[str, bool],
    causes: Mapping[str, str] | None = None,
    reason: str,
    at: datetime,
) -> Screening:
    """Record the decision about the last submission, line by line, and tell the agency. The person's draft has served.

    `causes` says by the edition's codes why a line fails; a failed line without one fails for what `reason` says. What the
    agency reads, and what is kept, are the sentences of the causes and then `reason`.

    :raises NotAllowed: not the secretariat, own institution, not waiting, screening shut.
    :raises NoSuchResult: not one of `ScreeningResult`.
    :raises Unanswered: a check of `eligibility.CHECKS` is missing.
    :raises NoSuchCause: a cause of a line that passed, or none of the edition's for that line.
    :raises ContradictoryResult: eligible although a check failed.
    :raises NoReason: not eligible without a reason, or a line fails for no cause and without words.
    """
    proposal = lock_proposal(proposal)
    require(may_screen_proposal(person, proposal, at))
    known = {"proposal": proposal, "person": person, "result": result}
    return write_decision(checks=checks, causes=causes or {}, reason=reason, at=at, **known)


def write_decision(
    *,
    proposal: Proposal,
    person: Person,
    result: str,
    checks: dict[str, bool],
    causes: Mapping[str, str],
    reason: str,
    at: datetime,
) -> Screening:
    """Write the decision about a locked proposal for an operation that has asked the policy: `screen_proposal` without its
    question who may.

    :raises NoSuchResult, Unanswered, NoSuchCause, ContradictoryResult, NoReason: as `screen_proposal`.
    """
    words = reason.strip()
    _check(proposal, result, checks, causes, words)
    reason, reason_en = reason_of(proposal.edition, causes, words)
    texts = {"reason": reason, "reason_en": reason_en}
    submission = latest_submission(proposal)
    known = {"submission": submission, "sitting": sitting_of(submission), "screened_by": person, "screened_at": at}
    screening = Screening.objects.create(proposal=proposal, result=result, **texts, **known)
    _write_lines(screening, checks, causes)
    ScreeningDraft.objects.filter(proposal=proposal, person=person).delete()
    _give_time(proposal, correction_end(proposal, at) if result == ScreeningResult.CORRECTION else None)
    move(proposal, ProposalState(result), at)
    _tell(screening, causes)
    return screening


def _give_time(proposal: Proposal, correct_by: datetime | None) -> None:
    """Write until when a correction can be sent; what came back without one is decided now, and its end goes."""
    if proposal.correct_by != correct_by:
        proposal.correct_by = correct_by
        proposal.save(update_fields=["correct_by"])


def _tell(screening: Screening, causes: Mapping[str, str]) -> None:
    """Record the decision and write to the agency."""
    proposal, at = screening.proposal, screening.screened_at
    record_event(
        event="proposal_screened",
        subject=proposal,
        subject_key=proposal.code,
        person=screening.screened_by,
        at=at,
        edition=proposal.edition,
        reason=screening.reason,
        data={"result": screening.result} | ({"causes": dict(causes)} if causes else {}),
        before={"state": ProposalState.SUBMITTED},
        after={"state": proposal.state},
        recipients=agency_of(proposal, at),
        context={"proposal": proposal, "screening": screening, "closes_at": closing_of(proposal, "screening")},
    )


def _check(proposal: Proposal, result: str, checks: dict[str, bool], causes: Mapping[str, str], words: str) -> None:
    """Refuse what can be no decision about this proposal."""
    _check_decision(result, checks)
    _check_causes(proposal, checks, causes)
    if result != ScreeningResult.ELIGIBLE:
        _check_reason(checks, causes, words.strip())


def _check_decision(result: str, checks: dict[str, bool]) -> None:
    """Refuse what no decision may be: a result there is not, an open check, a yes against one."""
    if result not in ScreeningResult.values:
        raise NoSuchResult
    if set(checks) != set(CHECKS) or any(answer is None for answer in checks.values()):
        raise Unanswered
    if result == ScreeningResult.ELIGIBLE and not all(checks.values()):
        raise ContradictoryResult


def _check_causes(proposal: Proposal, checks: dict[str, bool], causes: Mapping[str, str]) -> None:
    """Refuse a cause of a line that passed, and one that the edition does not list for its line."""
    if not causes:
        return
    known = {(one.check_code, one.code) for one in causes_of(proposal.edition)}
    if not known.issuperset(causes.items()) or any(checks[code] for code in causes):
        raise NoSuchCause


def _check_reason(checks: dict[str, bool], causes: Mapping[str, str], words: str) -> None:
    """Refuse a no that says nothing, and a failed line that has neither a cause nor words."""
    has_open_line = any(not passed and code not in causes for code, passed in checks.items())
    if not words and (has_open_line or not causes):
        raise NoReason


def _write_lines(screening: Screening, checks: dict[str, bool], causes: Mapping[str, str]) -> None:
    """Write beside each answer what the machine finds in what was sent."""
    proposal = screening.proposal
    items = frozen_items(proposal, screening.submission)
    failed = {finding.check for finding in findings_of(proposal, items) + cap_findings(proposal)}
    ScreeningLine.objects.bulk_create(
        ScreeningLine(
            screening=screening,
            check_code=code,
            machine_passed=code not in failed,
            passed=passed,
            cause_code=causes.get(code, ""),
        )
        for code, passed in checks.items()
    )
