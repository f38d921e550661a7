"""Starting a proposal, its task list, its header, and reading all of it."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from competition.models import Edition
from competition.parking import give_back, parks
from competition.queries.people import rights_of
from competition.verdict import YES, Refused
from competition.views.edge import instant
from submissions.access import edition_to_enter, proposal_to_read, proposal_to_write
from submissions.forms.drafts import AboutForm, StartForm
from submissions.models import Proposal
from submissions.operations.drafts import AlreadyEntered, StaleVersion, save_about, start_draft
from submissions.policy import may_read_history, may_read_proposal, may_write_proposal
from submissions.queries.contents import choices_of, findings_of, guide_of, items_of
from submissions.queries.overview import Overview, overview_of
from submissions.queries.people import units_written_for
from submissions.queries.replications import sources_to_enter
from submissions.states import ProposalState
from submissions.views.desk import may_start
from submissions.views.kept import keeps_text, posted
from submissions.views.pages import coming_meetings, status_of
from submissions.views.rows import ABOUT, about_rows, count_done, obstacles, summary_sections, task_sections
from submissions.views.shelves import file_groups, files_section
from submissions.views.steps import acts_of, handover_tasks, origin_of, url_after
from submissions.views.titles import similar_to


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@parks("title", "unit", "replication")
def start(request: HttpRequest) -> HttpResponse:
    """Ask for a title and make the draft; the same title from the same person leads to the draft there is."""
    at = instant(request)
    edition = edition_to_enter(request.user, at)
    units = units_written_for(rights_of(request.user, at))
    if not units:
        raise PermissionDenied(_("Hanya penulis unit yang dapat memulai proposal."))
    sources = sources_to_enter({one.institution_id for one in units})
    form = give_back(request, StartForm(posted(request), units=units, sources=sources))
    if form.is_valid():
        try:
            proposal = start_draft(person=request.user, edition=edition, at=at, **form.cleaned_data)
        except AlreadyEntered as refusal:
            return _already_entered(request, edition, form, refusal)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Draf dibuat. Isi bagiannya satu per satu; setiap bagian disimpan sendiri."))
            return redirect("submissions:about", proposal.code)
    context = {"form": form, "start": may_start(request.user, edition, at), "has_guide": bool(guide_of(edition.pk))}
    context |= similar_to(request, edition, _title_in(form))
    return render(request, "submissions/drafts/start.html", context)


def _title_in(form: forms.Form) -> str:
    """Return the title a form was sent with, if it is one; else the one it opens with."""
    return form.cleaned_data.get("title", "") if form.is_bound else form.initial.get("title", "")


def _already_entered(request: HttpRequest, edition: Edition, form: StartForm, refusal: AlreadyEntered) -> HttpResponse:
    """Lead to the proposal that has the title, if this person may read it; name no other unit's."""
    entered = refusal.proposal
    if entered.created_by_id == request.user.pk and entered.unit_id == form.cleaned_data["unit"].pk:
        messages.info(request, _("Proposal dengan judul ini sudah ada. Lanjutkan di sini."))
        return redirect("submissions:proposal", entered.code)
    may_read = may_read_proposal(request.user, entered, instant(request))
    similar = similar_to(request, edition, _title_in(form), own=entered.code if may_read else "")
    form.add_error("title", refusal.reason)
    context = {"form": form, "start": YES, "entered": entered if may_read else None, **similar}
    return render(request, "submissions/drafts/start.html", context)


@login_required
@require_safe
def proposal(request: HttpRequest, code: str) -> HttpResponse:
    """Show the task list: what is done, what is in the way, who has the ball, what this person can do now."""
    at = instant(request)
    overview = overview_of(proposal_to_read(code, request.user, at), at)
    may_write = may_write_proposal(request.user, overview.proposal, at)
    sections = task_sections(overview, may_write=bool(may_write))
    sections.append(files_section(overview, may_write=bool(may_write)))
    done, total = count_done(sections)
    context = {
        "proposal": overview.proposal,
        "overview": overview,
        "sections": sections,
        "done": done,
        "total": total,
        "obstacles": obstacles(overview.proposal, overview.findings, may_write=bool(may_write)),
        "advice": obstacles(overview.proposal, overview.advice, may_write=bool(may_write)),
        "handover": handover_tasks(overview, request.user, at),
        "acts": acts_of(overview, request.user, at),
        # A writer works through the parts and then acts; everybody else came to act.
        "acts_first": overview.proposal.state != ProposalState.DRAFT,
        "is_of_the_team": bool(may_read_history(request.user, overview.proposal, at)),
        **status_of(request, overview, at),
    }
    context["meetings"] = coming_meetings(overview, at)
    return render(request, "submissions/drafts/proposal.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
@parks("title", "category", "group", "started_on", "version")
def about(request: HttpRequest, code: str) -> HttpResponse:
    """Write title, category, group and start date."""
    at = instant(request)
    proposal = proposal_to_write(code, request.user, at)
    categories, groups = choices_of(proposal.edition)
    form = AboutForm(posted(request), initial=_header_of(proposal), categories=categories, groups=groups)
    give_back(request, form)
    if form.is_valid():
        try:
            saved = save_about(proposal=proposal, person=request.user, at=at, **form.cleaned_data)
        except StaleVersion as refusal:
            return _stale_header(request, form, refusal)
        items = items_of(saved)
        _report(request, [one.text for one in findings_of(saved, items) if one.target == ABOUT and one.check != "complete"])
        asks_for_help = request.POST.get("then") == "category"
        return redirect("submissions:category", code) if asks_for_help else redirect(url_after(request, saved, items, ABOUT))
    context = {"form": form, "proposal": proposal, "origin": origin_of(request)}
    context["save_url"] = reverse("submissions:autosave_about", args=[code])
    context |= similar_to(request, proposal.edition, _title_in(form), own=proposal.code)
    return render(request, "submissions/drafts/about.html", context | {"has_guide": bool(guide_of(proposal.edition_id))})


def _report(request: HttpRequest, problems: list[str]) -> None:
    if problems:
        messages.warning(request, _("Tersimpan sebagai draf. %(problem)s.") % {"problem": problems[0]})
    else:
        messages.success(request, _("Tersimpan."))


def _header_of(proposal: Proposal) -> dict:
    return {
        "title": proposal.title,
        "category": proposal.category.code if proposal.category else "",
        "group": proposal.group.code,
        "started_on": proposal.started_on,
        "version": proposal.header_version,
    }


def _stale_header(request: HttpRequest, form: AboutForm, refusal: StaleVersion) -> HttpResponse:
    """Show what is stored beside what was typed; the page now carries the stored version, so saving is a choice."""
    stored: Proposal = refusal.current
    form.add_error(None, refusal.reason)
    form.take_version(stored.header_version)
    context = {
        "form": form,
        "proposal": stored,
        "stored": about_rows(stored),
        "origin": origin_of(request),
        **similar_to(request, stored.edition, _title_in(form), own=stored.code),
    }
    return render(request, "submissions/drafts/about.html", context, status=409)


@login_required
@require_safe
def read(request: HttpRequest, code: str) -> HttpResponse:
    """Show the whole proposal as one text, fit for print."""
    at = instant(request)
    overview: Overview = overview_of(proposal_to_read(code, request.user, at), at)
    context = {
        "proposal": overview.proposal,
        "overview": overview,
        "about": about_rows(overview.proposal)[1:],
        "sections": summary_sections(overview)[1:],
        "files": file_groups(overview.proposal, overview.shelves),
        "acts": acts_of(overview, request.user, at),
        "never_sent": ", ".join(str(one.question) for one in overview.never_sent),
    }
    return render(request, "submissions/drafts/read.html", context)
