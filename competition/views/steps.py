"""The steps of a sign-in after, or instead of, the password."""

import json
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from competition.forms.session import CodeForm, KeyForm, KeyOnlyForm
from competition.models import Person
from competition.queries.signing import factors_of
from competition.views.session import own_path


@require_http_methods(["GET", "HEAD", "POST"])
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask somebody whose password was right for a code or a passkey."""
    stage = request._login_stage
    person = stage.login.user
    kind = KeyForm if "credential" in request.POST else CodeForm
    form = kind(data=request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        post_authentication(request, form.factor)
        return stage.exit()
    context = {"form": form, "code": form if kind is CodeForm else CodeForm(user=person)}
    return render(request, "competition/signing/second_step.html", context | _question(person))


def _question(person: Person) -> dict[str, Any]:
    """Return what the browser is asked when the person has passkeys."""
    factors = factors_of(person)
    asked = json.dumps(dict(webauthn.begin_authentication(person))) if factors.keys else ""
    return {"question": asked, "has_app": factors.app is not None}


@require_http_methods(["GET", "HEAD", "POST"])
def key_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone: it is two factors in itself."""
    home = own_path(request, reverse("competition:home"))
    if request.user.is_authenticated:
        return redirect(home)
    form = KeyOnlyForm(data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = form.factor
        return perform_passwordless_login(request, key, Login(user=key.user, redirect_url=home))
    asked = json.dumps(dict(webauthn.begin_authentication(None)))
    context = {"form": form, "question": asked, "next": own_path(request, "")}
    return render(request, "competition/signing/key_sign_in.html", context)
