"""Versions of a published list: what each correction changed, and the list as it stood before."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from competition.templatetags.kipp import PAGE_PARAMETER
from competition.views.edge import instant
from competition.views.public import public_page
from submissions.models import Erratum, Publication
from submissions.models.erratum import ErratumKind
from submissions.queries.errata import Told, outcomes_in, told_errata_of, told_of_erratum, with_errata
from submissions.queries.results import category_labels, publications_at

WARM_SECONDS = 30
PER_PAGE = 50
FIELDS = {
    "title": gettext_lazy("Judul inovasi"),
    "unit_name": gettext_lazy("Nama unit"),
    "institution_name": gettext_lazy("Nama instansi"),
    "category_name": gettext_lazy("Kategori"),
}


@require_safe
@public_page(seconds=WARM_SECONDS, browser_seconds=WARM_SECONDS)
def list_version(request: HttpRequest, year: int, key: str, version: int) -> HttpResponse:
    """Show a list as it stood before it was corrected, in alphabetical order, and by what it was replaced."""
    at = instant(request)
    publication = next((one for one in with_errata(publications_at(at, year)) if one.round_key == key), None)
    if publication is None or not 1 <= version <= publication.version:
        raise Http404
    in_force = f"{reverse('submissions:results', args=[year])}?daftar={key}"
    if version == publication.version:
        return redirect(in_force)
    labels = category_labels(publication.edition_id)
    page = Paginator(outcomes_in(publication, version), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    for one in page:
        one.category = labels.get(one.category_name, one.category_name)
    later = [one for one in errata_rows(publication) if one["version"] > version]
    context = {"publication": publication, "edition": publication.edition, "version": version, "page": page, "later": later}
    return render(request, "submissions/results/version.html", context | {"in_force": in_force})


def errata_rows(publication: Publication) -> list[dict[str, Any]]:
    """Return the corrections of a list that came by `with_errata`, ready to print, the latest first, each with where the
    version before it is."""
    told = told_errata_of(publication)
    labels = _labels(publication, told)
    return [
        {
            "version": one.version,
            "at": one.at,
            "reason": one.reason,
            "changes": list(_changes(one, labels)),
            "before": one.version - 1,
            "before_url": _address(publication, one.version - 1),
        }
        for one in told
    ]


def is_behind(publication: Publication, decrees: list[dict[str, Any]]) -> bool:
    """Say whether entries came or went after the last decree was recorded, which therefore has to be changed, too: what is on
    its paper does not change by being confirmed later. Of decrees the latest stands first."""
    if not decrees:
        return False
    since: datetime = decrees[0]["recorded_at"]
    return any(one.at > since and one.kind != ErratumKind.WORDS for one in told_errata_of(publication))


def changes_of(erratum: Erratum) -> list[str]:
    """Return what a correction changes, in sentences."""
    told = told_of_erratum(erratum)
    return list(_changes(told, _labels(erratum.publication, [told])))


def _labels(publication: Publication, told: list[Told]) -> dict[str, str]:
    """Return the categories in the reader's language, where one was put right: no query more for the others."""
    return category_labels(publication.edition_id) if any("category_name" in one.words for one in told) else {}


def _changes(one: Told, labels: dict[str, str]) -> Iterable[str]:
    for name, label in FIELDS.items():
        if name in one.words:
            before, after = one.entry[name], one.words[name]
            if name == "category_name":
                before, after = labels.get(before, before), labels.get(after, after)
            known = {"field": label, "before": before, "after": after}
            yield _("%(field)s: “%(before)s” menjadi “%(after)s”.") % known
    if one.kind == ErratumKind.REMOVED:
        known = {"title": one.entry["title"], "institution": one.entry["institution_name"]}
        yield _("“%(title)s” (%(institution)s) tidak lagi termasuk dalam daftar.") % known
    if one.successor:
        known = {"title": one.successor, "institution": one.institution}
        yield _("“%(title)s” (%(institution)s) masuk ke dalam daftar.") % known
    elif one.kind == ErratumKind.REMOVED:
        yield _("Tidak ada pengganti.")


def _address(publication: Publication, version: int) -> str:
    return reverse("submissions:list_version", args=[publication.edition.year, publication.round_key, version])
