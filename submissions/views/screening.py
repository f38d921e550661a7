"""The secretariat's decision about one proposal."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.models import Edition, Person
from competition.parking import give_back, parks
from competition.queries.people import rights_of
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from competition.views.printed import PrintedRows
from submissions.access import proposal_to_screen
from submissions.forms.screening import ScreenForm
from submissions.models import Endorsement, Proposal
from submissions.openings import close_after_screening, open_for_screening
from submissions.operations.screenings import screen_proposal
from submissions.policy import may_screen_proposal
from submissions.queries.letters import letter_shown_by
from submissions.queries.proposals import proposal_by_code
from submissions.queries.screening import Check, SentProposal, next_to_screen, sent_proposal
from submissions.states import ProposalState
from submissions.views.copies import likeness_row
from submissions.views.letters import letter_facts
from submissions.views.pipeline import KINDS
from submissions.views.shelves import download_url, sent_groups

# What the address says was chosen on the board; a word that is no result chooses nothing.
CHOSEN_RESULT = "hasil"


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
            close_after_screening(code)
            text = _("Keputusan untuk “%(title)s” dicatat: %(result)s.")
            messages.success(request, text % {"title": proposal.title, "result": screening.get_result_display()})
            return redirect(_next_url(proposal.edition, request.user, at))
    return _answer(request, form, sent, refusal, at)


def _answer(request: HttpRequest, form: ScreenForm, sent: SentProposal, refusal: Refused | None, at: datetime) -> HttpResponse:
    """Print the page. If somebody else was faster, or the window closed, what was filled in is still there, nothing was
    changed, and the proposal is read again: what the other decided stands above it."""
    proposal = sent.proposal
    if refusal:
        proposal = proposal_by_code(proposal.code) or proposal
        sent = sent_proposal(proposal) or sent
    verdict = may_screen_proposal(request.user, proposal, at)
    opened_by = open_for_screening(proposal.code, request.user.pk, request.user.name) if verdict else ""
    context = {"form": form, "verdict": verdict, "opened_by": opened_by} | _reading(sent)
    status = 409 if isinstance(refusal, NotAllowed) else 200
    return render(request, "submissions/screening/screen.html", context, status=status)


def _passage(said: tuple[str, str, int, int | None]) -> dict[str, Any]:
    return dict(zip(("question", "text", "words", "limit"), said, strict=True))


_PASSAGES = PrintedRows("submissions/screening/passage.html", _passage, kept=500)


def _next_url(edition: Edition, person: Person, at: datetime) -> str:
    following = next_to_screen(edition, person, rights_of(person, at))
    return reverse("submissions:screen", args=[following]) if following else reverse("submissions:secretariat")


def _initial(request: HttpRequest, sent: SentProposal) -> dict[str, str]:
    """Return the machine's answers when they are asked for, and the result that was chosen on the board; nothing is chosen
    beforehand otherwise."""
    answers = ScreenForm.machine_answers(sent.checks) if request.GET.get("isi") == "mesin" else {}
    return answers | {"result": request.GET.get(CHOSEN_RESULT, "")}


def _check_row(check: Check) -> dict[str, str]:
    status, kind = (_("Terpenuhi"), "ok") if check.passed else (_("Tidak terpenuhi"), "warn")
    return {"title": check.label, "status": status, "kind": kind, "hint": ". ".join(check.findings)}


def _machine_rows(sent: SentProposal) -> list[dict[str, str]]:
    return [*map(_check_row, sent.checks), likeness_row(sent.proposal)]


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
        "machine": [] if proposal.state == ProposalState.CORRECTION else _machine_rows(sent),
        "state": {"word": proposal.get_state_display(), "kind": KINDS[ProposalState(proposal.state)]},
        "content": content | {"category": str(category) if category and category.code == content["category"] else ""},
        "endorser": ", ".join(filter(None, (endorsement.name, endorsement.position, endorsement.term.words()))),
        "letter": _letter(endorsement, proposal),
        "files": sent_groups(sent.shelves, partial(download_url, proposal)),
        "video": content.get("video", ""),
        "started_on": proposal.started_on,
        "machine_url": "?isi=mesin",
    }
