"""Decrees of published lists: for organisers what waits, for everybody what is confirmed."""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from submissions.models import Decree, Publication
from submissions.models.outcome import is_out
from submissions.states import DecreeState


def decrees_of(publication: Publication) -> list[Decree]:
    """Return the confirmed decrees of a list, the latest first. One query."""
    return list(_known(publication).filter(state=DecreeState.CONFIRMED).order_by("-decided_at", "-pk"))


def with_decrees(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Return the publications, each with what `told_of` reads: no query more, because the page is everybody's."""
    confirmed = Decree.objects.filter(publication=OuterRef("pk"), state=DecreeState.CONFIRMED).order_by("-decided_at", "-pk")
    told = confirmed.values(told=JSONObject(code="code", number="number", signed_on="signed_on", recorded_at="recorded_at"))
    return publications.annotate(confirmed_decrees=ArraySubquery(told))


def told_of(publication: Publication) -> list[dict[str, Any]]:
    """Return code, number, day and `recorded_at` of each confirmed decree of a publication that came by `with_decrees`, the
    latest first."""
    return [
        one | {"signed_on": date.fromisoformat(one["signed_on"]), "recorded_at": datetime.fromisoformat(one["recorded_at"])}
        for one in publication.confirmed_decrees
    ]


def publications_of_round(key: str, at: datetime) -> QuerySet[Publication]:
    """Return the lists of the rounds of that name which are out, whatever their edition, the latest first."""
    out = Publication.objects.filter(is_out(at), round_key=key)
    return out.select_related("edition").order_by("-edition__year", "pk")


def waiting_decree(publication: Publication) -> Decree | None:
    """Return the one that waits to be confirmed."""
    return _known(publication).filter(state=DecreeState.RECORDED).first()


def public_decree(year: int, code: str) -> Decree | None:
    """Return a confirmed decree of that year."""
    found = Decree.objects.filter(publication__edition__year=year, code=code, state=DecreeState.CONFIRMED)
    return found.select_related("file", "publication").first()


def _known(publication: Publication) -> QuerySet[Decree]:
    found = Decree.objects.filter(publication=publication)
    return found.select_related("file", "recorded_by", "decided_by", "publication__edition")
