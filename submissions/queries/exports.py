"""What an export of the pipeline holds, and the exports themselves."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from competition.models import Edition, Person
from competition.models.editions import pick_language
from competition.models.institutions import InstitutionKind
from competition.queries.compiled import Rows
from competition.queries.ties import tied_to
from competition.zones import day_of, format_instant
from submissions.models import Export, Screening, Submission
from submissions.models.export import KEPT
from submissions.models.screening import ScreeningResult
from submissions.queries.pipeline import PipelineFilter, pipeline_of, signed_rows
from submissions.queries.proposals import holder_of
from submissions.states import SENT, ProposalState
from submissions.words import HOLDER_LABELS

CHUNK = 500
# A worker that has said nothing for so long is dead; between two words lies a part of the lines, or the storing of the file.
LEASE = timedelta(minutes=4)
# So long a row waits for its own task before the sweep takes it up.
PATIENCE = timedelta(minutes=1)
UNFINISHED = Q(size=None, failed_at=None)


def _exported() -> QuerySet:
    """Return the proposals of some ids with what stands in a line of the file."""
    sending = Submission.objects.filter(proposal=OuterRef("pk"), proposal__state__in=sorted(SENT)).order_by(
        "-received_at", "-pk"
    )
    decision = Screening.objects.filter(proposal=OuterRef("pk"), proposal__state__in=sorted(SENT)).order_by(
        "-screened_at", "-pk"
    )
    return signed_rows().annotate(
        number=Coalesce(Subquery(sending.values("number")[:1]), Value("")),
        result=Coalesce(Subquery(decision.values("result")[:1]), Value("")),
        said_reason=Coalesce(Subquery(decision.values("reason")[:1]), Value(""), output_field=TextField()),
        region_name=Coalesce(F("institution__region__name"), Value("")),
    )


_LINES = Rows(
    _exported,
    *("pk", "code", "number", "said_title", "state", "state_since", "endorsed_at", "created_at", "submitted_at"),
    *("institution__name", "institution__code", "institution__kind", "province", "region_name", "unit__name"),
    *("category__name", "category__name_en", "group__name", "group__name_en", "result", "said_reason"),
)


def columns() -> list[str]:
    """Return the names of the columns, in the reader's language."""
    return [
        *(_("Kode"), _("Nomor tanda terima"), _("Judul"), _("Status"), _("Status sejak"), _("Hari pada status")),
        *(_("Giliran"), _("Giliran sejak"), _("Instansi"), _("Kode instansi"), _("Jenis instansi"), _("Provinsi")),
        *(_("Kabupaten atau kota"), _("Unit"), _("Kategori"), _("Kelompok"), _("Dibuat"), _("Diterima")),
        *(_("Hasil pemeriksaan"), _("Alasan pemeriksaan")),
    ]


def lines_of(export: Export, at: datetime, tell: Callable[[int], None]) -> Iterator[list[object]]:
    """Yield the names of the columns, then a line per proposal in the order of the list; `tell` hears how many were read."""
    yield columns()
    without = tied_to(export.asked_by, export.edition, at)
    found = pipeline_of(export.edition, PipelineFilter(**export.asked), export.asked_at, without)
    ids = found.rows.ids()
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        rows = {one.pk: one for one in _LINES.read(ids=part)}
        yield from (_line(rows[pk], at) for pk in part if pk in rows)
        tell(start + len(part))


def _line(one: Any, at: datetime) -> list[object]:
    holder = holder_of(one, one.endorsed_at is not None)
    return [
        *(one.code, one.number, one.said_title, str(ProposalState(one.state).label), format_instant(one.state_since)),
        (day_of(at) - day_of(one.state_since)).days,
        *(str(HOLDER_LABELS.get(holder, "")), format_instant(one.endorsed_at or one.state_since) if holder else ""),
        *(one.institution__name, one.institution__code, str(InstitutionKind(one.institution__kind).label)),
        *(one.province, one.region_name, one.unit__name),
        pick_language(one.category__name or "", one.category__name_en or ""),
        pick_language(one.group__name, one.group__name_en),
        format_instant(one.created_at),
        format_instant(one.submitted_at) if one.submitted_at else "",
        *(str(ScreeningResult(one.result).label) if one.result else "", one.said_reason),
    ]


def export_by_code(code: str, person: Person, at: datetime) -> Export | None:
    """Return the person's own export while it is kept; None otherwise."""
    own = Export.objects.filter(code=code, asked_by=person, asked_at__gt=at - KEPT)
    return own.select_related("edition").first()


def exports_of(person: Person, edition: Edition, at: datetime) -> list[Export]:
    """Return the person's exports that are kept, the last one first."""
    return list(Export.objects.filter(asked_by=person, edition=edition, asked_at__gt=at - KEPT))


def unfinished_of(person: Person) -> int:
    """Return how many exports of the person are still to be written."""
    return Export.objects.filter(UNFINISHED, asked_by=person).count()


def waiting_exports(at: datetime) -> list[str]:
    """Return the codes of exports that nobody writes although they should be: their task was lost, or their worker died."""
    lost = Q(begun_at=None, asked_at__lt=at - PATIENCE) | Q(beat_at__lt=at - LEASE)
    return list(Export.objects.filter(UNFINISHED & lost).order_by("pk").values_list("code", flat=True))
