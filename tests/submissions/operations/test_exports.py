"""A list taken away as a file: what is in it, that nothing in it is alive, whose it is, and what becomes of lost tasks."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db.models import Value

from competition.clock import read_clock
from competition.models import AuditEntry, Category, Group, Institution, Region, Unit
from competition.spreadsheets import safe_cell
from competition.storage import FileMissing, open_file
from competition.verdict import NotAllowed
from submissions.models import Export, Proposal
from submissions.models.export import KEPT, ExportFailure, ExportState
from submissions.operations import exports
from submissions.operations.exports import NoSuchForm, TooManyExports, ask_export, drop_exports, take_up_exports, write_export
from submissions.queries.exports import LEASE, PATIENCE, waiting_exports
from submissions.queries.pipeline import EVERY, PipelineFilter, pipeline_of
from tests import builders
from tests.submissions import crowds
from tests.submissions.acts import screen

pytestmark = pytest.mark.django_db
LIVE = re.compile(r"^[\s\u00a0\u200b\u200c\u200d\u2060\u3000\ufeff]*[=+\-@\t\r\n＝＋－＠]")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = ("=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "\u200b=1", "\u3000+1")


def ask(cast, form: str = "csv", person=None, **asked) -> Export:
    person = person or cast.secretariat
    return ask_export(edition=cast.edition, person=person, asked=PipelineFilter(**asked), form=form, at=read_clock())


def cells_of(export: Export) -> list[list[str]]:
    """Return the file's cells as a program reads them."""
    with open_file(export.stored) as file:
        content = file.read()
    if export.form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(root.iter(f"{SHEET}f"))
    assert not list(root.iter(f"{SHEET}hyperlink"))
    assert {cell.get("t") for cell in root.iter(f"{SHEET}c") if len(cell)} == {"inlineStr"}
    return [["".join(cell.itertext()) for cell in row] for row in root.iter(f"{SHEET}row")]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_holds_the_list_in_its_order_with_a_line_of_names(cast, form):
    crowds.sent_proposals(cast, 7)
    builders.draft(cast, title="Rahasia Unit")
    export = ask(cast, form, state=EVERY, sort="instansi")
    assert write_export(code=export.code, at=read_clock())
    names, *lines = cells_of(export)
    found = pipeline_of(cast.edition, PipelineFilter(state=EVERY, sort="instansi"), read_clock()).rows[0:50]
    assert len(names) == 20
    assert [line[0] for line in lines] == [one.code for one in found]
    assert {line[2] for line in lines} == {one.said_title for one in found}
    assert "Rahasia" not in str(lines)
    export.refresh_from_db()
    assert (export.state, export.done, export.total) == (ExportState.READY, 8, 8)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_field_of_the_file_begins_a_formula(cast, hostile):
    """SEC-13, each field."""
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    screen(cast, proposal, read_clock(), "INELIGIBLE", reason=hostile)
    region = builders.make_region()
    for model in (Institution, Unit, Category, Group, Region):
        model.objects.update(name=Value(hostile))
    Category.objects.update(name_en=hostile)
    Group.objects.update(name_en=hostile)
    Institution.objects.update(region=region)
    Proposal.objects.update(title=hostile)
    for form in ("csv", "xlsx"):
        export = ask(cast, form)
        assert write_export(code=export.code, at=read_clock())
        _names, line = cells_of(export)
        assert not [cell for cell in line if LIVE.match(cell)]
        assert sum(cell.startswith("'") for cell in line) >= 8, line
        assert safe_cell(hostile).startswith("'")


def test_what_a_worker_lost_is_begun_again_and_then_given_up(cast):
    export, at = ask(cast), read_clock()
    assert take_up_exports(at=at) == []
    assert take_up_exports(at=at + PATIENCE + timedelta(seconds=1)) == [export.code]
    for place in range(exports.MOST_TRIES):
        # A worker that began and died.
        Export.objects.filter(pk=export.pk).update(begun_at=at, beat_at=at, tries=place + 1)
        assert not write_export(code=export.code, at=at + LEASE / 2)
    later = at + LEASE + timedelta(minutes=1)
    take_up_exports(at=later)
    assert not write_export(code=export.code, at=later)
    export.refresh_from_db()
    assert (export.state, export.failure) == (ExportState.FAILED, ExportFailure.LOST)


def test_a_worker_that_was_silent_for_too_long_ends_nothing_that_was_given_up(cast, monkeypatch):
    """It comes back after its export was taken over twice, and finds it FAILED."""
    export, at = ask(cast), read_clock()

    def slowly(path, name):
        later = at + LEASE + timedelta(seconds=1)
        Export.objects.filter(pk=export.pk).update(beat_at=at, tries=exports.MOST_TRIES)
        assert take_up_exports(at=later) == [export.code]

    monkeypatch.setattr(exports, "keep_file", slowly)
    assert not write_export(code=export.code, at=at)
    export.refresh_from_db()
    assert (export.state, export.failure) == (ExportState.FAILED, ExportFailure.LOST)


def test_it_tells_that_it_goes_on(cast, monkeypatch):
    """The lease runs from the last word, so a report may take longer than one."""
    crowds.sent_proposals(cast, 3)
    export, at = ask(cast), read_clock() - LEASE * 3
    seen = []
    monkeypatch.setattr(exports, "keep_file", lambda path, name: seen.append(waiting_exports(read_clock())))
    assert write_export(code=export.code, at=at)
    assert seen == [[]]


def test_it_is_written_once_however_often_it_is_told(cast, monkeypatch):
    export, written = ask(cast), []
    monkeypatch.setattr(exports, "keep_file", lambda path, name: written.append(name))
    for _ in range(3):
        write_export(code=export.code, at=read_clock())
    assert written == [export.stored]


def test_a_store_that_is_full_leaves_it_to_the_sweep(cast, monkeypatch):
    def full(path, name):
        raise exports.NotKept

    export, at = ask(cast), read_clock()
    with monkeypatch.context() as patch:
        patch.setattr(exports, "keep_file", full)
        assert not write_export(code=export.code, at=at)
    later = read_clock() + LEASE + timedelta(minutes=1)
    assert take_up_exports(at=later) == [export.code]
    assert write_export(code=export.code, at=later)


def test_a_store_that_stays_full_ends_it_with_that_reason(cast, monkeypatch):
    def full(path, name):
        raise exports.NotKept

    export, at = ask(cast), read_clock()
    monkeypatch.setattr(exports, "keep_file", full)
    for _ in range(exports.MOST_TRIES):
        assert not write_export(code=export.code, at=at)
        at += LEASE * 2
    export.refresh_from_db()
    assert (export.state, export.failure) == (ExportState.FAILED, ExportFailure.NOT_KEPT)


def test_whoever_lost_the_office_meanwhile_gets_no_file(cast):
    export, at = ask(cast), read_clock()
    cast.secretariat.appointments.update(ends_at=at)
    assert not write_export(code=export.code, at=at + timedelta(seconds=1))
    export.refresh_from_db()
    assert (export.state, export.failure) == (ExportState.FAILED, ExportFailure.NOT_ALLOWED)


def test_after_a_day_file_and_row_are_gone_and_the_audit_stays(cast):
    export = ask(cast)
    write_export(code=export.code, at=read_clock())
    assert drop_exports(at=export.asked_at + KEPT - timedelta(seconds=1)) == 0
    assert drop_exports(at=export.asked_at + KEPT) == 1
    with pytest.raises(FileMissing):
        open_file(export.stored)
    assert not Export.objects.exists()
    entry = AuditEntry.objects.get(event="proposals_exported")
    assert (entry.person, entry.data) == (cast.secretariat, {"form": "csv", "filter": {"sort": "terbaru"}, "rows": 0})


def test_what_is_refused_writes_nothing(cast):
    with pytest.raises(NotAllowed):
        ask(cast, person=cast.administrator)
    with pytest.raises(NoSuchForm):
        ask(cast, "exe")
    for number in range(exports.MOST_AT_ONCE):
        ask(cast, days=number)
    with pytest.raises(TooManyExports):
        ask(cast, days=exports.MOST_AT_ONCE)
    ask(cast, person=cast.secretariat2)
    assert Export.objects.count() == exports.MOST_AT_ONCE + 1
