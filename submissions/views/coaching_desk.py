"""The secretariat's coachings: who waits, who coaches, and one request that is given to a coach or refused."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competition.queries.ties import tied_to
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from submissions.access import edition_to_screen
from submissions.access.coachings import coaching_to_handle
from submissions.coaching import CoachingState
from submissions.forms.coachings import GiveForm, RefuseForm
from submissions.operations.coachings import give_coaching, refuse_coaching
from submissions.policy import may_refuse_coaching
from submissions.queries.coachings import coaches_for, coaching_counts, coachings_in
from submissions.views.coachings import PER_PAGE, coaching_row
from submissions.views.helped import helped_parts


@login_required
@require_safe
def coaching_desk(request: HttpRequest) -> HttpResponse:
    """List the edition's coachings by state, without a word of any draft."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    state = request.GET.get("status", "")
    if state not in CoachingState.values:
        state = CoachingState.ASKED
    counts = coaching_counts(edition, request.user, at)
    paginator = Paginator(coachings_in(edition, request.user, at, state), PER_PAGE)
    paginator.count = counts[state]
    page = paginator.get_page(request.GET.get(PAGE_PARAMETER))
    tabs = [
        {"label": one.label, "url": f"?status={one}", "count": counts[one], "current": one == state} for one in CoachingState
    ]
    context = {"edition": edition, "tabs": tabs, "page": page, "rows": [coaching_row(one) for one in page]}
    context |= helped_parts(edition, at, tied_to(request.user, edition, at))
    return render(request, "submissions/coachings/desk.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def coaching_request(request: HttpRequest, code: str) -> HttpResponse:
    """Show a request, and give it to a coach."""
    at = instant(request)
    found = coaching_to_handle(code, request.user, at)
    form = GiveForm(request.POST if request.method == "POST" else None, coaches=coaches_for(found.proposal, at))
    status = 200
    if form.is_valid():
        try:
            give_coaching(coaching=found, person=request.user, coach=form.chosen(), at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("%(name)s sekarang membimbing draf ini.") % {"name": form.chosen().name})
            return redirect("submissions:coaching_desk")
    known = {"one": found, "row": coaching_row(found), "refuse": RefuseForm()}
    context = known | {"form": form, "can_answer": may_refuse_coaching(request.user, found, at)}
    return render(request, "submissions/coachings/request.html", context, status=status)


@login_required
@require_POST
def refuse(request: HttpRequest, code: str) -> HttpResponse:
    """Say that nobody can, with the reason."""
    at = instant(request)
    found = coaching_to_handle(code, request.user, at)
    form = RefuseForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Isi alasan, paling banyak 1.000 huruf."))
        refuse_coaching(coaching=found, person=request.user, at=at, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("submissions:coaching_request", code)
    messages.success(request, _("Permintaan ditolak, dan timnya diberi tahu alasannya."))
    return redirect("submissions:coaching_desk")
