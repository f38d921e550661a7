"""What every page does first: read the clock once."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from competition.arrivals import arrived_at
from competition.clock import read_clock
from competition.views.embargo import open_what_is_due


def instant(request: HttpRequest) -> datetime:
    """Return the instant of this request by the database's clock; asked again, the same instant. What was to be public by then
    is."""
    if not hasattr(request, "at"):
        open_what_is_due()
        request.at = read_clock()
    return request.at


def arrival(request: HttpRequest) -> datetime:
    """Return when our proxy had the request, for the one act whose hour decides a right; without a proxy of ours, `instant`."""
    at = instant(request)
    return arrived_at(request.headers.get("X-Received-At", ""), at) if settings.TRUSTED_PROXIES > 0 else at
