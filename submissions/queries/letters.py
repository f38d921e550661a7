"""Signed letters that prove a leader's yes."""

from django.db.models import F

from competition.models import Person
from submissions.models import Document, Endorsement, Proposal
from submissions.models.endorsement import EndorsementKind
from submissions.states import DocumentState


def latest_letter(proposal: Proposal) -> Endorsement | None:
    """Return the signed letter that was recorded last about the proposal, with its file, whatever became of it. One query."""
    letters = proposal.endorsements.filter(kind=EndorsementKind.LETTER)
    return letters.select_related("document", "recorded_by", "endorsed_by", "in_stead_of", "proposal__institution").first()


def letter_shown_by(endorsement: Endorsement) -> Endorsement | None:
    """Return a yes with its file and who recorded it, if a letter proves it; nothing is read of one that was said online."""
    if not endorsement.is_letter:
        return None
    return Endorsement.objects.select_related("document", "recorded_by", "endorsed_by", "objected_by").get(pk=endorsement.pk)


def uploaded_letter(proposal: Proposal, person: Person, code: str) -> Document | None:
    """Return the letter that the person uploaded whole and has not recorded yet; None for any other code. One query."""
    if not code.isalnum():
        return None
    known = {"proposal": proposal, "uploaded_by": person, "is_proof": True, "state": DocumentState.UPLOADING}
    return Document.objects.filter(**known, code=code, received=F("size")).first()
