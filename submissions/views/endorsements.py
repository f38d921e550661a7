"""The leader's one screen: read, say yes or give it back. Shown to who is signed in, and to who came by a link and a code."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from competition.models import Person
from competition.queries.site import extended_lately
from competition.views.edge import instant
from submissions import policy
from submissions.access import proposal_to_endorse
from submissions.forms.endorsements import EndorseForm
from submissions.models import EndorsementLink, Proposal
from submissions.operations.endorsements import AlreadyEndorsed, ChangedSinceShown, endorse_proposal
from submissions.queries.contents import sending_closes_at
from submissions.queries.delegations import leader_behind, office_of
from submissions.queries.overview import Overview, overview_of
from submissions.views.kept import keeps_text, posted
from submissions.views.rows import obstacles
from submissions.views.shelves import file_groups, without_links
from submissions.views.steps import acts_of, endorsed_words

SCREEN = "submissions/endorsements/endorse.html"
MOST_FIGURES = 5


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def endorse(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is endorsed in short, and bind the leader's yes to exactly that."""
    at = instant(request)
    proposal = proposal_to_endorse(code, request.user, at)
    done = reverse("submissions:proposal", args=[code])
    answer = answer_of(request, proposal, request.user, done, at)
    return answer or screen(request, proposal, request.user, at)


def answer_of(
    request: HttpRequest,
    proposal: Proposal,
    person: Person,
    done: str,
    at: datetime,
    *,
    link: EndorsementLink | None = None,
) -> HttpResponse | None:
    """Say yes for the person if that was posted, and lead on; None where the screen is to be shown (again)."""
    form = EndorseForm(posted(request))
    if not form.is_valid():
        return None
    try:
        statement = statement_of(proposal)
        endorse_proposal(proposal=proposal, person=person, statement=statement, at=at, **form.cleaned_data)
    except ChangedSinceShown as refusal:
        form.add_error(None, refusal.reason)
        return screen(request, proposal, person, at, form=form, link=link)
    except AlreadyEndorsed as refusal:
        messages.info(request, refusal.reason)
    else:
        messages.success(request, _("Proposal disetujui. Admin instansi sudah diberi tahu dan dapat mengirimnya."))
    return redirect(done)


def statement_of(proposal: Proposal) -> str:
    """Return the words that pressing the button says."""
    text = _(
        "Saya, pimpinan %(institution)s, sudah membaca proposal ini, menyatakan isinya benar, dan menyetujui pengirimannya."
    )
    return text % {"institution": proposal.institution.name}


def screen(
    request: HttpRequest,
    proposal: Proposal,
    person: Person,
    at: datetime,
    *,
    form: EndorseForm | None = None,
    link: EndorsementLink | None = None,
) -> HttpResponse:
    """Return the screen; `form` carries a refusal, `link` says that the person came by one and is not signed in."""
    overview = overview_of(proposal, at)
    files = file_groups(proposal, overview.shelves)
    context = {
        "form": form or EndorseForm(),
        # Always that of the text on this page: a refused form must not bring the old one back.
        "shown_hash": overview.fingerprint,
        "is_newer": link is not None and _is_older(link, overview),
        "acts": [] if link else acts_of(overview, person, at),
        "object_url": _object_url(overview, person, at),
        "is_by_link": link is not None,
        "files": without_links(files) if link else files,
        **_ways(request, proposal, link),
        **_shown(overview, person, at),
    }
    return render(request, SCREEN, context, status=409 if form else 200)


def _is_older(link: EndorsementLink, overview: Overview) -> bool:
    """Say whether the text changed since the link was made; one that came with a digest knows the version alone."""
    if link.content_hash:
        return link.content_hash != overview.fingerprint
    return link.version != overview.proposal.version


def _object_url(overview: Overview, person: Person, at: datetime) -> str:
    """Return where the person objects to the signed letter by which this text is endorsed; empty where they may not."""
    letter = overview.endorsement
    if letter is None or not letter.is_letter:
        return ""
    letter.proposal = overview.proposal
    may_object = policy.may_object_to_letter(person, letter, at)
    return reverse("submissions:object_to_letter", args=[overview.proposal.code]) if may_object else ""


def _ways(request: HttpRequest, proposal: Proposal, link: EndorsementLink | None) -> dict[str, str]:
    """Return where the whole text is, and where the proposal is given back: of the proposal, or behind the link."""
    way, args = ("endorsement_link_", [request.resolver_match.kwargs["link"]]) if link else ("", [proposal.code])
    return {f"{page}_url": reverse(f"submissions:{way}{page}", args=args) for page in ("read", "return")}


def _shown(overview: Overview, person: Person, at: datetime) -> dict:
    """Return what the screen says of the proposal itself, in short."""
    proposal = overview.proposal
    office = office_of(person, proposal, at)
    rows = [row for item in overview.items if item.answer for row in item.answer.evidence]
    return {
        "proposal": proposal,
        "overview": overview,
        "statement": statement_of(proposal),
        "may_return": bool(policy.may_return_proposal(person, proposal, at)),
        "obstacles": obstacles(proposal, overview.findings, may_write=False),
        "summary": overview.items[0] if overview.items else None,
        "figures": rows[:MOST_FIGURES],
        "office": office,
        "in_stead_of": leader_behind(office) if office else None,
        "endorsed": endorsed_words(overview.endorsement) if overview.endorsement else "",
        "closes_at": sending_closes_at(proposal),
        "extended": extended_lately(proposal.edition_id, at),
        "now": at,
    }
