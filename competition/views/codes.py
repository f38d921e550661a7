"""Signing in with a code that comes by letter."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.forms.session import LetterCodeForm
from competition.forms.signing import ForgotForm
from competition.operations.codes import send_code, try_code
from competition.operations.limits import TooManyTries, allow
from competition.queries.signing import person_by_email, sent_code
from competition.signed_in import network
from competition.views.edge import instant
from competition.views.session import own_path

# Which code this browser asked for, and where it wants to go with it.
ASKED = "letter_code"


@require_http_methods(["GET", "HEAD", "POST"])
def ask_code(request: HttpRequest) -> HttpResponse:
    """Send a code to whatever address was typed; the answer never says whether it has an account."""
    form = ForgotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, at = form.cleaned_data["email"].strip().lower(), instant(request)
        try:
            allow(kind="mail_code", account=email, network=network(request), at=at)
        except TooManyTries as refusal:
            form.add_error(None, refusal.reason)
        else:
            sent = send_code(person=person_by_email(email), email=email, at=at)
            request.session[ASKED] = {"pk": sent.pk, "next": own_path(request, reverse("competition:home"))}
            return redirect("competition:give_code")
    context = {"form": form, "next": own_path(request, "")}
    return render(request, "competition/signing/ask_code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give_code(request: HttpRequest) -> HttpResponse:
    """Let in whoever reads the letter, by way of the second step if there is one."""
    asked = request.session.get(ASKED)
    sent = sent_code(asked["pk"], instant(request)) if asked else None
    if sent is None:
        messages.error(request, _("Kode itu sudah dipakai atau sudah lewat masanya. Minta kode baru."))
        return redirect("competition:ask_code")
    form = LetterCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if try_code(sent=sent, code=form.cleaned_data["code"], at=instant(request)):
            del request.session[ASKED]
            record_authentication(request, sent.person, method="code")
            return perform_login(request, Login(user=sent.person, redirect_url=asked["next"]))
        form.add_error("code", _("Kode tidak cocok. Periksa surat yang paling baru."))
    return render(request, "competition/signing/give_code.html", {"form": form})
