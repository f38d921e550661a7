"""Facts of a proposal as the components print them: tasks, summaries, links to what stands in the way."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from competition.zones import format_date, format_instant, format_number
from submissions.eligibility import FILES, Finding
from submissions.models import Proposal, ReturnNote
from submissions.queries.contents import Item
from submissions.queries.overview import Overview

ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Task:
    """One row of a task list; without a url it is not a link. `points` are lines below the hint. One that is not counted
    is no part of what has to be done."""

    title: str
    status: str
    kind: str
    hint: str = ""
    url: str = ""
    points: tuple[str, ...] = ()
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its rows."""

    title: str
    rows: list


def part_url(proposal: Proposal, target: str, origin: str = "") -> str:
    """Return where a part of the proposal is written; `origin` names the page to come back to."""
    if target == ABOUT:
        url = reverse("submissions:about", args=[proposal.code])
    elif target.startswith(FILES):
        url = reverse("submissions:upload", args=[proposal.code, target.removeprefix(FILES)])
    else:
        url = reverse("submissions:answer", args=[proposal.code, target])
    return f"{url}?dari={origin}" if origin else url


def task_sections(overview: Overview, *, may_write: bool) -> list[Section]:
    """Return the parts of the form by section, each with its status; the header leads the first section."""
    sections = [
        Section(title, [_part_task(overview, item, may_write) for item in items])
        for title, items in _by_section(overview.items)
    ]
    about = _about_task(overview, may_write)
    if not sections:
        return [Section(_("Tentang inovasi"), [about])]
    sections[0].rows.insert(0, about)
    return sections


def count_done(sections: list[Section]) -> tuple[int, int]:
    """Return how many parts are done, and of how many."""
    tasks = [task for section in sections for task in section.rows if task.is_counted]
    return sum(task.kind == "plain" for task in tasks), len(tasks)


def summary_sections(overview: Overview, *, origin: str = "") -> list[Section]:
    """Return all that the proposal says, by section; with an origin each line links to where it is changed."""
    proposal = overview.proposal
    return [Section(_("Proposal"), about_rows(proposal, origin))] + [
        Section(title, [_summary_row(proposal, item, origin) for item in items]) for title, items in _by_section(overview.items)
    ]


def about_rows(proposal: Proposal, origin: str = "") -> list[dict[str, str]]:
    """Return the header of the proposal; with an origin the lines of the writer link to where they are changed."""
    about = part_url(proposal, ABOUT, origin) if origin else ""
    return [
        {"question": _("Judul inovasi"), "answer": proposal.title, "url": about},
        {"question": _("Kategori"), "answer": str(proposal.category or ""), "url": about},
        {"question": _("Kelompok"), "answer": str(proposal.group), "url": ""},
        {"question": _("Tanggal mulai penerapan"), "answer": _day(proposal), "url": about},
        {"question": _("Unit dan instansi"), "answer": f"{proposal.unit}, {proposal.institution}", "url": ""},
    ]


def obstacles(proposal: Proposal, findings: list[Finding], *, may_write: bool, origin: str = "") -> list[dict[str, str]]:
    """Return what stands in the way, each with the link to where it is mended, for those who may mend it."""
    return [
        {
            "text": finding.text.removesuffix("."),
            "url": part_url(proposal, finding.target, origin) if may_write and finding.target else "",
        }
        for finding in findings
    ]


def _by_section(items: list[Item]) -> list[tuple[str, list[Item]]]:
    grouped = groupby(items, key=lambda item: item.question.in_language("section"))
    return [(title, list(group)) for title, group in grouped]


def _about_task(overview: Overview, may_write: bool) -> Task:
    proposal = overview.proposal
    problems = [finding for finding in overview.findings if finding.target == ABOUT]
    wrong = [finding.text for finding in problems if finding.check != "complete"]
    if wrong:
        status, kind, hint = _("Ada masalah"), "bad", wrong[0]
    elif problems:
        status, kind, hint = _("Belum selesai"), "now", " · ".join(finding.text for finding in problems)
    else:
        status, kind, hint = _("Selesai"), "plain", f"{proposal.category} · {_day(proposal)}"
    url = part_url(proposal, ABOUT) if may_write else ""
    saved_by = proposal.header_changed_by.name if proposal.header_changed_by else ""
    hints = [hint, *_saved(saved_by, proposal.header_changed_at)]
    return Task(_("Judul, kategori, dan tanggal mulai"), status, kind, " · ".join(hints), url)


def _part_task(overview: Overview, item: Item, may_write: bool) -> Task:
    question, answer = item.question, item.answer
    part = _Part(
        title=question.in_language("label"),
        limit=question.word_limit,
        is_required=question.required,
        words=item.words,
        reading=item.reading if question.is_yes_no else None,
        is_done=answer is not None and answer.is_done,
        has_note=bool(fresh_notes(overview.notes, item)),
        saved_by=answer.changed_by.name if answer and answer.changed_by else "",
        saved_at=answer.changed_at if answer else None,
    )
    return _task_of(part, part_url(overview.proposal, question.code) if may_write else "", get_language())


class _Part(NamedTuple):
    """What the task of one question depends on; `reading` is None where the answer is a text."""

    title: str
    limit: int
    is_required: bool
    words: int
    reading: str | None
    is_done: bool
    has_note: bool
    saved_by: str
    saved_at: datetime | None


@lru_cache(maxsize=4000)
def _task_of(part: _Part, url: str, _language: str) -> Task:
    """Return the task; of equal parts it is put into words once for each language."""
    if part.words > part.limit:
        status, kind = _("Ada masalah"), "bad"
    elif part.is_done and not part.has_note and (part.words or not part.is_required):
        status, kind = _("Selesai"), "plain"
    else:
        status, kind = (_("Belum selesai") if part.words else _("Belum mulai")), "now"
    return Task(part.title, status, kind, " · ".join(_hints(part)), url)


def _hints(part: _Part) -> list[str]:
    """Return the small print of a part: a note to read, its length, and who saved it last."""
    words = {"words": format_number(part.words), "limit": format_number(part.limit)}
    hints = [_("Ada catatan untuk bagian ini")] if part.has_note else []
    if not part.is_required and not part.words:
        hints.append(_("Boleh dikosongkan"))
    elif part.reading is not None:
        hints.append(part.reading or _("Ya atau Tidak"))
    else:
        hints.append((_("%(words)s dari %(limit)s kata") if part.words else _("Paling banyak %(limit)s kata")) % words)
    if part.words > part.limit:
        over = part.words - part.limit
        hints.append(ngettext("kurangi %(n)s kata", "kurangi %(n)s kata", over) % {"n": format_number(over)})
    return hints + _saved(part.saved_by, part.saved_at)


def _saved(name: str, at: datetime | None) -> list[str]:
    """Return who saved a part last and when, as small print; nothing where that is not known."""
    return [_("disimpan %(name)s, %(when)s") % {"name": name, "when": format_instant(at)}] if name and at else []


def fresh_notes(notes: list[ReturnNote], item: Item) -> list[ReturnNote]:
    """Return the notes that came back about this part, as long as nobody has changed it since."""
    about = [note for note in notes if note.question_id == item.question.pk]
    return [note for note in about if item.answer is None or item.answer.changed_at <= note.written_at]


def _summary_row(proposal: Proposal, item: Item, origin: str) -> dict[str, str]:
    url = part_url(proposal, item.question.code, origin) if origin else ""
    return {"question": item.question.in_language("label"), "answer": item.reading, "url": url}


def _day(proposal: Proposal) -> str:
    return format_date(proposal.started_on) if proposal.started_on else ""
