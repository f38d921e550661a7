"""What somebody passed together, as it is taken back."""

from dataclasses import dataclass
from datetime import datetime

from competition.models import Edition, Person
from competition.queries.ties import tied_to
from submissions.models import Screening
from submissions.models.screening import ScreeningResult
from submissions.queries.clean import TOGETHER


@dataclass(frozen=True, slots=True)
class Passed:
    """One act of passing together: in which edition, when, and what."""

    edition: Edition
    passed_at: datetime
    screenings: list[Screening]


def passed_then(edition: Edition, person: Person, passed_at: datetime) -> list[Screening]:
    """Return the decisions that the person took together at that instant, with their proposals; none if it was one alone. One
    query."""
    of_act = Screening.objects.filter(proposal__edition=edition, screened_by=person, screened_at=passed_at)
    found = list(
        of_act.filter(result=ScreeningResult.ELIGIBLE).select_related("proposal__institution").order_by("proposal_id", "pk")
    )
    return found if len(found) >= TOGETHER else []


def passed_with(code: str, person: Person, at: datetime) -> Passed | None:
    """Return the person's act in which the proposal of this code was passed last, together with others; None if there is none,
    or they have a tie to one of these institutions by now."""
    last = (
        Screening.objects.filter(proposal__code=code)
        .select_related("proposal__edition")
        .order_by("-screened_at", "-pk")
        .first()
    )
    if last is None or last.screened_by_id != person.pk:
        return None
    edition = last.proposal.edition
    screenings = passed_then(edition, person, last.screened_at)
    tied = tied_to(person, edition, at)
    if not screenings or any(one.proposal.institution_id in tied for one in screenings):
        return None
    return Passed(edition, last.screened_at, screenings)
