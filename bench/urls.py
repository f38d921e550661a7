"""All addresses of the installation, and two yardsticks."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from competition import urls
from competition.clock import read_clock
from competition.models import MailboxMail
from competition.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    """The least a Django view can do, behind the same middleware: the yardstick."""
    return HttpResponse("ok")


def insert(request: HttpRequest) -> HttpResponse:
    """The least a view can do that writes: one row."""
    kept = MailboxMail(sender="bench", recipient="bench", subject="bench", text=request.POST["text"], received_at=read_clock())
    kept.save(force_insert=True)
    return HttpResponse("ok")


urlpatterns = [
    path("bare/", bare),
    path("bare/insert/", insert),
    *urls.urlpatterns,
]
