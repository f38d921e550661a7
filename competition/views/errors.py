"""The pages for when something cannot be shown. Each says what happened to what the person wrote."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from competition.parking import answer_stale_token

BUSY = (OperationalError, InterfaceError)  # no connection, a lock waited for too long, a deadlock, a statement stopped
# Below this address answers are for programs.
PROGRAMS = "/api/"
RETRY = 5  # seconds; a lock is given up after 3


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be understood, or 413: it was too much. It may have failed before it had a person."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(None, f"errors/{status}.html", status=status)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: an insider is told why; the reason comes from the policy."""
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or old: the page is open too long, or it came from another site.

    What was typed on one of our pages is kept for its writer.
    """
    return answer_stale_token(request, reason) or render(request, "errors/403.html", {"is_stale_form": True}, status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page for what does not exist and for what the reader may not know of; to programs the same problem."""
    if request.path_info.startswith(PROGRAMS):
        body = {"type": "about:blank", "title": _("Halaman tidak ditemukan"), "status": 404, "errors": []}
        return JsonResponse(body, status=404, content_type="application/problem+json")
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; or 503 when the database could not serve now and the same request may succeed in a moment.

    Rendered without asking the database for anything. Django calls it while the exception is being handled.
    """
    if isinstance(sys.exc_info()[1], BUSY):
        response = render(None, "errors/503.html", {"retry": RETRY, "again": _address_to_ask(request)}, status=503)
        response.headers["Retry-After"] = str(RETRY)
        return response
    return render(None, "errors/500.html", status=500)


def _address_to_ask(request: HttpRequest) -> str:
    """Return the address at which a form that may have arrived can be asked about; empty where there is none."""
    found = getattr(request, "resolver_match", None)
    return request.path if found and found.url_name == "sending" else ""
