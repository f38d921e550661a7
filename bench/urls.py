"""All addresses of the installation, and two yardsticks."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from competition import urls
from competition.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    """The least a Django view can do, behind the same middleware: the yardstick."""
    return HttpResponse("ok")


@login_required
def signed_in(request: HttpRequest) -> HttpResponse:
    """The least a view can do that knows who asks: session and person. Printed beside, never compared with."""
    return HttpResponse(request.user.name)


urlpatterns = [path("bare/", bare), path("bare/signed-in/", signed_in), *urls.urlpatterns]
