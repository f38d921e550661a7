"""What a page saves by itself while somebody writes: one answer or the header, without leaving the page."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competition.load import saving_interval
from competition.parking import let_go
from competition.verdict import NotAllowed
from competition.views.edge import instant
from competition.zones import format_time
from submissions.access import proposal_to_read, proposal_to_write, question_of
from submissions.forms.answers import AutosaveForm
from submissions.forms.drafts import AboutForm
from submissions.operations.answers import save_answer
from submissions.operations.drafts import StaleVersion, save_about
from submissions.queries.contents import choices_of


@require_POST
def autosave(request: HttpRequest, code: str, question: str) -> HttpResponse:
    """Save the text of one answer and say which version that is; a refusal keeps what is stored and says why.

    401 asks to sign in again, 403 and 409 say what stands in the way, 404 is what a stranger gets. The page keeps the text.
    """
    if not request.user.is_authenticated:
        return _refusal(401, _("Sesi Anda sudah berakhir. Masuk lagi untuk menyimpan."))
    at = instant(request)
    try:
        # Whether it may be written is asked by the operation, under its lock; once is enough here.
        proposal = proposal_to_read(code, request.user, at)
        asked = question_of(proposal, question)
        form = AutosaveForm(request.POST, question=asked)
        if not form.is_valid():
            proposal_to_write(code, request.user, at)
            return _refusal(400, _("Muat ulang halaman ini, lalu simpan lagi."))
        saved = save_answer(proposal=proposal, person=request.user, question=asked, at=at, **form.cleaned_data)
        let_go(request, reverse("submissions:answer", args=[code, question]))
    except StaleVersion as refusal:
        return _refusal(409, refusal.reason)
    except (PermissionDenied, NotAllowed) as refusal:
        return _refusal(403, str(refusal))
    return _saved(saved.version, at)


@require_POST
def autosave_about(request: HttpRequest, code: str) -> HttpResponse:
    """Save title, category, group and date as their page does, with their own version; the answers are those of `autosave`."""
    if not request.user.is_authenticated:
        return _refusal(401, _("Sesi Anda sudah berakhir. Masuk lagi untuk menyimpan."))
    at = instant(request)
    try:
        proposal = proposal_to_read(code, request.user, at)
        categories, groups = choices_of(proposal.edition)
        form = AboutForm(request.POST, categories=categories, groups=groups)
        if not form.is_valid():
            proposal_to_write(code, request.user, at)
            return _refusal(400, next(iter(form.errors.values()))[0])
        saved = save_about(proposal=proposal, person=request.user, at=at, **form.cleaned_data)
        let_go(request, reverse("submissions:about", args=[code]))
    except StaleVersion as refusal:
        return _refusal(409, refusal.reason)
    except (PermissionDenied, NotAllowed) as refusal:
        return _refusal(403, str(refusal))
    return _saved(saved.header_version, at)


def _saved(version: int, at: datetime) -> JsonResponse:
    return _answer(200, {"version": version, "message": _("Tersimpan pukul %(time)s WIB") % {"time": format_time(at)}})


def _refusal(status: int, message: str) -> JsonResponse:
    return _answer(status, {"message": message})


def _answer(status: int, told: dict[str, object]) -> JsonResponse:
    return JsonResponse(told, status=status, headers={"Autosave-Interval": str(saving_interval())})
