"""What the judges of a round train on, for its organisers: which texts, a new one, and who has scored them."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.models import Anchor, Briefing, Criterion, Round
from competition.parking import give_back, parks
from competition.verdict import Refused
from competition.views.edge import instant
from judging.access import round_to_brief, round_to_see
from judging.forms.briefings import ChooseForm, TrainingTextForm
from judging.operations.briefings import choose_training, nudge_untrained, write_training_text
from judging.policy import may_choose_training, may_nudge_untrained
from judging.queries.desk import criteria_of_round
from judging.queries.training import passages_of, stock_of, takers_of
from submissions.asking import as_read
from submissions.queries.contents import questions_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def training(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the texts and who has scored them; an organiser chooses, and reminds the others."""
    at, act = instant(request), request.POST.get("act")
    round_ = round_to_see(year, key, request.user, at)
    may, may_nudge = may_choose_training(request.user, round_, at), may_nudge_untrained(request.user, round_, at)
    verdict = may_nudge if act == "nudge" else may
    if request.method == "POST" and not verdict:
        raise PermissionDenied(verdict.reason)
    stock = stock_of(round_)
    initial = {"texts": [one.code for one in stock if one.is_used], "required": round_.briefing == Briefing.REQUIRED}
    form = ChooseForm(request.POST if act == "choose" else None, initial=initial, stock=stock)
    try:
        if act == "nudge" or form.is_valid():
            return _act(request, round_, form, at)
    except Refused as refusal:
        if form.is_bound:
            form.add_error(None, refusal.reason)
        else:
            messages.error(request, refusal.reason)
    used = [one for one in stock if one.is_used]
    values = {"round": round_, "stock": [_text(one, round_) for one in stock], "used": used}
    values |= {"form": form if may and stock else None, "may": bool(may), "closed": may.reason, "may_nudge": bool(may_nudge)}
    return render(request, "judging/briefings/training.html", values | _takers(round_, len(used), at))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@parks("title", "text-*", "reason-*", "en-*")
def training_text(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Take a text of the organiser's own into the round's stock."""
    at = instant(request)
    round_ = round_to_brief(year, key, request.user, at)
    asked = [one for one in questions_of(round_.edition) if not one.is_yes_no]
    known = {"questions": asked, "criteria": criteria_of_round(round_)}
    form = give_back(request, TrainingTextForm(request.POST if request.method == "POST" else None, **known))
    if form.is_valid():
        told = {"title": form.cleaned_data["title"], "answers": form.answers(), "expected": form.expected()}
        told["english"] = form.english()
        try:
            write_training_text(round_=round_, person=request.user, at=at, **told)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Naskah latihan tersimpan. Centang di bawah bila akan dipakai."))
            return redirect("judging:training", year, key)
    return render(request, "judging/briefings/text.html", {"round": round_, "form": form})


def _act(request: HttpRequest, round_: Round, form: ChooseForm, at: datetime) -> HttpResponse:
    """Choose what was ticked, or remind, and say so."""
    about = {"round_": round_, "person": request.user, "at": at}
    if form.is_bound:
        choose_training(**about, **form.cleaned_data)
        messages.success(request, _("Pilihan naskah latihan tersimpan."))
    else:
        messages.success(request, _("%(count)s penilai diingatkan lewat surat.") % {"count": nudge_untrained(**about)})
    return redirect("judging:training", round_.edition.year, round_.key)


def _text(one: Anchor, round_: Round) -> dict:
    """Return a text as its organisers read it: what it says, and which levels are expected."""
    criteria = criteria_of_round(round_)
    said = [
        {"question": str(part.question), "answer": as_read(part.text, is_yes_no=part.question.is_yes_no)}
        for part in passages_of(one, round_, criteria)
    ]
    return {"one": one, "said": said, "expected": [_expected(one, line) for line in criteria if line.code in one.expected]}


def _expected(one: Anchor, criterion: Criterion) -> dict:
    level = _("Tingkat %(level)s") % {"level": one.expected[criterion.code]["level"]}
    return {"question": str(criterion), "answer": f"{level}\n{one.reason_for(criterion.code)}"}


def _takers(round_: Round, number: int, at: datetime) -> dict:
    """Return who has how much of the texts done, those with least first."""
    takers = sorted(takers_of(round_, at), key=lambda one: one.done)
    rows = [{"name": one.judge.name, "last": one.last, "done": one.done, **_status(one.done, number)} for one in takers]
    return {"takers": rows, "number": number, "through": sum(one.done == number for one in takers)}


def _status(done: int, number: int) -> dict[str, str]:
    if done == number:
        return {"word": _("Selesai"), "kind": "ok"}
    return {"word": _("Sebagian"), "kind": "warn"} if done else {"word": _("Belum"), "kind": "quiet"}
