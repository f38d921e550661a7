"""Write down who looked at what only the committee may know: the ranking, how judges mark, a list before it is public."""

from datetime import datetime, timedelta

from competition.models import AuditEntry, Person, Round
from competition.operations.events import record_event

# Whoever turns pages, searches or loads anew within this time still looks at the same.
ONE_LOOK = timedelta(hours=1)


def note_view(*, round_: Round, person: Person, at: datetime) -> None:
    """Write down that somebody looked at the frozen ranking."""
    _note("ranking_viewed", round_, person, at)


def note_habits_view(*, round_: Round, person: Person, at: datetime) -> None:
    """Write down that somebody looked at how the judges mark."""
    _note("habits_viewed", round_, person, at)


def note_list_view(*, round_: Round, person: Person, at: datetime) -> None:
    """Write down that somebody looked at a list with its reasons."""
    _note("list_viewed", round_, person, at)


def note_preview(*, round_: Round, person: Person, at: datetime) -> None:
    """Write down that somebody looked at public pages before they were public."""
    _note("list_previewed", round_, person, at)


def note_minutes(*, round_: Round, person: Person, at: datetime) -> None:
    """Write down that somebody was handed the minutes: each time, for each is a copy that leaves the house."""
    _write("minutes_taken", round_, person, at)


def _note(event: str, round_: Round, person: Person, at: datetime) -> None:
    """Write it down unless the audit has it of the same person and round within `ONE_LOOK` before."""
    seen = AuditEntry.objects.filter(event=event, person=person, subject_key=_key(round_), edition=round_.edition)
    if not seen.filter(at__gt=at - ONE_LOOK, at__lte=at).exists():
        _write(event, round_, person, at)


def _write(event: str, round_: Round, person: Person, at: datetime) -> None:
    record_event(event=event, subject=round_, subject_key=_key(round_), person=person, at=at, edition=round_.edition)


def _key(round_: Round) -> str:
    return f"{round_.edition.year}/{round_.key}"
