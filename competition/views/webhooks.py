"""The webhooks of an institution: which there are, making one, trying, resuming and removing it, and what was told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competition.access import institution_with_keys
from competition.forms.webhooks import WebhookForm
from competition.models import Institution, Webhook
from competition.operations.webhooks import make_webhook, ping_webhook, remove_webhook, resume_webhook
from competition.policy import may_make_key
from competition.queries.webhooks import deliveries_of, webhook_by_code, webhooks_of
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof

PER_PAGE = 20
DEEDS = {
    "uji": (ping_webhook, gettext_lazy("Pesan uji dikirim. Muat ulang halaman ini sebentar lagi.")),
    "lanjutkan": (resume_webhook, gettext_lazy("Webhook berjalan lagi.")),
    "hapus": (remove_webhook, gettext_lazy("Webhook dihapus.")),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def webhooks(request: HttpRequest, institution: str) -> HttpResponse:
    """List the institution's webhooks; make one, and show its secret this once."""
    at = instant(request)
    place = institution_with_keys(institution, request.user, at)
    verdict, made = may_make_key(request.user, place, at), None
    if request.method == "POST" and not verdict:
        raise PermissionDenied(verdict.reason)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = make_webhook(institution=place, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            form = WebhookForm()
    context = {"institution": place, "form": form, "verdict": verdict, "made": made, "webhooks": list(webhooks_of(place))}
    return render(request, "competition/webhooks/list.html", context)


@login_required
@require_safe
def webhook(request: HttpRequest, institution: str, webhook: str) -> HttpResponse:
    """Show one webhook and what was told to it."""
    at = instant(request)
    place = institution_with_keys(institution, request.user, at)
    found = _found(place, webhook)
    page = Paginator(deliveries_of(found), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    context = {"institution": place, "webhook": found, "page": page, "verdict": may_make_key(request.user, place, at)}
    return render(request, "competition/webhooks/webhook.html", context)


@login_required
@require_POST
def webhook_deed(request: HttpRequest, institution: str, webhook: str, errand: str) -> HttpResponse:
    """Try it, let it go on, or remove it; none needs a second proof."""
    at = instant(request)
    found = _found(institution_with_keys(institution, request.user, at), webhook)
    if errand not in DEEDS:
        raise Http404
    act, said = DEEDS[errand]
    try:
        act(webhook=found, person=request.user, at=at)
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.reason) from refusal
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, said)
    if errand == "hapus":
        return redirect("competition:webhooks", institution)
    return redirect("competition:webhook", institution, webhook)


def _found(place: Institution, code: str) -> Webhook:
    found = webhook_by_code(place, code)
    if found is None:
        raise Http404(_("Tidak ada yang demikian."))
    return found
