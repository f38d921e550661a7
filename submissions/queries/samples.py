"""A sent proposal to show a letter's words with."""

from typing import Any

from competition.models import Edition
from competition.queries.ties import Places
from submissions.models import Submission


def sample_of_letters(edition: Edition, without: Places) -> dict[str, Any]:
    """Return the latest sent proposal of the edition with its receipt and institution, of none of the institutions `without`;
    empty where there is none. One query."""
    found = Submission.objects.filter(proposal__edition=edition).exclude(proposal__institution__in=without)
    found = found.order_by("-received_at", "-pk")
    latest = found.select_related("proposal__institution", "proposal__unit").first()
    if latest is None:
        return {}
    return {
        "submission": latest,
        "proposal": latest.proposal,
        "institution": latest.proposal.institution,
        "unit": latest.proposal.unit,
    }
