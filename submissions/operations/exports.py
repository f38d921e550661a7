"""Write the pipeline into a file for one person: asked for on the page, written by a worker, kept a day."""

import logging
import tempfile
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from competition.clock import clock_expression
from competition.lifetimes import PRESSED_TWICE
from competition.models import Edition, Person
from competition.operations.events import record_event
from competition.operations.notices import tell_workers
from competition.operations.system import show_life
from competition.queries.ties import tied_to
from competition.queues import REPORTS
from competition.spreadsheets import write_csv, write_xlsx
from competition.storage import NotKept, drop_file, keep_file
from competition.verdict import Refused, require
from submissions.models import Export
from submissions.models.export import KEPT, ExportFailure, ExportForm
from submissions.policy import may_see_secretariat
from submissions.queries.exports import LEASE, UNFINISHED, lines_of, unfinished_of, waiting_exports
from submissions.queries.pipeline import PipelineFilter, pipeline_of

# So many files of one person are in the making at once, and so often a file is begun.
MOST_AT_ONCE = 3
MOST_TRIES = 2
WRITERS = {ExportForm.CSV: write_csv, ExportForm.XLSX: write_xlsx}

logger = logging.getLogger(__name__)


class NoSuchForm(Refused):
    """There is no such kind of file."""

    reason = _("Pilih bentuk berkas")


class TooManyExports(Refused):
    """As many files of this person as are written at once are in the making."""

    reason = _("Tunggu sampai ekspor Anda yang lain selesai, lalu coba lagi")


@transaction.atomic
def ask_export(*, edition: Edition, person: Person, asked: PipelineFilter, form: str, at: datetime) -> Export:
    """Have the list that fits the filter now written into a file, and write down that it was taken, with the filter.

    The same asked again while it is in the making, within a minute, is the one already asked for: a button pressed twice.

    :raises NotAllowed: no office in the edition.
    :raises NoSuchForm: neither CSV nor XLSX.
    :raises TooManyExports: `MOST_AT_ONCE` of this person are in the making.
    """
    # One person's askings come one after the other, so that two pressed at once are counted.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(may_see_secretariat(person, edition, at))
    if form not in ExportForm.values:
        raise NoSuchForm
    if same := _pressed_twice(edition, person, asked, form, at):
        return same
    if unfinished_of(person) >= MOST_AT_ONCE:
        raise TooManyExports
    total = pipeline_of(edition, asked, at, tied_to(person, edition, at)).size
    known = {"edition": edition, "form": form, "asked": asdict(asked), "total": total}
    export = Export.objects.create(asked_by=person, asked_at=at, **known)
    record_event(
        event="proposals_exported",
        subject=export,
        subject_key=export.code,
        person=person,
        at=at,
        edition=edition,
        data={"form": form, "filter": {name: value for name, value in asdict(asked).items() if value}, "rows": total},
    )
    transaction.on_commit(lambda: tell_workers("submissions.tasks.write_export", export.code, "an export"))
    return export


def _pressed_twice(edition: Edition, person: Person, asked: PipelineFilter, form: str, at: datetime) -> Export | None:
    mine = Export.objects.filter(UNFINISHED, edition=edition, asked_by=person, form=form, asked=asdict(asked))
    return mine.filter(asked_at__gt=at - PRESSED_TWICE).order_by("-pk").first()


def write_export(*, code: str, at: datetime) -> bool:
    """Write the file of an export, in the language of whoever asked; say whether it is there now.

    Safe to call twice, late, or in parallel: whoever comes second does nothing. What could not be written is begun once more by
    the sweep, and then given up.
    """
    export = _claim(code, at)
    if export is None:
        return False
    # Only as long as nobody took it over from a worker that was silent for too long, or gave it up.
    mine = Export.objects.filter(UNFINISHED, pk=export.pk, begun_at=at)
    with tempfile.TemporaryDirectory(prefix="kipp-export-") as folder, translation.override(export.asked_by.language):
        path = Path(folder, "export")
        try:
            WRITERS[ExportForm(export.form)](path, lines_of(export, at, lambda done: _tell(mine, done)))
            keep_file(path, export.stored)
        except (NotKept, OSError) as trouble:
            logger.warning("export %s was not written: %r", export.code, trouble)
            mine.filter(tries__gte=MOST_TRIES).update(failed_at=at, failure=ExportFailure.NOT_KEPT)
            return False
        return bool(mine.update(size=path.stat().st_size, done=F("total")))


def _tell(mine: QuerySet[Export], done: int) -> None:
    """Say how far the export is, and that its queue works although nothing else can run there meanwhile."""
    mine.update(done=done, beat_at=clock_expression())
    show_life(name=REPORTS)


def _claim(code: str, at: datetime) -> Export | None:
    """Return the export if nobody else writes it and it may still be written."""
    free = Q(begun_at=None) | Q(beat_at__lt=at - LEASE)
    waiting = Export.objects.filter(UNFINISHED & free, code=code, tries__lt=MOST_TRIES)
    if not waiting.update(begun_at=at, beat_at=at, tries=F("tries") + 1, done=0):
        return None
    export = Export.objects.select_related("edition", "asked_by").get(code=code)
    if not may_see_secretariat(export.asked_by, export.edition, at):
        Export.objects.filter(pk=export.pk).update(failed_at=at, failure=ExportFailure.NOT_ALLOWED)
        return None
    return export


def take_up_exports(*, at: datetime) -> list[str]:
    """Return the exports to be begun again; those begun often enough are given up."""
    codes = waiting_exports(at)
    given_up = Export.objects.filter(UNFINISHED, code__in=codes, tries__gte=MOST_TRIES)
    for code in given_up.values_list("code", flat=True):
        logger.error("export %s is given up: it was begun %d times and never ended", code, MOST_TRIES)
    given_up.update(failed_at=at, failure=ExportFailure.LOST)
    return codes


def drop_exports(*, at: datetime) -> int:
    """Remove the exports whose day is over, file and row, and return how many; that they were taken stays in the audit."""
    over = list(Export.objects.filter(asked_at__lte=at - KEPT).order_by("pk"))
    for export in over:
        # A store that is away keeps an orphan for now; the row is what opens it, and goes.
        with suppress(NotKept):
            drop_file(export.stored)
        export.delete()
    return len(over)
