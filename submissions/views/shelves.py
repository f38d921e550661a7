"""Files as pages print them: by what they are for, each with where it is and how to get it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competition.models import Edition
from competition.scans import MEGABYTE
from competition.zones import format_instant, format_number
from submissions.models import Document, Proposal
from submissions.queries.documents import Shelf, limits_of
from submissions.queries.overview import Overview
from submissions.states import DocumentState
from submissions.views.rows import Section, Task

D = DocumentState
KINDS = {D.UPLOADING: "now", D.CHECKING: "now", D.READY: "ok", D.REFUSED: "bad"}


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file: its name, what it is, the word for where it is, what is wrong with it; a link once it can be had."""

    code: str
    name: str
    about: str
    word: str
    kind: str
    problem: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class FileGroup:
    """A purpose with its files; the link leads to where they are changed."""

    label: str
    rows: list[FileRow]
    url: str = ""


def file_row(document: Document, url_of: Callable[[Document], str]) -> FileRow:
    """Return a file as it is printed; `url_of` makes the link, which only a ready one has."""
    word, kind = _word(document), KINDS[D(document.state)]
    url = url_of(document) if document.state == D.READY else ""
    return FileRow(document.code, document.name, _about(document), word, kind, document.problem, url)


def file_rows(proposal: Proposal, documents: Iterable[Document]) -> list[FileRow]:
    """Return files with their links for the proposal's people and the secretariat."""
    return [file_row(one, partial(download_url, proposal)) for one in documents]


def is_any_open(documents: Iterable[Document]) -> bool:
    """Say whether something about the files will change by itself: one of them is still to be checked."""
    return any(one.state == D.CHECKING and not one.is_stuck for one in documents)


def download_url(proposal: Proposal, document: Document) -> str:
    """Return where the proposal's people and the secretariat get a file."""
    return reverse("submissions:download", args=[proposal.code, document.code])


def file_groups(proposal: Proposal, shelves: Iterable[Shelf], *, origin: str | None = None) -> list[FileGroup]:
    """Return the purposes that have files which count; with an origin, each with the link to change them."""
    return [
        FileGroup(
            shelf.purpose.label,
            file_rows(proposal, shelf.counting),
            upload_url(proposal, shelf.purpose.key, origin) if origin is not None else "",
        )
        for shelf in shelves
        if shelf.counting
    ]


def sent_groups(shelves: Iterable[Shelf], url_of: Callable[[Document], str]) -> list[FileGroup]:
    """Return the files of a sending by purpose, whatever became of them since."""
    return [
        FileGroup(shelf.purpose.label, [file_row(one, url_of) for one in shelf.documents])
        for shelf in shelves
        if shelf.documents
    ]


def upload_url(proposal: Proposal, key: str, origin: str | None = "") -> str:
    """Return where files for a purpose are uploaded; `origin` names the page to come back to."""
    url = reverse("submissions:upload", args=[proposal.code, key])
    return f"{url}?dari={origin}" if origin else url


def files_section(overview: Overview, *, may_write: bool) -> Section:
    """Return the part of the task list that leads to the files."""
    return Section(_("Surat dan berkas"), [_files_task(overview.proposal, overview.shelves, may_write)])


def _files_task(proposal: Proposal, shelves: list[Shelf], may_write: bool) -> Task:
    documents = [one for shelf in shelves for one in shelf.documents]
    missing = [shelf for shelf in shelves if shelf.is_missing]
    is_asked = any(shelf.purpose.is_required for shelf in shelves)
    if any(one.state == D.REFUSED for one in documents):
        status, kind = _("Ada masalah"), "bad"
    elif missing:
        status, kind = (_("Belum selesai") if documents else _("Belum mulai")), "now"
    elif is_asked or documents:
        status, kind = _("Selesai"), "plain"
    else:
        status, kind = _("Boleh dikosongkan"), "soft"
    counting = sum(len(shelf.counting) for shelf in shelves)
    hints = [count_files(counting)] if counting else []
    hints += [_("Belum ada: %(label)s") % {"label": shelf.purpose.label} for shelf in missing]
    url = reverse("submissions:files", args=[proposal.code]) if may_write or documents else ""
    return Task(_("Surat pernyataan, bukti, dan berkas lain"), status, kind, " · ".join(hints), url, is_counted=is_asked)


def purpose_sections(proposal: Proposal, shelves: list[Shelf], *, may_write: bool) -> list[Section]:
    """Return every purpose as a row of its own: letters, evidence, the rest."""
    parts = (
        (_("Surat"), [one for one in shelves if one.purpose.is_letter]),
        (_("Bukti untuk jawaban"), [one for one in shelves if one.purpose.question is not None]),
        (_("Lainnya"), [one for one in shelves if one.purpose.question is None and not one.purpose.is_letter]),
    )
    return [Section(title, [_purpose_task(proposal, shelf, may_write) for shelf in part]) for title, part in parts if part]


def _purpose_task(proposal: Proposal, shelf: Shelf, may_write: bool) -> Task:
    here = [one for one in shelf.documents if one.state != D.UPLOADING]
    if any(one.state == D.REFUSED for one in here):
        status, kind = str(D.REFUSED.label), "bad"
    elif any(one.state == D.CHECKING for one in here):
        status, kind = str(D.CHECKING.label), "now"
    elif here:
        status, kind = _("Selesai"), "plain"
    elif shelf.purpose.is_required:
        status, kind = _("Belum mulai"), "now"
    else:
        status, kind = _("Boleh dikosongkan"), "soft"
    url = upload_url(proposal, shelf.purpose.key) if may_write or here else ""
    names = tuple(one.name for one in here)
    return Task(shelf.purpose.label, status, kind, "" if names else shelf.purpose.help, url, points=names)


def limits_text(edition: Edition, *, is_letter: bool) -> str:
    """Return what is said before somebody chooses a file."""
    limits = limits_of(edition)
    text = _("PDF, JPG, atau PNG, paling besar %(size)s MB.") % {"size": format_number(limits.one // MEGABYTE)}
    if is_letter:
        return text
    words = {"files": format_number(limits.files), "size": format_number(limits.together // MEGABYTE)}
    together = _("Satu proposal paling banyak %(files)s berkas, bersama paling besar %(size)s MB.") % words
    return f"{text} {together}"


def count_files(number: int) -> str:
    """Return "3 berkas"."""
    return ngettext("%(n)s berkas", "%(n)s berkas", number) % {"n": format_number(number)}


def size_words(size: int) -> str:
    """Return "1,2 MB", or "340 KB" below a tenth of a megabyte."""
    if size < MEGABYTE // 10:
        return f"{format_number(max(1, size // 1024))} KB"
    return f"{format_number(size / MEGABYTE, 1)} MB"


def past_rows(proposal: Proposal, documents: Iterable[Document]) -> list[dict[str, str]]:
    """Return what was removed or replaced, each with who did and when; what was ready can still be had."""
    text = _("Diunggah %(by)s, %(at)s. Dihapus atau diganti %(gone_by)s, %(gone_at)s.")
    return [
        {
            "name": one.name,
            "url": download_url(proposal, one) if one.state == D.READY else "",
            "about": text
            % {
                "by": one.uploaded_by.name,
                "at": format_instant(one.started_at),
                "gone_by": one.removed_by.name,
                "gone_at": format_instant(one.removed_at),
            },
        }
        for one in documents
    ]


def _word(document: Document) -> str:
    if document.is_stuck:
        return _("Pemeriksaan terhenti; hubungi bantuan")
    # A look that is under way has an end, too, and counts itself.
    if document.state == D.CHECKING and document.check_after is not None and not document.lost_checks:
        return _("Menunggu pemeriksaan")
    return str(D(document.state).label)


def _about(document: Document) -> str:
    return " · ".join(part for part in (document.kind, size_words(document.size)) if part)


def without_links(groups: Iterable[FileGroup]) -> list[FileGroup]:
    """Return the files by name alone, for whoever reads behind a link of their own and is not signed in."""
    return [replace(group, rows=[replace(row, url="") for row in group.rows]) for group in groups]
