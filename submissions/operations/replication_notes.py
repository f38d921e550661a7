"""What the two institutions of a replication write while it goes on: messages, steps, the report, and who may know of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.freshness import renew_public_pages
from competition.models import Institution, Person
from competition.operations.events import record_event
from competition.verdict import Refused, require
from competition.zones import day_of
from submissions.models import Replication, ReplicationMessage, ReplicationStep
from submissions.operations.replications import hold_replication
from submissions.policy import may_show_replication, may_work_on_replication, may_write_to_partner
from submissions.policy.replications import sides_showing, sides_writing
from submissions.queries.replications import partners_told
from submissions.replicating import REPLICATOR, STEP_KEYS

MOST_MESSAGES_IN_A_DAY = 20
MOST_FIGURES = 3


class NoWords(Refused):
    """A message says something."""

    reason = _("Isi pesan")


class TooManyMessages(Refused):
    """Each message is a letter to several people."""

    reason = _("Hari ini instansi Anda sudah mengirim banyak pesan di sini. Lanjutkan besok, atau bertemulah.")


class NotAStep(Refused):
    """None of the eight."""

    reason = _("Pilih salah satu dari delapan langkah")


class DoneLater(Refused):
    """Nothing is done tomorrow."""

    reason = _("Tanggal selesai belum tiba")


class NoFigures(Refused):
    """What was adapted, and at least one figure from before and after."""

    reason = _("Isi yang disesuaikan dan sedikitnya satu angka sebelum dan sesudah")


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, before and after, in the words of who measured."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is."""

    due_on: date | None = None
    done_on: date | None = None
    note: str = ""


@transaction.atomic
def write_message(*, replication: Replication, person: Person, text: str, at: datetime) -> ReplicationMessage:
    """Add to the conversation of the two institutions; those in charge get a letter without anybody's address. The same from
    the same person within a minute is the one already written.

    :raises NotAllowed: none of their people, or the replication came to nothing.
    :raises NoWords, TooManyMessages: as they say.
    """
    replication = hold_replication(replication)
    require(may_write_to_partner(person, replication, at))
    if not text.strip():
        raise NoWords
    own = _own_side(replication, person, at)
    lately = replication.messages.filter(institution=own, written_at__gt=at - timedelta(days=1))
    if lately.count() >= MOST_MESSAGES_IN_A_DAY:
        raise TooManyMessages
    again = lately.filter(written_by=person, text=text.strip(), written_at__gt=at - timedelta(minutes=1)).first()
    if again is not None:
        return again
    message = ReplicationMessage.objects.create(
        replication=replication, institution=own, written_by=person, text=text.strip(), written_at=at
    )
    told = [one for one in partners_told(replication, at) if one.pk != person.pk]
    _record("replication_written", replication, person, at, recipients=told, context={"sender": person, "place": own})
    return message


@transaction.atomic
def note_step(*, replication: Replication, person: Person, key: str, progress: Progress, at: datetime) -> ReplicationStep:
    """Note of one of the eight steps for when it is planned and when it was done.

    :raises NotAllowed: not the replicator's people, or it is not being done.
    :raises NotAStep, DoneLater: as they say.
    """
    replication = hold_replication(replication)
    require(may_work_on_replication(person, replication, at))
    if key not in STEP_KEYS:
        raise NotAStep
    if progress.done_on is not None and progress.done_on > day_of(at):
        raise DoneLater
    noted = {"due_on": progress.due_on, "done_on": progress.done_on, "note": progress.note.strip()}
    step, _created = ReplicationStep.objects.update_or_create(
        replication=replication, key=key, defaults=noted | {"noted_by": person, "noted_at": at}
    )
    days = {name: value.isoformat() if value else None for name, value in noted.items() if name != "note"}
    _record("replication_step_noted", replication, person, at, data={"step": key} | days)
    return step


@transaction.atomic
def report_replication(
    *, replication: Replication, person: Person, adapted: str, figures: Sequence[Figure], at: datetime
) -> Replication:
    """Say what was adapted and what was measured before and after; the original team is asked to confirm exactly this.

    :raises NotAllowed: not the replicator's people, or it is not being done.
    :raises NoFigures: something of it is missing.
    """
    replication = hold_replication(replication)
    require(may_work_on_replication(person, replication, at))
    whole = [one for one in figures if one.name.strip() and one.before.strip() and one.after.strip()][:MOST_FIGURES]
    if not adapted.strip() or not whole:
        raise NoFigures
    replication.adapted, replication.reported_at = adapted.strip(), at
    replication.figures = [
        {"name": one.name.strip(), "before": one.before.strip(), "after": one.after.strip()} for one in whole
    ]
    replication.save(update_fields=["adapted", "figures", "reported_at"])
    told = partners_told(replication, at)
    _record("replication_reported", replication, person, at, recipients=told, context={"sender": person})
    return replication


@transaction.atomic
def show_replication(*, replication: Replication, person: Person, is_shown: bool, at: datetime) -> Replication:
    """Let the public know of it, or no longer, for the person's own institution; it takes both.

    :raises NotAllowed: neither's administrator or leader, or not approved.
    """
    replication = hold_replication(replication)
    require(may_show_replication(person, replication, at))
    for side in sides_showing(person, replication, at):
        setattr(replication, f"shown_by_{side}", is_shown)
    replication.save(update_fields=["shown_by_origin", "shown_by_institution"])
    data = {"origin": replication.shown_by_origin, "institution": replication.shown_by_institution}
    _record("replication_shown", replication, person, at, data=data)
    transaction.on_commit(renew_public_pages)
    return replication


def _own_side(replication: Replication, person: Person, at: datetime) -> Institution:
    """Return the institution the person writes for; the replicating one, where it is both."""
    return replication.institution if REPLICATOR in sides_writing(person, replication, at) else replication.origin


def _record(event: str, replication: Replication, person: Person, at: datetime, **told: object) -> None:
    told["context"] = {"replication": replication} | told.pop("context", {})
    record_event(event=event, subject=replication, subject_key=replication.code, person=person, at=at, **told)
