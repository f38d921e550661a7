"""An innovation for those who pass it on: its addresses, picture, linked data and printed page, and the map of the site."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.views.public import public_page
from submissions.cards import Card, draw_card, linked_data
from submissions.models import Innovation
from submissions.printing import NotPrinted
from submissions.queries.catalogue import public_innovation
from submissions.queries.neighbours import count_public, public_codes_of
from submissions.views.paper import Sheet, print_innovation

A_DAY = 86_400
# Search engines take 50,000 addresses in one file.
PER_PART = 20_000
# As many as one file may name.
MOST_PARTS = 50_000


def head_of(innovation: Innovation) -> dict[str, Any]:
    """Return what the head of the innovation's page says to other programs."""
    address = f"{settings.SITE_URL}{reverse('submissions:innovation', args=[innovation.code])}"
    languages = {"id": address, "en": f"{address}?bahasa=en"}
    picture = f"{settings.SITE_URL}{reverse('submissions:innovation_picture', args=[innovation.code])}"
    summary = f"{innovation.institution.name} · {_awards(innovation)}".strip(" ·")
    facts = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": address,
        "name": innovation.title,
        "url": address,
        "image": picture,
        "creator": {"@type": "GovernmentOrganization", "name": innovation.institution.name},
        "award": [str(one) for one in innovation.awards.all()],
        "inLanguage": "id",
    }
    return {
        "canonical": languages[get_language() or "id"],
        "languages": languages,
        "picture": picture,
        "summary": summary,
        "linked_data": linked_data(facts),
    }


@require_safe
@public_page(seconds=300, browser_seconds=A_DAY, reads_query=False)
def innovation_picture(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the innovation's title and owner."""
    found = _found(code)
    card = Card(found.title, found.institution.name, _awards(found), _("Katalog inovasi pelayanan publik"))
    return HttpResponse(draw_card(card), content_type="image/png")


@require_safe
@public_page(seconds=300, browser_seconds=30, reads_query=False)
def innovation_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the innovation on paper; if that cannot be made, its page prints as well."""
    found = _found(code)
    region = found.institution.region
    address = f"{settings.SITE_URL}{reverse('submissions:innovation', args=[found.code])}"
    facts = [
        (_("Instansi"), found.institution.name),
        (_("Unit"), found.unit_name),
        (_("Jenis instansi"), found.institution.get_kind_display()),
        (_("Provinsi"), (region.parent or region).name if region else ""),
    ]
    awards = [(str(one), one.title_then if one.title_then != found.title else "") for one in found.awards.all()]
    sheet = Sheet(found.title, [pair for pair in facts if pair[1]], awards, address, found.created_at)
    try:
        printed = print_innovation(sheet)
    except NotPrinted:
        return redirect("submissions:innovation", found.code)
    response = HttpResponse(printed, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.code}.pdf"'
    return response


@require_safe
@public_page(seconds=300, browser_seconds=300, reads_query=False)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Name the parts of the site's map: every public innovation is in one, and nothing else of the registry."""
    parts = -(-count_public() // PER_PART)
    context = {"addresses": [_absolute("submissions:sitemap_part", number) for number in range(parts + 1)]}
    return render(request, "submissions/catalogue/sitemap_index.xml", context, content_type="application/xml")


@require_safe
@public_page(seconds=300, browser_seconds=300, reads_query=False)
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """List the addresses of a part: the public pages in part 0, innovations in the others."""
    if number > MOST_PARTS:
        raise Http404
    if number:
        codes = public_codes_of((number - 1) * PER_PART, PER_PART)
        addresses = [_absolute("submissions:innovation", one) for one in codes]
    else:
        names = ("competition:landing", "competition:help", "submissions:results_index", "submissions:catalogue")
        names += ("submissions:spread",)
        addresses = [_absolute(one) for one in names]
    if not addresses:
        raise Http404
    return render(request, "submissions/catalogue/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


def _found(code: str) -> Innovation:
    found = public_innovation(code)
    if found is None:
        raise Http404
    return found


def _absolute(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _awards(innovation: Innovation) -> str:
    return ", ".join(str(one) for one in innovation.awards.all())
