"""Corrections of a published list, as organisers propose and confirm them."""

from competition.clock import read_clock
from competition.models import Person
from judging.operations.errata import Change, confirm_erratum, propose_erratum, successors_of
from submissions.models import Erratum, Outcome, Publication
from tests.builders import Cast

REASON = "Data pada proposal terbukti tidak benar."


def the_list() -> Publication:
    """Return the list that is out, as it is in force."""
    return Publication.objects.select_related("edition").get()


def entry(place: int = 0) -> Outcome:
    """Return an entry in force, by title."""
    return Outcome.objects.select_related("proposal").order_by("title")[place]


def proposed(cast: Cast, change: Change | None = None, *, person: Person | None = None, reason: str = REASON) -> Erratum:
    """Return a correction that waits: unless told otherwise, the first entry is struck off with nobody in its place."""
    change = change or Change("REMOVED", entry())
    known = {"publication": the_list(), "change": change, "reason": reason}
    return propose_erratum(**known, person=person or cast.secretariat, at=read_clock())


def confirmed(cast: Cast, change: Change | None = None) -> Erratum:
    """Return the same, confirmed by the second organiser."""
    return confirm_erratum(erratum=proposed(cast, change), person=cast.secretariat2, at=read_clock())


def struck_and_replaced(cast: Cast) -> Erratum:
    """Return the first entry struck off and whoever is next in line taken in."""
    gone = entry()
    line = successors_of(the_list(), gone)
    return confirmed(cast, Change("REMOVED", gone, successor=line[0].proposal))
