"""All addresses of the installation, and `/bare/`."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from competition import urls
from competition.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    """The least a Django view can do, behind the same middleware: the yardstick."""
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), *urls.urlpatterns]
