"""The living style page: every component in each state, for the people who build pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from competition import styleguide


@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """Show the components. Outside demo mode the page does not exist."""
    if not settings.DEMO:
        raise Http404
    return render(request, "competition/styleguide.html", styleguide.read_samples(request.GET))
