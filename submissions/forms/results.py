"""What a reader may ask of a published list."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.models.institutions import InstitutionKind
from competition.wording import PlainErrors
from submissions.queries.results import Facets, OutcomeFilter

ALL = ("", _("Semua"))


class ResultsForm(PlainErrors, forms.Form):
    """Search and two filters; lives in the address."""

    cari = forms.CharField(label=_("Cari judul atau instansi"), required=False, max_length=80)
    jenis = forms.ChoiceField(label=_("Jenis instansi"), required=False)
    kategori = forms.ChoiceField(label=_("Kategori"), required=False)
    daftar = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(self, *args, facets: Facets, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jenis"].choices = [ALL, *kinds_among(facets.kinds)]
        self.fields["kategori"].choices = [ALL, *facets.categories]

    def asked(self) -> OutcomeFilter:
        """Return the filter; a field that makes no sense is left out of it."""
        if not self.is_bound:
            return OutcomeFilter()
        self.full_clean()
        given = self.cleaned_data
        return OutcomeFilter(given.get("cari", ""), given.get("jenis", ""), given.get("kategori", ""))


def kinds_among(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Return those kinds of institution as choices, in the order of the domain."""
    return [(value, label) for value, label in InstitutionKind.choices if value in kinds]
