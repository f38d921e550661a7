"""Record the decree of a published list, and confirm or drop what somebody else recorded."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.freshness import renew_public_pages
from competition.models import Person
from competition.models.people import AppointmentRole
from competition.operations.events import Occurrence, record_event, record_events
from competition.queries.people import appointees_of
from competition.queries.ties import tied_to
from competition.scans import Scan
from competition.verdict import Refused, require
from competition.zones import day_of
from submissions.models import Decree, Publication
from submissions.operations.enclosures import keep_enclosure
from submissions.policy import may_confirm_decree, may_drop_decree, may_record_decree
from submissions.queries.certificates import newcomers
from submissions.queries.people import agencies_of
from submissions.states import DECREE_MOVES, DecreeState


class DecreeWaits(Refused):
    """One is recorded already, and waits for somebody else."""

    reason = _("Sudah ada keputusan yang menunggu pengesahan. Sahkan atau batalkan yang itu lebih dahulu.")


class DecreeReplaced(Refused):
    """What was read is not what waits now."""

    reason = _("Catatan ini sudah diganti. Periksa yang baru.")


class SignedLater(Refused):
    """Nobody signs tomorrow's decree today."""

    reason = _("Tanggal keputusan belum tiba")


class NumberTaken(Refused):
    """The same number was confirmed for this list already."""

    reason = _("Keputusan dengan nomor ini sudah disahkan untuk daftar ini")


@dataclass(frozen=True, slots=True)
class SignedDecree:
    """What stands on it, and its scan."""

    number: str
    signed_on: date
    scan: Scan


@transaction.atomic
def record_decree(*, publication: Publication, person: Person, decree: SignedDecree, at: datetime) -> Decree:
    """Write down number, day and file of a decree, and ask the other organisers to confirm it. Nothing of it is public yet.

    :raises NotAllowed: not an organiser, a tie to an institution, an objection without an answer or still to come.
    :raises DecreeWaits, SignedLater, NumberTaken: as they say.
    :raises EnclosureNotStored: the storage did not take the file.
    """
    publication = Publication.objects.select_for_update(of=("self",)).select_related("edition").get(pk=publication.pk)
    require(may_record_decree(person, publication, at))
    if publication.decrees.filter(state=DecreeState.RECORDED).exists():
        raise DecreeWaits
    if decree.signed_on > day_of(at):
        raise SignedLater
    number = decree.number.strip()
    if publication.decrees.filter(state=DecreeState.CONFIRMED, number=number).exists():
        raise NumberTaken
    recorded = Decree.objects.create(
        publication=publication,
        number=number,
        signed_on=decree.signed_on,
        file=keep_enclosure(scan=decree.scan, at=at),
        recorded_by=person,
        recorded_at=at,
    )
    others = appointees_of(publication.edition_id, at, AppointmentRole.ORGANISER).exclude(pk=person.pk)
    told = [one for one in others if not tied_to(one, publication.edition, at)]
    context = {"decree": recorded, "publication": publication, "sender": person}
    _record("decree_recorded", recorded, person, at, recipients=told, context=context)
    return recorded


def require_seen(decree: Decree, code: str) -> None:
    """Whoever decides does so about what they read: pass where the decree is the one of that code.

    :raises DecreeReplaced: it was dropped meanwhile, and another one waits.
    """
    if decree.code != code:
        raise DecreeReplaced


@transaction.atomic
def confirm_decree(*, decree: Decree, person: Person, at: datetime) -> Decree:
    """Make the decree public on the list's page, and write to the people of every entry that it can name.

    :raises NotAllowed: not an organiser, a tie, whoever recorded it, decided on, its file not open, an objection as above.
    """
    decree = _hold(decree)
    require(may_confirm_decree(person, decree, at))
    _move(decree, DecreeState.CONFIRMED, person, at)
    _record("decree_confirmed", decree, person, at)
    named = decree.publication.outcomes.exclude(proposal__in=newcomers(decree.publication))
    outcomes = list(named.select_related("proposal__institution", "proposal__unit").order_by("pk"))
    agencies = agencies_of([one.proposal for one in outcomes], at)
    known = {"decree": decree, "publication": decree.publication}
    occurrences = [
        Occurrence(one.proposal, one.proposal.code, agencies[one.proposal_id], known | {"proposal": one.proposal})
        for one in outcomes
    ]
    record_events(event="decree_known", occurrences=occurrences, person=None, at=at, edition=decree.publication.edition)
    transaction.on_commit(renew_public_pages)
    return decree


@transaction.atomic
def drop_decree(*, decree: Decree, person: Person, at: datetime) -> Decree:
    """Take back what was recorded and is not confirmed: it stays in the records and is shown to nobody else.

    :raises NotAllowed: not an organiser, a tie, decided on already.
    """
    decree = _hold(decree)
    require(may_drop_decree(person, decree, at))
    _move(decree, DecreeState.DROPPED, person, at)
    _record("decree_dropped", decree, person, at)
    return decree


def _hold(decree: Decree) -> Decree:
    """Hold the list before its decree, as recording does."""
    Publication.objects.select_for_update().get(pk=decree.publication_id)
    held = Decree.objects.select_for_update(of=("self",)).select_related("publication__edition", "file", "recorded_by")
    return held.get(pk=decree.pk)


def _move(decree: Decree, state: DecreeState, person: Person, at: datetime) -> None:
    assert (decree.state, state) in DECREE_MOVES
    decree.state, decree.decided_by, decree.decided_at = state, person, at
    decree.save(update_fields=["state", "decided_by", "decided_at"])


def _record(event: str, decree: Decree, person: Person, at: datetime, **told: object) -> None:
    record_event(
        event=event,
        subject=decree,
        subject_key=decree.code,
        person=person,
        at=at,
        edition=decree.publication.edition,
        data={"list": decree.publication.round_key, "number": decree.number, "sha256": decree.file.sha256},
        **told,
    )
