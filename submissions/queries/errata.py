"""Versions of published lists: what stands in the one in force, what stood in those before, and why it was corrected."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject, Lower

from submissions.models import Erratum, Outcome, Publication
from submissions.states import ErratumState


def entry_in_force(outcome: Outcome) -> Outcome | None:
    """Return how the entry of an outcome stands on its list now: as it is, in other words, or None where it was struck off."""
    return Outcome.objects.filter(publication=outcome.publication_id, proposal=outcome.proposal_id).first()


def outcomes_in(publication: Publication, version: int) -> QuerySet[Outcome]:
    """Return the entries of one version of a list, in alphabetical order."""
    stood = Outcome.ever.filter(publication=publication, since__lte=version).filter(Q(until=None) | Q(until__gt=version))
    return stood.order_by(Lower("title"), "pk")


def waiting_erratum(publication: Publication) -> Erratum | None:
    """Return the correction that waits to be confirmed, with all that its page prints."""
    return _whole().filter(publication=publication, state=ErratumState.PROPOSED).first()


def errata_of(publication: Publication) -> list[Erratum]:
    """Return the confirmed corrections of a list, the latest first. One query."""
    return list(_whole().filter(publication=publication, state=ErratumState.CONFIRMED).order_by("-version"))


def with_errata(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Return the publications, each with its confirmed corrections as `told_errata`, the latest first: no query more, because
    the page is everybody's."""
    confirmed = Erratum.objects.filter(publication=OuterRef("pk"), state=ErratumState.CONFIRMED).order_by("-version")
    told = confirmed.values(
        told=JSONObject(
            kind="kind",
            version="version",
            reason="reason",
            at="decided_at",
            words="words",
            title="outcome__title",
            successor="successor__title",
        )
    )
    return publications.annotate(told_errata=ArraySubquery(told))


def faults_of_versions() -> list[str]:
    """Return what contradicts itself: a version that does not follow from the corrections, or an entry that began or ended with
    one that no correction made."""
    confirmed = Count("errata", filter=Q(errata__state=ErratumState.CONFIRMED))
    lists = Publication.objects.annotate(made=confirmed).exclude(version=F("made") + 1).order_by("pk")
    made = set(Erratum.objects.filter(state=ErratumState.CONFIRMED).values_list("publication", "version"))
    found = [f"{one.round_key}: version {one.version} after {one.made} corrections" for one in lists]
    touched: QuerySet[Outcome, Any] = Outcome.ever.exclude(since=1, until=None)
    for pk, publication, since, until in touched.order_by("pk").values_list("pk", "publication", "since", "until"):
        if (since > 1 and (publication, since) not in made) or (until is not None and (publication, until) not in made):
            found.append(f"outcome {pk}: begins or ends with a version that no correction made")
    return found


def _whole() -> QuerySet[Erratum]:
    return Erratum.objects.select_related("publication__edition", "outcome__proposal", "successor", "proposed_by", "decided_by")
