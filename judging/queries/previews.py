"""What the public is to read of a list, as rows that nobody has stored: publishing stores them, a preview only shows them."""

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Lower

from competition.canonical import sha256_of
from competition.models import Round
from judging.models import Selection, SelectionEntry
from submissions.models import Award, Innovation, Outcome, Proposal, Publication
from submissions.queries.results import RULE, OutcomeFilter


def entries_to_publish(selection: Selection) -> QuerySet[SelectionEntry]:
    """Return the list's entries with what the public is told of a proposal, in or out, by title."""
    return selection.entries.select_related(
        "entry__proposal__institution__region__parent",
        "entry__proposal__unit",
        "entry__proposal__category",
        "entry__proposal__edition",
        "entry__proposal__innovation__institution__region__parent",
    ).order_by("entry__proposal__title", "pk")


def publication_to_be(round_: Round, chosen: list[Proposal], since: datetime) -> Publication:
    """Return the announcement of these proposals, public from `since` on."""
    return Publication(
        edition=round_.edition,
        round_key=round_.key,
        title=round_.award,
        published_at=since,
        fingerprint=sha256_of(sorted(proposal.code for proposal in chosen)),
    )


def outcome_to_be(publication: Publication, proposal: Proposal) -> Outcome:
    """Return what the public reads of one chosen proposal."""
    return Outcome(
        publication=publication,
        proposal=proposal,
        award=publication.title,
        title=proposal.title,
        institution_name=proposal.institution.name,
        institution_kind=proposal.institution.kind,
        unit_name=proposal.unit.name,
        category_name=proposal.category.name,
        province_name=_province(proposal),
        since=publication.version,
    )


def as_opened(innovation: Innovation, proposal: Proposal) -> Innovation:
    """Return the innovation as the public register takes it in with this proposal: under the name that was sent, unless the
    public knows it already."""
    if not innovation.is_public:
        innovation.title, innovation.title_key = proposal.title, proposal.title_key
        innovation.unit_name, innovation.started_on = proposal.unit.name, proposal.started_on
        innovation.is_public = True
    return innovation


def award_to_be(year: int, name: str, proposal: Proposal) -> Award:
    """Return what a chosen proposal wins."""
    return Award(innovation_id=proposal.innovation_id, year=year, name=name, title_then=proposal.title)


def innovation_to_be(selection: Selection, code: str) -> tuple[Innovation, list[Award]] | None:
    """Return a chosen innovation as its public page shows it, and all it won by then; None where the list has none of that
    code."""
    found = entries_to_publish(selection).filter(is_in=True, entry__proposal__innovation__code=code.upper()).first()
    if found is None:
        return None
    round_, proposal = selection.ranking.round, found.entry.proposal
    won = list(proposal.innovation.awards.all())
    # As the database says it when the list is written: once per year and name.
    if not any((one.year, one.name) == (round_.edition.year, round_.award) for one in won):
        won.append(award_to_be(round_.edition.year, round_.award, proposal))
    return as_opened(proposal.innovation, proposal), sorted(won, key=lambda one: (-one.year, one.name))


def list_to_be(selection: Selection, since: datetime) -> tuple[Publication, list[Outcome]]:
    """Return the list as the public page shows it, in its order, with `size`, `has_bundle` and each `innovation_code`."""
    chosen_ones = entries_to_publish(selection).filter(is_in=True)
    rows = chosen_ones.order_by(Lower("entry__proposal__title"), "entry__proposal__title", "pk")
    chosen = [one.entry.proposal for one in rows]
    publication = publication_to_be(selection.ranking.round, chosen, since)
    publication.size, publication.has_bundle = len(chosen), False
    publication.rule, publication.lines = _rule(selection.ranking.round)
    outcomes = [outcome_to_be(publication, proposal) for proposal in chosen]
    for one in outcomes:
        one.innovation_code = one.proposal.innovation.code
    return publication, outcomes


def fitting(outcomes: list[Outcome], asked: OutcomeFilter) -> list[Outcome]:
    """Return those of them that the public page would show under this filter."""
    words = asked.search.casefold().split()
    return [
        one
        for one in outcomes
        if asked.kind in ("", one.institution_kind)
        and asked.category in ("", one.category_name)
        and all(any(word in text.casefold() for text in _searched(one)) for word in words)
    ]


def _rule(round_: Round) -> tuple[dict, list[dict]]:
    """Return how scores count in the round, as `with_rule` reads it of a stored publication."""
    grade = None if round_.passing_grade is None else str(round_.passing_grade)
    lines = round_.criteria.filter(weight__gt=0).order_by("order", "pk")
    rows = [{"code": one.code, "name": one.name, "name_en": one.name_en, "weight": str(one.weight)} for one in lines]
    return {name: getattr(round_, name) for name in RULE} | {"passing_grade": grade}, rows


def _searched(one: Outcome) -> tuple[str, ...]:
    return (one.title, one.institution_name, one.unit_name, one.province_name)


def _province(proposal: Proposal) -> str:
    region = proposal.institution.region
    if region is None:
        return ""
    return region.parent.name if region.parent else region.name
