"""A person's own account: where they are signed in, and ending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competition.operations.sessions import end_session, end_sessions
from competition.policy import may_declare_tie
from competition.queries.editions import current_edition
from competition.queries.sessions import sessions_of
from competition.signed_in import network, session_ends_at
from competition.views.edge import instant
from competition.zones import format_instant


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """List where this person is signed in."""
    at = instant(request)
    found = sessions_of(request.user, at, request.session.marks.code, network(request))
    edition = current_edition()
    in_office = bool(edition and may_declare_tie(request.user, edition, at))
    values = {"sessions": found, "has_others": len(found) > 1, "in_office": in_office}
    return render(request, "competition/account/account.html", values)


@login_required
@require_POST
def end_one(request: HttpRequest, code: str) -> HttpResponse:
    """End one of the person's sessions; what is gone already needs no end."""
    end_session(person=request.user, code=code, at=instant(request))
    if code == request.session.marks.code:
        request.session.flush()
        return redirect("competition:landing")
    messages.success(request, _("Sesi itu sudah diakhiri. Di perangkat itu Anda perlu masuk lagi."))
    return redirect("competition:account")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all of the person's sessions but this one."""
    end_sessions(person=request.user, by=request.user, at=instant(request), but=request.session.session_key)
    messages.success(request, _("Semua sesi lain sudah diakhiri. Hanya perangkat ini yang masih masuk."))
    return redirect("competition:account")


@login_required
@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """Say that somebody still sits there. A script gets the new end; without one it is told on the page of the account."""
    at = instant(request)
    request.session.marks = request.session.marks.seen(at)
    ends_at = session_ends_at(request)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"seconds": int((ends_at - at).total_seconds()), "until": format_instant(ends_at)})
    text = _("Anda tetap masuk sampai %(until)s. Tutup halaman ini, lalu lanjutkan di halaman Anda.")
    messages.success(request, text % {"until": format_instant(ends_at)})
    return redirect("competition:account")
