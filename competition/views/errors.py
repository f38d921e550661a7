"""The pages for when something cannot be shown. Each says what happened to what the person wrote."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be understood, or 413: it was too much. It may have failed before it had a person."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(None, f"errors/{status}.html", status=status)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: an insider is told why; the reason comes from the policy."""
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or old: the page is open too long, or it came from another site."""
    return render(request, "errors/403.html", {"is_stale_form": True}, status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page for what does not exist and for what the reader may not know of."""
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; rendered without asking the database for anything."""
    return render(None, "errors/500.html", status=500)
