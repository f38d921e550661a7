"""Copy the chosen facts down to where the public reads, at their hour and not before."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from competition.canonical import sha256_of
from competition.freshness import renew_public_pages
from competition.models import Person, Round
from competition.operations.events import Occurrence, record_event, record_events
from competition.queries.editions import stages_of
from competition.verdict import Refused, require
from competition.zones import format_instant
from judging.models import Selection, SelectionEntry
from judging.operations.selections import lock_selection, move
from judging.policy import may_publish_results
from judging.states import SelectionState
from submissions.models import Award, Innovation, Outcome, Proposal, Publication
from submissions.queries.people import agencies_of


class BeforeItsTime(Refused):
    """The hour of the announcement has not come."""


def announcement_time(round_: Round) -> datetime:
    """Return the instant from which the round's results may be published: the opening of the first stage of the main line
    that follows the round's own, or the end of its own where none follows."""
    ends = round_.stage.closes_at
    following = (one.opens_at for one in stages_of(round_.edition) if not one.is_parallel and one.opens_at >= ends)
    return min(following, default=ends)


@transaction.atomic
def publish_results(*, selection: Selection, person: Person, at: datetime) -> Publication:
    """Make the list public, mark its innovations, and write to every team that was ranked about its own proposal.

    :raises NotAllowed: not an organiser, one of the two before, not ratified, published already.
    :raises BeforeItsTime: the announcement has not opened.
    """
    selection = lock_selection(selection)
    require(may_publish_results(person, selection, at))
    round_ = selection.ranking.round
    opens_at = announcement_time(round_)
    if at < opens_at:
        raise BeforeItsTime(_("Pengumuman baru dapat dilakukan pada %(when)s.") % {"when": format_instant(opens_at)})
    selection.published_by, selection.published_at = person, at
    move(selection, SelectionState.PUBLISHED, "published_by", "published_at")
    entries = list(_entries_of(selection))
    chosen = [one.entry.proposal for one in entries if one.is_in]
    publication = Publication.objects.create(
        edition=round_.edition,
        round_key=round_.key,
        title=round_.award,
        published_at=at,
        fingerprint=sha256_of(sorted(proposal.code for proposal in chosen)),
    )
    _write_outcomes(publication, round_, chosen)
    transaction.on_commit(renew_public_pages)
    _tell_teams(publication, round_, entries, person, at)
    return publication


def _entries_of(selection: Selection) -> list[SelectionEntry]:
    return selection.entries.select_related(
        "entry__proposal__institution__region__parent",
        "entry__proposal__unit",
        "entry__proposal__category",
        "entry__proposal__edition",
    ).order_by("entry__proposal__title", "pk")


def _write_outcomes(publication: Publication, round_: Round, chosen: list[Proposal]) -> None:
    Outcome.objects.bulk_create(
        Outcome(
            publication=publication,
            proposal=proposal,
            award=round_.award,
            title=proposal.title,
            institution_name=proposal.institution.name,
            institution_kind=proposal.institution.kind,
            unit_name=proposal.unit.name,
            category_name=proposal.category.name,
            province_name=_province(proposal),
        )
        for proposal in chosen
    )
    _open_innovations(chosen)
    Award.objects.bulk_create(
        (
            Award(
                innovation_id=proposal.innovation_id,
                year=round_.edition.year,
                name=round_.award,
                title_then=proposal.title,
            )
            for proposal in chosen
        ),
        ignore_conflicts=True,
    )


def _open_innovations(chosen: list[Proposal]) -> None:
    """Put the chosen innovations into the public register: under the name they were sent with, unless it knows them already."""
    proposals = {proposal.innovation_id: proposal for proposal in chosen}
    unknown = list(Innovation.objects.select_for_update().filter(pk__in=proposals, is_public=False))
    for innovation in unknown:
        proposal = proposals[innovation.pk]
        innovation.title, innovation.title_key = proposal.title, proposal.title_key
        innovation.unit_name, innovation.started_on = proposal.unit.name, proposal.started_on
        innovation.is_public = True
    Innovation.objects.bulk_update(unknown, ["title", "title_key", "unit_name", "started_on", "is_public"], batch_size=500)


def _province(proposal: Proposal) -> str:
    region = proposal.institution.region
    if region is None:
        return ""
    return region.parent.name if region.parent else region.name


def _tell_teams(publication: Publication, round_: Round, entries: list[SelectionEntry], person: Person, at: datetime) -> None:
    record_event(
        event="results_published",
        subject=publication,
        subject_key=f"{round_.edition.year}/{round_.key}",
        person=person,
        at=at,
        edition=round_.edition,
        data={"fingerprint": publication.fingerprint, "outcomes": sum(one.is_in for one in entries)},
    )
    agencies = agencies_of([one.entry.proposal for one in entries], at)
    occurrences = [
        Occurrence(
            subject=one.entry.proposal,
            subject_key=one.entry.proposal.code,
            recipients=agencies[one.entry.proposal_id],
            context={"proposal": one.entry.proposal, "round": round_, "is_in": one.is_in, "publication": publication},
        )
        for one in entries
    ]
    record_events(event="outcome_known", occurrences=occurrences, person=None, at=at, edition=round_.edition)
