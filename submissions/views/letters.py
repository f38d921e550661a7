"""A signed letter in place of the leader's press of a button: the administrator records it, whoever signed it can object."""

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.models import Person
from competition.parking import give_back, parks
from competition.passes import drop_pass
from competition.queries.site import extended_lately
from competition.scans import MEGABYTE
from competition.verdict import NotAllowed, Refused
from competition.views.edge import instant
from competition.zones import format_date, format_number
from submissions.access import document_to_read, letter_to_object_to, proposal_to_record_letter
from submissions.forms.letters import LetterForm, ObjectForm
from submissions.models import Document, Endorsement, EndorsementLink, Proposal
from submissions.operations.endorsements import AlreadyEndorsed
from submissions.operations.letters import object_to_letter, record_letter, record_uploaded_letter
from submissions.operations.uploads import keep_upload
from submissions.policy import may_endorse_proposal
from submissions.purposes import proof_of_a_yes
from submissions.queries.contents import sending_closes_at
from submissions.queries.documents import limits_of
from submissions.queries.letters import latest_letter, uploaded_letter
from submissions.queries.links import endorsers_of
from submissions.queries.overview import Overview, overview_of
from submissions.states import WITH_SECRETARIAT
from submissions.views.attaching import as_path, reads_no_more_than_a_file
from submissions.views.documents import hand_out
from submissions.views.kept import keeps_text, posted
from submissions.views.links import needs_pass
from submissions.views.shelves import file_rows
from submissions.views.steps import endorsed_words

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@reads_no_more_than_a_file
@login_required
@keeps_text
@parks("number", "letter_on", "whom", "name", "office", "upload")
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Record a signed letter."""
    # All of the body is here once the token was looked for, so the instant is that of its arrival.
    at = instant(request)
    proposal = proposal_to_record_letter(code, request.user, at)
    known = endorsers_of(proposal, at)
    signers = [one for one in known if may_endorse_proposal(one.person, proposal, at)]
    form = LetterForm(posted(request), request.FILES or None, signers=signers, hint=_hint(proposal))
    give_back(request, form)
    if form.is_valid() and (done := _taken(request, proposal, form, at)):
        return done
    overview = overview_of(proposal, at)
    context = {"form": form, "barred": known and not signers, "recorded": _recorded(proposal)}
    context["kept"] = _kept(request, proposal, form, at)
    return render(request, "submissions/letters/record.html", context | _shown(overview, at))


def _hint(proposal: Proposal) -> str:
    text = _("PDF, paling besar %(size)s MB.")
    return text % {"size": format_number(limits_of(proposal.edition).one // MEGABYTE)}


def _taken(request: HttpRequest, proposal: Proposal, form: LetterForm, at: datetime) -> HttpResponse | None:
    """Record what was filled in and lead on; None where something in it cannot be, which the form then says."""
    given, values = form.cleaned_data["file"], form.cleaned_data
    known = {"proposal": proposal, "person": request.user, "letter": form.letter(), "at": at}
    known["shown_hash"] = values["shown_hash"]
    try:
        if given is None:
            record_uploaded_letter(**known, upload=values["upload"])
        else:
            with as_path(given) as path:
                record_letter(**known, file=path, name=given.name)
    except AlreadyEndorsed as refusal:
        messages.info(request, refusal.reason)
    except NotAllowed as refusal:
        form.add_error(None, refusal.reason)
        return None
    except Refused as refusal:
        field = getattr(refusal, "field", "file" if hasattr(refusal, "code") else None)
        form.add_error(field if field in form.fields else None, refusal.reason)
        return None
    else:
        messages.success(request, _("Surat dicatat dan sedang diperiksa. Proposal sudah dapat dikirim."))
    return redirect("submissions:proposal", proposal.code)


def _kept(request: HttpRequest, proposal: Proposal, form: LetterForm, at: datetime) -> Document | None:
    """Return the file that need not be sent again: it came ahead of the form, or with a form in want of something else."""
    if not form.is_bound:
        return uploaded_letter(proposal, request.user, form.initial.get("upload", ""))
    if "file" in form.errors:
        return None
    given = form.cleaned_data["file"]
    if given is None:
        return uploaded_letter(proposal, request.user, form.cleaned_data.get("upload", ""))
    known = {"proposal": proposal, "person": request.user, "purpose": proof_of_a_yes(), "at": at}
    try:
        with as_path(given) as path:
            return keep_upload(**known, file=path, name=given.name)
    except Refused:
        return None


def _recorded(proposal: Proposal) -> dict | None:
    """Return the letter that was recorded last as the page prints it, if it counts."""
    letter = latest_letter(proposal)
    if letter is None or letter.ended_at is not None:
        return None
    return letter_facts(letter)


def letter_facts(letter: Endorsement) -> dict:
    """Return a signed letter as pages print it: what it is, where it stands, how to get it."""
    return {
        "words": endorsed_words(letter),
        "file": file_rows(letter.proposal, [letter.document])[0],
        "recorded_by": letter.recorded_by.name,
        "recorded_at": letter.endorsed_at,
        "is_unknown": letter.endorsed_by_id is None,
        "objected_at": letter.objected_at,
        "objection": letter.objection,
        "is_refused": bool(letter.document.refusal),
    }


def _shown(overview: Overview, at: datetime) -> dict:
    proposal = overview.proposal
    return {
        "proposal": proposal,
        "overview": overview,
        "is_endorsed": overview.endorsement is not None,
        # Always that of the text on this page: a refused form must not bring the old one back.
        "shown_hash": overview.fingerprint,
        "mark": overview.fingerprint[:12],
        "changed_on": format_date(proposal.changed_at),
        "closes_at": sending_closes_at(proposal),
        "extended": extended_lately(proposal.edition_id, at),
        "now": at,
    }


@login_required
@require_http_methods(METHODS)
@keeps_text
@parks("objection")
def object_to(request: HttpRequest, code: str) -> HttpResponse:
    """Say what an objection means, ask why, and write it down."""
    at = instant(request)
    letter = letter_to_object_to(code, request.user, at)
    return _objected(request, letter, request.user, reverse("submissions:proposal", args=[code]), at)


@require_http_methods(METHODS)
@needs_pass
def object_by_link(request: HttpRequest, link: EndorsementLink, at: datetime) -> HttpResponse:
    """The same for whoever came by the link in their letter and the code."""
    letter = letter_to_object_to(link.proposal.code, link.person, at)
    done = reverse("submissions:endorsement_link", args=[request.resolver_match.kwargs["link"]])
    response = _objected(request, letter, link.person, done, at, is_by_link=True)
    if response.status_code == 302:
        drop_pass(request)
    return response


@require_safe
@needs_pass
def letter_by_link(request: HttpRequest, link: EndorsementLink, at: datetime) -> HttpResponse:
    """Hand out the checked copy of the letter to whoever came by the link in theirs and the code."""
    letter = letter_to_object_to(link.proposal.code, link.person, at)
    return hand_out(document_to_read(link.proposal.code, letter.document.code, link.person, at))


def _objected(
    request: HttpRequest, letter: Endorsement, person: Person, done: str, at: datetime, *, is_by_link: bool = False
) -> HttpResponse:
    form = ObjectForm(posted(request))
    if not is_by_link:
        give_back(request, form)
    if form.is_valid():
        object_to_letter(letter=letter, person=person, at=at, **form.cleaned_data)
        messages.success(request, _("Keberatan dicatat. Admin instansi dan penulis diberi tahu."))
        return redirect(done)
    facts = letter_facts(letter)
    if is_by_link and facts["file"].url:
        url = reverse("submissions:endorsement_link_letter", args=[request.resolver_match.kwargs["link"]])
        facts["file"] = replace(facts["file"], url=url)
    context = {
        "form": form,
        "proposal": letter.proposal,
        "letter": facts,
        "is_sent": letter.proposal.state in WITH_SECRETARIAT,
        "is_own": person.pk in (letter.endorsed_by_id, letter.in_stead_of_id),
        "is_by_link": is_by_link,
        "cancel_url": "" if is_by_link else done,
    }
    return render(request, "submissions/letters/object.html", context)
