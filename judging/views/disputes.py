"""Proposals whose readers are far apart: the chair's list, and what to do about one of them."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.models import Round
from competition.models.editions import DisputeWay
from competition.queries.ties import tied_to
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from competition.zones import format_number
from judging.access import dispute_to_settle, round_in_dispute
from judging.forms.disputes import DiscussForm, StandForm, ThirdForm
from judging.forms.sheets import in_words
from judging.models import Assignment
from judging.operations.disputes import ask_third_reader, let_stand, needs_reader, open_discussion, third_readers
from judging.operations.looks import note_habits_view
from judging.operations.panel import Substitute
from judging.pacing import Standing
from judging.queries.disputes import Disputed, dispute_about, disputes_in, readers_of
from judging.queries.progress import proposals_named
from submissions.models import Proposal

PER_PAGE = 25


@login_required
@require_safe
def disputes(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """List what is in dispute, what waits for the chair first; each view is written down."""
    at = instant(request)
    round_ = round_in_dispute(year, key, request.user, at)
    without = tied_to(request.user, round_.edition, at)
    note_habits_view(round_=round_, person=request.user, at=at)
    found = disputes_in(round_, without)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    values = {"round": round_, "page": page, "rows": _rows(list(page), at), "total": len(found), "has_ties": bool(without)}
    values["open"] = sum(one.is_open for one in found)
    values["far"] = None if round_.gap is None else in_words(round_.gap)
    values["is_ranked"] = hasattr(round_, "ranking")
    return render(request, "judging/disputes/disputes.html", values)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """Show what can be done about one proposal in dispute, and do one of it."""
    at, act = instant(request), request.POST.get("act")
    round_, proposal = dispute_to_settle(year, key, code, request.user, at)
    found, readers = dispute_about(round_, proposal), readers_of(round_, proposal)
    forms = _forms(request, round_, proposal, found, readers, at)
    form = forms.get(act)
    if form is not None and form.is_valid():
        about = {"round_": round_, "proposal": proposal, "person": request.user, "at": at}
        try:
            messages.success(request, _ACTS[act](about, form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("judging:disputes", year, key)
    word, kind = words_of(found, at)
    values = {"round": round_, "proposal": proposal, "dispute": found, "readers": readers, "word": word, "kind": kind}
    barred = [one for one in third_readers(readers[0], at) if one.objection] if "third" in forms else []
    return render(request, "judging/disputes/dispute.html", values | {"forms": forms, "sent": form, "barred": barred})


def _forms(
    request: HttpRequest, round_: Round, proposal: Proposal, found: Disputed, readers: list[Assignment], at: datetime
) -> dict:
    """Return the forms of what may be done now, by the name of their act; the one that was sent has its data."""

    def data(name: str) -> object:
        return request.POST if request.POST.get("act") == name else None

    forms: dict = {}
    if found.standing == Standing.NEW and round_.dispute == DisputeWay.CONSOLIDATE:
        forms["discuss"] = DiscussForm(data("discuss"), readers=[(one.code, one.judge.name) for one in readers])
    may_ask = found.standing in (Standing.NEW, Standing.THIRD) and needs_reader(round_, proposal, found)
    if may_ask and round_.dispute == DisputeWay.THIRD_READER:
        free = [(one.judge.pk, _free_text(one)) for one in third_readers(readers[0], at) if not one.objection]
        forms["third"] = ThirdForm(data("third"), judges=free)
    if found.is_open:
        forms["stand"] = StandForm(data("stand"))
    return forms


def _free_text(one: Substitute) -> str:
    return _("%(judge)s (%(load)s tugas)") % {"judge": one.judge, "load": format_number(one.load)}


def _discuss(about: dict, sent: dict) -> str:
    open_discussion(**about, **sent)
    return _("Para penilai diminta membahas proposal ini.")


def _third(about: dict, sent: dict) -> str:
    new = ask_third_reader(**about, judge_id=sent["judge"], reason=sent["reason"])
    return _("Proposal ini juga dibaca %(judge)s.") % {"judge": new.judge}


def _stand(about: dict, sent: dict) -> str:
    let_stand(**about, **sent)
    return _("Nilai dibiarkan seperti yang dikunci. Alasannya tercatat.")


_ACTS = {"discuss": _discuss, "third": _third, "stand": _stand}


def _rows(found: list[Disputed], at: datetime) -> list[dict]:
    proposals = proposals_named(one.proposal for one in found)
    rows = []
    for one in found:
        word, kind = words_of(one, at)
        known = {"proposal": proposals[one.proposal], "gap": one.gap, "sheets": one.sheets, "word": word, "kind": kind}
        due = one.discussion.due_at if one.discussion and one.standing == Standing.OPEN else None
        rows.append(known | {"is_open": one.is_open, "due_at": due})
    return rows


def words_of(found: Disputed, at: datetime) -> tuple[str, str]:
    """Return where a dispute stands, in words and as the kind of a tag."""
    due = found.discussion.due_at if found.discussion else None
    if found.standing == Standing.OPEN and due is not None and at >= due:
        return _("Lewat tenggat tanpa kesepakatan"), "warn"
    return {
        Standing.NEW: (_("Belum diputuskan"), "warn"),
        Standing.OPEN: (_("Sedang dibahas"), "now"),
        Standing.THIRD: (_("Menunggu penilai tambahan"), "now"),
        Standing.READ: (_("Penilai tambahan sudah mengunci"), "ok"),
        Standing.SEALED: (_("Disepakati"), "ok"),
        Standing.ENDED: (_("Nilai dibiarkan"), "quiet"),
    }[found.standing]
