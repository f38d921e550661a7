"""What every page's frame needs: the edition, the navigation of this person, whether this is the demo."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competition.models.people import AppointmentRole, MembershipRole
from competition.parking import WAITING
from competition.queries.people import STAFF_ROLES, rights_of
from competition.queries.site import SiteEdition, frame_edition
from competition.signed_in import session_ends_at
from competition.views.edge import instant


@dataclass(frozen=True, slots=True)
class Site:
    """The installation as the frame prints it."""

    edition: SiteEdition | None
    # As a text: a number in a template takes Django the long way through the reader's formats.
    year: str
    help_email: str
    help_phone: str


def site(request: HttpRequest) -> dict[str, Any]:
    """Return `site`, `nav`, `unread` and the like. A request marked public has no person: its page is everybody's."""
    edition = frame_edition()
    values = {
        "site": Site(edition, str(edition.year) if edition else "", settings.HELP_EMAIL, settings.HELP_PHONE),
        "nav": _nav(request),
        "unread": 0 if is_public(request) else getattr(request.user, "unread_letters", 0),
        "demo": settings.DEMO,
        "parked": () if is_public(request) else _parked(request),
        "session_end": None if is_public(request) else _session_end(request),
        # The frame asks every page for these; looking in vain for a name costs more than printing the menu.
        "form": None,
        "has_errors": False,
    }
    return values | {"user": None, "messages": ()} if is_public(request) else values


def _parked(request: HttpRequest) -> list[str]:
    """Return the other pages for which a text of this reader is kept; the page itself says so of its own."""
    return [path for path in request.session.get(WAITING, ()) if path != request.path]


def _session_end(request: HttpRequest) -> dict[str, Any] | None:
    ends_at = session_ends_at(request)
    if ends_at is None:
        return None
    return {"at": ends_at, "machine": ends_at.isoformat(), "seconds": str(int((ends_at - instant(request)).total_seconds()))}


def is_public(request: HttpRequest) -> bool:
    """Say whether the page is made for everybody alike, without looking at the session."""
    return getattr(request, "is_public", False)


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    links = [("submissions:catalogue", pgettext("menu", "Inovasi")), ("submissions:results_index", _("Hasil"))]
    if not is_public(request) and request.user.is_authenticated:
        links = [*_own_links(request), *links]
    here = request.path
    return [{"label": label, "url": url, "current": here.startswith(url)} for name, label in links for url in (_address(name),)]


# The addresses of the menu stay what they are as long as the process lives.
_address = cache(reverse)


def _own_links(request: HttpRequest) -> list[tuple[str, str]]:
    rights = rights_of(request.user, instant(request))
    links = []
    if rights.memberships:
        links.append(("submissions:desk", pgettext("menu", "Proposal")))
    if any(one.role in (MembershipRole.ADMINISTRATOR, MembershipRole.LEADER) for one in rights.memberships):
        links.append(("competition:institutions", pgettext("menu", "Orang")))
    if rights.holds_any(AppointmentRole.JUDGE):
        links.append(("judging:desk", _("Penilaian")))
    if rights.holds_any(AppointmentRole.COACH):
        links.append(("submissions:coachings", pgettext("menu", "Bimbingan")))
    if rights.holds_any(*STAFF_ROLES):
        links.append(("submissions:secretariat", _("Sekretariat")))
        links.append(("competition:registry", pgettext("menu", "Instansi")))
    if rights.holds_any(AppointmentRole.CHAIR, AppointmentRole.ORGANISER):
        links.append(("judging:rounds", pgettext("menu", "Babak")))
    if rights.holds_any(AppointmentRole.AUDITOR):
        links.append(("competition:audit", pgettext("menu", "Audit")))
    if rights.holds_any(AppointmentRole.ORGANISER, AppointmentRole.AUDITOR):
        links.append(("competition:appointments", _("Petugas")))
    return links
