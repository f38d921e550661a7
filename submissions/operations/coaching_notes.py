"""What a coach leaves at a draft: remarks the team sees to, ticks in the checklist, and the trace of having looked."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import AuditEntry, Person, Question
from competition.operations.events import record_event
from competition.verdict import Refused, require
from submissions.coaching import POINT_KEYS, Side
from submissions.models import Coaching, CoachingComment, Proposal, ReadinessTick
from submissions.operations.coachings import TooLong, hold_coaching
from submissions.operations.moves import lock_proposal
from submissions.policy import may_coach_draft, may_write_proposal
from submissions.queries.coachings import team_told
from submissions.queries.contents import items_of

LONGEST_COMMENT = 2000
MOST_COMMENTS = 100
# Whoever remarks on ten questions in one sitting writes one letter.
ONE_LETTER = timedelta(hours=1)
ONE_LOOK = timedelta(hours=1)


class NoWords(Refused):
    """A remark says something."""

    reason = _("Isi catatan")


class NotAsked(Refused):
    """The question is none of this draft's, or not any more."""

    reason = _("Pertanyaan ini tidak ditanyakan untuk proposal ini. Muat ulang halaman.")


class TooManyComments(Refused):
    """A draft with a hundred remarks needs a conversation."""

    reason = _("Sudah ada seratus catatan pada bimbingan ini. Bicarakan langsung dengan timnya.")


class AlreadyDone(Refused):
    """It was said before."""

    reason = _("Catatan ini sudah ditandai sebagai sudah ditindaklanjuti.")


@transaction.atomic
def write_comment(*, coaching: Coaching, person: Person, question: str, text: str, at: datetime) -> CoachingComment:
    """Remark on one question by its code, or on the whole where it is empty; the team is written to once an hour, without the
    words. The same once more within a minute is the one already written.

    :raises NotAllowed: not its coach, over, sent, or shut.
    :raises NoWords, TooLong, NotAsked, TooManyComments: as they say.
    """
    coaching = hold_coaching(coaching)
    require(may_coach_draft(person, coaching, at))
    text = text.strip()
    if not text:
        raise NoWords
    if len(text) > LONGEST_COMMENT:
        raise TooLong
    about = _asked(coaching.proposal, question)
    again = coaching.comments.filter(question=about, text=text, written_at__gt=at - timedelta(minutes=1)).first()
    if again is not None:
        return again
    if coaching.comments.count() >= MOST_COMMENTS:
        raise TooManyComments
    is_told = coaching.comments.filter(written_at__gt=at - ONE_LETTER).exists()
    comment = CoachingComment.objects.create(coaching=coaching, question=about, text=text, written_by=person, written_at=at)
    told = [] if is_told else team_told(coaching, at)
    data = {"comment": comment.code, "question": about.code if about else ""}
    _record("coaching_commented", coaching, person, at, data=data, recipients=told, context={"coaching": coaching})
    return comment


@transaction.atomic
def follow_comment(*, comment: CoachingComment, person: Person, at: datetime) -> CoachingComment:
    """Say for the team that it has seen to a remark.

    :raises NotAllowed: whoever may not change the draft now.
    :raises AlreadyDone: somebody said so before.
    """
    coaching = hold_coaching(Coaching(pk=comment.coaching_id))
    require(may_write_proposal(person, coaching.proposal, at))
    comment = CoachingComment.objects.get(pk=comment.pk)
    if comment.done_at is not None:
        raise AlreadyDone
    comment.done_by, comment.done_at = person, at
    comment.save(update_fields=["done_by", "done_at"])
    _record("coaching_comment_done", coaching, person, at, data={"comment": comment.code})
    return comment


@transaction.atomic
def tick_for_team(*, proposal: Proposal, person: Person, keys: Collection[str], at: datetime) -> None:
    """Note for the team which points of the checklist its draft meets: these, and no others.

    :raises NotAllowed: whoever may not change the draft now.
    """
    proposal = lock_proposal(proposal)
    require(may_write_proposal(person, proposal, at))
    _tick(proposal, Side.TEAM, person, keys, at)


@transaction.atomic
def tick_for_coach(*, coaching: Coaching, person: Person, keys: Collection[str], at: datetime) -> None:
    """Note for the coach which points of the checklist the draft meets: these, and no others.

    :raises NotAllowed: not its coach, over, sent, or shut.
    """
    coaching = hold_coaching(coaching)
    require(may_coach_draft(person, coaching, at))
    _tick(coaching.proposal, Side.COACH, person, keys, at)


@transaction.atomic
def note_draft_view(*, coaching: Coaching, person: Person, at: datetime) -> None:
    """Write down that the coach looked at the draft, unless the audit has it within the hour before."""
    seen = AuditEntry.objects.filter(event="coached_draft_viewed", person=person, subject_key=coaching.proposal.code)
    if not seen.filter(at__gt=at - ONE_LOOK, at__lte=at).exists():
        _record("coached_draft_viewed", coaching, person, at)


def _tick(proposal: Proposal, side: Side, person: Person, keys: Collection[str], at: datetime) -> None:
    wanted = set(keys) & set(POINT_KEYS)
    ticks = ReadinessTick.objects.filter(proposal=proposal, side=side)
    there = set(ticks.values_list("key", flat=True))
    if wanted == there:
        return
    ticks.exclude(key__in=wanted).delete()
    known = {"proposal": proposal, "side": side, "ticked_by": person, "ticked_at": at}
    ReadinessTick.objects.bulk_create(ReadinessTick(key=key, **known) for key in POINT_KEYS if key in wanted - there)
    record_event(
        event="readiness_ticked",
        subject=proposal,
        subject_key=proposal.code,
        person=person,
        at=at,
        edition=proposal.edition,
        data={"side": side, "points": sorted(wanted)},
    )


def _asked(proposal: Proposal, code: str) -> Question | None:
    if not code:
        return None
    found = next((item.question for item in items_of(proposal) if item.question.code == code), None)
    if found is None:
        raise NotAsked
    return found


def _record(event: str, coaching: Coaching, person: Person, at: datetime, **told: object) -> None:
    proposal = coaching.proposal
    record_event(
        event=event, subject=coaching, subject_key=proposal.code, person=person, at=at, edition=proposal.edition, **told
    )
