"""Texts and titles that are like a sent proposal's: advice for whoever screens it, never a decision."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.queries.ties import tied_to
from competition.views.edge import instant
from competition.zones import format_number
from submissions.access import proposal_to_screen, sent_texts_to_compare
from submissions.models import Proposal, Submission
from submissions.queries.copies import Copy, copies_of, hashes_of, nearness_of, passages_of
from submissions.queries.titles import innovations_like
from submissions.shingles import LENGTH


@login_required
@require_safe
def copies(request: HttpRequest, code: str) -> HttpResponse:
    """List the sent texts of all editions that share wording with this one, and innovations with a like title."""
    at = instant(request)
    proposal = proposal_to_screen(code, request.user, at)
    hashes, without = hashes_of(proposal), tied_to(request.user, proposal.edition, at)
    context = {
        "proposal": proposal,
        "is_compared": bool(hashes),
        "copies": [_row(proposal, one) for one in copies_of(proposal, hashes, without)],
        "innovations": innovations_like(proposal),
    }
    return render(request, "submissions/copies/list.html", context)


@login_required
@require_safe
def pair(request: HttpRequest, code: str, other: str) -> HttpResponse:
    """Show two texts side by side with what both have marked."""
    mine, theirs = sent_texts_to_compare(code, other, request.user, instant(request))
    context = {
        "proposal": mine.proposal,
        "sides": [_side(mine, theirs), _side(theirs, mine)],
        "length": LENGTH,
    }
    return render(request, "submissions/copies/pair.html", context)


def likeness_row(proposal: Proposal) -> dict[str, str]:
    """Return the line of the machine's results that tells whether a text like this one was there when it arrived."""
    percent = nearness_of(proposal)
    status, kind = (_("Belum dibandingkan"), "now") if percent is None else (_("Tidak ada yang mirip"), "ok")
    hint = ""
    if percent:
        status, kind = _("Ada naskah yang mirip"), "warn"
        hint = _("%(share)s %% susunan katanya sama dengan naskah lain. Bandingkan sebelum memutuskan.") % {
            "share": format_number(percent)
        }
    url = reverse("submissions:copies", args=[proposal.code])
    return {"title": _("Kemiripan naskah"), "status": status, "kind": kind, "hint": hint, "url": url}


def _row(proposal: Proposal, one: Copy) -> dict[str, Any]:
    return {
        "title": one.proposal.title,
        "institution": one.proposal.institution.name,
        "edition": one.proposal.edition,
        "share": max(1, round(100 * one.share)),
        "url": reverse("submissions:copy", args=[proposal.code, one.proposal.code]),
    }


def _side(submission: Submission, other: Submission) -> dict[str, Any]:
    proposal = submission.proposal
    return {
        "title": proposal.title,
        "place": f"{proposal.institution} · {proposal.edition.year}",
        "received_at": submission.received_at,
        "passages": passages_of(submission, other),
    }
