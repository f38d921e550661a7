"""The briefing: the training texts of a round, each scored once and then held against the panel's marks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.models import Anchor, Briefing, Criterion, Person
from competition.verdict import Refused
from competition.views.edge import instant
from judging.access import anchor_to_train, round_to_train
from judging.forms.training import TrainingForm
from judging.operations.training import lock_training
from judging.policy import may_train
from judging.queries.desk import criteria_of_round
from judging.queries.training import anchors_of, passages_of, points_by_judge, trained_in
from judging.training import Compared, Stand, compare
from judging.views.words import number
from submissions.asking import as_read


@login_required
@require_safe
def briefing(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """List the round's training texts, and which of them the judge has scored."""
    at = instant(request)
    round_ = round_to_train(year, key, request.user, at)
    done = trained_in(round_, request.user)
    rows = [
        {"title": str(one), "url": reverse("judging:anchor", args=[year, key, one.code]), "at": done.get(one.pk)}
        for one in anchors_of(round_)
    ]
    values = {"round": round_, "rows": rows, "closed": may_train(request.user, round_, at).reason}
    values |= {"next": next((one for one in rows if one["at"] is None), None), "required": round_.briefing == Briefing.REQUIRED}
    return render(request, "judging/training/briefing.html", values)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def anchor(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """Show a training text beside its sheet and keep the levels; once they are kept, show how they compare."""
    at = instant(request)
    text = anchor_to_train(year, key, code, request.user, at)
    criteria = criteria_of_round(text.round)
    form = TrainingForm(request.POST if request.method == "POST" else None, round_=text.round, criteria=criteria)
    if form.is_valid():
        about = {"anchor": text, "person": request.user, "at": at, "sheet_version": form.cleaned_data["sheet_version"]}
        try:
            lock_training(levels=form.levels(), **about)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Nilai latihan tersimpan. Bandingkan dengan panel."))
            return redirect("judging:anchor", year, key, code)
    values = {"anchor": text, "round": text.round, "form": form, "passages": _passages(text, criteria)}
    values |= {"closed": may_train(request.user, text.round, at).reason}
    return render(request, "judging/training/anchor.html", values | _compared(text, criteria, request.user))


def _passages(text: Anchor, criteria: list[Criterion]) -> list[dict]:
    return [
        {"question": one.question, "text": as_read(one.text, is_yes_no=one.question.is_yes_no), "criterion": one.criterion}
        for one in passages_of(text, text.round, criteria)
    ]


def _compared(text: Anchor, criteria: list[Criterion], person: Person) -> dict:
    """Return how the judge's levels compare; nothing of anybody else before the judge's own are kept."""
    given = points_by_judge(text, text.round)
    own = given.pop(person.pk, None)
    if own is None:
        return {"done": False}
    names = {one.code: one for one in criteria}
    compared = {one.criterion: one for one in compare(own, list(given.values()))}
    rows = [
        _row(names[code], points, compared.get(code)) | _expected(text, code) for code, points in own.items() if code in names
    ]
    return {"done": True, "rows": rows, "is_compared": bool(compared)}


def _expected(text: Anchor, code: str) -> dict:
    """Return which level its author expects and why; nothing where none is."""
    return {"expected": text.expected[code]["level"], "why": text.reason_for(code)} if code in text.expected else {}


def _row(criterion: Criterion, own: object, one: Compared | None) -> dict:
    level = next((level for level in criterion.scale if level.points == own), None)
    row = {"criterion": criterion, "own": number(own), "level": level}
    if one is None:
        return row
    word, kind = {
        Stand.BELOW: (_("Lebih rendah dari panel"), "warn"),
        Stand.WITHIN: (_("Dekat dengan panel"), "ok"),
        Stand.ABOVE: (_("Lebih tinggi dari panel"), "warn"),
    }[one.stand]
    return row | {"median": one.median, "low": one.low, "high": one.high, "word": word, "kind": kind}
