"""The end of a correction: reminded of before, and after it the proposal lies with the secretariat again."""

from datetime import date, datetime

from django.db import transaction

from competition.models import Stage
from competition.operations.events import Occurrence, record_event, record_events
from competition.queries.editions import current_edition, stage_of
from submissions.models import Proposal, Submission
from submissions.operations.drafts import title_key
from submissions.operations.moves import lock_proposal, move
from submissions.operations.reminders import take_step
from submissions.queries.contents import closing_of, latest_submission
from submissions.queries.corrections import UNDER_WAY, corrections_by_end, missed_corrections
from submissions.queries.people import agency_of
from submissions.queries.reminders import Digest, told_of
from submissions.reminding import out_of_the_night, step_due
from submissions.states import ProposalState


def end_corrections(*, person: None = None, at: datetime) -> int:
    """Give back to the secretariat, as it was sent, what was not corrected in time; return how many.

    Each proposal is its own transaction, and is asked again under its lock: what was sent meanwhile stays sent. Nobody decides
    here; the secretariat reads it anew and may also ask for a correction once more.
    """
    return sum(_end(one, at) for one in missed_corrections(at))


@transaction.atomic
def _end(pk: int, at: datetime) -> bool:
    proposal = lock_proposal(Proposal(pk=pk))
    closes_at = closing_of(proposal, "screening")
    submission = latest_submission(proposal)
    is_missed = proposal.state == ProposalState.CORRECTION and proposal.correct_by and closes_at and submission
    if not is_missed or at < closes_at + UNDER_WAY:
        return False
    _take_back(proposal, submission, at)
    move(proposal, ProposalState.SUBMITTED, at)
    record_event(
        event="correction_missed",
        subject=proposal,
        subject_key=proposal.code,
        person=None,
        at=at,
        edition=proposal.edition,
        data={"number": submission.number, "closes_at": closes_at.isoformat()},
        before={"state": ProposalState.CORRECTION},
        after={"state": proposal.state},
        recipients=agency_of(proposal, at),
        context={"proposal": proposal, "submission": submission, "closes_at": closes_at},
    )
    return True


def _take_back(proposal: Proposal, submission: Submission, at: datetime) -> None:
    """Write the header of what was sent over one that was changed for a correction that never came: lists, quotas and the
    machine's checks go by it. Answers and files stay as they were left; whoever decides and judges reads the frozen ones."""
    content, edition = submission.snapshot["content"], proposal.edition
    sent = {
        "title": content["title"],
        "title_key": title_key(content["title"]),
        "category": edition.categories.filter(code=content["category"]).first(),
        "group": edition.groups.get(code=content["group"]),
        "started_on": date.fromisoformat(content["started_on"]) if content["started_on"] else None,
        "video": content.get("video", ""),
    }
    changed = [name for name, value in sent.items() if getattr(proposal, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(proposal, name, sent[name])
    proposal.header_changed_by, proposal.header_changed_at, proposal.changed_at = None, at, at
    proposal.header_version += 1
    proposal.version += 1
    noted = ["header_changed_by", "header_changed_at", "changed_at", "header_version", "version"]
    proposal.save(update_fields=[*changed, *noted])


@transaction.atomic
def remind_of_corrections(*, person: None = None, at: datetime) -> int:
    """Write the letters of the step that is due before corrections end by themselves, one to each person about all of theirs
    that end then; return how many. Safe to call often and in parallel, as `remind_of_closing`."""
    edition = current_edition()
    stage = stage_of(edition, "screening") if edition else None
    if stage is None:
        return 0
    told = []
    for closes_at, proposals in corrections_by_end(edition).items():
        step = step_due(closes_at, at) if at < closes_at else ""
        if step and take_step(stage=stage, step=step, closes_at=closes_at, at=at):
            key = f"{edition.year}/{stage.key}/{step}"
            told += [_occurrence(one, stage, key, closes_at, at) for one in told_of(edition.pk, proposals, at)]
    record_events(event="correction_reminded", occurrences=told, person=person, at=at, edition=edition)
    return len(told)


def _occurrence(digest: Digest, stage: Stage, key: str, closes_at: datetime, at: datetime) -> Occurrence:
    return Occurrence(
        subject=stage,
        subject_key=key,
        recipients=[digest.person],
        context={"lines": [{"proposal": one} for one, _holder in digest.lines], "closes_at": closes_at},
        data={"person": digest.person.pk, "proposals": [one.code for one, _holder in digest.lines]},
        not_before=out_of_the_night(at, digest.zone, closes_at),
    )
