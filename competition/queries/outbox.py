"""The outbox as the secretariat sees it: to whom, about what and why not yet; what a letter says only to
whoever is about to change it.

Letters about judging are left out, also from the counts: to whom one went tells who judges, and when, how far they are. So are
letters to the people of institutions `without`, to which the reader has a tie.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from competition.events import DIGEST, EVENTS, SECRET_LETTERS
from competition.models import Membership, Notice
from competition.models.notices import NoticeState
from competition.queries.ties import NOWHERE, Places
from competition.tokens import without_tokens

# From how many letters at one instant the secretariat wants to see how far they are, and how many such mailings a page shows.
MANY, MOST_SHOWN = 10, 50
SHOWN = sorted(one.name for one in EVENTS.values() if one.is_posted and not one.is_of_judging)


def letters_in(state: str, address: str = "", without: Places = NOWHERE) -> QuerySet[Notice]:
    """Return the letters of a state to addresses with this part: what waits in the order it will leave, the rest last first."""
    letters = _addressed(address, without).filter(state=state)
    is_to_leave = state in (NoticeState.WAITING, NoticeState.HELD)
    return letters.order_by("not_before", "pk") if is_to_leave else letters.order_by("-created_at", "pk")


def letter_counts(address: str = "", without: Places = NOWHERE) -> dict[str, int]:
    """Return how many such letters there are in each state."""
    counts = dict(_addressed(address, without).order_by().values_list("state").annotate(number=Count("pk")))
    return {state: counts.get(state, 0) for state in NoticeState.values}


@dataclass(frozen=True, slots=True)
class Mailing:
    """Letters about one event that were written at one instant, and how many of them are where."""

    event: str
    created_at: datetime
    number: int
    sent: int
    failed: int
    uncertain: int
    held: int
    daily: int
    gathered: int

    @property
    def settled(self) -> int:
        """How many are no longer on their way by themselves."""
        return self.sent + self.failed + self.uncertain + self.gathered


def mailings_since(since: datetime, without: Places = NOWHERE) -> list[Mailing]:
    """Return what was written to many at once, the latest first. One query."""
    states = NoticeState
    found = _addressed("", without).filter(created_at__gte=since).order_by().values("event", "created_at")
    counted = found.annotate(
        number=Count("pk"),
        sent=Count("pk", filter=Q(state=states.SENT)),
        failed=Count("pk", filter=Q(state=states.FAILED)),
        uncertain=Count("pk", filter=Q(state=states.UNCERTAIN)),
        held=Count("pk", filter=Q(state=states.HELD)),
        daily=Count("pk", filter=Q(state=states.DAILY)),
        gathered=Count("pk", filter=Q(state=states.GATHERED)),
    )
    return [Mailing(**one) for one in counted.filter(number__gte=MANY).order_by("-created_at", "event")[:MOST_SHOWN]]


def is_editable(letter: Notice) -> bool:
    """Say whether staff may change what this letter says: it has not left, and holds no code, no personal link and no other
    letters, which are between us and its reader."""
    waits = letter.state in (NoticeState.WAITING, NoticeState.HELD)
    is_personal = letter.event in (*SECRET_LETTERS, DIGEST) or without_tokens(letter.text) != letter.text
    return waits and letter.event in SHOWN and bool(letter.text) and not is_personal


def edits_of(letter: Notice) -> int:
    """Return how often staff changed what the letter says."""
    return letter.edits.count()


def letter_in_queue(letter: UUID, without: Places = NOWHERE) -> Notice | None:
    """Return one letter of the queue; None when there is none."""
    return _addressed("", without).filter(pk=letter).select_related("recipient").first()


def _addressed(address: str, without: Places) -> QuerySet[Notice]:
    letters = Notice.objects.filter(event__in=SHOWN)
    if without:
        letters = letters.exclude(recipient__in=Membership.objects.filter(institution__in=without).values("person"))
    return letters.filter(address__icontains=address) if address else letters
