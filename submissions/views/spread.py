"""How far innovations have spread, for everybody: each figure leads to the list behind it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from competition.models.institutions import InstitutionKind
from competition.views.public import public_page
from competition.zones import format_number
from submissions.forms.spread import ELSEWHERE, SpreadForm, SpreadListForm
from submissions.queries.facets import catalogue_choices, province_names
from submissions.queries.spread import HIDDEN, Figures, Spread, confirmed_years, spread_of
from submissions.tilemap import TILES, drawn, tiles_of
from submissions.views.facets import query_of

PARAMETERS = {"kind": "jenis", "category": "kategori", "province": "provinsi", "year": "tahun"}
ARRIVING = {"kind": "kejenis", "province": "ke"}
# So many ways from province to province stand on the page; the list behind the figures has all.
MOST_WAYS = 40


@dataclass(frozen=True, slots=True)
class Words:
    """What keys are called in the reader's language."""

    by_facet: dict[str, dict[str, str]]

    def say(self, facet: str, key: object) -> str:
        """Return what a key of this facet is called."""
        return self.by_facet.get(facet, {}).get(str(key), str(key))

    def facet(self, facet: str) -> str:
        """Return what a facet is called."""
        names = {"kind": _("Jenis instansi"), "category": _("Kategori"), "province": _("Provinsi"), "year": _("Tahun")}
        return names.get(facet, _("Semua"))


def spread_form(request: HttpRequest) -> tuple[SpreadForm, Words]:
    """Return what the page of figures is asked, and the words for it. Three queries."""
    return _form(request, SpreadForm)


def list_form(request: HttpRequest) -> tuple[SpreadForm, Words]:
    """Return the same of a list. Three queries."""
    return _form(request, SpreadListForm)


def _form(request: HttpRequest, form: type[SpreadForm]) -> tuple[SpreadForm, Words]:
    choices = catalogue_choices()
    provinces = dict(choices.provinces) | dict(province_names())
    years = sorted({year for year, _name in choices.years} | set(confirmed_years()), reverse=True)
    given = {"choices": choices, "years": years, "provinces": sorted(provinces.items())}
    return form(request.GET or None, **given), words_of(choices.categories, provinces)


def words_of(categories: list[tuple[str, str]], provinces: dict[str, str]) -> Words:
    """Return the words for what there is."""
    elsewhere = {key: str(label) for key, label in ELSEWHERE}
    kinds = {key: str(label) for key, label in InstitutionKind.choices}
    found = {"all": {"": _("Semua")}, "category": dict(categories)}
    return Words(found | {"province": provinces | elsewhere, "kind": kinds | {HIDDEN: elsewhere[HIDDEN]}})


@require_safe
@public_page(seconds=30, browser_seconds=30)
def spread(request: HttpRequest) -> HttpResponse:
    """Show the figures of what is asked."""
    form, words = spread_form(request)
    found = spread_of(form.asked())
    context = {
        "form": form,
        "clear_url": reverse("submissions:spread"),
        "heads": _heads(form, found),
        "tables": [_table(form, words, found, facet) for facet in ("province", "kind", "category", "year")],
        "arrivals": [_arrivals(form, words, found, facet) for facet in ("province", "kind")],
        "ways": [_way(form, words, *one) for one in found.ways[:MOST_WAYS]],
        "has_more_ways": len(found.ways) > MOST_WAYS,
        "missing": _missing(form, found),
        "map": _map(form, words, found),
        "files": [(label, _address("angka", form, kind=kind)) for kind, label in (("csv", "CSV"), ("xlsx", "XLSX"))],
        "open_url": reverse("submissions:open_spread"),
    }
    return render(request, "submissions/spread/page.html", context)


def _address(name: str, form: SpreadForm, *, kind: str = "", **changes: object) -> str:
    """Return the list (or its file) behind a figure, as narrowed as the page, with the changes."""
    path = reverse("submissions:spread_file", args=[name, kind]) if kind else reverse("submissions:spread_list", args=[name])
    return path + query_of(form, **changes).rstrip("?")


def _figure(number: int, url: str) -> dict[str, Any]:
    return {"number": number, "url": url if number else ""}


def _heads(form: SpreadForm, found: Spread) -> list[dict[str, Any]]:
    whole = found.whole
    catalogue = reverse("submissions:catalogue") + query_of(form).rstrip("?")
    share = format_number(round(100 * whole.replicated / whole.innovations, 1), 1) if whole.innovations else "0"
    known = _("replikasi; nilai tengah %(days)s hari dari minat sampai dikonfirmasi")
    days = {"days": format_number(round(found.median_days), 0)} if found.median_days is not None else None
    heads = [
        _figure(whole.innovations, catalogue) | {"label": _("inovasi")},
        _figure(whole.institutions, _address("instansi", form)) | {"label": _("instansi punya inovasi")},
        _figure(whole.replications, _address("replikasi", form)) | {"label": _("replikasi dikonfirmasi tim asal")},
        _figure(whole.replicated, _address("direplikasi", form))
        | {"label": _("inovasi pernah direplikasi, %(share)s %% dari semuanya") % {"share": share}},
    ]
    if days:
        heads.append(_figure(found.named, _address("replikasi", form, lama="1")) | {"label": known % days})
    return heads


def _table(form: SpreadForm, words: Words, found: Spread, facet: str) -> dict[str, Any]:
    """Return the figures by a facet; provinces and kinds by their names, years the latest first."""
    parameter = PARAMETERS[facet]
    catalogue = reverse("submissions:catalogue")
    lines = []
    for key, one in found.rows[facet].items():
        if not (one.innovations or one.replications):
            continue
        asked = {parameter: key}
        in_catalogue = catalogue + query_of(form, **asked)
        lines.append(
            {
                "label": words.say(facet, key),
                "figures": [
                    _figure(one.innovations, in_catalogue),
                    _figure(one.institutions, _address("instansi", form, **asked)),
                    _figure(one.replicated, _address("direplikasi", form, **asked)),
                    _figure(one.replications, _address("replikasi", form, **asked)),
                ],
            }
        )
    lines.sort(key=lambda line: line["label"], reverse=facet == "year")
    return {"caption": words.facet(facet), "rows": lines}


def _arrivals(form: SpreadForm, words: Words, found: Spread, facet: str) -> dict[str, Any]:
    """Return how many replications arrived where; those whose place is not told are a line of their own."""
    rows = ((key, one) for key, one in found.rows[facet].items() if one.received)
    lines = [
        {"label": words.say(facet, key)} | _figure(one.received, _address("replikasi", form, **{ARRIVING[facet]: key}))
        for key, one in sorted(rows, key=lambda pair: (-pair[1].received, pair[0]))
    ]
    return {"caption": words.facet(facet), "rows": lines}


def _way(form: SpreadForm, words: Words, origin: str, to: str, number: int) -> dict[str, Any]:
    told = {"origin": words.say("province", origin), "to": words.say("province", to)}
    return told | _figure(number, _address("replikasi", form, provinsi=origin, ke=to))


def _missing(form: SpreadForm, found: Spread) -> list[dict[str, Any]]:
    """Return where nothing is or arrives: each figure, and the first names behind it."""
    labels = {
        "province_without_innovation": ("provinsi-tanpa-inovasi", _("provinsi tanpa inovasi")),
        "kind_without_innovation": ("jenis-tanpa-inovasi", _("jenis instansi tanpa inovasi")),
        "province_without_replication": ("provinsi-tanpa-replikasi", _("provinsi tanpa replikasi yang ditampilkan")),
        "kind_without_replication": ("jenis-tanpa-replikasi", _("jenis instansi tanpa replikasi yang ditampilkan")),
    }
    return [
        _figure(len(found.missing[key]), _address(name, form))
        | {"label": label, "names": ", ".join(name for _code, name in found.missing[key])}
        for key, (name, label) in labels.items()
    ]


def _map(form: SpreadForm, words: Words, found: Spread) -> dict[str, Any]:
    """Return the provinces as tiles by their innovations."""
    rows = found.rows["province"]
    numbers = {code: rows.get(code, Figures()).innovations for code in TILES}
    catalogue = reverse("submissions:catalogue")
    tiles = tiles_of(numbers)
    for tile in tiles:
        code = tile["code"]
        told = _figure(numbers[code], catalogue + query_of(form, provinsi=code))
        tile |= told | {"name": words.say("province", code)}
    return drawn(tiles)
