"""How busy this worker is: how many requests it answers now. A page that saves itself is asked to wait longer then."""

import threading
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Seconds between two savings of a page, as the page has it by itself, and while a worker is busy.
USUAL, CALM = 15, 60

_lock = threading.Lock()
_under_way = 0


def under_way() -> int:
    """Return how many requests this process answers now."""
    return _under_way


def saving_interval() -> int:
    """Return how many seconds a page should let pass between two savings: longer when every thread of the worker has work."""
    return max(settings.AUTOSAVE_INTERVAL, CALM if under_way() >= settings.BUSY_AT else USUAL)


class LoadMiddleware:
    """Counts the requests under way. Nothing that takes time stands further out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _count(1)
        try:
            return self.get_response(request)
        finally:
            _count(-1)


def _count(change: int) -> None:
    global _under_way
    with _lock:
        _under_way += change
