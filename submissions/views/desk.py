"""The agency's desk: what waits for this person, when it closes, and every proposal with who has the ball."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.models import Edition, Person
from competition.queries.editions import close_of, own_closes, stage_of
from competition.queries.people import rights_of
from competition.queries.site import bulletins_now, extended_lately
from competition.templatetags.kipp import PAGE_PARAMETER
from competition.verdict import Verdict, no
from competition.views.edge import instant
from competition.views.printed import PrintedRows
from submissions.access import edition_to_enter
from submissions.forms.desk import DeskForm
from submissions.policy import may_start_draft, window_is_open
from submissions.queries.corrections import own_corrections_close
from submissions.queries.desk import MINE, Desk, desk_of, institutions_late
from submissions.queries.meetings import own_meetings
from submissions.queries.oversight import administers_any
from submissions.queries.people import units_written_for
from submissions.queries.proposals import holder_of
from submissions.standing import Standing, standing_of
from submissions.states import ProposalState
from submissions.views.rows import Task

PAGE_SIZE = 25
MOST_TASKS = 8
LAST_HOURS = timedelta(hours=72)


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show the desk of a writer, an administrator or a leader; whoever is more than one of them sees all of it."""
    at = instant(request)
    edition = edition_to_enter(request.user, at)
    form = DeskForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"cari": "", "tampil": ""}
    board = desk_of(request.user, edition, at, search=asked["cari"], shown=asked["tampil"])
    window = window_is_open(edition, "registration", at)
    late = frozenset(institutions_late(edition, "registration", at))
    page, own = _page(board, request.GET.get(PAGE_PARAMETER)), _institution_of(request.user, at)
    context = {
        "filter": form,
        "start": may_start(request.user, edition, at),
        "window": window,
        "tabs": _tabs(board, asked),
        "page": page,
        "rows": _ROWS(page, bool(window), late, own),
        "institution": own,
        **_waiting(board, bool(window), late),
        **_calendar(request.user, edition, board, at),
        "meetings": None if window or not board.figures["sent"] else own_meetings(request.user, at),
        **_frame(request.user, board, asked, at),
    }
    return render(request, "submissions/desk/desk.html", context)


def _waiting(board: Desk, is_open: bool, late: frozenset[int]) -> dict:
    """Return what waits for the person: the first few as tasks, and how many there are if that is not all."""
    count = board.figures[MINE]
    tasks = [_task(one, is_open or one.institution_id in late) for one in board.mine[:MOST_TASKS]] if count else []
    return {"tasks": tasks, "more": count if count > MOST_TASKS else 0}


def may_start(person: Person, edition: Edition, at: datetime) -> Verdict:
    """Say whether the person may start a proposal for one of their units; the last reason, if for none."""
    verdict = no(_("Hanya penulis unit yang dapat memulai proposal."))
    for unit in units_written_for(rights_of(person, at)):
        verdict = may_start_draft(person, unit, edition, at)
        if verdict:
            break
    return verdict


def _page(board: Desk, number: str | None) -> Page:
    paginator = Paginator(board.listed, PAGE_SIZE)
    paginator.count = board.listed_count
    return paginator.get_page(number)


def _calendar(person: Person, edition: Edition, board: Desk, at: datetime) -> dict:
    """Return what closes when: registration while it is open, and the corrections of those who have any; for whoever belongs to
    one institution, by its own close where it has one."""
    closes_at = _close_for(person, edition, "registration", at)
    unsent = sum(board.figures[key] for key in ("draft", "waiting", "ready"))
    is_late = closes_at is not None and timedelta(0) < closes_at - at <= LAST_HOURS
    registration = stage_of(edition, "registration")
    is_open = registration is not None and closes_at is not None and registration.opens_at <= at < closes_at
    return {
        "now": at,
        "closes_at": closes_at if is_open else None,
        "correction_closes_at": own_corrections_close(rights_of(person, at), edition) if board.figures["correction"] else None,
        "unsent": unsent if is_late else 0,
        "extended": extended_lately(edition.pk, at),
        "bulletins": bulletins_now(edition.pk, at),
    }


def _close_for(person: Person, edition: Edition, key: str, at: datetime) -> datetime | None:
    stage, places = stage_of(edition, key), {one.institution_id for one in rights_of(person, at).memberships}
    own = own_closes(edition) if stage and len(places) == 1 else {}
    return close_of(stage, own.get((*places, key))) if stage else None


def _frame(person: Person, board: Desk, asked: dict[str, str], at: datetime) -> dict:
    return {
        "oversees": administers_any(person, at),
        "has_any": board.figures["all"] > 0,
        "is_narrowed": bool(asked["cari"] or asked["tampil"]),
        "can_search": board.figures["all"] > PAGE_SIZE or bool(asked["cari"]),
    }


def _institution_of(person: Person, at: datetime) -> str:
    """Return the name of the one institution the person belongs to; nothing when there are several."""
    names = {one.institution.name for one in rights_of(person, at).memberships}
    return names.pop() if len(names) == 1 else ""


def _tabs(board: Desk, asked: dict[str, str]) -> list[dict]:
    labels = {
        "": (_("Semua"), "all"),
        MINE: (_("Menunggu Anda"), MINE),
        "draft": (_("Draf"), "draft"),
        "waiting": (_("Menunggu persetujuan"), "waiting"),
        "ready": (_("Siap dikirim"), "ready"),
        "correction": (_("Perlu diperbaiki"), "correction"),
        "sent": (_("Terkirim"), "sent"),
        "withdrawn": (_("Ditarik"), "withdrawn"),
    }
    tabs, desk_url = [], reverse("submissions:desk")
    for key, (label, figure) in labels.items():
        count = board.figures[figure]
        if count or not key or key == asked["tampil"]:
            query = urlencode({name: value for name, value in (("tampil", key), ("cari", asked["cari"])) if value})
            url = desk_url + (f"?{query}" if query else "")
            tabs.append({"label": label, "url": f"{url}#semua", "count": count, "current": key == asked["tampil"]})
    return tabs


def _standing(proposal: Any, is_open: bool) -> Standing:
    is_endorsed = proposal.endorsed_at is not None
    holder = holder_of(proposal, is_endorsed)
    since = proposal.endorsed_at if holder == "ADMINISTRATOR" else proposal.state_since
    return standing_of(state=proposal.state, holder=holder, since=since, is_returned=proposal.is_returned, is_open=is_open)


def _task(proposal: Any, is_open: bool) -> Task:
    """Return a row that leads straight to the act that waits."""
    standing = _standing(proposal, is_open)
    acts = {
        ProposalState.DRAFT: (_("Baca catatan dan perbaiki") if proposal.is_returned else _("Lanjutkan menulis"), "proposal"),
        ProposalState.CORRECTION: (_("Perbaiki, setujui, lalu kirim kembali"), "proposal"),
        ProposalState.FORWARDED: (_("Baca dan setujui"), "endorse"),
    }
    act, page = acts[ProposalState(proposal.state)]
    if proposal.state == ProposalState.FORWARDED and proposal.endorsed_at is not None:
        act, page = _("Periksa dan kirim"), "submit"
    url = reverse(f"submissions:{page}", args=[proposal.code])
    return Task(proposal.title, standing.word, standing.kind, f"{act} · {proposal.unit_name}", url)


def _row(proposal: Any, is_open: bool, late: frozenset[int], own: str) -> dict:
    """Describe a proposal; its institution is named where that is not the reader's only one."""
    is_open = is_open or proposal.institution_id in late
    return {
        "title": proposal.title,
        "url": reverse("submissions:proposal", args=[proposal.code]),
        "unit": proposal.unit_name,
        "institution": "" if proposal.institution_name == own else proposal.institution_name,
        "owner": proposal.writer_name,
        "standing": _standing(proposal, is_open),
        "changed_at": proposal.changed_at,
    }


_ROWS = PrintedRows("submissions/desk/row.html", _row)
