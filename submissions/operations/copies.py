"""Compare what was sent with all that was sent before. Safe to call twice, late, or in parallel."""

from datetime import datetime, timedelta

from submissions.models import TextSketch
from submissions.queries.contents import latest_submission
from submissions.queries.copies import near_sketches, text_of, uncompared
from submissions.queries.proposals import proposal_by_code
from submissions.shingles import sketch_of

# So long a text waits for its own task before the sweep takes it up.
PATIENCE = timedelta(minutes=1)
BATCH = 200


def compare_text(*, code: str) -> int | None:
    """Keep the sketch of what a proposal sent last and how near the nearest other text is, in per cent; return that, None when
    the proposal was never sent. It is advice to a reader: nothing else hangs on it.

    The sketch is there for others before it is compared, so that of two that arrive at once one finds the other.
    """
    proposal = proposal_by_code(code)
    submission = latest_submission(proposal) if proposal else None
    if submission is None:
        return None
    values = {"submission": submission, "hashes": sketch_of(text_of(submission)), "percent": None}
    known = TextSketch.objects.filter(submission=submission).first()
    sketch = known or TextSketch.objects.update_or_create(proposal=proposal, defaults=values)[0]
    if sketch.percent is None:
        near = near_sketches(proposal.pk, sketch.hashes)
        sketch.percent = round(100 * near[0][1]) if near else 0
        sketch.save(update_fields=["percent"])
    return sketch.percent


def sweep_texts(*, at: datetime) -> list[str]:
    """Return the proposals whose own task was lost, or that were written by other ways than sending."""
    return uncompared(at - PATIENCE, BATCH)
