"""A body over any limit is refused before it is read, which looking for its token would do."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


def reads_at_most(size: int, *, asks_token: bool = True) -> Callable[[View], View]:
    """Return what answers 413 where a body is larger, or does not say how long it is; a token is asked for after that.

    Without `asks_token` the view itself finds out who sends.
    """

    def around(view: View) -> View:
        protected = csrf_protect(view) if asks_token else view

        @csrf_exempt
        @wraps(view)
        def serve(request: HttpRequest, **names: str) -> HttpResponse:
            length = request.META.get("CONTENT_LENGTH") or "0"
            if not length.isdigit() or int(length) > size:
                return render(request, "errors/413.html", status=413)
            return protected(request, **names)

        return serve

    return around
