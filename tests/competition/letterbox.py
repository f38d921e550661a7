"""What lies in the mailbox of somebody who is invited."""

import re

from django.core import mail

from competition.clock import read_clock
from competition.models import Invitation, Notice, Person
from competition.operations.invitations import Offer, invite_person
from competition.operations.notices import deliver_notice
from tests import builders

LINK = re.compile(r"/undangan/([\w-]+)/")


def last_letter(address: str, event: str = "person_invited") -> str:
    """Deliver the last letter to the address and return its text as it left."""
    notice = Notice.objects.filter(address=address, event=event).order_by("created_at", "pk").last()
    assert notice is not None, f"no {event} for {address}"
    assert deliver_notice(notice_id=str(notice.pk), at=read_clock())
    return mail.outbox[-1].body


def token_in(letter: str) -> str:
    """Return the token of the link in a letter."""
    return LINK.search(letter)[1]


def invited(
    cast: builders.Cast, email: str = "baru@contoh.test", role: str = "WRITER", *, by: Person | None = None, **values
) -> tuple[Invitation, str]:
    """Return an open invitation and the token of its link, which only the letter has."""
    unit = cast.unit if role == "WRITER" else None
    invitation = invite_person(
        institution=cast.institution,
        person=by or cast.administrator,
        email=email,
        offer=Offer(role, unit, "Staf"),
        at=read_clock(),
        **values,
    )
    return invitation, token_in(last_letter(invitation.email))
