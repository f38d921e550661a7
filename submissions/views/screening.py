"""The secretariat's decision about one proposal: filled in, kept as a draft, read once more, confirmed."""

from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.models import Edition, Person
from competition.moderation import to_be_read
from competition.parking import give_back, parks
from competition.queries.ties import tied_to
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from competition.views.printed import PrintedRows
from submissions.access import edition_to_screen, proposal_to_screen
from submissions.forms.screening import KEEP, PASS, ConfirmForm, ScreenForm
from submissions.models import Endorsement, Proposal, Reading, Screening, ScreeningDraft
from submissions.models.screening import ScreeningResult
from submissions.openings import close_after_screening, open_for_screening
from submissions.operations.screenings import confirm_screening, save_screening_draft
from submissions.policy import may_screen_proposal
from submissions.queries.causes import causes_of
from submissions.queries.changes import correction_in
from submissions.queries.contents import latest_submission, sending_closes_at
from submissions.queries.corrections import correction_closes_at, correction_end
from submissions.queries.drafted import Drafted, drafted_of, own_draft
from submissions.queries.letters import letter_shown_by
from submissions.queries.proposals import proposal_by_code
from submissions.queries.readings import FIRST, pair_of, reads_twice
from submissions.queries.replications import sources_of
from submissions.queries.screening import Check, SentProposal, decisions_about, next_to_screen, sent_proposal
from submissions.states import ProposalState
from submissions.views.copies import likeness_row
from submissions.views.letters import letter_facts
from submissions.views.pipeline import KINDS
from submissions.views.shelves import download_url, sent_groups

# What the address says was chosen on the board; a word that is no result chooses nothing.
CHOSEN_RESULT = "hasil"
# And which proposal was passed over.
AFTER = "sesudah"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@parks("reason")
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """Show a sent proposal, machine results first, and keep what is filled in about it; whole, it is read once more."""
    at = instant(request)
    proposal = proposal_to_screen(code, request.user, at)
    sent = sent_proposal(proposal)
    if sent is None:
        raise Http404
    draft = own_draft(proposal, sent.submission, request.user)
    causes = causes_of(proposal.edition)
    initial = _initial(request, sent, draft)
    given = ScreenForm.passed(sent.checks) if PASS in request.POST and sent.is_clean else request.POST
    form = give_back(request, ScreenForm(given or None, checks=sent.checks, causes=causes, initial=initial))
    refusal: Refused | None = None
    if request.method == "POST" and (form.may_wait or form.is_valid()):
        try:
            save_screening_draft(proposal=proposal, person=request.user, at=at, **form.draft())
        except Refused as error:
            refusal = error
            form.add_error(None, error.reason)
        else:
            return _after_keeping(request, proposal)
    return _answer(request, form, sent, refusal, at)


def _after_keeping(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Lead on: back to the page when it is only to be kept, else to where it is read once more."""
    if KEEP not in request.POST:
        return redirect("submissions:confirm_screening", proposal.code)
    messages.success(request, _("Draf disimpan. Belum ada yang dikirim kepada instansi."))
    return redirect("submissions:screen", proposal.code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was filled in as the agency will read it, and take it as the decision."""
    at = instant(request)
    proposal = proposal_to_screen(code, request.user, at)
    drafted = _drafted(proposal, request.user)
    if drafted is None:
        return redirect("submissions:screen", code)
    form, refusal = ConfirmForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            known = {"proposal": proposal, "person": request.user, "shown": form.cleaned_data["shown"], "at": at}
            decided = confirm_screening(**known)
        except Refused as error:
            refusal = error
        else:
            close_after_screening(code)
            known = {"title": proposal.title, "result": decided.get_result_display()}
            messages.success(request, _said_of(decided) % known)
            return redirect(_next_url(proposal.edition, request.user, at))
    return _confirmation(request, proposal, drafted, refusal, at)


def _said_of(decided: Screening | Reading) -> str:
    """Return what somebody is told whose decision was taken, or kept as one of two readings."""
    if isinstance(decided, Screening):
        return _("Keputusan untuk “%(title)s” dicatat: %(result)s.")
    if decided.place == FIRST:
        return _("Bacaan Anda tentang “%(title)s” dicatat: %(result)s. Menunggu pembaca kedua; instansi belum diberi tahu.")
    return _("Bacaan Anda tentang “%(title)s” dicatat: %(result)s. Pembaca pertama berpendapat lain; orang ketiga memutuskan.")


def _drafted(proposal: Proposal, person: Person) -> Drafted | None:
    """Return what the person has filled in about the last sending, if it is whole."""
    submission = latest_submission(proposal)
    draft = own_draft(proposal, submission, person) if submission else None
    drafted = drafted_of(draft, proposal.edition) if draft else None
    return drafted if drafted and drafted.is_whole else None


def _confirmation(
    request: HttpRequest, proposal: Proposal, drafted: Drafted, refusal: Refused | None, at: datetime
) -> HttpResponse:
    """Print the draft; after a refusal as it is kept now, below what somebody else decided meanwhile."""
    if refusal:
        proposal = proposal_by_code(proposal.code) or proposal
        drafted = _drafted(proposal, request.user) or drafted
    verdict = may_screen_proposal(request.user, proposal, at)
    context = {
        "drafted": drafted,
        "decisions": [] if verdict else decisions_about(proposal),
        "form": ConfirmForm(initial={"shown": drafted.seal}) if verdict else None,
        "refusal": refusal.reason if refusal else verdict.reason,
        "title": proposal.title,
        "institution": proposal.institution,
        "back_url": reverse("submissions:screen", args=[proposal.code]),
        "reads_twice": reads_twice(proposal.edition),
        **(_time_given(proposal, at) if verdict and drafted.draft.result == ScreeningResult.CORRECTION else {}),
    }
    return render(request, "submissions/screening/confirm.html", context, status=409 if refusal else 200)


def _time_given(proposal: Proposal, at: datetime) -> dict[str, Any]:
    return {"correct_by": correction_closes_at(proposal, at), "counts_working_days": bool(correction_end(proposal, at))}


def _answer(request: HttpRequest, form: ScreenForm, sent: SentProposal, refusal: Refused | None, at: datetime) -> HttpResponse:
    """Print the page. If somebody else was faster, or the window closed, what was filled in is still there, nothing was
    changed, and the proposal is read again: what the other decided stands above it."""
    proposal = sent.proposal
    if refusal:
        proposal = proposal_by_code(proposal.code) or proposal
        sent = sent_proposal(proposal) or sent
    verdict = may_screen_proposal(request.user, proposal, at)
    opened_by = open_for_screening(proposal.code, request.user.pk, request.user.name) if verdict else ""
    context = {"form": form, "verdict": verdict, "opened_by": opened_by} | _acts(request, sent) | _reading(sent)
    context["correct_by"] = sending_closes_at(proposal) if proposal.state == ProposalState.CORRECTION else None
    context["is_undone"] = _is_undone(sent)
    context["replicated"] = sources_of(proposal.innovation_id)
    context["differs"] = not verdict and reads_twice(proposal.edition) and bool(pair_of(proposal))
    status = 409 if isinstance(refusal, NotAllowed) else 200
    return render(request, "submissions/screening/screen.html", context, status=status)


def _is_undone(sent: SentProposal) -> bool:
    """Say whether it waits though the last decision was that it passes: that was taken back."""
    last = sent.decisions[0].screening.result if sent.decisions else ""
    return sent.proposal.state == ProposalState.SUBMITTED and last == ScreeningResult.ELIGIBLE


def _acts(request: HttpRequest, sent: SentProposal) -> dict[str, Any]:
    """Return what can be pressed instead of filling in line by line, each with its key; passing only where the machine found
    nothing."""
    refuse = "?" + urlencode({"isi": "mesin", CHOSEN_RESULT: ScreeningResult.INELIGIBLE})
    correct = "?" + urlencode({"isi": "mesin", CHOSEN_RESULT: ScreeningResult.CORRECTION})
    skip = f"{reverse('submissions:next_to_screen')}?{urlencode({AFTER: sent.proposal.code})}"
    links = [("t", refuse, _("Tidak lolos")), ("p", correct, _("Minta perbaikan")), ("n", skip, _("Lewati"))]
    return {
        "keep": KEEP,
        "passing": PASS if sent.is_clean else "",
        "acts": [{"key": key, "url": url, "label": label} for key, url, label in links],
        "is_chosen": CHOSEN_RESULT in request.GET and request.method != "POST",
    }


def _passage(said: tuple[str, str, int, int | None]) -> dict[str, Any]:
    return dict(zip(("question", "text", "words", "limit"), said, strict=True))


_PASSAGES = PrintedRows("submissions/screening/passage.html", _passage, kept=500)


@login_required
@require_safe
def next_one(request: HttpRequest) -> HttpResponse:
    """Lead to the proposal that comes after the one that is passed over; nothing is decided about that one."""
    at = instant(request)
    return redirect(_next_url(edition_to_screen(request.user, at), request.user, at, request.GET.get(AFTER, "")))


def _next_url(edition: Edition, person: Person, at: datetime, after: str = "") -> str:
    following = next_to_screen(edition, person, tied_to(person, edition, at), after)
    return reverse("submissions:screen", args=[following]) if following else reverse("submissions:secretariat")


def _initial(request: HttpRequest, sent: SentProposal, draft: ScreeningDraft | None) -> dict[str, str]:
    """Return what the person has filled in before, the machine's answers when they are asked for, and the result that was
    chosen on the board; nothing is chosen beforehand otherwise."""
    kept = ScreenForm.drafted(draft) if draft else {}
    is_machine = request.GET.get("isi") == "mesin"
    answers = ScreenForm.machine_answers(sent.checks, causes_of(sent.proposal.edition)) if is_machine else {}
    chosen = request.GET.get(CHOSEN_RESULT, "")
    return kept | answers | ({"result": chosen} if chosen else {})


def _check_row(check: Check) -> dict[str, str]:
    status, kind = (_("Terpenuhi"), "ok") if check.passed else (_("Tidak terpenuhi"), "warn")
    return {"title": check.label, "status": status, "kind": kind, "hint": ". ".join(check.findings)}


def _machine_rows(sent: SentProposal) -> list[dict[str, str]]:
    return [*map(_check_row, sent.checks), likeness_row(sent.proposal), *_public_row(sent)]


def _public_row(sent: SentProposal) -> list[dict[str, str]]:
    """Return a row where what would be public of the proposal holds words or links to look at first; none otherwise."""
    content = sent.submission.snapshot["content"]
    found = to_be_read(content["title"], content["unit"])
    status = {"title": _("Kata atau tautan dalam judul dan nama unit"), "status": _("Perlu dilihat"), "kind": "warn"}
    return [status | {"hint": ", ".join(found)}] if found else []


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
        "correction": correction_in(sent),
        "passages": _PASSAGES(passages),
        "title": content["title"],
        # While the unit mends it, what a machine finds is about another text than the one below.
        "machine": [] if proposal.state == ProposalState.CORRECTION else _machine_rows(sent),
        "state": {"word": ProposalState(proposal.state).label, "kind": KINDS[ProposalState(proposal.state)]},
        "content": content | {"category": str(category) if category and category.code == content["category"] else ""},
        "endorser": ", ".join(filter(None, (endorsement.name, endorsement.position, endorsement.term.words()))),
        "letter": _letter(endorsement, proposal),
        "files": sent_groups(sent.shelves, partial(download_url, proposal)),
        "video": content.get("video", ""),
        "started_on": proposal.started_on,
        "machine_url": "?isi=mesin",
    }
