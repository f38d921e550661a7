"""Before what cannot be taken back, whoever sits there proves again who they are; nothing they filled in is lost."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from competition.forms.proof import ProofForm
from competition.forms.session import KeyForm, LetterCodeForm
from competition.operations.codes import send_code, try_code
from competition.operations.limits import TooManyTries, allow, forgive
from competition.queries.signing import Factors, app_of, factors_of, sent_code
from competition.signed_in import network, renew
from competition.signing import own_path
from competition.views.edge import instant

View = Callable[..., HttpResponse]
# Ours in the form that is sent again; the rest is the page's own.
PASSWORD, KEY, CODE, SEND = "proof", "proof-credential", "proof-code", "proof-send"
OURS = (PASSWORD, KEY, CODE, SEND)
NOT_CARRIED = (*OURS, "csrfmiddlewaretoken")
# Which code this session asked for.
ASKED = "proof_code"


def needs_fresh_proof(view: View) -> View:
    """Let a POST through only within fifteen minutes of a proof; else ask for one, and carry the form's fields along.

    Stands below `login_required`. After the proof the act goes on with the fields as they were sent. Files cannot be
    carried: the page then leads back to choose them again.
    """

    @wraps(view)
    @sensitive_post_parameters(PASSWORD, CODE)
    def serve(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST" or is_fresh(request):
            return view(request, *args, **kwargs)
        form = _form(request)
        if form.is_bound and _is_proved(request, form):
            request.POST = _without_proof(request)
            return view(request, *args, **kwargs)
        return _ask(request, form)

    return serve


def needs_fresh_proof_to_read(view: View) -> View:
    """Let a reader through only within fifteen minutes of a proof, as a writer: for exports, and for pages that show a secret.

    Without a proof a reader is led to where one is given, and back.
    """
    guarded = needs_fresh_proof(view)

    @wraps(view)
    def serve(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" or is_fresh(request):
            return guarded(request, *args, **kwargs)
        return redirect(f"{reverse('competition:prove')}?{urlencode({'next': request.get_full_path()})}")

    return serve


def is_fresh(request: HttpRequest) -> bool:
    """Say whether the person of this request proved who they are a short while ago."""
    marks = request.session.marks if request.user.is_authenticated else None
    return marks is not None and marks.is_fresh(instant(request))


@login_required
@sensitive_post_parameters(PASSWORD, CODE)
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Take a proof, then lead to where it was asked for."""
    target = own_path(request.GET.get("next", ""), reverse("competition:account"))
    form = _form(request)
    if form.is_bound and _is_proved(request, form):
        return redirect(target)
    return _page(request, form, cancel_url=reverse("competition:account"))


def _form(request: HttpRequest) -> forms.Form:
    """Return the form of the way that was chosen, bound if something was sent by it."""
    if KEY in request.POST:
        return KeyForm(data=request.POST, user=request.user, prefix="proof")
    if CODE in request.POST:
        return LetterCodeForm(request.POST, prefix="proof")
    data = request.POST if PASSWORD in request.POST else None
    return ProofForm(data, person=request.user, authenticator=app_of(request.user))


def _is_proved(request: HttpRequest, form: forms.Form) -> bool:
    """Say whether the form proves it; then the session has a new key, and the old one opens nothing."""
    at, values = instant(request), {"kind": "proof", "account": request.user.email, "network": network(request)}
    try:
        allow(**values, at=at)
    except TooManyTries as refusal:
        form.is_valid()
        form.add_error(None, refusal.reason)
        return False
    if not form.is_valid() or not _is_right_code(request, form):
        return False
    forgive(**values, at=at)
    renew(request, request.session.marks.proved(at).seen(at))
    return True


def _is_right_code(request: HttpRequest, form: forms.Form) -> bool:
    """Spend the code that came by letter; the other ways have none."""
    if not isinstance(form, LetterCodeForm):
        return True
    sent = sent_code(request.session.get(ASKED, 0), instant(request))
    if sent and sent.person_id == request.user.pk and try_code(sent=sent, code=form.cleaned_data["code"], at=instant(request)):
        del request.session[ASKED]
        return True
    form.add_error("code", _("Kode tidak cocok atau sudah lewat masanya. Periksa surat yang paling baru."))
    return False


def _without_proof(request: HttpRequest) -> object:
    rest = request.POST.copy()
    for name in OURS:
        rest.pop(name, None)
    rest._mutable = False
    return rest


def _ask(request: HttpRequest, form: forms.Form) -> HttpResponse:
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_CARRIED]
    return _page(request, form, fields=fields, has_files=bool(request.FILES), cancel_url=request.get_full_path())


def _page(request: HttpRequest, form: forms.Form, **context: Any) -> HttpResponse:
    """Offer the ways this person has. Whoever has none of their own gets a code by letter."""
    person, factors = request.user, factors_of(request.user)
    context |= {"form": form, "question": json.dumps(dict(webauthn.begin_authentication(person))) if factors.keys else ""}
    if person.has_usable_password() or factors.app:
        context["proof"] = form if isinstance(form, ProofForm) else ProofForm(person=person, authenticator=None)
    else:
        context |= _by_letter(request, form, factors)
    return render(request, "competition/account/prove.html", context)


def _by_letter(request: HttpRequest, form: forms.Form, factors: Factors) -> dict[str, Any]:
    """Return what the page shows to somebody without password and app: the code's field once it was sent."""
    if factors.keys:
        return {}
    if SEND in request.POST:
        at = instant(request)
        allow(kind="mail_code", account=request.user.email, network=network(request), at=at)
        request.session[ASKED] = send_code(person=request.user, email=request.user.email, at=at).pk
    if ASKED not in request.session:
        return {"sends": True}
    return {"code": form if isinstance(form, LetterCodeForm) else LetterCodeForm(prefix="proof")}
