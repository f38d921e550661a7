"""The keys of an institution's programs: which there are, making one, taking one back."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.access import institution_with_keys, key_to_revoke
from competition.forms.institutions import ConfirmForm
from competition.forms.keys import KeyForm
from competition.operations.keys import LONGEST_DAYS, make_key, revoke_key
from competition.policy import may_make_key
from competition.queries.keys import keys_of
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from competition.zones import day_of

METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 20


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def keys(request: HttpRequest, institution: str) -> HttpResponse:
    """List the institution's keys; make one, and show its token this once."""
    at = instant(request)
    place = institution_with_keys(institution, request.user, at)
    verdict, today, made = may_make_key(request.user, place, at), day_of(at), None
    if request.method == "POST" and not verdict:
        raise PermissionDenied(verdict.reason)
    initial = {"last_day": (today + timedelta(days=LONGEST_DAYS)).isoformat()}
    form = KeyForm(request.POST if request.method == "POST" else None, today=today, initial=initial)
    if form.is_valid():
        try:
            made = make_key(institution=place, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            form = KeyForm(today=today, initial=initial)
    page = Paginator(keys_of(place), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    rows = [(one, one.is_over(at)) for one in page]
    context = {"institution": place, "form": form, "verdict": verdict, "made": made, "page": page, "rows": rows}
    return render(request, "competition/keys/list.html", context)


@login_required
@require_http_methods(METHODS)
def revoke(request: HttpRequest, institution: str, api_key: str) -> HttpResponse:
    """Take a key back after a question. No second proof: whoever fears for a key is not kept waiting."""
    at = instant(request)
    found = key_to_revoke(institution, api_key, request.user, at)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    back = reverse("competition:keys", args=[institution])
    if request.method == "POST" and form.is_valid():
        try:
            revoke_key(key=found, person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Kunci %(name)s dicabut.") % {"name": found.name})
            return redirect(back)
    texts = [
        _("Program yang memakai kunci ini langsung tidak mendapat jawaban lagi."),
        _("Kunci yang dicabut tidak dapat dipulihkan."),
    ]
    context = {"form": form, "title": _("Cabut kunci %(name)s") % {"name": found.name}, "consequences": texts}
    return render(request, "components/confirm_page.html", context | {"button": _("Cabut kunci"), "cancel_url": back})
