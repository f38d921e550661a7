"""Who gets a bulletin as a letter."""

from datetime import datetime

from competition.models import Bulletin, Person
from competition.models.bulletins import MailedTo
from competition.models.people import AppointmentRole
from competition.queries.people import appointees_of
from submissions.queries.extensions import people_concerned


def readers_of(bulletin: Bulletin, at: datetime) -> list[Person]:
    """Return whom it is mailed to, nobody twice. A query for each of the two kinds of readers."""
    found: list[Person] = []
    if bulletin.mail_to in (MailedTo.AGENCIES, MailedTo.BOTH):
        found += people_concerned(bulletin.edition_id, at)
    if bulletin.mail_to in (MailedTo.JUDGES, MailedTo.BOTH):
        found += appointees_of(bulletin.edition_id, at, AppointmentRole.JUDGE, AppointmentRole.CHAIR)
    return list({one.pk: one for one in found}.values())
