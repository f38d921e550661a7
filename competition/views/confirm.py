"""Showing once more that it is still you, before what somebody at an unwatched computer must not do."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from competition.forms.session import ConfirmForm
from competition.views.edge import instant
from competition.views.session import own_path

View = Callable[..., HttpResponse]


def is_confirmed(request: HttpRequest) -> bool:
    """Say whether this session was signed in, or confirmed, within the last fifteen minutes (ACCOUNT_REAUTHENTICATION_TIMEOUT).

    allauth notes each password, code, passkey and sign-on in the session.
    """
    records = get_authentication_records(request, request.user)
    return bool(records) and instant(request).timestamp() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def confirmed(view: View) -> View:
    """Let a signed-in person go on when the session is confirmed; lead them to the page that asks otherwise."""

    @wraps(view)
    @login_required
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_confirmed(request):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('competition:confirm')}?{urlencode({'next': request.path})}")

    return asked


@login_required
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password once more; from somebody who has none, to sign in anew."""
    form = ConfirmForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        reauthenticate_by_password(request)
        return redirect(own_path(request, reverse("competition:security")))
    context = {"form": form, "next": own_path(request, ""), "has_password": request.user.has_usable_password()}
    return render(request, "competition/signing/confirm.html", context)
