"""What the readers of a proposal in dispute do: talk, propose a sheet, and say yes to it. Their own sheets never change."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from competition.models import Person
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.queries.people import appointees_of
from competition.queries.ties import without_tied
from competition.verdict import Refused, require
from competition.words import clean_text
from judging.models import Agreement, Assignment, Discussion, JointMark, JointSheet, Remark
from judging.operations.disputes import move_discussion
from judging.operations.locks import hold_assignment, hold_discussion
from judging.operations.sheets import ChangedRubric, Choice, UnfinishedSheet, level_of
from judging.policy import may_discuss, may_propose_sheet
from judging.queries.desk import criteria_of, record_of, unfinished_of
from judging.queries.discussions import Joint, discussion_about, joint_sheet_of
from judging.queries.disputes import readers_of
from judging.seals import joint_seal, new_salt
from judging.states import DiscussionState

LEAST = 2


class EmptyRemark(Refused):
    """Nothing was written."""

    reason = gettext_lazy("Tulis pesan Anda")


class StaleProposal(Refused):
    """Another version was proposed since this one was shown; nothing was written over or agreed to."""

    reason = gettext_lazy("Usulan ini berubah sejak halaman dibuka. Periksa usulan yang sekarang.")


class NothingProposed(Refused):
    """There is no sheet to say yes to."""

    reason = gettext_lazy("Belum ada lembar bersama yang diusulkan.")


class TooFewReaders(Refused):
    """One reader alone agrees with nobody."""

    reason = gettext_lazy("Lembar bersama memerlukan sedikitnya dua penilai. Hubungi penyelenggara.")


@transaction.atomic
def add_remark(*, assignment: Assignment, person: Person, text: str, at: datetime) -> Remark:
    """Say something to the other readers; it stays as it was said.

    :raises NotAllowed: not a reader with a locked sheet, or the discussion is over.
    :raises EmptyRemark: nothing was written.
    """
    assignment, discussion = _held(assignment)
    require(may_discuss(person, assignment, discussion, at))
    text = clean_text(text)
    if not text:
        raise EmptyRemark
    remark = Remark.objects.create(discussion=discussion, author=assignment, text=text, at=at)
    _tell("remark_added", assignment, discussion, person, at, told=_others(assignment))
    return remark


@transaction.atomic
def propose_sheet(
    *,
    assignment: Assignment,
    person: Person,
    choices: dict[str, Choice],
    version: int,
    at: datetime,
    sheet_version: int | None = None,
) -> JointSheet:
    """Propose a complete sheet to the others, as the next version after `version` (0: none yet). The lead's yes is in it; what
    was said yes to before is agreed to no more.

    :raises NotAllowed: not the reader who was named, or the discussion is over.
    :raises OffTheScale: an unknown criterion or level.
    :raises UnfinishedSheet: naming each criterion without a level or a reason of enough words.
    :raises StaleProposal: another version was proposed meanwhile.
    :raises ChangedRubric: the criteria changed since they were shown.
    :raises TooFewReaders: nobody else reads it any more.
    """
    assignment, discussion = _held(assignment)
    require(may_propose_sheet(person, assignment, discussion, at))
    present = assignment.round.sheet_version
    if sheet_version not in (None, present):
        raise ChangedRubric
    others, known = _others(assignment), joint_sheet_of(discussion)
    if len(others) + 1 < LEAST:
        raise TooFewReaders
    if version != (known.sheet.version if known else 0):
        raise StaleProposal
    sheet = JointSheet(discussion=discussion, version=version + 1, sheet_version=present, proposed_by=assignment, at=at)
    rows = _marks(sheet, assignment, choices)
    sheet.save()
    JointMark.objects.bulk_create(rows)
    Agreement.objects.create(sheet=sheet, reader=assignment, at=at)
    _tell("joint_sheet_proposed", assignment, discussion, person, at, told=others, data={"version": sheet.version})
    return sheet


def _marks(sheet: JointSheet, assignment: Assignment, choices: dict[str, Choice]) -> list[JointMark]:
    """Return the marks of a sheet that is whole and on the scale. Nothing is written."""
    criteria = {one.code: one for one in criteria_of(assignment)}
    levels = {code: level_of(criteria, code, choice) for code, choice in choices.items()}
    rows = [
        JointMark(
            sheet=sheet,
            criterion=criteria[code],
            level=level,
            points=level.points if level else None,
            reason=clean_text(choices[code].reason),
        )
        for code, level in levels.items()
    ]
    missing = unfinished_of(assignment.round, criteria.values(), {one.criterion_id: one for one in rows})
    if missing:
        raise UnfinishedSheet(missing)
    return rows


@transaction.atomic
def agree_to_sheet(*, assignment: Assignment, person: Person, version: int, at: datetime) -> Discussion:
    """Say yes to the version that was shown. With the last yes it is sealed: who agreed and when stays with it. Twice is once.

    :raises NotAllowed: not a reader with a locked sheet, or the discussion is over.
    :raises NothingProposed: there is no version.
    :raises StaleProposal: the lead proposed another one since.
    """
    assignment, discussion = _held(assignment)
    require(may_discuss(person, assignment, discussion, at))
    joint = joint_sheet_of(discussion)
    if joint is None:
        raise NothingProposed
    if joint.sheet.version != version:
        raise StaleProposal
    if assignment.pk in joint.agreed:
        return discussion
    Agreement.objects.create(sheet=joint.sheet, reader=assignment, at=at)
    _tell("joint_sheet_agreed", assignment, discussion, person, at, data={"version": version})
    readers = readers_of(assignment.round, assignment.proposal)
    if {one.pk for one in readers} <= joint.agreed.keys() | {assignment.pk} and len(readers) >= LEAST:
        _seal(discussion, joint, readers, person, at)
    return discussion


def _seal(discussion: Discussion, joint: Joint, readers: list[Assignment], person: Person, at: datetime) -> None:
    """Close the discussion with what all agreed on, and tell the readers and, without a word of who they are, the chair."""
    discussion.sealed_at, discussion.salt = at, new_salt()
    codes = [one.code for one in readers]
    discussion.seal = joint_seal(readers=codes, at=at, marks=record_of(joint.marks.values()), salt=discussion.salt)
    move_discussion(discussion, DiscussionState.SEALED, "sealed_at", "seal", "salt")
    lead, round_ = discussion.lead, readers[0].round
    about = {"subject": lead, "subject_key": lead.code, "person": person, "at": at, "edition": round_.edition}
    record_event(
        event="joint_sheet_sealed",
        **about,
        data={"version": joint.sheet.version, "readers": sorted(codes), "seal": discussion.seal},
        before={"state": DiscussionState.OPEN},
        after={"state": discussion.state},
        recipients=[one.judge for one in readers],
        context={"round": round_, "discussion": discussion},
    )
    chairs = appointees_of(round_.edition_id, at, AppointmentRole.CHAIR)
    told = without_tied(chairs, round_.edition, discussion.proposal.institution_id, at)
    context = {"round": round_, "proposal": discussion.proposal, "number": len(readers)}
    record_event(event="joint_sheet_told", **about, recipients=told, context=context)


def _held(assignment: Assignment) -> tuple[Assignment, Discussion | None]:
    """Hold the assignment and the discussion of its proposal; ranking cannot begin until this is committed."""
    assignment = hold_assignment(assignment)
    discussion = discussion_about(assignment)
    return assignment, hold_discussion(discussion) if discussion else None


def _others(assignment: Assignment) -> list[Assignment]:
    return [one for one in readers_of(assignment.round, assignment.proposal) if one.pk != assignment.pk]


def _tell(
    event: str,
    assignment: Assignment,
    discussion: Discussion,
    person: Person,
    at: datetime,
    *,
    told: Iterable[Assignment] = (),
    data: dict | None = None,
) -> None:
    """Write it down about the reading of whoever acted; tell each of the others by the address of their own."""
    about = {"event": event, "person": person, "at": at, "edition": assignment.round.edition, "data": data or {}}
    occurrence = {"subject": assignment, "subject_key": assignment.code}
    recipients = [one.judge for one in told]
    context = {"round": assignment.round, "discussion": discussion, "closes_at": discussion.due_at}
    record_event(**about, **occurrence, recipients=recipients, context=context)
