"""Who reads what judges said about a proposal, after its list is out."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person
from competition.verdict import Verdict, no
from submissions.models import Proposal
from submissions.policy import may_read_history


def may_read_feedback(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The proposal's own people, where its edition says anything at all. What is out by then, the reading itself asks."""
    if not proposal.edition.gives_feedback:
        return no(_("Edisi ini tidak memberi umpan balik."))
    return may_read_history(person, proposal, at)
