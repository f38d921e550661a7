"""What every page does first: read the clock once."""

from datetime import datetime

from django.http import HttpRequest

from competition.clock import read_clock


def instant(request: HttpRequest) -> datetime:
    """Return the instant of this request by the database's clock; asked again, the same instant."""
    if not hasattr(request, "at"):
        request.at = read_clock()
    return request.at
