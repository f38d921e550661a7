"""Versions of published lists: what stands in the one in force, what stood in those before, and why it was corrected."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject, Lower

from competition.models import Edition
from submissions.models import Erratum, Outcome, Publication
from submissions.models.erratum import ErratumKind
from submissions.states import ErratumState


@dataclass(frozen=True, slots=True)
class Told:
    """What a correction says: `entry` are the words of the entry as it stood, `words` those that were put right; `successor`
    and `institution` name who came in, empty where nobody did."""

    kind: str
    version: int | None
    at: datetime | None
    reason: str
    entry: dict[str, str | None]
    words: dict[str, str]
    successor: str
    institution: str


ENTRY = ("title", "unit_name", "institution_name", "category_name")


def entry_in_force(outcome: Outcome) -> Outcome | None:
    """Return how the entry of an outcome stands on its list now: as it is, in other words, or None where it was struck off."""
    return Outcome.objects.filter(publication=outcome.publication_id, proposal=outcome.proposal_id).first()


def outcomes_in(publication: Publication, version: int) -> QuerySet[Outcome]:
    """Return the entries of one version of a list with their proposals, in alphabetical order."""
    stood = Outcome.ever.filter(publication=publication, since__lte=version).filter(Q(until=None) | Q(until__gt=version))
    return stood.select_related("proposal").order_by(Lower("title"), "pk")


def corrected_lists(edition: Edition) -> list[Publication]:
    """Return the lists of an edition that were corrected, the first one first."""
    return list(Publication.objects.filter(edition=edition, version__gt=1).order_by("published_at", "pk"))


def waiting_erratum(publication: Publication) -> Erratum | None:
    """Return the correction that waits to be confirmed, with all that its page prints."""
    return _whole().filter(publication=publication, state=ErratumState.PROPOSED).first()


def errata_of(publication: Publication) -> list[Erratum]:
    """Return the confirmed corrections of a list, the latest first. One query."""
    return list(_whole().filter(publication=publication, state=ErratumState.CONFIRMED).order_by("-version"))


def has_changed_since(publication: Publication, since: datetime) -> bool:
    """Say whether entries came or went by a correction after the instant; other words for one are no such change."""
    confirmed = Erratum.objects.filter(publication=publication, state=ErratumState.CONFIRMED, decided_at__gt=since)
    return confirmed.exclude(kind=ErratumKind.WORDS).exists()


def with_errata(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """Return the publications, each with its confirmed corrections as `told_errata`, the latest first: no query more, because
    the page is everybody's."""
    confirmed = Erratum.objects.filter(publication=OuterRef("pk"), state=ErratumState.CONFIRMED).order_by("-version")
    told = confirmed.values(
        told=JSONObject(
            kind="kind",
            version="version",
            at="decided_at",
            reason="reason",
            entry=JSONObject(**{name: f"outcome__{name}" for name in ENTRY}),
            words="words",
            successor="successor__title",
            institution="successor__institution__name",
        )
    )
    return publications.annotate(told_errata=ArraySubquery(told))


def told_errata_of(publication: Publication) -> list[Told]:
    """Return what the corrections of a publication say that came by `with_errata`, the latest first."""
    return [
        Told(
            **one | {"at": datetime.fromisoformat(one["at"])} | {name: one[name] or "" for name in ("successor", "institution")}
        )
        for one in publication.told_errata
    ]


def told_of_erratum(one: Erratum) -> Told:
    """Return the same of one that was read whole."""
    entry = {name: getattr(one.outcome, name) for name in ENTRY} if one.outcome else {}
    title, institution = (one.successor.title, one.successor.institution.name) if one.successor else ("", "")
    return Told(one.kind, one.version, one.decided_at, one.reason, entry, one.words, title, institution)


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
    return Erratum.objects.select_related(
        "publication__edition", "outcome__proposal", "successor__institution", "proposed_by", "decided_by"
    )
