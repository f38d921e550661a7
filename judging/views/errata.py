"""Corrections of a published list: proposed by one organiser, confirmed by another; the public page says what changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from competition.views.proof import needs_fresh_proof
from competition.zones import format_number
from judging.access import entry_to_correct, erratum_to_decide, list_to_correct
from judging.forms.errata import CONFIRM, DecideForm, SuccessorForm, WordsForm
from judging.operations.errata import (
    NextInLine,
    confirm_erratum,
    drop_erratum,
    propose_erratum,
    require_seen,
    successors_of,
)
from judging.policy import may_confirm_erratum, may_drop_erratum
from judging.queries.errata import other_lists_with
from judging.views.words import trait_names
from submissions.models import Erratum, Outcome, Publication
from submissions.operations.site import retire_site
from submissions.queries.certificates import certificate_in_force
from submissions.queries.decrees import decrees_of
from submissions.queries.errata import errata_of, outcomes_in, waiting_erratum
from submissions.queries.results import category_labels
from submissions.views.versions import changes_of

METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 50


@login_required
@require_safe
@needs_fresh_proof
def errata(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the list as it is in force with what may be corrected, what waits to be confirmed, and what was corrected before."""
    at = instant(request)
    publication = list_to_correct(year, key, request.user, at)
    waiting = waiting_erratum(publication)
    page = Paginator(outcomes_in(publication, publication.version), PER_PAGE)
    values = {"publication": publication, "page": page.get_page(request.GET.get(PAGE_PARAMETER)), "waiting": waiting}
    values["past"] = [{"one": one, "changes": changes_of(one)} for one in errata_of(publication)]
    values["has_decree"] = bool(decrees_of(publication))
    if waiting is not None:
        values |= _deciding(request, waiting, at)
    else:
        values["has_place"] = bool(successors_of(publication, None))
    return render(request, "judging/errata/errata.html", values)


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def reword(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """Propose other words for one entry."""
    outcome = entry_to_correct(year, key, code, request.user, instant(request))
    categories = category_labels(outcome.publication.edition_id)
    form = WordsForm(request.POST if request.method == "POST" else None, outcome=outcome, categories=categories)
    heading = _("Perbaiki tulisan entri")
    values = {"heading": heading, "outcome": outcome, "certificate": certificate_in_force(outcome)}
    return _propose(request, outcome.publication, form, values)


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def strike(request: HttpRequest, year: int, key: str, code: str) -> HttpResponse:
    """Propose that an entry is struck off, with or without who is next in line."""
    outcome = entry_to_correct(year, key, code, request.user, instant(request))
    line = successors_of(outcome.publication, outcome)
    form = SuccessorForm(request.POST if request.method == "POST" else None, outcome=outcome, line=line)
    values = {"heading": _("Coret entri dari daftar"), "outcome": outcome, "line": _told(line), "is_struck": True}
    values |= {"others": other_lists_with(outcome), "certificate": certificate_in_force(outcome)}
    return _propose(request, outcome.publication, form, values)


@login_required
@require_http_methods(METHODS)
@needs_fresh_proof
def take_in(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Propose who comes into a place that is free."""
    publication = list_to_correct(year, key, request.user, instant(request))
    line = successors_of(publication, None)
    form = SuccessorForm(request.POST if request.method == "POST" else None, outcome=None, line=line)
    return _propose(request, publication, form, {"heading": _("Isi tempat kosong"), "line": _told(line), "is_full": not line})


@login_required
@require_POST
@needs_fresh_proof
def decide(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Confirm what another organiser proposed, or drop it."""
    at, form = instant(request), DecideForm(request.POST)
    found = erratum_to_decide(year, key, request.user, at)
    act = form.cleaned_data["act"] if form.is_valid() else ""
    try:
        if act:
            require_seen(found, form.cleaned_data["code"])
        if act == CONFIRM:
            confirm_erratum(erratum=found, person=request.user, at=at)
            retire_site()
            messages.success(request, _("Ralat berlaku. Daftar yang baru dan alasannya dapat dibaca semua orang."))
        elif act:
            drop_erratum(erratum=found, person=request.user, at=at)
            messages.success(request, _("Usulan ralat dibatalkan."))
    except Refused as refusal:
        messages.error(request, refusal.reason)
    return redirect("judging:errata", year, key)


def _propose(
    request: HttpRequest, publication: Publication, form: WordsForm | SuccessorForm, values: dict[str, Any]
) -> HttpResponse:
    """Propose what the form says; answer with the page where it does not, or may not."""
    here, status = (publication.edition.year, publication.round_key), 200
    if form.is_valid():
        known = {"reason": form.cleaned_data["reason"], "person": request.user, "at": instant(request)}
        try:
            propose_erratum(publication=publication, change=form.change(), **known)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409 if isinstance(refusal, NotAllowed) else 200
        else:
            messages.success(request, _("Ralat diusulkan. Penyelenggara lain diminta mengesahkannya."))
            return redirect("judging:errata", *here)
    values |= {"form": form, "publication": publication, "back": reverse("judging:errata", args=here)}
    return render(request, "judging/errata/change.html", values, status=status)


def _deciding(request: HttpRequest, waiting: Erratum, at: datetime) -> dict[str, Any]:
    """Return what stands beside one that waits: what it does, who would come in and why, and what this person may do."""
    line = successors_of(waiting.publication, waiting.outcome) if waiting.successor else []
    return {
        "changes": changes_of(waiting),
        "line": _told(one for one in line if one.proposal == waiting.successor),
        "may_confirm": may_confirm_erratum(request.user, waiting, at),
        "may_drop": may_drop_erratum(request.user, waiting, at),
        "others": other_lists_with(waiting.outcome) if _is_struck(waiting.outcome, waiting) else [],
    }


def _is_struck(outcome: Outcome | None, erratum: Erratum) -> bool:
    return outcome is not None and not erratum.words


def _told(line: Iterable[NextInLine]) -> list[dict[str, str]]:
    """Return who is next in line, each with why."""
    line = list(line)
    names = trait_names(one.proposal for one in line)
    return [
        {
            "title": one.proposal.title,
            "institution": str(one.proposal.institution),
            "why": " ".join(_reasons(one, names)),
        }
        for one in line
    ]


def _reasons(one: NextInLine, names: dict[tuple[str, str], str]) -> Iterable[str]:
    why = one.why
    yield _("Peringkat %(rank)s pada peringkat yang dibekukan.") % {"rank": format_number(why.rank)}
    if why.fills:
        quotas = ", ".join(names.get(trait, trait[1]) for trait in why.fills)
        yield _("Memenuhi kuota yang tanpanya kurang: %(quotas)s.") % {"quotas": quotas}
    if why.passed:
        text = ngettext(
            "%(n)s proposal berperingkat lebih baik tidak memenuhi kuota itu.",
            "%(n)s proposal berperingkat lebih baik tidak memenuhi kuota itu.",
            why.passed,
        )
        yield text % {"n": format_number(why.passed)}
    if why.is_tied:
        yield _("Peringkatnya sama dengan proposal lain, jadi pilihan di antara mereka perlu alasan.")
