"""Who reads what, as a file for spreadsheet programs: what stands, or what a plan would add."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.models import Round
from competition.spreadsheets import csv_lines
from competition.verdict import Refused
from competition.views.edge import instant
from judging.access import round_to_assign
from judging.forms.assignments import SeedForm
from judging.operations.assignments import plan_round
from judging.queries.readings import Row, readings_of
from judging.views.words import WHY


@login_required
@require_safe
def readings(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Hand out every pair with its reason; with a number, those that its plan would add."""
    at = instant(request)
    round_ = round_to_assign(year, key, request.user, at)
    form = SeedForm(request.GET)
    if form.is_valid():
        rows, name = _planned(round_, form.cleaned_data["seed"], at), f"rencana-{form.cleaned_data['seed']}"
    else:
        rows, name = readings_of(round_), "penugasan"
    heads = (_("Kode"), _("Judul"), _("Instansi"), _("Penilai"), _("Alamat email"), _("Urutan baca"), _("Alasan"), _("Status"))
    try:
        told = [(*row[:6], WHY.get(row[6], row[6]), row[7]) for row in rows]
    except Refused as refusal:
        raise PermissionDenied(refusal.reason) from refusal
    response = HttpResponse("\ufeff" + "".join(csv_lines([heads, *told])), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{year}-{key}.csv"'
    return response


def _planned(round_: Round, seed: int, at: datetime) -> Iterator[Row]:
    planned = plan_round(round_, seed, at)
    for pair in planned.plan.added:
        proposal, judge = planned.proposals[pair.proposal], planned.judges[pair.judge]
        about = (proposal.code, proposal.title, proposal.institution.name, judge.name, judge.email)
        yield (*about, pair.position, pair.why, _("Rencana"))
