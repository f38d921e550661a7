"""No text is lost because a session was over: what came without one is parked, and given back to whoever wrote it.

A form says by a signed mark for whom its page was made, so it is the writer's also when every cookie of the browser is gone, or
somebody else has signed in meanwhile. A form without a mark counts as its browser's last account, which a signed cookie names;
the cookie never comes along from another site. What is given back stands in its form as a draft; nothing is sent by itself.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from functools import wraps

from django.conf import settings
from django.contrib import auth, messages
from django.core.signing import BadSignature, TimestampSigner
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from competition.operations.limits import TooManyTries, allow
from competition.operations.parking import drop_parked, park_form
from competition.queries.parking import parked_at_path, parked_paths
from competition.signed_in import network
from competition.views.edge import instant
from competition.zones import format_time

Handler = Callable[[HttpRequest], HttpResponse]

MARK = "written_by"
COOKIE = "__Host-kipp_account" if settings.SESSION_COOKIE_SECURE else "kipp_account"
# In the session of somebody for whom something is kept: the addresses.
WAITING = "parked"
MARK_LASTS = timedelta(days=7)
# From here on an answer says that the request was not dealt with.
NOT_DEALT_WITH = 429
_SIGNER = TimestampSigner(salt="competition.parking")


def parks(*fields: str) -> Callable:
    """Have a form's fields kept when it comes without a session or with an old token: those whose names are given.

    A name may be a pattern (`note_*`). Stands under the decorators that ask who somebody is. Never for passwords and codes,
    marks of a sheet, telephone numbers, numbers of officials, declared conflicts (docs/decisions/0065).
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def serve(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            response = view(request, *args, **kwargs)
            # Whatever the answer is, it carries on what was sent: saved, shown again with an error, or beside what is stored.
            if request.method == "POST" and response.status_code < NOT_DEALT_WITH:
                let_go(request)
            return response

        serve.parks = fields
        return serve

    return decorate


def mark_for(person: object) -> str:
    """Return the mark of a form that is made for the person."""
    return _SIGNER.sign(str(person.pk))


def last_account(request: HttpRequest) -> int | None:
    """Return whose browser this was last; None when it says nothing."""
    return _read_mark(request.COOKIES.get(COOKIE, ""))


def park(request: HttpRequest) -> datetime | None:
    """Keep what a form brought for whoever wrote it; return until when, or None when it is not kept.

    Nothing is asked about the address: what exists, and for whom, is found out after signing in.
    """
    fields, account = _fields_of(request), _writer_of(request)
    if not fields or account is None:
        return None
    at = instant(request)
    try:
        allow(kind="park", account=str(account), network=network(request), at=at)
    except TooManyTries:
        return None
    until = park_form(account=account, path=request.path, fields=fields, at=at)
    if until is not None and request.user.is_authenticated and request.user.pk == account:
        note_addresses(request, [request.path, *(one for one in request.session.get(WAITING, ()) if one != request.path)])
    return until


def give_back(request: HttpRequest, form: BaseForm) -> BaseForm:
    """Return the form with what its reader sent before they had to sign in again, and say so; nothing of it is saved yet."""
    if request.method == "POST" or request.path not in request.session.get(WAITING, ()):
        return form
    kept = parked_at_path(request.user, request.path, instant(request))
    if kept is None:
        _forget_address(request, request.path)
        return form
    form.initial.update(kept.fields)
    form.is_given_back = True
    text = _("Teks ini Anda kirim pukul %(time)s WIB sebelum masuk kembali. Teks ini belum tersimpan: periksa, lalu simpan.")
    messages.warning(request, text % {"time": format_time(kept.parked_at)})
    return form


def let_go(request: HttpRequest, path: str = "") -> None:
    """Remove what is kept for the address, because its text has arrived; costs nothing where nothing is kept."""
    path = path or request.path
    if path in request.session.get(WAITING, ()):
        drop_parked(person=request.user, path=path, at=instant(request))
        _forget_address(request, path)


def note_addresses(request: HttpRequest, paths: list[str]) -> None:
    """Remember in the session for which addresses something is kept."""
    if paths != request.session.get(WAITING, []):
        request.session[WAITING] = paths


def answer_stale_token(request: HttpRequest, reason: str) -> HttpResponse | None:
    """Answer a form whose token is old: lead a reader who is still signed in back to their text; None when none was kept.

    A form that says it comes from another site is none of ours.
    """
    until = park(request) if reason.startswith("CSRF") else None
    if until is None:
        return None
    if request.path in request.session.get(WAITING, ()):
        return redirect(request.get_full_path())
    return _ask_to_sign_in(f"{reverse(settings.LOGIN_URL)}?next={request.path}", until, [])


class ParkingMiddleware:
    """A form sent after the session ended is parked, and answered with what was typed: the way to sign in would swallow it.

    What is shown came with a good token, so from one of our own pages in this browser. After a sign-in the session learns for
    which addresses something is kept.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_led_to_sign_in(request, response):
            return _keep(request, response)
        if request.session.accessed and auth.SESSION_KEY in request.session:
            _remember(request, response)
        return response


def _is_led_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    if request.method != "POST" or response.status_code != 302 or request.user.is_authenticated:
        return False
    return response.url.startswith(f"{reverse(settings.LOGIN_URL)}?")


def _keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    until = park(request)
    typed = [text for name, texts in request.POST.lists() if name != MARK for text in texts if len(text.split()) > 1]
    return _ask_to_sign_in(response.url, until, typed) if until or typed else response


def _ask_to_sign_in(url: str, until: datetime | None, texts: list[str]) -> HttpResponse:
    context = {"until": until, "texts": texts, "sign_in_url": url}
    return render(None, "errors/signed_out.html", context, status=403)


def _remember(request: HttpRequest, response: HttpResponse) -> None:
    """Name the account in the browser's cookie, and after a sign-in look for what is kept for it."""
    session = request.session
    if session.modified and session.session_key != request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        note_addresses(request, parked_paths(request.user, instant(request)))
    account = int(session[auth.SESSION_KEY])
    if _read_mark(request.COOKIES.get(COOKIE, "")) != account:
        values = {"samesite": "Lax", "httponly": True, "secure": settings.SESSION_COOKIE_SECURE}
        response.set_cookie(COOKIE, _SIGNER.sign(str(account)), **values)


def _fields_of(request: HttpRequest) -> dict[str, str]:
    """Return the fields that are kept of this form; nothing where nothing was typed."""
    wanted = getattr(request.resolver_match.func, "parks", ()) if request.resolver_match else ()
    given = {name: text for name, text in request.POST.items() if any(fnmatchcase(name, one) for one in wanted)}
    return given if any(text.strip() for text in given.values()) else {}


def _writer_of(request: HttpRequest) -> int | None:
    return _read_mark(request.POST[MARK]) if MARK in request.POST else last_account(request)


def _read_mark(mark: str) -> int | None:
    try:
        return int(_SIGNER.unsign(mark, max_age=MARK_LASTS))
    except BadSignature:
        return None


def _forget_address(request: HttpRequest, path: str) -> None:
    request.session[WAITING] = [one for one in request.session[WAITING] if one != path]
