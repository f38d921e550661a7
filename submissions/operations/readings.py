"""What becomes of two readings that differ: a third person says which one holds."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Person
from competition.operations.events import record_event
from competition.verdict import Refused, require
from submissions.models import Proposal, Screening
from submissions.operations.moves import lock_proposal
from submissions.operations.screenings import NoReason, write_decision
from submissions.policy import may_settle_readings
from submissions.queries.drafted import causes_in, checks_in
from submissions.queries.readings import pair_of


class NoSuchReading(Refused):
    """Neither of the two readings was chosen."""

    reason = _("Pilih bacaan yang berlaku")


@transaction.atomic
def settle_readings(*, proposal: Proposal, person: Person, follows: int, reason: str, at: datetime) -> Screening:
    """Decide as one of the two readers did, whose lines, causes and words the agency reads; why it was that one stays in the
    audit trail.

    :raises NotAllowed: not the secretariat, own institution, one of the two readers, no two readings, screening shut.
    :raises NoSuchReading: `follows` is the place of neither.
    :raises NoReason: the choice says nothing of its reason.
    :raises NoSuchCause: the edition's list has lost a cause of the chosen reading.
    """
    proposal = lock_proposal(proposal)
    require(may_settle_readings(person, proposal, at))
    chosen = next((one for one in pair_of(proposal) if one.place == follows), None)
    if chosen is None:
        raise NoSuchReading
    if not reason.strip():
        raise NoReason
    record_event(
        event="readings_settled",
        subject=proposal,
        subject_key=proposal.code,
        person=person,
        at=at,
        edition=proposal.edition,
        reason=reason.strip(),
        data={"follows": chosen.place, "result": chosen.result},
    )
    return write_decision(
        proposal=proposal,
        person=person,
        result=chosen.result,
        checks=checks_in(chosen.answers),
        causes=causes_in(chosen.answers),
        reason=chosen.words,
        at=at,
    )
