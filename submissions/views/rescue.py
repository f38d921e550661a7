"""Before the close: what is not sent, by agency, and a word to those who have the ball, of these or of a filtered list."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from competition.models import Edition
from competition.queries.editions import stage_of
from competition.queries.site import extended_lately
from competition.queries.ties import tied_to
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Refused
from competition.views.edge import instant
from competition.zones import format_date, format_number
from submissions.access import edition_to_screen
from submissions.forms.pipeline import PipelineForm
from submissions.operations.nudges import MOST, MovedMeanwhile, nudge_holders
from submissions.queries.pipeline import pipeline_of, provinces
from submissions.queries.rescue import Agency, Unsent, agencies_of, handover_of, remindable
from submissions.queries.screening import categories_of
from submissions.states import ProposalState
from submissions.words import HOLDER_LABELS

PER_PAGE = 25
CHOSEN, SHOWN, FROM_LIST = "instansi", "proposal", "daftar"


@login_required
@require_safe
def rescue(request: HttpRequest) -> HttpResponse:
    """List the agencies with something unsent, those that will miss the close most first."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    without = tied_to(request.user, edition, at)
    agencies = agencies_of(edition, at, without=without)
    number = sum(len(one.rows) for one in agencies)
    figures = [
        (number, _("belum terkirim")),
        (sum(one.missing_it for one in agencies), _("diperkirakan terlambat")),
        (len(agencies), _("instansi")),
    ]
    page = Paginator(agencies, PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    context = {
        "stage": stage_of(edition, "registration"),
        "now": at,
        "extended": extended_lately(edition.pk, at),
        "figures": [{"value": value, "label": label} for value, label in figures],
        "basis": _basis(handover_of(edition, without).total_seconds() / 86_400),
        "page": page,
        "rows": [_row(one) for one in page],
        "has_ties": bool(without),
    }
    return render(request, "submissions/rescue/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def nudge(request: HttpRequest) -> HttpResponse:
    """Show which proposals it is about and who has the ball of each, then write to all of them or to nobody."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    status, refusal = 200, ""
    if request.method == "POST":
        try:
            number = nudge_holders(edition=edition, person=request.user, shown=_shown(request), at=at)
        except Refused as refused:
            status, refusal = 409 if isinstance(refused, MovedMeanwhile) else 200, refused.reason
        else:
            text = ngettext("%(n)s orang diberi tahu lewat email.", "%(n)s orang diberi tahu lewat email.", number)
            messages.success(request, text % {"n": number})
            return redirect(_back(request, edition))
    rows = _chosen(request, edition, at)
    ticked = _shown(request) if request.method == "POST" else {one.proposal.code for one in rows}
    context = {
        "refusal": refusal,
        "back_url": _back(request, edition),
        "is_of_list": FROM_LIST in request.GET,
        "rows": [_unsent_row(one) | {"is_ticked": one.proposal.code in ticked} for one in rows[:MOST]],
        "left_out": len(rows[MOST:]),
        "most": MOST,
    }
    return render(request, "submissions/rescue/nudge.html", context, status=status)


def _chosen(request: HttpRequest, edition: Edition, at: datetime) -> list[Unsent]:
    """Return what can be reminded of: of the chosen agencies, or of the list as it is filtered on the screen."""
    without = tied_to(request.user, edition, at)
    if FROM_LIST in request.GET:
        return remindable(edition, pipeline_of(edition, _search(request, edition).asked(), at, without).rows.ids(), at)
    codes = request.GET.getlist(CHOSEN)
    return [one for agency in agencies_of(edition, at, codes, without) for one in agency.rows] if codes else []


def _search(request: HttpRequest, edition: Edition) -> PipelineForm:
    return PipelineForm(request.GET, categories=categories_of(edition), provinces=provinces())


def _back(request: HttpRequest, edition: Edition) -> str:
    """Return where the choice was made."""
    if FROM_LIST in request.GET:
        return f"{reverse('submissions:secretariat')}?{urlencode(_search(request, edition).set_filters())}"
    return reverse("submissions:rescue")


def _shown(request: HttpRequest) -> dict[str, str]:
    """Return the proposals of the page that was pressed on, each with the state it had there."""
    return dict(one.split(":", 1) for one in request.POST.getlist(SHOWN) if ":" in one)


def _basis(days: float) -> str:
    text = _(
        "Perkiraan: bagian yang kosong dibagi kecepatan mengisi sejak draf dibuat, ditambah %(days)s hari untuk persetujuan "
        "dan pengiriman. Draf yang masih kosong dihitung terlambat."
    )
    return text % {"days": format_number(days, 1)}


def _row(agency: Agency) -> dict[str, Any]:
    place = agency.institution
    held = [(HOLDER_LABELS[one], agency.held_by(one)) for one in ("UNIT", "LEADER", "ADMINISTRATOR")]
    return {
        "name": place.name,
        "code": place.code,
        "number": len(agency.rows),
        "held": [{"label": label, "number": number} for label, number in held if number],
        "misses": agency.missing_it,
    }


def _unsent_row(one: Unsent) -> dict[str, Any]:
    filled = _("%(filled)s dari %(parts)s bagian") % {"filled": one.parts - one.missing, "parts": one.parts}
    return {
        "value": f"{one.proposal.code}:{one.proposal.state}",
        "word": ProposalState(one.proposal.state).label,
        "unit": one.proposal.unit.name,
        "institution": one.proposal.institution.name,
        "holder": HOLDER_LABELS[one.holder],
        "since": _("sejak %(day)s") % {"day": format_date(one.since, year=False)},
        "filled": filled if one.parts else "",
        "misses": one.misses,
    }
