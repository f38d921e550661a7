"""Remove what is not needed any more of interviews."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from competition.retention import Swept
from judging.models import Slot

PRESENTERS_KEPT = timedelta(days=180)


def sweep_presenters(*, at: datetime) -> Iterator[Swept]:
    """Empty the names of those who presented, a while after they did."""
    over = Slot.objects.filter(ends_at__lt=at - PRESENTERS_KEPT).exclude(presenters="")
    yield Swept("presenters", over.update(presenters=""), f"emptied {PRESENTERS_KEPT.days} days after the interview")
