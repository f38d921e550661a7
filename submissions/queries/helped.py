"""How far coached proposals came beside those that had no help, in one edition."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from competition.models import Edition
from submissions.helping import Figures, Help, side_by_side, whole_of
from submissions.models import Booking, Coaching, Outcome, Proposal
from submissions.models.outcome import is_out
from submissions.states import SENT, ProposalState, SeatState


def helped_in(edition: Edition, at: datetime, without: Collection[int] = ()) -> list[Figures]:
    """Return the groups of an edition that can be shown side by side, but for proposals of institutions `without`; who was
    chosen counts once it is public. Two queries.

    A draft counts as coached that a coach was given; a clinic, for every proposal of an institution that was there.
    """
    rows = _proposals(edition, at, without)
    reached = {
        "started": Count("pk"),
        "submitted": Count("pk", filter=Q(state__in=SENT)),
        "eligible": Count("pk", filter=Q(state=ProposalState.ELIGIBLE)),
        "chosen": Count("pk", filter=Q(is_chosen=True)),
    }
    places = Count("institution", distinct=True)
    counted = {row["help"]: Figures(**row) for row in rows.values("help").annotate(places=places, **reached)}
    draft, clinic, none = (counted.get(one, Figures(one)) for one in (Help.DRAFT, Help.CLINIC, Help.NONE))
    both = rows.exclude(help=Help.NONE).aggregate(places=places)["places"]
    return side_by_side(clinic, draft, none, whole_of([draft, clinic], Help.HELPED, both))


def _proposals(edition: Edition, at: datetime, without: Collection[int]) -> QuerySet[Proposal]:
    coached = Coaching.objects.filter(proposal=OuterRef("pk"), coach__isnull=False)
    there = Booking.objects.filter(institution=OuterRef("institution"), batch__edition=edition, state=SeatState.ATTENDED)
    chosen = Outcome.objects.filter(is_out(at, "publication__"), proposal=OuterRef("pk"))
    known = Case(
        When(Exists(coached), then=Value(Help.DRAFT.value)),
        When(Exists(there), then=Value(Help.CLINIC.value)),
        default=Value(Help.NONE.value),
        output_field=CharField(),
    )
    found = Proposal.objects.filter(edition=edition).exclude(institution__in=without)
    return found.annotate(help=known, is_chosen=Exists(chosen)).order_by()
