"""The rows of the open data: announced facts alone, each list by as many queries whatever its length."""

from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Lower

from competition.models import Edition
from submissions.models import Innovation, Outcome, Proposal, Publication
from submissions.models.outcome import is_out
from submissions.queries.catalogue import CatalogueFilter, public_innovations
from submissions.queries.results import publications_at
from submissions.states import SENT, ProposalState

Asked = Mapping[str, Any]


def announced_lists(asked: Asked, at: datetime) -> QuerySet[Publication]:
    """Return what is public at the instant, the latest first, each with its edition and `size`."""
    return publications_at(at, asked.get("year"))


def announced_outcomes(asked: Asked, at: datetime) -> QuerySet[Outcome]:
    """Return the entries of announced lists that fit, in alphabetical order, with `year`, `list_key` and `innovation_code`."""
    outcomes = Outcome.objects.filter(is_out(at, "publication__")).annotate(
        year=F("publication__edition__year"),
        list_key=F("publication__round_key"),
        innovation_code=F("proposal__innovation__code"),
    )
    columns = {"year": "year", "list": "list_key", "kind": "institution_kind", "category": "category_name"}
    columns["province"] = "province_name"
    outcomes = outcomes.filter(**{column: asked[name] for name, column in columns.items() if name in asked})
    for word in asked.get("search", "").split():
        named = Q(institution_name__icontains=word) | Q(unit_name__icontains=word) | Q(province_name__icontains=word)
        outcomes = outcomes.filter(Q(title__icontains=word) | named)
    return outcomes.order_by(Lower("title"), "pk")


def open_innovations(asked: Asked) -> QuerySet[Innovation]:
    """Return the public innovations that fit, as the catalogue lists them."""
    given = {"search": asked.get("search", ""), "award": asked.get("award", ""), "kind": asked.get("kind", "")}
    return public_innovations(CatalogueFilter(year=asked.get("year"), **given))


def participation(asked: Asked, at: datetime) -> list[dict[str, Any]]:
    """Return how many took part in each edition of which a list is announced, the latest first; four queries an
    edition.

    Of kinds, categories and provinces only those sent and those chosen are counted: how many of a small group failed the
    screening would tell of one agency what is its own.
    """
    out = Publication.objects.filter(is_out(at), edition=OuterRef("pk"))
    editions = Edition.objects.filter(Exists(out)).order_by("-year")
    if "year" in asked:
        editions = editions.filter(year=asked["year"])
    ways = [asked["by"]] if "by" in asked else list(COUNTED_BY)
    return [row for edition in editions for by in ways for row in _counts(edition, by, at)]


COUNTED_BY = {
    "all": None,
    "kind": F("institution__kind"),
    "category": F("category__name"),
    "province": Coalesce("institution__region__parent__name", "institution__region__name"),
}


def _counts(edition: Edition, by: str, at: datetime) -> list[dict[str, Any]]:
    chosen = Outcome.objects.filter(is_out(at, "publication__"), proposal=OuterRef("pk"))
    proposals = Proposal.objects.filter(edition=edition).annotate(is_chosen=Exists(chosen)).order_by()
    figures = {"submitted": Count("pk", filter=Q(state__in=SENT)), "chosen": Count("pk", filter=Q(is_chosen=True))}
    if by == "all":
        whole = proposals.aggregate(
            started=Count("pk"), eligible=Count("pk", filter=Q(state=ProposalState.ELIGIBLE)), **figures
        )
        return [{"year": edition.year, "by": by, "key": "all", **whole}]
    rows = proposals.filter(state__in=SENT).annotate(key=COUNTED_BY[by])
    named = rows.exclude(key=None).values("key").annotate(**figures)
    return [
        {"year": edition.year, "by": by, "started": None, "eligible": None, **row}
        for row in sorted(named, key=itemgetter("key"))
    ]
