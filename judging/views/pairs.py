"""Assignments from a file: what it would give out row by row, and on a yes all of it."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.models import Round
from competition.verdict import Refused
from competition.views.edge import instant
from judging.access import round_to_assign
from judging.forms.pairs import AssignPairsForm, PairsFileForm
from judging.operations.pairs import PairFinding, PairOutcome, PairsRefused, PairsReport, assign_pairs, compare_pairs

# Rows of one kind on a page; the file has them all.
MOST_SHOWN = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assign_file(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Take a file of pairs, show what it would give out and how the round would stand, and give all of it out on a yes."""
    at = instant(request)
    round_ = round_to_assign(year, key, request.user, at)
    if request.POST.get("act") == "apply":
        return _apply(request, round_, at)
    form = PairsFileForm(request.POST, request.FILES) if request.method == "POST" else PairsFileForm()
    if form.is_valid():
        return _show(request, compare_pairs(round_, form.cleaned_data["file"], at), form, round_)
    return render(request, "judging/assignments/file.html", {"form": form, "upload": form, "round": round_})


def _apply(request: HttpRequest, round_: Round, at: datetime) -> HttpResponse:
    """Give out what was shown, or show what is in the way by now."""
    form = AssignPairsForm(request.POST, person=request.user, round_=round_)
    if form.is_valid():
        try:
            rows = assign_pairs(round_=round_, person=request.user, records=form.cleaned_data["rows"], at=at)
        except PairsRefused as refusal:
            form.add_error(None, refusal.reason)
            return _show(request, refusal.report, form, round_)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("%(count)s tugas diberikan kepada penilai.") % {"count": len(rows)})
            return redirect("judging:round", round_.edition.year, round_.key)
    return render(request, "judging/assignments/file.html", {"form": form, "upload": PairsFileForm(), "round": round_})


def _show(request: HttpRequest, report: PairsReport, form: PairsFileForm | AssignPairsForm, round_: Round) -> HttpResponse:
    """Print row by row what the file would give out, what is in the way, and the round after it."""
    new, wrong = report.of(PairOutcome.NEW), report.of(PairOutcome.WRONG)
    carried, is_late = "", isinstance(form, AssignPairsForm)
    if report.may_be_applied:
        carried = AssignPairsForm(person=request.user, round_=round_).carry(one.record for one in new)
        if not carried:
            form.add_error("file", _("Terlalu banyak perubahan sekaligus. Bagi berkasnya, lalu unggah satu per satu."))
    elif wrong and not is_late:
        form.add_error("file", _("Ada baris yang perlu diperbaiki. Tidak ada yang ditugaskan."))
    values = {
        "form": form,
        "upload": PairsFileForm() if is_late else form,
        "round": round_,
        "report": report,
        "carried": carried,
        "wrong": [_row(one) for one in wrong[:MOST_SHOWN]],
        "wrong_count": len(wrong),
        "new": [_row(one) for one in new[:MOST_SHOWN]],
        "new_count": len(new),
        "same": len(report.of(PairOutcome.SAME)),
    }
    return render(request, "judging/assignments/file.html", values, status=409 if is_late else 200)


def _row(one: PairFinding) -> dict[str, object]:
    texts = one.record.texts
    return {
        "number": one.record.number,
        "title": one.proposal.title if one.proposal else texts["proposal"][:40] or "–",
        "judge": one.judge.name if one.judge else texts["judge"][:80] or "–",
        "text": one.text or texts["reason"],
    }
