"""Coachings as teams, coaches and the secretariat read them; and who ever coached what, for those who choose judges."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from competition.models import Edition, Person
from competition.models.people import AppointmentRole, MembershipRole
from competition.queries.compiled import Objects, slot
from competition.queries.people import appointees_of, members_of
from competition.queries.ties import tied_to, without_tied
from submissions.coaching import READINESS, RUNNING, CoachingState, Criterion, Point, Side
from submissions.models import Coaching, CoachingComment, Proposal, ReadinessTick
from submissions.queries.people import team_of
from submissions.queries.proposals import proposal_by_code

_AROUND = ("proposal__institution", "proposal__unit", "proposal__category", "coach", "asked_by")


@dataclass(frozen=True, slots=True)
class Coached:
    """A draft that somebody coached, and since when that is over; None while it goes on."""

    proposal: int
    innovation: int
    institution: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Ticked:
    """A point of the checklist with what either side saw."""

    point: Point
    by_team: bool
    by_coach: bool


def coaching_by_code(code: str) -> Coaching | None:
    """Return a coaching, its proposal as its own page reads it."""
    found = Coaching.objects.select_related("coach", "asked_by", "proposal").filter(code=code.upper()).first()
    if found is not None:
        found.proposal = proposal_by_code(found.proposal.code)
    return found


def coachings_of(proposal: Proposal) -> list[Coaching]:
    """Return what a draft was coached, the last first. One query."""
    return list(proposal.coachings.select_related("coach", "asked_by").order_by("-asked_at", "-pk"))


def running_of(proposal: Proposal) -> Coaching | None:
    """Return the coaching of a draft that waits or goes on; there is one at most."""
    return Coaching.objects.filter(proposal=proposal, state__in=RUNNING).first()


def comments_on(proposal: Proposal) -> list[CoachingComment]:
    """Return what coaches remarked about a draft, oldest first. One query; none for one that was never coached."""
    if not getattr(proposal, "has_coaching", True):
        return []
    return _COMMENTS.read(proposal=proposal.pk)


_COMMENTS = Objects(
    lambda: CoachingComment.objects.filter(coaching__proposal=slot("proposal")).order_by("written_at", "pk"),
    *("question", "written_by", "done_by", "coaching"),
)


def comment_by_code(coaching: Coaching, code: str) -> CoachingComment | None:
    """Return a remark of this coaching."""
    return coaching.comments.filter(code=code.upper()).first()


def readiness_of(proposal: Proposal) -> list[tuple[Criterion, list[Ticked]]]:
    """Return the checklist with what the team and the coach saw in the draft. One query."""
    seen = set(ReadinessTick.objects.filter(proposal=proposal).values_list("side", "key"))
    return [
        (one, [Ticked(point, (Side.TEAM, point.key) in seen, (Side.COACH, point.key) in seen) for point in one.points])
        for one in READINESS
    ]


def waiting_for(coach: Person, edition: Edition, at: datetime) -> QuerySet[Coaching]:
    """Return the requests that the coach can take, the longest waiting first: none of an institution they are tied to."""
    return _of(edition, tied_to(coach, edition, at)).filter(state=CoachingState.ASKED, until__gt=at).order_by("asked_at", "pk")


def given_to(coach: Person, edition: Edition) -> QuerySet[Coaching]:
    """Return what was given to the coach in the edition: what goes on first, the one that ends soonest before the others."""
    found = Coaching.objects.filter(coach=coach, proposal__edition=edition).select_related(*_AROUND)
    return found.order_by("-state", "until", "pk")


def coachings_in(edition: Edition, person: Person, at: datetime, state: str) -> QuerySet[Coaching]:
    """Return the coachings of an edition in this state, as somebody of the secretariat with these ties sees them."""
    return _of(edition, tied_to(person, edition, at)).filter(state=state).order_by("asked_at", "pk")


def coaching_counts(edition: Edition, person: Person, at: datetime) -> dict[str, int]:
    """Return how many of them there are in each state. One query."""
    rows = _of(edition, tied_to(person, edition, at)).order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(CoachingState.values, 0) | dict(rows)


def _of(edition: Edition, without: Collection[int]) -> QuerySet[Coaching]:
    found = Coaching.objects.filter(proposal__edition=edition)
    if without:
        found = found.exclude(proposal__institution__in=without)
    return found.select_related(*_AROUND)


def coaches_for(proposal: Proposal, at: datetime) -> list[Person]:
    """Return the edition's coaches who are not tied to the proposal's institution."""
    return without_tied(
        appointees_of(proposal.edition_id, at, AppointmentRole.COACH), proposal.edition, proposal.institution_id, at
    )


def others_told(coaching: Coaching, at: datetime) -> list[Person]:
    """Return who hears of it beside the team: its coach; before there is one, those who can take or give it."""
    if coaching.coach is not None:
        return [coaching.coach] if coaching.coach.is_active else []
    roles = (AppointmentRole.COACH, AppointmentRole.SECRETARIAT)
    proposal = coaching.proposal
    return without_tied(appointees_of(proposal.edition_id, at, *roles), proposal.edition, proposal.institution_id, at)


def team_told(coaching: Coaching, at: datetime) -> list[Person]:
    """Return the unit's writers and the institution's administrators."""
    proposal = coaching.proposal
    return [*team_of(proposal, at), *members_of(proposal.institution, at, MembershipRole.ADMINISTRATOR)]


def overdue_coachings(at: datetime) -> list[int]:
    """Return those whose time is over and of which nobody has said so yet."""
    return list(Coaching.objects.filter(state__in=RUNNING, until__lte=at).order_by("pk").values_list("pk", flat=True))


def coached_by(people: Collection[int], at: datetime) -> dict[int, list[Coached]]:
    """Return what each of these people coached until this instant, in any edition. One query."""
    found: dict[int, list[Coached]] = defaultdict(list)
    rows = Coaching.objects.filter(coach__in=people, given_at__lte=at).order_by("pk")
    columns = ("proposal_id", "proposal__innovation_id", "proposal__institution_id", "state", "state_since")
    for coach, *named, state, since in rows.values_list("coach_id", *columns):
        found[coach].append(Coached(*named, since if state == CoachingState.ENDED else None))
    return found
