"""One's own declared ties to institutions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.access import edition_to_declare_in
from competition.forms.declared_ties import TieForm
from competition.operations.declared_ties import declare_tie
from competition.queries.declared_ties import declared_ties_of
from competition.verdict import Refused
from competition.views.edge import instant


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ties(request: HttpRequest) -> HttpResponse:
    """List what the person declared in this edition, and take one more."""
    at = instant(request)
    edition = edition_to_declare_in(request.user, at)
    form = TieForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = {key: form.cleaned_data[key] for key in ("institution", "kind", "explanation")}
        try:
            declare_tie(edition=edition, person=request.user, at=at, **said)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Benturan kepentingan tercatat dan berlaku mulai sekarang."))
            return redirect("competition:ties")
    values = {"edition": edition, "form": form, "declared": declared_ties_of(request.user, edition)}
    return render(request, "competition/account/ties.html", values)
