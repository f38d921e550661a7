"""Pages that are the same for everybody: no session, no cookie, and no query while they are warm."""

import threading
import time
from collections.abc import Callable
from functools import wraps

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

View = Callable[..., HttpResponse]

VERSION_KEY = "public-version"
_local: dict[str, tuple[float, int, HttpResponse]] = {}
_lock = threading.Lock()
MOST_KEPT = 500


def public_page(*, seconds: int, browser_seconds: int = 15) -> Callable[[View], View]:
    """Keep a view's page in this process for some seconds, by path, query and language.

    The view must not look at the person. What is kept is dropped as soon as `renew_public_pages` was called anywhere,
    because the version stands in the shared cache; while that is away a page may be `seconds` old.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def serve(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            request.is_public = True
            key = f"{get_language()} {request.get_full_path()}"
            version = cache.get(VERSION_KEY, 0)
            kept = _local.get(key)
            if kept is not None and kept[0] > time.monotonic() and kept[1] == version:
                return _copy(kept[2])
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", f"public, max-age={browser_seconds}")
            if response.status_code == 200:
                _keep(key, time.monotonic() + seconds, version, response)
            return response

        return serve

    return decorate


def renew_public_pages() -> None:
    """Let every process make its public pages anew."""
    cache.set(VERSION_KEY, time.time_ns(), None)


def _keep(key: str, until: float, version: int, response: HttpResponse) -> None:
    with _lock:
        if len(_local) >= MOST_KEPT:
            _local.clear()
        _local[key] = (until, version, _copy(response))


def _copy(response: HttpResponse) -> HttpResponse:
    twin = HttpResponse(response.content, status=response.status_code)
    twin.headers.update({name: value for name, value in response.headers.items() if name != "Vary"})
    return twin
