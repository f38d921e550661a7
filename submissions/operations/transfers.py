"""What a unit has not sent goes with it to another institution; the frame names this by a string (settings.UNIT_FOLLOWERS)."""

from datetime import datetime

from competition.models import Person, Unit
from competition.operations.events import record_event
from submissions.models import Innovation, Proposal
from submissions.operations.lapses import tell_lapse
from submissions.operations.moves import lock_proposal
from submissions.queries.institutions import UNSENT
from submissions.states import SENT


def move_drafts(*, unit: Unit, person: Person, at: datetime) -> int:
    """Let the unsent proposals of a unit belong to its new institution; return how many they are.

    Inside the transaction of whoever moves the unit. Each is another version from then on: it says another institution, so
    an earlier yes no longer counts, which is told. Each leaves an entry in its own edition. An innovation that nobody outside
    knows goes along; one with a public past stays listed under who won with it.
    """
    number = 0
    for pk in Proposal.objects.filter(unit=unit, state__in=UNSENT).order_by("pk").values_list("pk", flat=True):
        proposal = lock_proposal(Proposal(pk=pk))
        if proposal.state not in UNSENT:
            continue
        tell_lapse(proposal=proposal, person=person, at=at)
        before, proposal.institution = proposal.institution, unit.institution
        proposal.version += 1
        proposal.changed_at = at
        proposal.save(update_fields=["institution", "version", "changed_at"])
        unknown = Innovation.objects.filter(pk=proposal.innovation_id, is_public=False, awards=None)
        unknown.exclude(proposals__state__in=SENT).update(institution=unit.institution)
        number += 1
        record_event(
            event="draft_moved",
            subject=proposal,
            subject_key=proposal.code,
            person=person,
            at=at,
            edition=proposal.edition,
            before={"institution": before.code},
            after={"institution": unit.institution.code},
        )
    return number
