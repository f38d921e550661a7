"""Setting a password: forgotten, or known."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from competition.forms.signing import ChangePasswordForm, ForgotForm, NewPasswordForm
from competition.operations.limits import TooManyTries, allow
from competition.operations.signing import ask_for_password_link, change_password, set_password_by_link
from competition.queries.signing import open_link, own_words, person_by_email
from competition.signed_in import network
from competition.verdict import Refused
from competition.views.edge import instant

# Where a link's token waits, so that the page where the password is typed has an address without it.
TOKEN = "password_token"


@require_http_methods(["GET", "HEAD", "POST"])
def forgot_password(request: HttpRequest) -> HttpResponse:
    """Send a link to whatever address was typed; the answer never says whether it has an account."""
    form = ForgotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, at = form.cleaned_data["email"].strip().lower(), instant(request)
        try:
            allow(kind="reset", account=email, network=network(request), at=at)
        except TooManyTries as refusal:
            form.add_error(None, refusal.reason)
        else:
            ask_for_password_link(person=person_by_email(email), email=email, at=at)
            messages.success(request, _("Kami mengirim surat ke alamat itu. Tautan di dalamnya berlaku satu jam."))
            return redirect("competition:sign_in")
    return render(request, "competition/signing/forgot_password.html", {"form": form})


@require_safe
def password_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address: it would stand in histories and logs of what is opened next."""
    request.session[TOKEN] = token
    return redirect("competition:set_password")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest) -> HttpResponse:
    """Set a password by the link that was opened; the sign-in follows, with its second step."""
    at = instant(request)
    link = open_link(request.session.get(TOKEN, ""), at)
    if link is None:
        messages.error(request, _("Tautan ini sudah dipakai atau sudah lewat masanya. Minta tautan baru."))
        return redirect("competition:forgot_password")
    form = NewPasswordForm(request.POST or None, words=own_words(link.person, at))
    if request.method == "POST" and form.is_valid():
        try:
            set_password_by_link(link=link, person=link.person, password=form.cleaned_data["password"], at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            del request.session[TOKEN]
            messages.success(request, _("Kata sandi diganti. Masuk dengan kata sandi yang baru."))
            return redirect("competition:sign_in")
    return render(request, "competition/signing/set_password.html", {"form": form, "person": link.person})


@login_required
@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; this session goes on, all others end."""
    at = instant(request)
    form = ChangePasswordForm(request.POST or None, person=request.user, words=own_words(request.user, at))
    if request.method == "POST" and form.is_valid():
        change_password(person=request.user, password=form.cleaned_data["password"], at=at)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Kata sandi diganti. Sesi Anda di perangkat lain berakhir."))
        return redirect("competition:security")
    return render(request, "competition/signing/own_password.html", {"form": form})
