"""Which and how many proposals institutions and units have; the frame names this by strings (its settings)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from competition.models import InstitutionExtension
from submissions.models import Objection, Outcome, Proposal
from submissions.models.outcome import is_out
from submissions.states import ProposalState

UNSENT = (ProposalState.DRAFT, ProposalState.FORWARDED, ProposalState.WITHDRAWN)
WITH_THE_SECRETARIAT = (ProposalState.SUBMITTED, ProposalState.CORRECTION, ProposalState.ELIGIBLE)


def proposal_counts(at: datetime, *, institutions: Collection[int] = (), units: Collection[int] = ()) -> dict[str, int]:
    """Return what was sent: `total` in all editions, and `running` in this one and without a decision; and `open`: what runs,
    and what can still be sent. Nothing here depends on the verdict: a proposal that is judged stays open until the edition is
    over. One query.

    `open` knows of drafts, so it is for rules and never for a page: to the secretariat a draft does not exist.
    """
    of_these = Q(institution__in=institutions) if institutions else Q(unit__in=units)
    closes_later = Q(edition__stages__key="registration", edition__stages__closes_at__gt=at)
    own = InstitutionExtension.objects.filter(institution=OuterRef("institution"), stage__edition=OuterRef("edition"))
    has_own = Exists(own.filter(stage__key="registration", new_closes_at__gt=at))
    is_open = Q(state__in=UNSENT) & (Q(pk__in=Proposal.objects.filter(of_these & closes_later).values("pk")) | has_own)
    this_edition = Q(edition__is_current=True)
    is_over = Exists(Outcome.objects.filter(is_out(at, "publication__"), publication__edition=OuterRef("edition")))
    runs = Q(state__in=WITH_THE_SECRETARIAT) & ~is_over
    return Proposal.objects.filter(of_these).aggregate(
        total=Count("pk", filter=Q(submitted_at__isnull=False)),
        running=Count("pk", filter=this_edition & runs),
        open=Count("pk", filter=this_edition & (is_open | runs)),
    )


def proposal_codes(institutions: Collection[int]) -> QuerySet:
    """Return the codes of the institutions' proposals, of all editions, as a condition of another query."""
    return Proposal.objects.filter(institution__in=institutions).values("code")


def objection_codes(institutions: Collection[int]) -> QuerySet:
    """Return the codes of the objections to entries of the institutions, as a condition of another query."""
    return Objection.objects.filter(outcome__proposal__institution__in=institutions).values("code")
