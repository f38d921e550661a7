"""What must hold of visits at any time. Each check returns one line per row that breaks it; none means it holds."""

import hashlib
from collections.abc import Iterator

from django.db.models import Q

from competition.models import AuditEntry
from competition.storage import FileMissing, open_file
from judging.models import Visit, VisitMember, VisitPhoto
from judging.models.visit import Seat
from judging.queries.ties import ties_between
from judging.queries.visits import findings_of, missing_of, photos_of, record_of, team_of
from judging.seals import visit_seal
from judging.states import VisitState


def ended_visits_are_whole() -> Iterator[str]:
    """INV-07: at least a panelist and an evaluator confirmed an ended visit, and nobody tied to the proposal."""
    done = Visit.objects.filter(state=VisitState.DONE).select_related("round__edition", "proposal__institution__region")
    for visit in done.order_by("pk"):
        team = team_of(visit)
        if {one.seat for one in team} != set(Seat.values):
            yield f"visit {visit.code}: not a panelist and an evaluator"
        if not all(one.has_confirmed for one in team):
            yield f"visit {visit.code}: ended without somebody's yes"
        if missing_of(visit, findings_of(visit)):
            yield f"visit {visit.code}: ended with something left out"
        people = [one.person for one in team]
        for _proposal, judge in ties_between(visit.round.edition, [visit.proposal], people, visit.done_at):
            yield f"visit {visit.code}: judge {judge} had a tie to the proposal"


def visits_are_sealed() -> Iterator[str]:
    """INV-12: what an ended visit says is what its team said yes to, and the audit names it."""
    told = dict(AuditEntry.objects.filter(event="visit_done").values_list("subject_key", "data__receipt"))
    for visit in Visit.objects.filter(state=VisitState.DONE).order_by("pk"):
        record = record_of(visit, findings_of(visit).values(), photos_of(visit), team_of(visit))
        seal = visit_seal(record=record, at=visit.done_at, salt=visit.salt)
        if not seal == visit.receipt_hash == told.pop(visit.code, None):
            yield f"visit {visit.code}: not what was sealed when it ended"
    yield from (f"visit {code}: ended in the audit alone" for code in sorted(told))
    if VisitMember.objects.filter(~Q(person__appointments__role="JUDGE")).exists():
        yield "somebody of a team never was a judge"


def photos_are_stored() -> Iterator[str]:
    """INV-13: every picture of a visit is stored, with the content it had."""
    for one in VisitPhoto.objects.order_by("pk").iterator(chunk_size=500):
        try:
            with open_file(one.stored) as stored:
                found = hashlib.file_digest(stored, "sha256").hexdigest()
        except FileMissing:
            found = ""
        if found != one.stored_sha256:
            yield f"picture {one.code}: {'has another content' if found else 'is not stored'}"
        if one.small and not is_stored(one.small):
            yield f"picture {one.code}: its small copy is not stored"


def is_stored(name: str) -> bool:
    """Say whether there is a file of this name."""
    try:
        open_file(name).close()
    except FileMissing:
        return False
    return True


CHECKS = {
    "INV-07 visits": ended_visits_are_whole,
    "INV-12 visits": visits_are_sealed,
    "INV-13 pictures": photos_are_stored,
}
