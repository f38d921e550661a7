"""The catalogue's filters as links with their numbers, and the provinces among them as a map."""

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from competition.models.institutions import InstitutionKind
from submissions.forms.catalogue import CatalogueForm
from submissions.queries.facets import Choices, Numbers

# The parameter of the address, by facet, in the order in which they are shown.
PARAMETERS = {"kind": "jenis", "category": "kategori", "province": "provinsi", "year": "tahun", "award": "penghargaan"}


def query_of(form: CatalogueForm, **changes: object) -> str:
    """Return the query string of what was asked and made sense, with the changes; None takes a parameter out."""
    known = {name: form.cleaned_data.get(name) for name in form.fields} if form.is_bound else {}
    given = {name: value for name, value in (known | changes).items() if value}
    return f"?{urlencode(given)}" if given else "?"


def facet_links(form: CatalogueForm, choices: Choices, numbers: Numbers, *, counted: bool) -> list[dict[str, Any]]:
    """Return the facets that tell something apart, each with its links; without numbers where not all were counted."""
    labels = {"kind": _("Jenis instansi"), "category": _("Kategori"), "province": _("Provinsi")}
    labels |= {"year": _("Tahun"), "award": _("Penghargaan")}
    shown = {
        "kind": [(key, str(label)) for key, label in InstitutionKind.choices],
        "category": choices.categories,
        "province": choices.provinces,
        "year": choices.years,
        "award": choices.awards,
    }
    facets = []
    for facet, parameter in PARAMETERS.items():
        links = [_link(form, parameter, key, label, numbers[facet], counted=counted) for key, label in shown[facet]]
        links = [one for one in links if one["number"]]
        if links:
            facets.append({"label": labels[facet], "links": links, "is_chosen": any(one["is_chosen"] for one in links)})
    return facets


def _link(
    form: CatalogueForm, parameter: str, key: object, label: str, numbers: dict[str, int], *, counted: bool
) -> dict[str, Any]:
    is_chosen = form.is_bound and form.cleaned_data.get(parameter) == key
    return {
        "label": label,
        "number": numbers.get(str(key), 0),
        "counted": counted,
        "is_chosen": is_chosen,
        "url": query_of(form, **{parameter: None if is_chosen else key}),
    }
