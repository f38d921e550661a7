"""Sent texts of every edition that share wording with one that was sent."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef

from competition.queries.compiled import Rows, slot
from competition.queries.ties import NOWHERE, Places
from submissions.comparing import Piece
from submissions.models import Proposal, Submission, TextSketch
from submissions.queries.contents import questions_of
from submissions.shingles import count_shared, mark_shared, most_in_common, near_ones
from submissions.states import SENT

MOST = 20


@dataclass(frozen=True, slots=True)
class Copy:
    """A text that is like another: of which proposal, and how much of the shorter one's wording they share (0 to 1)."""

    proposal: Proposal
    share: float


@dataclass(frozen=True, slots=True)
class Passage:
    """An answer in pieces: what stands in the other text too is SAME."""

    question: str
    pieces: list[Piece]


def text_of(submission: Submission) -> str:
    """Return all answers as they were sent, one after the other."""
    return "\n".join(submission.snapshot["content"]["answers"].values())


def copies_of(proposal: Proposal, hashes: list[int], without: Places = NOWHERE) -> list[Copy]:
    """Return the sent proposals of all editions whose texts are like the one with this sketch, the nearest first, at most
    `MOST`; of none of the institutions `without`. Four queries whatever the number of texts."""
    shares = dict(near_sketches(proposal.pk, hashes))
    found = Proposal.objects.filter(pk__in=shares, state__in=sorted(SENT)).exclude(institution__in=without)
    found = found.select_related("institution", "edition", "category")
    return [Copy(one, shares[one.pk]) for one in sorted(found, key=lambda one: (-shares[one.pk], one.pk))][:MOST]


def near_sketches(own: int, hashes: list[int]) -> list[tuple[int, float]]:
    """Return the proposals with texts like this sketch's, without the proposal `own`. Three queries."""
    most = most_in_common(TextSketch.objects.count())
    shared = count_shared(_holders(hashes, most + 1), most)
    shared.pop(own, None)
    sizes = dict(TextSketch.objects.filter(proposal__in=shared).values_list("proposal", "hashes__len"))
    return near_ones(shared, len(hashes), sizes)


def _holders(hashes: list[int], most: int) -> list[list[int]]:
    """Return for each number which proposals' sketches hold it: of a turn of phrase no more than `most`. The index answers
    number by number; all at once it would bring every text that has any of the phrases."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ARRAY(SELECT proposal_id FROM submissions_textsketch WHERE hashes @> ARRAY[own.hash] LIMIT %s)"
            " FROM unnest(%s::int[]) AS own(hash)",
            [most, hashes],
        )
        return [one for (one,) in cursor.fetchall()]


def hashes_of(proposal: Proposal) -> list[int]:
    """Return the sketch of what the proposal sent last; empty until it was made."""
    return TextSketch.objects.filter(proposal=proposal).values_list("hashes", flat=True).first() or []


def nearness_of(proposal: Proposal) -> int | None:
    """Return how near the nearest text was when this one arrived, in per cent; None until it was compared."""
    return next((one.percent for one in _NEARNESS.read(proposal=proposal.pk)), None)


_NEARNESS = Rows(lambda: TextSketch.objects.filter(proposal=slot("proposal")), "percent")


def uncompared(before: datetime, most: int) -> list[str]:
    """Return the codes of proposals whose last sending, before this instant, was not compared yet, the oldest first."""
    later = Submission.objects.filter(proposal=OuterRef("proposal"), pk__gt=OuterRef("pk"))
    done = TextSketch.objects.filter(submission=OuterRef("pk"), percent__isnull=False)
    waiting = Submission.objects.filter(~Exists(later), ~Exists(done), received_at__lte=before)
    return list(waiting.order_by("pk").values_list("proposal__code", flat=True)[:most])


def passages_of(submission: Submission, other: Submission) -> list[Passage]:
    """Return the answers of a sending with what stands in the other one marked. No query beyond the questions'."""
    questions = {one.code: str(one) for one in questions_of(submission.proposal.edition)}
    answers, theirs = submission.snapshot["content"]["answers"], text_of(other)
    return [Passage(questions.get(code, code), mark_shared(text, theirs)) for code, text in answers.items() if text]
