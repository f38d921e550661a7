"""What becomes of a letter that the mail server accepted and its provider could not deliver, or whose reader complained."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from competition.bounces import COMPLAINT, OTHER, PREFIX, SENTENCES
from competition.models import Notice
from competition.models.notices import NoticeState
from competition.operations.events import record_event
from competition.operations.notices import message_id

LEFT = (NoticeState.SENT, NoticeState.UNCERTAIN)


@transaction.atomic
def record_bounce(*, message: str, address: str, trouble: str, happened_at: datetime | None, at: datetime) -> bool:
    """Note what a provider reports of the letter with this Message-ID to this address; return whether anything changed.

    `trouble` is a reason of `BOUNCES`, and any other word is OTHER: a letter that left has then failed, and waits for the
    secretariat. COMPLAINT is written beside a letter that arrived; no other letter is stopped by it. A report changes nothing
    if it is about no letter of ours, one that is not out, another address than the letter's, a time before staff let the
    letter leave anew, or what is known already: it may come twice, late and in any order.
    """
    letter = _letter_out(message, address)
    if letter is None or (letter.tried_from and (happened_at is None or happened_at < letter.tried_from)):
        return False
    before, noted = letter.state, PREFIX + (trouble if trouble in SENTENCES else OTHER)
    if letter.error == noted:
        return False
    letter.error = noted
    if trouble != COMPLAINT:
        letter.state = NoticeState.FAILED
    letter.save(update_fields=("state", "error"))
    record_event(
        event="notice_complained" if trouble == COMPLAINT else "notice_bounced",
        subject=letter,
        subject_key=str(letter.pk),
        person=None,
        at=at,
        edition=letter.entry.edition,
        data={"event": letter.event},
        before={"state": before},
        after={"state": letter.state},
    )
    return True


def _letter_out(message: str, address: str) -> Notice | None:
    """Return the letter, locked: of two reports at once the second finds what the first has written."""
    try:
        pk = UUID(message.strip("<>").partition("@")[0])
    except ValueError:
        return None
    letters = Notice.objects.select_for_update(no_key=True, of=("self",)).select_related("entry__edition")
    letter = letters.filter(pk=pk, state__in=LEFT).first()
    is_it = letter is not None and message_id(letter) == message and letter.address.casefold() == address.casefold()
    return letter if is_it else None
