"""Letters to test with: written by an event, delivered at an instant, read afresh."""

from datetime import datetime

from competition.clock import read_clock
from competition.models import Notice, Person
from competition.operations.events import record_event
from competition.operations.notices import deliver_notice
from tests import builders
from tests.kinds import DECISIVE, ROUTINE


class Killed(BaseException):
    """The process is gone: nothing after this line runs."""


def kill(*args: object, **kwargs: object) -> None:
    raise Killed


def write(round_, *people: Person, event: str = ROUTINE) -> list[Notice]:
    """Post an event about the round to new recipients and return its letters."""
    recipients = people or (builders.make_person(),)
    proposal = builders.draft(builders.make_cast(round_.edition)) if event == DECISIVE else None
    entry = record_event(
        event=event,
        subject=round_,
        subject_key="2017/desk",
        person=None,
        at=read_clock(),
        recipients=recipients,
        context={"round": round_, "proposal": proposal, "is_in": True},
    )
    return list(entry.notices.order_by("pk"))


def deliver(notice: Notice, at: datetime | None = None) -> bool:
    return deliver_notice(notice_id=str(notice.pk), at=at or read_clock())


def fresh(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)
