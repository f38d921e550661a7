"""A secretary's own names for filters of the list: give one, change it, drop it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from competition.models import Edition
from competition.verdict import Refused
from competition.views.edge import instant
from submissions.access import edition_to_screen, view_to_change
from submissions.forms.pipeline import PipelineForm
from submissions.forms.saved_views import ViewNameForm
from submissions.operations.saved_views import delete_view, rename_view, save_view
from submissions.queries.pipeline import provinces
from submissions.queries.screening import categories_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Say what the filter in the address asks, and keep it under a name."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    search = _search(edition, request.GET)
    query, form = urlencode(search.set_filters()), ViewNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            save_view(edition=edition, person=request.user, name=form.cleaned_data["nama"], query=query, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Saringan disimpan."))
            return redirect(f"{reverse('submissions:secretariat')}?{query}")
    context = {"form": form, "filters": search.in_words(), "back_url": f"{reverse('submissions:secretariat')}?{query}"}
    return render(request, "submissions/saved_views/save.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_view(request: HttpRequest, code: str) -> HttpResponse:
    """Give a view of one's own another name; the page also drops it."""
    at = instant(request)
    view = view_to_change(code, request.user, at)
    form = ViewNameForm(request.POST or None, initial={"nama": view.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_view(view=view, person=request.user, name=form.cleaned_data["nama"], at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Nama saringan diganti."))
            return redirect("submissions:secretariat")
    search = _search(view.edition, QueryDict(view.query))
    context = {"form": form, "view": view, "filters": search.in_words()}
    return render(request, "submissions/saved_views/view.html", context)


@login_required
@require_POST
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Drop a view of one's own."""
    at = instant(request)
    delete_view(view=view_to_change(code, request.user, at), person=request.user, at=at)
    messages.success(request, _("Saringan dihapus."))
    return redirect("submissions:secretariat")


def _search(edition: Edition, given: QueryDict) -> PipelineForm:
    return PipelineForm(given or None, categories=categories_of(edition), provinces=provinces())
