"""The guide to the categories: a few plain questions, one suggestion with its reason, and the runner-up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.models import Category, Edition
from competition.models.editions import pick_language
from competition.verdict import Refused
from competition.views.edge import instant
from submissions.access import edition_to_enter, proposal_to_write
from submissions.forms.categories import GuideForm, TakeOverForm
from submissions.guide import Fit, suggest
from submissions.operations.drafts import save_about
from submissions.queries.contents import choices_of, guide_of
from submissions.views.kept import keeps_text, posted


@login_required
@require_safe
def category_guide(request: HttpRequest) -> HttpResponse:
    """Ask and suggest before there is a draft; nothing is kept."""
    edition = edition_to_enter(request.user, instant(request))
    return render(request, "submissions/categories/guide.html", _guidance(request, edition, choices_of(edition)[0]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def category(request: HttpRequest, code: str) -> HttpResponse:
    """Ask and suggest for a draft, and take one of the two over; the answers stand in the address and are not kept."""
    at = instant(request)
    proposal = proposal_to_write(code, request.user, at)
    categories = choices_of(proposal.edition)[0]
    form, status = TakeOverForm(posted(request), categories=categories), 200
    if form.is_valid():
        kept = {"title": proposal.title, "group": proposal.group, "started_on": proposal.started_on}
        try:
            saved = save_about(proposal=proposal, person=request.user, at=at, **kept, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409
        else:
            messages.success(request, _("Kategori tersimpan: %(category)s.") % {"category": saved.category})
            return redirect("submissions:proposal", code)
    context = {"taking": form, "proposal": proposal, "has_errors": bool(form.errors)}
    context |= _guidance(request, proposal.edition, categories)
    return render(request, "submissions/categories/guide.html", context, status=status)


def _guidance(request: HttpRequest, edition: Edition, categories: list[Category]) -> dict:
    """Return the questions, and what the answers in the address suggest."""
    guide = guide_of(edition.pk)
    if not guide:
        raise Http404
    is_answered = any(name.startswith("jawab-") or name == "lihat" for name in request.GET)
    form = GuideForm(request.GET if is_answered else None, guide=guide)
    if not form.is_valid():
        return {"form": form}
    by_code = {one.code: one for one in categories}
    found = suggest(form.chosen(), by_code)
    fits = [_row(one, by_code[one.code]) for one in (found.best, found.second) if one is not None]
    return {"form": form, "suggestion": found, "fits": fits}


def _row(fit: Fit, one: Category) -> dict:
    """Return a category as the page prints it, with the sentences of the answers that speak for it."""
    reasons = [pick_language(answer["reason"], answer["reason_en"]) for answer in fit.answers]
    return {"code": one.code, "name": str(one), "description": one.in_language("description"), "reasons": reasons}
