"""Making the list public, as a third person and at its hour."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.queries.site import extended_lately
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from judging.access import selection_to_publish
from judging.forms.confirmations import ConfirmForm
from judging.operations.publications import announcement_time, publish_results
from judging.views.presses import once, published_by
from judging.views.previews import preview_url
from judging.views.selections import stored_list
from submissions.operations.site import retire_site


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
@once("judging:round", published_by)
def publish(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the list as the public will see it and who stands behind it, and publish it."""
    at = instant(request)
    selection = selection_to_publish(year, key, request.user, at)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            publish_results(selection=selection, person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            retire_site()
            messages.success(request, _("Hasil diumumkan. Setiap tim menerima surat tentang proposalnya sendiri."))
            return redirect("judging:round", year, key)
    opens_at = announcement_time(selection.ranking.round)
    values = stored_list(selection)
    # The public sees no order of merit, so neither does whoever looks at what the public will see.
    values["chosen"].sort(key=lambda row: row["proposal"].title.casefold())
    values |= {"form": form, "opens_at": opens_at, "is_due": at >= opens_at, "now": at}
    values["preview_url"] = preview_url(selection.ranking.round)
    values["extended"] = extended_lately(selection.ranking.round.edition_id, at)
    return render(request, "judging/publications/publish.html", values)
