"""Which unsent proposals will miss the close at the pace they have. Knows no database, and promises nothing: a helping hand is
sent where it is needed most."""

from datetime import timedelta

# From the handing on to the sending, where the edition has not shown yet how long its agencies take.
USUAL_HANDOVER = timedelta(days=3)
# Nobody's pace is told from less.
LEAST_WRITING = timedelta(days=1)


def time_needed(*, filled: int, missing: int, written_for: timedelta, handover: timedelta) -> timedelta | None:
    """Return how long a draft still takes: its missing parts at the pace of those filled so far, then the handing over.

    None where nothing is filled: there is no pace yet.
    """
    if not missing:
        return handover
    if not filled:
        return None
    return max(written_for, LEAST_WRITING) / filled * missing + handover


def will_miss(left: timedelta, needed: timedelta | None) -> bool:
    """Say whether the close comes first; what has no pace misses it."""
    return needed is None or needed > left
