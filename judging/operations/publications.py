"""Copy the chosen facts down to where the public reads, at their hour and not before."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from competition.freshness import renew_public_pages
from competition.models import Person
from competition.operations.events import Occurrence, record_event, record_events
from competition.verdict import Refused, require
from competition.zones import format_instant
from judging.models import Selection
from judging.operations.selections import lock_selection, move
from judging.policy import may_publish_results
from judging.queries.announcements import announcement_time
from judging.queries.previews import as_opened, award_to_be, entries_to_publish, outcome_to_be, publication_to_be
from judging.states import SelectionState
from submissions.models import Award, Innovation, Outcome, Proposal, Publication
from submissions.queries.people import agencies_of


class BeforeItsTime(Refused):
    """The hour of the announcement has not come."""


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
    publication = make_public(selection, by=person, since=at, person=person, at=at)
    tell_teams(publication, selection, at)
    return publication


def make_public(selection: Selection, *, by: Person, since: datetime, person: Person | None, at: datetime) -> Publication:
    """Copy the list down to where the public reads, as of `since`, in the caller's transaction; the selection is locked.

    `by` is the third person behind the list, `person` whoever caused it now: nobody, where it opened by itself.
    """
    round_ = selection.ranking.round
    selection.published_by, selection.published_at = by, since
    move(selection, SelectionState.PUBLISHED, "published_by", "published_at")
    chosen = [one.entry.proposal for one in entries_to_publish(selection).filter(is_in=True)]
    publication = publication_to_be(round_, chosen, since)
    publication.opened_at = at
    publication.save()
    take_in(publication, chosen)
    record_event(
        event="results_published",
        subject=publication,
        subject_key=f"{round_.edition.year}/{round_.key}",
        person=person,
        at=at,
        edition=round_.edition,
        data={"fingerprint": publication.fingerprint, "outcomes": len(chosen)},
    )
    transaction.on_commit(renew_public_pages)
    return publication


def tell_teams(publication: Publication, selection: Selection, at: datetime) -> None:
    """Write to every team that was ranked about its own proposal. No letter leaves before the list is public."""
    entries, round_ = list(entries_to_publish(selection)), selection.ranking.round
    agencies = agencies_of([one.entry.proposal for one in entries], at)
    occurrences = [
        Occurrence(
            subject=one.entry.proposal,
            subject_key=one.entry.proposal.code,
            recipients=agencies[one.entry.proposal_id],
            context={"proposal": one.entry.proposal, "round": round_, "is_in": one.is_in, "publication": publication},
            not_before=publication.published_at,
        )
        for one in entries
    ]
    record_events(event="outcome_known", occurrences=occurrences, person=None, at=at, edition=round_.edition)


def take_in(publication: Publication, chosen: list[Proposal]) -> None:
    """Put proposals on a list from its present version on, their innovations into the register and what they won to these; in
    the caller's transaction."""
    Outcome.objects.bulk_create(outcome_to_be(publication, proposal) for proposal in chosen)
    _open_innovations(chosen)
    year, name = publication.edition.year, publication.title
    Award.objects.bulk_create((award_to_be(year, name, one) for one in chosen), ignore_conflicts=True)


def _open_innovations(chosen: list[Proposal]) -> None:
    """Put the chosen innovations into the public register: under the name they were sent with, unless it knows them already.

    Whether it does is a condition of the statement that writes, so that it is asked of the row that is written.
    """
    named = {proposal.innovation_id: as_opened(Innovation(pk=proposal.innovation_id), proposal) for proposal in chosen}
    fields = ["title", "title_key", "unit_name", "started_on", "is_public"]
    Innovation.objects.filter(is_public=False).bulk_update(named.values(), fields, batch_size=500)
