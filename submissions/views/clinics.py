"""The programme of clinics, the same for everybody: when, for whom, seats left, materials, and an entry for calendars."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from competition.inspecting import FileRefused, NotChecked
from competition.models.institutions import InstitutionKind
from competition.queries.editions import current_edition
from competition.storage import NotOpened
from competition.views.edge import instant
from competition.views.ics import CONTENT_TYPE
from competition.views.public import public_page
from competition.zones import format_date, format_number, format_time, format_zones
from submissions.access.clinics import batch_to_see, material_of
from submissions.models import Batch, ClinicMaterial
from submissions.queries.clinics import clinics_of, shown_materials, waiting_number
from submissions.queries.enclosures import EnclosureMissing
from submissions.videos import Video
from submissions.views.clinic_ics import clinic_file
from submissions.views.enclosures import hand_out_enclosure


@require_safe
@public_page(seconds=15)
def clinics(request: HttpRequest) -> HttpResponse:
    """List the batches of the current edition by day."""
    at, edition = instant(request), current_edition()
    rows = [clinic_row(one, at) for one in clinics_of(edition)] if edition else []
    return render(request, "submissions/clinics/programme.html", {"rows": rows, "edition": edition})


@require_safe
@public_page(seconds=15)
def clinic(request: HttpRequest, code: str) -> HttpResponse:
    """Show one batch."""
    at, batch = instant(request), batch_to_see(code)
    context = {
        "batch": batch,
        "row": clinic_row(batch, at),
        "waiting": waiting_number(batch),
        "materials": [material_row(one) for one in shown_materials(batch)],
    }
    return render(request, "submissions/clinics/clinic.html", context)


@require_safe
@public_page(seconds=60)
def clinic_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Give the batch to a calendar."""
    batch = batch_to_see(code)
    if batch.starts_at is None:
        raise Http404
    url = settings.SITE_URL + reverse("submissions:clinic", args=[code])
    written = clinic_file(batch, host=urlsplit(settings.SITE_URL).hostname, url=url, at=instant(request))
    answer = HttpResponse(written, content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = 'inline; filename="klinik.ics"'
    return answer


@require_safe
def clinic_material(request: HttpRequest, code: str, material: str) -> HttpResponse:
    """Hand out a file that was looked at, to everybody: who could not come reads the same."""
    request.is_public = True
    found = material_of(batch_to_see(code), material)
    try:
        return hand_out_enclosure(found.file, f"klinik-{found.code}")
    except (EnclosureMissing, FileRefused, NotChecked, NotOpened) as error:
        raise Http404 from error


def clinic_row(batch: Batch, at: datetime) -> dict[str, Any]:
    """Return a batch as the pages print it."""
    return {
        "name": batch.name,
        "url": reverse("submissions:clinic", args=[batch.code]),
        "day": format_date(batch.starts_at, zone=batch.zone, weekday=True) if batch.starts_at else "",
        "hours": _hours(batch),
        "place": batch.place or (_("Daring") if batch.address else ""),
        "invited": ", ".join(one.name for one in sorted(batch.provinces.all(), key=lambda one: one.name)),
        "kinds": ", ".join(str(InstitutionKind(one).label) for one in batch.kinds),
        "seats": _seats(batch),
        "state": _state(batch, at),
        "is_open": _is_open(batch, at),
    }


def material_row(one: ClinicMaterial) -> dict[str, str]:
    """Return a material as the pages print it."""
    if one.video_key:
        return {"title": one.title, "url": Video("YOUTUBE", one.video_key).address, "is_elsewhere": True, "code": one.code}
    url = reverse("submissions:clinic_material", args=[one.batch.code, one.code])
    return {"title": one.title, "url": url, "is_elsewhere": False, "code": one.code, "file": one.file}


def _hours(batch: Batch) -> str:
    """Return the hours on the clock of the place, and when that is in WIB."""
    if batch.starts_at is None or batch.is_whole_day:
        return ""
    starts, ends = (format_time(one, zone=batch.zone) for one in (batch.starts_at, batch.ends_at))
    here = f"{starts}–{ends} {batch.zone}"
    return here if batch.zone == "WIB" else f"{here} ({format_zones(batch.starts_at).split(' · ')[0]})"


def _seats(batch: Batch) -> str:
    if batch.capacity is None:
        return ""
    known = {"left": format_number(batch.seats_left), "all": format_number(batch.capacity)}
    return _("%(left)s dari %(all)s") % known


def _is_open(batch: Batch, at: datetime) -> bool:
    return batch.called_off_at is None and batch.books_from is not None and batch.books_from <= at < batch.books_until


def _state(batch: Batch, at: datetime) -> dict[str, str]:
    if batch.called_off_at is not None:
        return {"word": pgettext("clinic", "Dibatalkan"), "kind": "bad"}
    if batch.starts_at is None:
        return {"word": _("Tanggal tidak diketahui"), "kind": "quiet"}
    if batch.is_over(at):
        return {"word": pgettext("clinic", "Selesai"), "kind": "quiet"}
    if _is_open(batch, at):
        is_full = batch.seats_left == 0
        return {"word": _("Daftar tunggu") if is_full else _("Pemesanan terbuka"), "kind": "warn" if is_full else "ok"}
    return {"word": _("Pemesanan tidak terbuka"), "kind": "quiet"}
