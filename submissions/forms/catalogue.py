"""What a reader may ask of the catalogue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.models.institutions import InstitutionKind
from competition.wording import PlainErrors
from submissions.queries.catalogue import CatalogueFilter

ALL = ("", _("Semua"))


class CatalogueForm(PlainErrors, forms.Form):
    """Search and three filters; lives in the address."""

    cari = forms.CharField(label=_("Cari inovasi atau instansi"), required=False, max_length=80)
    tahun = forms.TypedChoiceField(label=_("Tahun"), required=False, coerce=int, empty_value=None)
    penghargaan = forms.ChoiceField(label=_("Penghargaan"), required=False)
    jenis = forms.ChoiceField(label=_("Jenis instansi"), required=False, choices=[ALL, *InstitutionKind.choices])

    def __init__(self, *args, years: list[int], awards: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tahun"].choices = [ALL, *((year, str(year)) for year in years)]
        self.fields["penghargaan"].choices = [ALL, *((name, name) for name in awards)]

    def asked(self) -> CatalogueFilter:
        """Return the filter; a field that makes no sense is left out of it."""
        if not self.is_bound:
            return CatalogueFilter()
        self.full_clean()
        given = self.cleaned_data
        return CatalogueFilter(given.get("cari", ""), given.get("tahun"), given.get("penghargaan", ""), given.get("jenis", ""))
