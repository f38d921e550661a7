"""What the secretariat does with letters that wait or did not arrive. What they say nobody changes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from competition.models import Notice, Person
from competition.models.notices import NoticeState
from competition.operations.events import record_event
from competition.operations.notices import announce_notices
from competition.policy import may_keep_letters
from competition.verdict import Refused, require

NOT_ARRIVED = (NoticeState.FAILED, NoticeState.UNCERTAIN)


class LetterWentOn(Refused):
    """The letter is not where it was when the page was made."""


@transaction.atomic
def hold_letter(*, letter: Notice, person: Person, at: datetime) -> Notice:
    """Keep a letter that waits, also for the letter of a day, from leaving until somebody lets it go.

    :raises LetterWentOn: it does not wait any more.
    :raises NotAllowed: not by this person.
    """
    return _move(letter, (NoticeState.WAITING, NoticeState.DAILY), {"state": NoticeState.HELD}, "notice_held", person, at)


@transaction.atomic
def release_letter(*, letter: Notice, person: Person, at: datetime) -> Notice:
    """Let a held letter leave at its time, with a fresh day of tries; raises as `hold_letter`."""
    return _send(letter, (NoticeState.HELD,), {}, "notice_released", person, at)


@transaction.atomic
def send_again(*, letter: Notice, person: Person, at: datetime) -> Notice:
    """Send a letter that failed, or of which nobody knows, once more under its Message-ID, to its recipient's present address.

    A mail server that says "later" is asked again for a day from now, as for a new letter. Of one whose fate is unknown two may
    arrive: whoever asks for it has been told.

    :raises LetterWentOn: it is on its way or has arrived, or there is nothing left to send.
    :raises NotAllowed: not by this person.
    """
    if not letter.text:
        raise LetterWentOn(_("Isi surat ini sudah dihapus bersama akun penerimanya."))
    address = letter.recipient.email if letter.recipient else letter.address
    changes = {"address": address, "not_before": at, "handed_over_at": None, "lost": 0, "error": ""}
    return _send(letter, NOT_ARRIVED, changes, "notice_sent_again", person, at)


def _send(letter: Notice, states: tuple[str, ...], changes: dict, event: str, person: Person, at: datetime) -> Notice:
    moved = _move(letter, states, {"state": NoticeState.WAITING, "tried_from": at} | changes, event, person, at)
    transaction.on_commit(lambda: announce_notices([str(letter.pk)]))
    return moved


def _move(letter: Notice, states: tuple[str, ...], changes: dict, event: str, person: Person, at: datetime) -> Notice:
    """Move the letter if it is still in one of the states; of two people who press at once, one is told."""
    require(may_keep_letters(person, at))
    before = letter.state
    if before not in states or not Notice.objects.filter(pk=letter.pk, state=before).update(**changes):
        raise LetterWentOn(_("Surat ini sudah berpindah keadaan. Muat ulang halaman untuk melihatnya."))
    record_event(
        event=event,
        subject=letter,
        subject_key=str(letter.pk),
        person=person,
        at=at,
        edition=letter.entry.edition,
        data={"event": letter.event},
        before={"state": before},
        after={"state": changes["state"]},
    )
    letter.refresh_from_db()
    return letter
