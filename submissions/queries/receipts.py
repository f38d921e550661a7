"""What anybody may learn about a receipt: that it exists, when it was given and for which text; the name only once public."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from competition.canonical import sha256_of
from submissions.models import Outcome, Submission, Withdrawal
from submissions.models.outcome import is_out


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """A receipt as the public may see it. `title` and `institution` are empty until the proposal is announced."""

    number: str
    received_at: datetime
    fingerprint: str
    is_intact: bool
    title: str = ""
    institution: str = ""
    withdrawn_at: datetime | None = None


def receipt_facts(number: str, at: datetime) -> ReceiptFacts | None:
    """Return what may be said about the receipt at the instant; None when there is none. Two queries.

    `is_intact` says whether the frozen copy kept here still has the fingerprint that was given out.
    """
    withdrawn_at = Withdrawal.objects.filter(submission=OuterRef("pk")).values("withdrawn_at")
    submission = Submission.objects.filter(number=number).annotate(withdrawn_at=Subquery(withdrawn_at)).first()
    if submission is None:
        return None
    outcome = Outcome.objects.filter(is_out(at, "publication__"), proposal_id=submission.proposal_id).first()
    return ReceiptFacts(
        number=submission.number,
        received_at=submission.received_at,
        fingerprint=submission.sha256,
        is_intact=sha256_of(submission.snapshot) == submission.sha256,
        title=outcome.title if outcome else "",
        institution=outcome.institution_name if outcome else "",
        withdrawn_at=submission.withdrawn_at,
    )
