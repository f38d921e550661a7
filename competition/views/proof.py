"""Before what cannot be taken back, whoever sits there proves again who they are; nothing they filled in is lost."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from competition.forms.proof import ProofForm
from competition.operations.limits import TooManyTries, allow, forgive
from competition.queries.signing import app_of
from competition.signed_in import network, renew
from competition.signing import own_path
from competition.views.edge import instant

View = Callable[..., HttpResponse]
# Ours in the form that is sent again; the rest is the page's own.
FIELD = "proof"
NOT_CARRIED = (FIELD, "csrfmiddlewaretoken")


def needs_fresh_proof(view: View) -> View:
    """Let a POST through only within fifteen minutes of a proof; else ask for one, and carry the form's fields along.

    Stands below `login_required`. After the proof the act goes on with the fields as they were sent. Files cannot be
    carried: the page then leads back to choose them again.
    """

    @wraps(view)
    @sensitive_post_parameters(FIELD)
    def serve(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "POST" or is_fresh(request):
            return view(request, *args, **kwargs)
        form = _form(request)
        if FIELD in request.POST and _is_proved(request, form):
            request.POST = _without_proof(request)
            return view(request, *args, **kwargs)
        return _ask(request, form)

    return serve


def needs_fresh_proof_to_read(view: View) -> View:
    """Let a reader through only within fifteen minutes of a proof: for exports. Else lead to where one is given, and back."""

    @wraps(view)
    def serve(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('competition:prove')}?{urlencode({'next': request.get_full_path()})}")

    return serve


def is_fresh(request: HttpRequest) -> bool:
    """Say whether the person of this request proved who they are a short while ago."""
    marks = request.session.marks if request.user.is_authenticated else None
    return marks is not None and marks.is_fresh(instant(request))


@login_required
@sensitive_post_parameters(FIELD)
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Take a proof, then lead to where it was asked for."""
    target = own_path(request.GET.get("next", ""), reverse("competition:account"))
    form = _form(request)
    if request.method == "POST" and _is_proved(request, form):
        return redirect(target)
    return render(request, "competition/account/prove.html", {"form": form, "cancel_url": reverse("competition:account")})


def _form(request: HttpRequest) -> ProofForm:
    data = request.POST if FIELD in request.POST else None
    return ProofForm(data, person=request.user, authenticator=app_of(request.user))


def _is_proved(request: HttpRequest, form: ProofForm) -> bool:
    """Say whether the form proves it; then the session has a new key, and the old one opens nothing."""
    at, values = instant(request), {"kind": "proof", "account": request.user.email, "network": network(request)}
    try:
        allow(**values, at=at)
    except TooManyTries as refusal:
        form.is_valid()
        form.add_error(FIELD, refusal.reason)
        return False
    if not form.is_valid():
        return False
    forgive(**values, at=at)
    renew(request, request.session.marks.proved(at).seen(at))
    return True


def _without_proof(request: HttpRequest) -> object:
    rest = request.POST.copy()
    rest.pop(FIELD, None)
    rest._mutable = False
    return rest


def _ask(request: HttpRequest, form: ProofForm) -> HttpResponse:
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_CARRIED]
    values = {"form": form, "fields": fields, "has_files": bool(request.FILES), "cancel_url": request.get_full_path()}
    return render(request, "competition/account/prove.html", values)
