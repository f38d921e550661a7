"""The way to one endorsement by a link: who holds it proves by a code to be the one it was made for. Opening a page changes
nothing.

What a mere holder sees names neither person nor proposal: mail scanners and previews of chats open links too.
"""

from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.forms.session import LetterCodeForm
from competition.operations.codes import send_code, try_code
from competition.operations.limits import TooManyTries, allow
from competition.passes import drop_pass, give_pass, has_pass
from competition.queries.signing import sent_code
from competition.signed_in import network
from competition.tokens import hash_of, token_of
from competition.verdict import Refused
from competition.views.edge import instant
from submissions.access import proposal_to_ask_about, proposal_to_endorse, proposal_to_return
from submissions.forms.endorsements import AskForm, NoteForm
from submissions.models import EndorsementLink, Proposal
from submissions.models.link import LinkState
from submissions.operations.handovers import return_proposal
from submissions.operations.links import SPENT, LinkSpent, ask_endorsement, open_link, renew_link
from submissions.queries.delegations import leader_behind
from submissions.queries.links import Asked, asked_of, link_by_token_hash
from submissions.queries.overview import overview_of
from submissions.views.endorsements import answer_of, screen
from submissions.views.kept import View, posted
from submissions.views.rows import summary_sections
from submissions.views.shelves import file_groups, without_links

METHODS = ["GET", "HEAD", "POST"]
# Which code this browser asked for, and for which link.
ASKED = "endorsement_code"
# What somebody writes behind a link.
WRITTEN = ("note", "objection")
NO_LINK = "submissions/links/no_link.html"


@login_required
@require_http_methods(METHODS)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Show the administrator who can say yes and the link of each, and ask one of them again."""
    at = instant(request)
    proposal = proposal_to_ask_about(code, request.user, at)
    rows = asked_of(proposal, at)
    form = AskForm(posted(request), endorsers=[one.membership for one in rows])
    if form.is_valid():
        try:
            link = ask_endorsement(proposal=proposal, person=request.user, whom=form.person(), at=at)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _("Tautan baru dikirim kepada %(name)s.") % {"name": link.person.name})
        return redirect("submissions:ask_endorsement", code)
    context = {"proposal": proposal, "rows": [_row(request, proposal, one, at) for one in rows]}
    return render(request, "submissions/links/ask.html", context)


def _row(request: HttpRequest, proposal: Proposal, asked: Asked, at: datetime) -> dict[str, Any]:
    link, state = asked.link, asked.link.state_at(at) if asked.link else None
    row = {"membership": asked.membership, "in_stead_of": leader_behind(asked.membership)}
    row |= {"link": link, "state": state.label if state else _("Belum diminta"), "text": ""}
    if state == LinkState.OPEN:
        url = request.build_absolute_uri(reverse("submissions:endorsement_link", args=[token_of(link.nonce)]))
        words = _("Ada proposal yang menunggu persetujuan Bapak/Ibu di KIPP. Buka tautan ini, lalu masukkan kode dari email:")
        row |= {"text": f"{words} {url}", "chat_url": f"https://wa.me/?text={quote(f'{words} {url}')}"}
    return row


@require_http_methods(METHODS)
def link(request: HttpRequest, link: str) -> HttpResponse:
    """Say that something waits for a yes; send a code (of a spent link: a new link) to its person's address."""
    at = instant(request)
    found = link_by_token_hash(hash_of(link))
    if found is None or not found.person.is_active:
        return _said(request, {"title": _("Tautan ini tidak kami kenali"), "is_unknown": True}, 404)
    if request.user.is_authenticated and request.user.pk != found.person_id:
        return _said(request, {"title": _("Tautan ini untuk orang lain"), "is_foreign": True}, 403)
    if request.user.is_authenticated:
        return redirect(f"submissions:{'object_to_letter' if found.endorsement_id else 'endorse'}", found.proposal.code)
    state = found.state_at(at)
    if state != LinkState.OPEN and request.method != "POST" and _holds(request, found, at):
        return redirect("submissions:endorsement_link_screen", link)
    if request.method == "POST":
        return _send(request, found, link, at)
    if state != LinkState.OPEN:
        title = _("Sudah dijawab") if state == LinkState.ANSWERED else _("Tautan ini tidak dapat dipakai lagi")
        context = {"title": title, "reason": SPENT[state], "may_renew": state != LinkState.ANSWERED}
        return _said(request, context, 200 if state == LinkState.ANSWERED else 410)
    return render(request, "submissions/links/link.html", {"link": link})


def _send(request: HttpRequest, found: EndorsementLink, link: str, at: datetime) -> HttpResponse:
    """Send the code of an open link, or a new link for one that is spent; the answer is the same whatever became of it."""
    try:
        allow(kind="mail_code", account=found.person.email, network=network(request), at=at)
    except TooManyTries as refusal:
        return _said(request, {"title": _("Tunggu sebentar"), "reason": refusal.reason}, 429)
    if found.state_at(at) == LinkState.OPEN:
        sent = send_code(person=found.person, email=found.person.email, at=at, event="endorsement_code_sent")
        request.session[ASKED] = {"pk": sent.pk, "link": found.pk}
        return redirect("submissions:endorsement_link_code", link)
    renew_link(link=found, at=at)
    words = _("Bila Anda masih dapat menjawab, tautan baru sudah dikirim ke alamat email pemilik tautan ini.")
    return _said(request, {"title": _("Periksa email Anda"), "reason": words}, 200)


@require_http_methods(METHODS)
def code(request: HttpRequest, link: str) -> HttpResponse:
    """Open the link for whoever reads the letter with the code, once."""
    at = instant(request)
    found, asked = link_by_token_hash(hash_of(link)), request.session.get(ASKED)
    sent = sent_code(asked["pk"], at) if found and asked and asked["link"] == found.pk else None
    if sent is None:
        messages.error(request, _("Kode itu sudah dipakai atau sudah lewat masanya. Minta kode baru."))
        return redirect("submissions:endorsement_link", link)
    form = LetterCodeForm(posted(request))
    if form.is_valid() and try_code(sent=sent, code=form.cleaned_data["code"], at=at):
        del request.session[ASKED]
        if found.person.has_factor:
            # A code alone must not do what the second step was put there to guard.
            messages.info(request, _("Akun Anda memakai langkah kedua. Masuk dengan akun untuk melanjutkan."))
            return redirect(f"{reverse('competition:sign_in')}?next={reverse('submissions:endorsement_link', args=[link])}")
        try:
            open_link(link=found, person=sent.person, at=at)
        except LinkSpent as refusal:
            messages.error(request, refusal.reason)
            return redirect("submissions:endorsement_link", link)
        give_pass(request, person=found.person, purpose=_purpose(found), at=at)
        return redirect("submissions:endorsement_link_screen", link)
    if form.is_bound and form.is_valid():
        form.add_error("code", _("Kode tidak cocok. Periksa surat yang paling baru."))
    return render(request, "submissions/links/code.html", {"form": form, "link": link})


def _purpose(link: EndorsementLink) -> str:
    return f"endorse:{link.pk}"


def _holds(request: HttpRequest, link: EndorsementLink, at: datetime) -> bool:
    return has_pass(request, person=link.person, purpose=_purpose(link), at=at)


def needs_pass(view: View) -> View:
    """Serve whoever opened this very link in this browser; everybody else is led to its first page.

    Whatever is refused, what they wrote comes back with the reason.
    """

    @wraps(view)
    def serve(request: HttpRequest, link: str) -> HttpResponse:
        at = instant(request)
        found = link_by_token_hash(hash_of(link))
        texts = [text for name in WRITTEN if (text := request.POST.get(name, "")).strip()]
        if found is None or not _holds(request, found, at):
            if not texts:
                return redirect("submissions:endorsement_link", link)
            return _said(request, {"title": _("Waktunya habis"), "is_over": True, "texts": texts, "link": link}, 403)
        try:
            return view(request, found, at)
        except (PermissionDenied, Refused) as refusal:
            reason = str(refusal)
        except Http404:
            reason = _("Anda tidak lagi tercatat sebagai pimpinan instansi ini atau pelaksananya.")
        return _said(request, {"title": _("Belum bisa dilakukan"), "reason": reason, "texts": texts}, 403)

    return serve


@require_http_methods(METHODS)
@needs_pass
def link_screen(request: HttpRequest, link: EndorsementLink, at: datetime) -> HttpResponse:
    """The one screen, for whoever came by the link and the code; of a letter in their name, where they object to it."""
    if link.endorsement_id is not None:
        return redirect("submissions:endorsement_link_object", request.resolver_match.kwargs["link"])
    proposal = proposal_to_endorse(link.proposal.code, link.person, at)
    done = reverse("submissions:endorsement_link", args=[request.resolver_match.kwargs["link"]])
    answer = answer_of(request, proposal, link.person, done, at, link=link)
    if answer is not None and answer.status_code == 302:
        drop_pass(request)
    return answer or screen(request, proposal, link.person, at, link=link)


@require_http_methods(METHODS)
@needs_pass
def link_return(request: HttpRequest, link: EndorsementLink, at: datetime) -> HttpResponse:
    """Give the proposal back with a note, for whoever came by the link and the code."""
    token = request.resolver_match.kwargs["link"]
    proposal = proposal_to_return(link.proposal.code, link.person, at)
    form = NoteForm(posted(request))
    if form.is_valid():
        return_proposal(proposal=proposal, person=link.person, note=form.cleaned_data["note"], at=at)
        drop_pass(request)
        messages.success(request, _("Proposal dikembalikan. Penulis sudah diberi tahu."))
        return redirect("submissions:endorsement_link", token)
    return render(request, "submissions/links/return.html", {"form": form, "proposal": proposal, "link": token})


@require_safe
@needs_pass
def link_read(request: HttpRequest, link: EndorsementLink, at: datetime) -> HttpResponse:
    """Show the whole proposal to whoever came by the link and the code."""
    overview = overview_of(proposal_to_endorse(link.proposal.code, link.person, at), at)
    context = {
        "proposal": overview.proposal,
        "sections": summary_sections(overview),
        "files": without_links(file_groups(overview.proposal, overview.shelves)),
        "link": request.resolver_match.kwargs["link"],
    }
    return render(request, "submissions/links/read.html", context)


def _said(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, NO_LINK, context, status=status)
