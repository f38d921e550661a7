"""Signing in and out, and the language of the interface."""

from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competition import parking, signing
from competition.demo import CAST
from competition.forms.session import SignInForm
from competition.middleware import remember_language
from competition.models.people import AppointmentRole
from competition.queries.accounts import is_suspended
from competition.queries.people import STAFF_ROLES, rights_of
from competition.views.edge import instant


def own_path(request: HttpRequest, fallback: str) -> str:
    """Return where the form wants to go next, if that is a path of this site; the fallback otherwise."""
    return signing.own_path(request.POST.get("next") or request.GET.get("next") or "", fallback)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with address and password, by way of the second step if there is one; the session's key is renewed."""
    home = reverse("competition:home")
    if request.method != "POST" and request.user.is_authenticated:
        return redirect(own_path(request, home))
    form = SignInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        return signing.let_in(request, form.person, own_path(request, home))
    context = {
        "form": form,
        "next": own_path(request, ""),
        "cast": CAST if settings.DEMO else (),
        "sign_on": settings.OIDC_NAME,
        "is_suspended": _is_suspended(request),
    }
    return render(request, "competition/sign_in.html", context)


def _is_suspended(request: HttpRequest) -> bool:
    """Say whether this browser's last account was closed by somebody else: to that browser alone, whatever address is typed."""
    account = parking.last_account(request)
    return account is not None and is_suspended(account)


@require_http_methods(["GET", "HEAD", "POST"])
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the one sign-in page, where second steps and limits are. To whoever is in already, there is no admin."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(own_path(request, reverse("admin:index")))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and forget whose it was."""
    auth.logout(request)
    response = redirect("competition:landing")
    response.delete_cookie(parking.COOKIE, samesite="Lax")
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead a person to the desk that is theirs."""
    if not request.user.is_authenticated:
        return redirect("competition:landing")
    rights = rights_of(request.user, instant(request))
    if rights.memberships:
        return redirect("submissions:desk")
    if rights.holds_any(AppointmentRole.JUDGE):
        return redirect("judging:desk")
    if rights.holds_any(AppointmentRole.COACH):
        return redirect("submissions:coachings")
    if rights.holds_any(*STAFF_ROLES):
        return redirect("submissions:secretariat")
    if rights.holds_any(AppointmentRole.CHAIR):
        return redirect("judging:rounds")
    if rights.holds_any(AppointmentRole.AUDITOR):
        return redirect("competition:audit")
    return redirect("competition:landing")


@csrf_exempt
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language in a cookie. No token is asked: nothing but this browser's own cookie changes,
    and a token would tie the public pages to a session."""
    request.is_public = True
    response = redirect(_without_language(own_path(request, reverse("competition:landing"))))
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        remember_language(response, chosen)
    return response


def _without_language(path: str) -> str:
    """Return an address that says nothing of a language, so that the one just chosen counts."""
    head, _mark, query = path.partition("?")
    kept = urlencode([pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "bahasa"])
    return f"{head}?{kept}" if kept else head
