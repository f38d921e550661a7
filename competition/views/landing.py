"""The front page and the help page. Both are the same for everybody and kept a few seconds."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.clock import read_clock
from competition.queries.editions import edition_with_categories
from competition.queries.site import SiteEdition, SiteStage, bulletins_now, extended_lately, site_edition
from competition.views.ics import CONTENT_TYPE, calendar_file
from competition.views.public import public_page
from competition.zones import format_period


@require_safe
@public_page(seconds=20)
def landing(request: HttpRequest) -> HttpResponse:
    """Say what the competition is, where it stands and what to do now."""
    at = read_clock()
    edition = site_edition()
    stages = [one for one in edition.stages if not one.is_parallel] if edition else []
    current = next((one for one in stages if one.opens_at <= at < one.closes_at), None)
    context = {
        "edition": edition,
        "now": at,
        "stages": [_line(one, at) for one in edition.stages] if edition else [],
        "current_stage": _named(current),
        "next_stage": _named(next((one for one in stages if one.opens_at > at), None)),
        "calendar_url": reverse("competition:calendar") + ("?bahasa=en" if get_language() == "en" else ""),
        "extended": extended_lately(edition.pk, at) if edition else [],
        "bulletins": bulletins_now(edition.pk, at) if edition else [],
        "primary": _primary(edition, current, at),
        **_details(edition),
    }
    return render(request, "competition/landing.html", context)


@require_safe
@public_page(seconds=60)
def help_page(request: HttpRequest) -> HttpResponse:
    """Answer the questions people ask most."""
    return render(request, "competition/help.html")


@require_safe
@public_page(seconds=15)
def calendar(request: HttpRequest) -> HttpResponse:
    """Give the dates to a calendar that subscribes to them. It brings no cookie, so `?bahasa=en` names the language."""
    with override("en" if request.GET.get("bahasa") == "en" else "id"):
        host, home = urlsplit(settings.SITE_URL).hostname, f"{settings.SITE_URL}/"
        written = calendar_file(site_edition(), host=host, url=home, at=read_clock())
    answer = HttpResponse(written, content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = 'inline; filename="kipp.ics"'
    return answer


def _details(edition: SiteEdition | None) -> dict[str, Any]:
    """Return categories and figures, as the page prints them."""
    if edition is None:
        return {"categories": [], "figures": []}
    full = edition_with_categories(edition.pk)
    words = {
        "registered": _("proposal dimulai"),
        "submitted": _("proposal terkirim"),
        "institutions": _("instansi pengirim"),
        "provinces": _("provinsi"),
    }
    # The counts belong to the app above; like the addresses, it is named as a string only.
    figures = import_string(settings.LANDING_FIGURES)(edition.pk)
    shown = [{"value": figures[key], "label": label} for key, label in words.items()]
    categories = [
        {"name": one.in_language("name"), "description": one.in_language("description")} for one in full.categories.all()
    ]
    return {"categories": categories, "figures": shown if figures["registered"] else []}


def _named(stage: SiteStage | None) -> dict[str, Any] | None:
    return stage and {"name": stage.label, "opens_at": stage.opens_at, "closes_at": stage.closes_at}


def _line(stage: SiteStage, at: datetime) -> dict[str, Any]:
    state = "later" if at < stage.opens_at else "now" if at < stage.closes_at else "done"
    window = format_period(stage.opens_at, stage.closes_at)
    return {"name": stage.label, "state": state, "window_text": window}


def _primary(edition: SiteEdition | None, current: SiteStage | None, at: datetime) -> dict[str, str]:
    """Return the one button: it follows the calendar, not the reader, because the page is everybody's."""
    if current is not None and current.key == "registration":
        return {"label": _("Mulai proposal"), "url": reverse("submissions:start")}
    announced = edition and next((one for one in edition.stages if one.key == "announcement"), None)
    if announced and at >= announced.opens_at:
        return {"label": _("Lihat hasil"), "url": reverse("submissions:results", args=[edition.year])}
    return {"label": _("Masuk"), "url": reverse("competition:sign_in")}
