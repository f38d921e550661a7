"""Pages that are the same for everybody: no session, no cookie, and no query while they are warm."""

import threading
import time
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_max_age
from django.utils.translation import get_language

from competition.freshness import MADE_ANEW, public_version
from competition.views import embargo

View = Callable[..., HttpResponse]
# The version in the shared cache, and how often this process saw an announcement open.
Version = tuple[int, int]
Kept = tuple[float, Version, HttpResponse]

MOST_KEPT = 500
MOMENT = 1
LONGEST_KEY = 300
_local: dict[str, Kept] = {}
_lock = threading.Lock()
# A page that went cold under load is made by one thread; the others of its lock wait for it and find it warm.
_makers = [threading.Lock() for _ in range(16)]


def public_page(*, seconds: int, browser_seconds: int = 15, reads_query: bool = True) -> Callable[[View], View]:
    """Keep a view's page in this process for some seconds, by path, query and language; with `reads_query` off, whatever else
    the address asks: what is dear to make is not made anew for each `?x=1`, `?x=2`.

    The view must not look at the person. What is kept is dropped as soon as `renew_public_pages` was called anywhere,
    because the version stands in the shared cache; while that is away a page may be `seconds` old. A view that sets a
    shorter max-age of its own is kept no longer than that. Shortly before an announcement opens every page is kept for a moment
    only, here and in browsers, so that none hides it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def serve(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            request.is_public = True
            embargo.open_what_is_due()
            if request.META.get(MADE_ANEW):
                return view(request, *args, **kwargs)
            key = f"{get_language()} {request.get_full_path() if reads_query else request.path}"
            # Read before the page is made: what changes meanwhile is never kept as new.
            version = (public_version(), embargo.turn())
            kept = _find(key, version)
            if kept is not None:
                return kept
            with _makers[hash(key) % len(_makers)]:
                kept = _find(key, version)
                if kept is not None:
                    return kept
                response = view(request, *args, **kwargs)
                if embargo.seconds_left() < seconds + browser_seconds:
                    response.headers["Cache-Control"] = f"public, max-age={MOMENT}"
                allowed = get_max_age(response)
                response.headers.setdefault("Cache-Control", f"public, max-age={browser_seconds}")
                if response.status_code == 200 and len(key) <= LONGEST_KEY:
                    _keep(key, time.monotonic() + (seconds if allowed is None else min(seconds, allowed)), version, response)
                return response

        return serve

    return decorate


def _find(key: str, version: Version) -> HttpResponse | None:
    kept = _local.get(key)
    if kept is None or kept[0] <= time.monotonic() or kept[1] != version:
        return None
    return _copy(kept[2])


def _keep(key: str, until: float, version: Version, response: HttpResponse) -> None:
    with _lock:
        if len(_local) >= MOST_KEPT:
            _local.clear()
        _local[key] = (until, version, _copy(response))


def _copy(response: HttpResponse) -> HttpResponse:
    twin = HttpResponse(response.content, status=response.status_code)
    for name, value in response.headers.items():
        if name != "Vary":
            twin.headers[name] = value
    return twin
