"""The rows of one institution's own lists, for its programs: what its people see, and of outcomes only what is announced."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower

from competition.models import Institution
from submissions.models import Outcome, Proposal, Submission
from submissions.models.outcome import is_out

Asked = Mapping[str, Any]


def own_proposals(institution: Institution, asked: Asked) -> QuerySet[Proposal]:
    """Return the institution's proposals that fit, those changed last first, each with `year`, `unit_name` and `receipt`."""
    last = Submission.objects.filter(proposal=OuterRef("pk")).order_by("-received_at", "-pk")
    found = Proposal.objects.filter(institution=institution).annotate(
        year=F("edition__year"), unit_name=F("unit__name"), receipt=Subquery(last.values("number")[:1])
    )
    if "year" in asked:
        found = found.filter(edition__year=asked["year"])
    if "state" in asked:
        found = found.filter(state=asked["state"])
    for word in asked.get("search", "").split():
        found = found.filter(title__icontains=word)
    return found.order_by("-changed_at", "-pk")


def own_proposal(institution: Institution, code: str) -> Proposal | None:
    """Return one of them; None for another institution's, as for what does not exist."""
    return own_proposals(institution, {}).filter(code=code).first()


def own_receipts(institution: Institution, asked: Asked) -> QuerySet[Submission]:
    """Return what the institution sent, the last first, each with `year`, `proposal_code`, `title` and `withdrawn_at`."""
    found = Submission.objects.filter(proposal__institution=institution).annotate(
        year=F("proposal__edition__year"),
        proposal_code=F("proposal__code"),
        title=F("snapshot__content__title"),
        withdrawn_at=F("withdrawal__withdrawn_at"),
    )
    if "year" in asked:
        found = found.filter(proposal__edition__year=asked["year"])
    return found.defer("snapshot").order_by("-received_at", "-pk")


def own_outcomes(institution: Institution, asked: Asked, at: datetime) -> QuerySet[Outcome]:
    """Return what is announced of the institution's proposals, in alphabetical order, as `announced_outcomes` does of all."""
    found = Outcome.objects.filter(is_out(at, "publication__"), proposal__institution=institution).annotate(
        year=F("publication__edition__year"),
        list_key=F("publication__round_key"),
        published_at=F("publication__published_at"),
        proposal_code=F("proposal__code"),
        innovation_code=F("proposal__innovation__code"),
    )
    if "year" in asked:
        found = found.filter(publication__edition__year=asked["year"])
    if "list" in asked:
        found = found.filter(publication__round_key=asked["list"])
    return found.order_by(Lower("title"), "pk")
