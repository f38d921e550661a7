"""Take back what was passed together a moment ago. It stands here and not beside passing, because of the panel: whatever has a
judge is not taken back, and only this app knows that."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from competition.models import Edition, Person, Round
from competition.operations.events import Occurrence, record_events
from competition.verdict import Refused, require
from judging.models import Assignment
from judging.operations.locks import hold_round
from judging.queries.passing import passed_then
from submissions.models import Proposal
from submissions.operations.moves import move_all
from submissions.policy import may_undo_passing
from submissions.queries.people import agencies_of
from submissions.states import ProposalState

NAMED = 5


class NoReason(Refused):
    """The agencies were told that they passed, and read why that does not hold."""

    reason = gettext_lazy("Isi alasan")


class NothingToUndo(Refused):
    """Nothing was passed together then by this person."""

    reason = gettext_lazy("Tidak ada keputusan bersama yang dapat diurungkan")


class NotUndone(Refused):
    """Something later rests on one of the decisions; each is named, and none is taken back."""


@transaction.atomic
def undo_passing(*, edition: Edition, person: Person, passed_at: datetime, reason: str, at: datetime) -> int:
    """Give everything that the person passed together at that instant back to the secretariat as it was sent, tell the agencies
    why, with an audit entry for each; return how many. The decisions stay in the record; what comes back is decided anew, one
    by one. Nobody assigns or ranks meanwhile.

    :raises NotAllowed: not the secretariat, screening is shut, or too long ago.
    :raises NoReason: no reason.
    :raises NothingToUndo: there is no such act of this person, or it was about one proposal alone.
    :raises NotUndone: one has been taken further since, or has a judge; none is taken back.
    """
    require(may_undo_passing(person, edition, passed_at, at))
    reason = reason.strip()
    if not reason:
        raise NoReason
    for round_ in Round.objects.filter(edition=edition).order_by("pk"):
        hold_round(round_, alone=True)
    passed = passed_then(edition, person, passed_at)
    if not passed:
        raise NothingToUndo
    locked = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=[one.proposal_id for one in passed])
    proposals = list(locked.select_related("institution", "unit").order_by("pk"))
    _require_untouched(proposals)
    move_all(proposals, ProposalState.SUBMITTED, at)
    people = agencies_of(proposals, at)
    occurrences = [
        Occurrence(
            subject=one,
            subject_key=one.code,
            recipients=people[one.pk],
            context={"proposal": one, "reason": reason},
            reason=reason,
            data={"passed_at": passed_at.isoformat(), "together": len(proposals)},
            before={"state": ProposalState.ELIGIBLE},
            after={"state": one.state},
        )
        for one in proposals
    ]
    record_events(event="passing_undone", occurrences=occurrences, person=person, at=at, edition=edition)
    return len(proposals)


def _require_untouched(proposals: list[Proposal]) -> None:
    """Pass when each still stands where passing left it, and nobody was given one to judge."""
    judged = set(Assignment.objects.filter(proposal__in=proposals).order_by("pk").values_list("proposal", flat=True))
    moved = [one.title for one in proposals if one.state != ProposalState.ELIGIBLE or one.pk in judged]
    if moved:
        rest = len(moved) - NAMED
        more = [ngettext("dan %(n)s lagi", "dan %(n)s lagi", rest) % {"n": rest}] if rest > 0 else []
        text = _("Tidak ada yang diurungkan, karena ada yang sudah berlanjut: %(names)s.")
        raise NotUndone(text % {"names": "; ".join(moved[:NAMED] + more)})
