"""The secretariat's words to everybody: planned, seen beforehand, changed before they appear, taken down."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from competition.access import bulletin_to_keep
from competition.models import Bulletin, Edition
from competition.models.bulletins import MailedTo
from competition.operations.bulletins import change_bulletin, plan_bulletin, take_down_bulletin
from competition.policy import may_change_bulletin, may_take_down_bulletin
from competition.queries.bulletins import bulletins_of
from competition.verdict import Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from submissions.access import edition_to_screen
from submissions.forms.bulletins import BulletinForm, shown
from submissions.queries.bulletins import readers_of
from submissions.views.shut import shut_between, shut_days

# So far ahead the page shows holidays beside the days that are chosen, and a month more.
AHEAD = timedelta(days=30)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def bulletins(request: HttpRequest) -> HttpResponse:
    """List what was told, is told and will be; ask for the next one, show it as everybody will see it, and plan it."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    form = BulletinForm(at, request.POST if request.method == "POST" else None)
    if form.is_valid():
        words = form.words()
        if not form.cleaned_data["sure"]:
            return render(request, "submissions/bulletins/confirm.html", _confirm(form, edition, at))
        try:
            plan_bulletin(edition=edition, person=request.user, words=words, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Kabar disimpan. Ia tampil dan hilang sendiri pada waktunya."))
            return redirect("submissions:bulletins")
    context = {"form": form, "rows": [_row(one, at) for one in bulletins_of(edition)]}
    return render(request, "submissions/bulletins/list.html", context | shut_days(at, at + AHEAD))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def bulletin(request: HttpRequest, code: str) -> HttpResponse:
    """Show one and what can still be done about it; change it before it appears, seen beforehand as when it was planned."""
    at = instant(request)
    found = bulletin_to_keep(code, request.user, at)
    form = BulletinForm(at, request.POST if request.method == "POST" else None, initial=shown(found))
    status = 200
    if form.is_valid():
        words, version = form.words(), form.cleaned_data["version"] or 0
        if not form.cleaned_data["sure"]:
            return render(request, "submissions/bulletins/confirm.html", _confirm(form, found.edition, at))
        try:
            change_bulletin(bulletin=found, person=request.user, words=words, opened_on=version, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409
        else:
            messages.success(request, _("Kabar diubah."))
            return redirect("submissions:bulletins")
    context = {"form": form, "one": found, "row": _row(found, at), "may_change": may_change_bulletin(request.user, found, at)}
    context["may_take_down"] = may_take_down_bulletin(request.user, found, at)
    return render(request, "submissions/bulletins/one.html", context | shut_days(at, at + AHEAD), status=status)


@login_required
@require_POST
@needs_fresh_proof
def take_down(request: HttpRequest, code: str) -> HttpResponse:
    """Take one down: it never appears, or disappears now."""
    at = instant(request)
    try:
        take_down_bulletin(bulletin=bulletin_to_keep(code, request.user, at), person=request.user, at=at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Kabar diturunkan."))
    return redirect("submissions:bulletins")


def _confirm(form: BulletinForm, edition: Edition, at: datetime) -> dict[str, Any]:
    """Return what is shown before it is planned: the words as everybody will see them, what the days are, and how many get a
    letter."""
    words = form.words()
    texts = shut_between(words["starts_at"], words["ends_at"])
    if words["mail_to"] != MailedTo.NOBODY:
        number = len(readers_of(Bulletin(edition=edition, mail_to=words["mail_to"]), at))
        texts += [
            ngettext("%(n)s orang diberi tahu lewat email.", "%(n)s orang diberi tahu lewat email.", number) % {"n": number}
        ]
    return {"form": form, "words": words, "consequences": texts}


def _row(one: Bulletin, at: datetime) -> dict[str, Any]:
    word, kind = _state(one, at)
    known = {"code": one.code, "text": one.text, "text_en": one.text_en, "word": word, "kind": kind}
    known |= {"mail_to": one.get_mail_to_display() if one.mail_to != MailedTo.NOBODY else "", "mailed_at": one.mailed_at}
    people = {"by": one.planned_by.name, "taken_down_by": one.taken_down_by.name if one.taken_down_by else ""}
    return known | people | {"starts_at": one.starts_at, "ends_at": one.ends_at, "taken_down_at": one.taken_down_at}


def _state(one: Bulletin, at: datetime) -> tuple[str, str]:
    if one.taken_down_at is not None:
        return pgettext("bulletin", "Diturunkan"), "quiet"
    if at < one.starts_at:
        return pgettext("bulletin", "Direncanakan"), "now"
    return (pgettext("bulletin", "Sedang tampil"), "ok") if at < one.ends_at else (pgettext("bulletin", "Berakhir"), "quiet")
