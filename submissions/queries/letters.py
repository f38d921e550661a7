"""Signed letters that prove a leader's yes."""

from submissions.models import Endorsement, Proposal
from submissions.models.endorsement import EndorsementKind


def latest_letter(proposal: Proposal) -> Endorsement | None:
    """Return the signed letter that was recorded last about the proposal, with its file, whatever became of it. One query."""
    letters = proposal.endorsements.filter(kind=EndorsementKind.LETTER)
    return letters.select_related("document", "recorded_by", "endorsed_by", "in_stead_of", "proposal__institution").first()


def letter_shown_by(endorsement: Endorsement) -> Endorsement | None:
    """Return a yes with its file and who recorded it, if a letter proves it; nothing is read of one that was said online."""
    if not endorsement.is_letter:
        return None
    return Endorsement.objects.select_related("document", "recorded_by", "endorsed_by", "objected_by").get(pk=endorsement.pk)
