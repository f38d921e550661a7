"""The queue of letters: which wait, which did not arrive and why, and what the secretariat does about it."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.access import door_to_letters, letter_to_keep
from competition.bounces import in_words
from competition.events import EVENTS
from competition.forms.outbox import AGAIN, HOLD, RELEASE, ActForm, EditForm, QueueForm
from competition.letters import body_of
from competition.models import Notice
from competition.models.notices import NoticeState
from competition.operations.outbox import NOT_ARRIVED, LetterWentOn, edit_letter, hold_letter, release_letter, send_again
from competition.queries.outbox import Mailing, edits_of, is_editable, letter_counts, letters_in, mailings_since
from competition.queries.ties import tied_now
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from competition.zones import format_number

PER_PAGE = 50
MAILINGS_SHOWN = timedelta(days=14)
# The states in the order in which somebody has to look at them, with the colour that repeats the word.
KINDS = {
    NoticeState.FAILED: "bad",
    NoticeState.UNCERTAIN: "warn",
    NoticeState.HELD: "warn",
    NoticeState.WAITING: "now",
    NoticeState.SENDING: "now",
    NoticeState.DAILY: "now",
    NoticeState.GATHERED: "ok",
    NoticeState.SENT: "ok",
}
ACTS = {HOLD: hold_letter, RELEASE: release_letter, AGAIN: send_again}


@login_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """List the letters of a state; at first those that failed, if there are any."""
    at = instant(request)
    door_to_letters(request.user, at)
    form, without = QueueForm(request.GET or None), tied_now(request.user, at)
    state, address = form.asked()
    counts = letter_counts(address, without)
    state = state or next((one for one in KINDS if counts[one]), NoticeState.WAITING)
    paginator = Paginator(letters_in(state, address, without), PER_PAGE)
    paginator.count = counts[state]
    page = paginator.get_page(request.GET.get(PAGE_PARAMETER))
    context = {"form": form, "page": page, "rows": [_row(one) for one in page], "tabs": _tabs(counts, state, address)}
    context["has_ties"] = bool(without)
    return render(request, "competition/outbox/list.html", context)


@login_required
@require_safe
def mailings(request: HttpRequest) -> HttpResponse:
    """Show how far the letters are that went to many at once."""
    at = instant(request)
    door_to_letters(request.user, at)
    rows = [_mailing_row(one) for one in mailings_since(at - MAILINGS_SHOWN, tied_now(request.user, at))]
    context = {"rows": rows, "is_moving": any(row["is_moving"] for row in rows)}
    return render(request, "competition/outbox/mailings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Show where a letter is on its way and why, and hold it, let it go or send it again."""
    at = instant(request)
    found = letter_to_keep(letter, request.user, at)
    form = ActForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            moved = ACTS[form.cleaned_data["act"]](letter=found, person=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409
        else:
            messages.success(request, _("Keadaan surat sekarang: %(state)s.") % {"state": moved.get_state_display()})
            return redirect("competition:letter", letter)
    context = {"form": form, "one": found, "row": _row(found), "acts": _acts(found), "is_uncertain": found.state == "UNCERTAIN"}
    context |= {"is_editable": is_editable(found), "edits": edits_of(found)}
    return render(request, "competition/outbox/letter.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Change what one letter says that has not left."""
    at = instant(request)
    found, status = letter_to_keep(letter, request.user, at), 200
    if request.method != "POST" and not is_editable(found):
        messages.warning(request, _("Isi surat ini tidak dapat diubah: sudah berangkat, atau memuat kode atau tautan pribadi."))
        return redirect("competition:letter", letter)
    said = {"subject": found.subject, "body": body_of(found.text), "version": edits_of(found)}
    form = EditForm(request.POST if request.method == "POST" else None, initial=said)
    if form.is_valid():
        known = form.cleaned_data
        try:
            words = {"subject": known["subject"], "body": known["body"], "opened_on": known["version"]}
            edit_letter(letter=found, person=request.user, at=at, **words)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, LetterWentOn) else 200
        else:
            messages.success(request, _("Isi surat diubah. Kata-kata semula tetap disimpan."))
            return redirect("competition:letter", letter)
    return render(request, "competition/outbox/edit.html", {"form": form, "row": _row(found)}, status=status)


def _row(one: Notice) -> dict[str, Any]:
    state = NoticeState(one.state)
    return {
        "pk": one.pk,
        "event": EVENTS[one.event].words,
        "address": one.address,
        "word": state.label,
        "kind": KINDS[state],
        "created_at": one.created_at,
        "due_at": one.not_before if state in (NoticeState.WAITING, NoticeState.HELD) else None,
        "sent_at": one.sent_at,
        "attempts": one.attempts,
        "error": in_words(one.error),
    }


def _mailing_row(one: Mailing) -> dict[str, Any]:
    text = _("%(settled)s dari %(number)s selesai")
    known = {"settled": format_number(one.settled), "number": format_number(one.number)}
    return {
        "event": EVENTS[one.event].words,
        "created_at": one.created_at,
        "settled": one.settled,
        "number": one.number,
        "text": text % known,
        "counts": [(NoticeState(state).label, number) for state, number in _trouble(one) if number],
        "is_moving": one.settled + one.held + one.daily < one.number,
    }


def _trouble(one: Mailing) -> list[tuple[str, int]]:
    states = NoticeState
    found = [(states.FAILED, one.failed), (states.UNCERTAIN, one.uncertain), (states.HELD, one.held)]
    return [*found, (states.DAILY, one.daily), (states.GATHERED, one.gathered)]


def _tabs(counts: dict[str, int], state: str, address: str) -> list[dict[str, Any]]:
    """Return a link per state that keeps what is looked for."""

    def url(value: str) -> str:
        return "?" + urlencode({"status": value} | ({"cari": address} if address else {}))

    return [{"label": one.label, "url": url(one), "count": counts[one], "current": one == state} for one in KINDS]


def _acts(one: Notice) -> list[dict[str, str]]:
    """Return the buttons that make sense now."""
    if one.state in (NoticeState.WAITING, NoticeState.DAILY):
        return [{"value": HOLD, "label": _("Tahan surat ini")}]
    if one.state == NoticeState.HELD:
        return [{"value": RELEASE, "label": _("Lepas surat ini")}]
    return [{"value": AGAIN, "label": _("Kirim lagi")}] if one.state in NOT_ARRIVED and one.text else []
