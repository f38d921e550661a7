"""What a reader may ask of the catalogue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.models.institutions import InstitutionKind
from competition.wording import PlainErrors
from submissions.queries.catalogue import CatalogueFilter
from submissions.queries.facets import Choices

ALL = ("", _("Semua"))


class CatalogueForm(PlainErrors, forms.Form):
    """Search and five filters; lives in the address."""

    cari = forms.CharField(label=_("Cari inovasi atau instansi"), required=False, max_length=80)
    tahun = forms.TypedChoiceField(label=_("Tahun"), required=False, coerce=int, empty_value=None)
    penghargaan = forms.ChoiceField(label=_("Penghargaan"), required=False)
    jenis = forms.ChoiceField(label=_("Jenis instansi"), required=False, choices=[ALL, *InstitutionKind.choices])
    kategori = forms.ChoiceField(label=_("Kategori"), required=False)
    provinsi = forms.ChoiceField(label=_("Provinsi"), required=False)

    def __init__(self, *args, choices: Choices, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tahun"].choices = [ALL, *choices.years]
        self.fields["penghargaan"].choices = [ALL, *choices.awards]
        self.fields["kategori"].choices = [ALL, *choices.categories]
        self.fields["provinsi"].choices = [ALL, *choices.provinces]

    def asked(self) -> CatalogueFilter:
        """Return the filter; a field that makes no sense is left out of it."""
        if not self.is_bound:
            return CatalogueFilter()
        self.full_clean()
        given = self.cleaned_data
        return CatalogueFilter(
            search=given.get("cari", ""),
            year=given.get("tahun"),
            award=given.get("penghargaan", ""),
            kind=given.get("jenis", ""),
            category=given.get("kategori", ""),
            province=given.get("provinsi", ""),
        )
