"""The secretariat's pages: the list of what was sent, and the decision about one proposal."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.models import Edition, Person
from competition.models.editions import pick_language
from competition.models.people import AppointmentRole
from competition.parking import give_back, parks
from competition.queries.editions import stage_of
from competition.queries.people import rights_of
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from competition.views.printed import PrintedRows
from submissions.access import edition_to_screen, proposal_to_screen
from submissions.forms.screening import ScreenForm, SentForm
from submissions.models import Endorsement, Proposal
from submissions.operations.screenings import screen_proposal
from submissions.policy import may_screen_proposal
from submissions.queries.letters import letter_shown_by
from submissions.queries.screening import Check, SentList, SentProposal, categories_of, next_to_screen, sent_list, sent_proposal
from submissions.states import ProposalState
from submissions.views.letters import letter_facts
from submissions.views.shelves import download_url, sent_groups

PER_PAGE = 25
# The states in the order of the work, with the colour that repeats the word.
KINDS = {
    ProposalState.SUBMITTED: "now",
    ProposalState.CORRECTION: "warn",
    ProposalState.ELIGIBLE: "ok",
    ProposalState.INELIGIBLE: "quiet",
}


@login_required
@require_safe
def secretariat(request: HttpRequest) -> HttpResponse:
    """List the edition's sent proposals with counts per state; lead to the one that has waited longest."""
    at = instant(request)
    edition = edition_to_screen(request.user, at)
    form = SentForm(request.GET or None, categories=categories_of(edition))
    asked = form.asked()
    found = sent_list(edition, asked)
    page = _page(found, request.GET.get(PAGE_PARAMETER))
    context = {
        "form": form,
        "page": page,
        "rows": _ROWS(page),
        "tabs": _tabs(request.GET, found.counts, asked.state),
        "clear_url": reverse("submissions:secretariat"),
    }
    return render(request, "submissions/screening/list.html", context | _duty(edition, request.user, at))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@parks("reason")
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """Show a sent proposal, machine results first, and take the decision about it."""
    at = instant(request)
    proposal = proposal_to_screen(code, request.user, at)
    sent = sent_proposal(proposal)
    if sent is None:
        raise Http404
    form = give_back(request, ScreenForm(request.POST or None, checks=sent.checks, initial=_initial(request, sent)))
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            screening = screen_proposal(proposal=proposal, person=request.user, at=at, **form.decision())
        except Refused as error:
            refusal = error
            form.add_error(None, error.reason)
        else:
            text = _("Keputusan untuk “%(title)s” dicatat: %(result)s.")
            messages.success(request, text % {"title": proposal.title, "result": screening.get_result_display()})
            return redirect(_next_url(proposal.edition, request.user, at))
    # Somebody else was faster, or the window closed: what was filled in is still there, and nothing was changed.
    status = 409 if isinstance(refusal, NotAllowed) else 200
    context = {"form": form, "verdict": may_screen_proposal(request.user, proposal, at)} | _reading(sent)
    return render(request, "submissions/screening/screen.html", context, status=status)


def _page(found: SentList, number: str | None) -> Page:
    paginator = Paginator(found.rows, PER_PAGE)
    # Counted already, with the counts per state.
    paginator.count = found.size
    return paginator.get_page(number)


def _row(one: Any) -> dict[str, Any]:
    state = ProposalState(one.state)
    return {
        "title": one.title,
        "url": reverse("submissions:screen", args=[one.code]),
        "unit": one.unit__name,
        "institution": one.institution__name,
        "category": pick_language(one.category__name or "", one.category__name_en or ""),
        "received_at": one.submitted_at,
        "word": state.label,
        "kind": KINDS[state],
    }


_ROWS = PrintedRows("submissions/screening/row.html", _row)


def _passage(said: tuple[str, str, int, int | None]) -> dict[str, Any]:
    return dict(zip(("question", "text", "words", "limit"), said, strict=True))


_PASSAGES = PrintedRows("submissions/screening/passage.html", _passage, kept=500)


def _tabs(given: QueryDict, counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    """Return a link per state that keeps the other filters."""

    def url(value: str) -> str:
        query = given.copy()
        query.pop(PAGE_PARAMETER, None)
        query.pop("status", None)
        if value:
            query["status"] = value
        return f"?{query.urlencode()}"

    every = {"label": _("Semua"), "url": url(""), "count": sum(counts.values()), "current": not state}
    return [every] + [{"label": one.label, "url": url(one), "count": counts[one], "current": state == one} for one in KINDS]


def _duty(edition: Edition, person: Person, at: datetime) -> dict[str, Any]:
    """Return what this person has to do now, and until when."""
    rights = rights_of(person, at)
    stage = stage_of(edition, "screening")
    is_secretary = rights.holds(edition.pk, AppointmentRole.SECRETARIAT)
    is_open = bool(stage and stage.is_open(at))
    following = next_to_screen(edition, rights) if is_secretary and is_open else ""
    return {
        "stage": stage,
        "now": at,
        "is_open": is_open,
        "is_early": bool(stage and at < stage.opens_at),
        "is_secretary": is_secretary,
        "next_url": reverse("submissions:screen", args=[following]) if following else "",
    }


def _next_url(edition: Edition, person: Person, at: datetime) -> str:
    following = next_to_screen(edition, rights_of(person, at))
    return reverse("submissions:screen", args=[following]) if following else reverse("submissions:secretariat")


def _initial(request: HttpRequest, sent: SentProposal) -> dict[str, str]:
    """Return the machine's answers when they are asked for; nothing is chosen beforehand otherwise."""
    return ScreenForm.machine_answers(sent.checks) if request.GET.get("isi") == "mesin" else {}


def _check_row(check: Check) -> dict[str, str]:
    status, kind = (_("Terpenuhi"), "ok") if check.passed else (_("Tidak terpenuhi"), "warn")
    return {"title": check.label, "status": status, "kind": kind, "hint": ". ".join(check.findings)}


def _letter(endorsement: Endorsement, proposal: Proposal) -> dict[str, Any] | None:
    """Return the signed letter by which it was endorsed, for whoever verifies it; None of a yes that was said online."""
    letter = letter_shown_by(endorsement)
    if letter is None:
        return None
    letter.proposal = proposal
    return letter_facts(letter)


def _reading(sent: SentProposal) -> dict[str, Any]:
    """Return the frozen proposal as its page prints it."""
    proposal, submission = sent.proposal, sent.submission
    endorsement = submission.endorsement
    content = submission.snapshot["content"]
    category = proposal.category
    passages = [(str(one.question), one.reading, one.words, one.question.word_limit) for one in sent.items]
    return {
        "sent": sent,
        "passages": _PASSAGES(passages),
        "title": content["title"],
        # While the unit mends it, what a machine finds is about another text than the one below.
        "machine": [] if proposal.state == ProposalState.CORRECTION else [_check_row(one) for one in sent.checks],
        "state": {"word": proposal.get_state_display(), "kind": KINDS[ProposalState(proposal.state)]},
        "content": content | {"category": str(category) if category and category.code == content["category"] else ""},
        "endorser": ", ".join(filter(None, (endorsement.name, endorsement.position, endorsement.term.words()))),
        "letter": _letter(endorsement, proposal),
        "files": sent_groups(sent.shelves, partial(download_url, proposal)),
        "video": content.get("video", ""),
        "started_on": proposal.started_on,
        "machine_url": "?isi=mesin",
    }
