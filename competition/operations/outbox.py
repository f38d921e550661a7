"""What the secretariat does with letters that wait or did not arrive, and the words of one that has not left."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from competition.letters import one_line, put_together, take_apart
from competition.models import Notice, NoticeEdit, Person
from competition.models.notices import NoticeState
from competition.operations.events import record_event
from competition.operations.notices import announce_notices
from competition.policy import may_keep_letters
from competition.queries.outbox import is_editable
from competition.tokens import without_tokens
from competition.verdict import Refused, require

NOT_ARRIVED = (NoticeState.FAILED, NoticeState.UNCERTAIN)


class LetterWentOn(Refused):
    """The letter is not where it was when the page was made."""


class WordsRefused(Refused):
    """A letter does not leave without words, nor with a subject of several lines."""


@transaction.atomic
def edit_letter(*, letter: Notice, subject: str, body: str, opened_on: int, person: Person, at: datetime) -> Notice:
    """Give one letter that has not left another subject and body; greeting and end stay. What it said is kept.

    Both are data: nothing in them is a placeholder or markup, and only an address of this site becomes a link. `opened_on`: how
    often it had been changed when the page was made. The same words again change nothing.

    :raises LetterWentOn: it left or was changed meanwhile, or it is none whose words staff may change.
    :raises NotAllowed: not by this person.
    :raises WordsRefused: nothing is said; a line break or another control character in the subject, a token's mark in the body.
    """
    require(may_keep_letters(person, at))
    # A worker that claims the letter waits here, and then sends what it says by then.
    letter = Notice.objects.select_for_update(no_key=True, of=("self",)).select_related("entry__edition").get(pk=letter.pk)
    parts = take_apart(letter.text, letter.html)
    if not is_editable(letter) or parts is None:
        raise LetterWentOn(_("Surat ini tidak dapat diubah lagi. Mungkin sudah berangkat."))
    number = letter.edits.aggregate(last=Max("number"))["last"] or 0
    if number != opened_on:
        raise LetterWentOn(_("Surat ini sudah diubah orang lain. Muat ulang halaman untuk melihatnya."))
    if subject != one_line(subject):
        raise WordsRefused(_("Tulis perihal dalam satu baris, tanpa tanda kendali."))
    text, html = put_together(parts, body)
    if without_tokens(body) != body:
        raise WordsRefused(_("Isi surat memuat tanda yang dipakai untuk tautan pribadi. Hapus tanda itu."))
    if not subject or not one_line(body):
        raise WordsRefused(_("Isi perihal dan isi surat."))
    if (subject, text) == (letter.subject, letter.text):
        return letter
    kept = {"subject": letter.subject, "text": letter.text, "html": letter.html}
    NoticeEdit.objects.create(notice=letter, number=number + 1, edited_by=person, edited_at=at, **kept)
    Notice.objects.filter(pk=letter.pk).update(subject=subject, text=text, html=html)
    _record("notice_edited", letter, person, at, before={"edits": number}, after={"edits": number + 1})
    letter.refresh_from_db()
    return letter


@transaction.atomic
def hold_letter(*, letter: Notice, person: Person, at: datetime) -> Notice:
    """Keep a letter that waits, also for the letter of a day, from leaving until somebody lets it go.

    :raises LetterWentOn: it does not wait any more.
    :raises NotAllowed: not by this person.
    """
    return _move(letter, (NoticeState.WAITING, NoticeState.DAILY), {"state": NoticeState.HELD}, "notice_held", person, at)


@transaction.atomic
def release_letter(*, letter: Notice, person: Person, at: datetime) -> Notice:
    """Let a held letter leave at its time, with a fresh day of tries; raises as `send_again`."""
    return _send(letter, (NoticeState.HELD,), {}, "notice_released", person, at)


@transaction.atomic
def send_again(*, letter: Notice, person: Person, at: datetime) -> Notice:
    """Send a letter that failed, or of which nobody knows, once more under its Message-ID, to its recipient's present address.

    A mail server that says "later" is asked again for a day from now, as for a new letter. Of one whose fate is unknown two may
    arrive: whoever asks for it has been told.

    :raises LetterWentOn: it is on its way or has arrived, or there is nothing left to send.
    :raises NotAllowed: not by this person.
    """
    address = letter.recipient.email if letter.recipient else letter.address
    changes = {"address": address, "not_before": at, "handed_over_at": None, "lost": 0, "error": ""}
    return _send(letter, NOT_ARRIVED, changes, "notice_sent_again", person, at)


def _send(letter: Notice, states: tuple[str, ...], changes: dict, event: str, person: Person, at: datetime) -> Notice:
    if not letter.text:
        raise LetterWentOn(_("Isi surat ini sudah dihapus, jadi tidak ada lagi yang dapat dikirim."))
    moved = _move(letter, states, {"state": NoticeState.WAITING, "tried_from": at} | changes, event, person, at)
    transaction.on_commit(lambda: announce_notices([str(letter.pk)]))
    return moved


def _move(letter: Notice, states: tuple[str, ...], changes: dict, event: str, person: Person, at: datetime) -> Notice:
    """Move the letter if it is still in one of the states; of two people who press at once, one is told."""
    require(may_keep_letters(person, at))
    before = letter.state
    if before not in states or not Notice.objects.filter(pk=letter.pk, state=before).update(**changes):
        raise LetterWentOn(_("Surat ini sudah berpindah keadaan. Muat ulang halaman untuk melihatnya."))
    _record(event, letter, person, at, before={"state": before}, after={"state": changes["state"]})
    letter.refresh_from_db()
    return letter


def _record(event: str, letter: Notice, person: Person, at: datetime, *, before: dict, after: dict) -> None:
    record_event(
        event=event,
        subject=letter,
        subject_key=str(letter.pk),
        person=person,
        at=at,
        edition=letter.entry.edition,
        data={"event": letter.event},
        before=before,
        after=after,
    )
