"""Asking to replicate a public innovation, the replications of one's institutions, one of them with its conversation."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from competition.inspecting import FileRefused, NotChecked
from competition.models import Person
from competition.moderation import to_be_read
from competition.parking import give_back, parks
from competition.storage import NotOpened
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from submissions.access.replications import innovation_to_replicate, places_to_replicate, replication_to_see
from submissions.forms.replications import AskForm, MessageForm
from submissions.models import Replication
from submissions.operations.replication_notes import write_message
from submissions.operations.replications import AlreadyAsked, ask_replication
from submissions.policy import may_work_on_replication, may_write_to_partner
from submissions.policy.replications import sides_reading
from submissions.queries.enclosures import EnclosureMissing
from submissions.queries.neighbours import innovations_for
from submissions.queries.replications import messages_of, replications_of, steps_of, turn_of
from submissions.replicating import ORIGIN, REPLICATOR, SHOWABLE, ReplicationState
from submissions.views.enclosures import hand_out_enclosure
from submissions.views.replication_acts import acts_open_to

METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 25
KINDS = {
    ReplicationState.INTEREST: "now",
    ReplicationState.AGREED: "now",
    ReplicationState.APPROVED: "ok",
    ReplicationState.IMPLEMENTING: "now",
    ReplicationState.CONFIRMED: "ok",
    ReplicationState.REFUSED: "bad",
    ReplicationState.WITHDRAWN: "quiet",
}
# What whoever's turn it is has to do.
NEXT = {
    ReplicationState.INTEREST: gettext_lazy("Unggah kesepakatan yang ditandatangani kedua pihak."),
    ReplicationState.AGREED: gettext_lazy("Baca kesepakatannya, lalu setujui atau tolak."),
    ReplicationState.APPROVED: gettext_lazy("Mulai menerapkan, lalu catat langkah-langkahnya."),
    ReplicationState.IMPLEMENTING: gettext_lazy("Catat langkahnya, lalu laporkan yang disesuaikan dan angkanya."),
}
TO_CONFIRM = gettext_lazy("Baca laporannya, lalu konfirmasi bila angkanya benar.")
OTHER_FILE = gettext_lazy("Berkas kesepakatan ditolak pemeriksaan. Unggah berkas lain.")


@login_required
@require_http_methods(METHODS)
@parks("place", "plan")
def replicate(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for whom, where and what would be adapted, and note the interest."""
    at = instant(request)
    innovation, able = innovation_to_replicate(code, request.user, at)
    form = give_back(request, AskForm(request.POST if request.method == "POST" else None, institutions=able))
    there_is = None
    if form.is_valid():
        known = {"innovation": innovation, "institution": form.chosen(), "person": request.user, "at": at}
        try:
            replication = ask_replication(wish=form.wish(), **known)
        except AlreadyAsked as refusal:
            there_is = refusal.replication
            form.add_error(None, refusal.reason)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Minat dicatat, dan instansi asal diberi tahu. Percakapan berlangsung di halaman ini."))
            return redirect("submissions:replication", replication.code)
    context = {"form": form, "innovation": innovation, "there_is": there_is, "able": able}
    return render(request, "submissions/replications/ask.html", context)


@login_required
@require_safe
def replications(request: HttpRequest) -> HttpResponse:
    """List the replications of the person's institutions, as those who take over or as the original ones."""
    places = places_to_replicate(request.user, instant(request))
    side = ORIGIN if request.GET.get("sisi") == "asal" else REPLICATOR
    found = {one: Paginator(replications_of(places, one), PER_PAGE) for one in (REPLICATOR, ORIGIN)}
    page = found[side].get_page(request.GET.get(PAGE_PARAMETER))
    labels = {REPLICATOR: (_("Kami mereplikasi"), "?sisi=kami"), ORIGIN: (_("Inovasi kami direplikasi"), "?sisi=asal")}
    tabs = [
        {"label": label, "url": url, "count": found[one].count, "current": one == side} for one, (label, url) in labels.items()
    ]
    context = {"tabs": tabs, "page": page, "rows": [_row(one, side) for one in page], "alike": innovations_for(places)}
    return render(request, "submissions/replications/list.html", context)


@login_required
@require_http_methods(METHODS)
@parks("text")
def replication(request: HttpRequest, code: str) -> HttpResponse:
    """Show a replication to its two institutions, with whose turn it is, and take a message to the other one."""
    at = instant(request)
    found = replication_to_see(code, request.user, at)
    form = give_back(request, MessageForm(request.POST if request.method == "POST" else None))
    status = 200
    if form.is_valid():
        try:
            write_message(replication=found, person=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("Pesan dikirim kepada kedua instansi."))
            return redirect(f"{reverse('submissions:replication', args=[code])}#percakapan")
    context = _page(found, request.user, at) | {"form": form}
    return render(request, "submissions/replications/one.html", context, status=status)


@login_required
@require_safe
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the cleaned copy of the agreement as a file to keep, never as a page."""
    found = replication_to_see(code, request.user, instant(request))
    try:
        return hand_out_enclosure(found.agreement, f"kesepakatan-{found.code}")
    except EnclosureMissing as error:
        raise Http404 from error
    except (FileRefused, NotChecked, NotOpened) as refusal:
        messages.warning(request, _("Berkas tidak dapat dibuka: %(reason)s") % {"reason": refusal.reason})
        return redirect("submissions:replication", code)


def _row(one: Replication, side: str) -> dict[str, Any]:
    partner = one.origin if side == REPLICATOR else one.institution
    turn = turn_of(one)
    return {
        "title": one.innovation.title,
        "url": reverse("submissions:replication", args=[one.code]),
        "partner": partner.name,
        "place": one.place,
        "since": one.state_since,
        "state": _state(one),
        "is_own_turn": turn == side,
        "turn": getattr(one, turn).name if turn else "",
    }


def _state(one: Replication) -> dict[str, str]:
    return {"word": one.get_state_display(), "kind": KINDS[ReplicationState(one.state)]}


def _page(one: Replication, person: Person, at: datetime) -> dict[str, Any]:
    turn, own = turn_of(one), sides_reading(person, one, at)
    return {
        "one": one,
        "state": _state(one),
        "turn": getattr(one, turn).name if turn else "",
        "is_own_turn": turn in own,
        "next": _next(one, turn),
        "acts": acts_open_to(person, one, at),
        "can_write": may_write_to_partner(person, one, at),
        "messages_of": messages_of(one),
        "steps": steps_of(one),
        "has_steps": one.state in (ReplicationState.IMPLEMENTING, ReplicationState.CONFIRMED),
        "can_work": may_work_on_replication(person, one, at),
        "can_show": one.state in SHOWABLE,
        "is_origin": ORIGIN in own,
        # What would be public of it, before one of the two says that it may.
        "held": to_be_read(one.place, one.adapted, *(part for figure in one.figures for part in figure.values())),
    }


def _next(one: Replication, turn: str) -> str:
    if one.state == ReplicationState.AGREED and turn == REPLICATOR:
        return str(OTHER_FILE)
    if one.state == ReplicationState.IMPLEMENTING and turn == ORIGIN:
        return str(TO_CONFIRM)
    return str(NEXT.get(ReplicationState(one.state), "")) if turn else ""
