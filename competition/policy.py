"""May this person do this to this part of the frame, now? Each answer carries its reason."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Edition, Person
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.verdict import YES, Verdict, no

AUDITOR = AppointmentRole.AUDITOR
ORGANISER = AppointmentRole.ORGANISER


def may_see_appointments(person: Person, edition: Edition, at: datetime) -> Verdict:
    """The edition's organisers, and its auditors, who only look."""
    if rights_of(person, at).holds(edition.pk, ORGANISER, AUDITOR):
        return YES
    return no(_("Halaman ini hanya untuk penyelenggara dan auditor."))
