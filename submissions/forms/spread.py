"""What a reader may ask of the figures of spreading, and of the lists behind them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.models.institutions import InstitutionKind
from competition.wording import PlainErrors
from submissions.forms.catalogue import ALL
from submissions.queries.facets import Choices
from submissions.queries.spread import CENTRAL, HIDDEN, SpreadFilter

# What no province has, and what is not told.
ELSEWHERE = [(CENTRAL, _("Tanpa provinsi (pusat)")), (HIDDEN, _("Tidak ditampilkan"))]


class SpreadForm(PlainErrors, forms.Form):
    """Four filters of the innovation; live in the address."""

    tahun = forms.TypedChoiceField(label=_("Tahun"), required=False, coerce=int, empty_value=None)
    kategori = forms.ChoiceField(label=_("Kategori"), required=False)
    jenis = forms.ChoiceField(label=_("Jenis instansi"), required=False, choices=[ALL, *InstitutionKind.choices])
    provinsi = forms.ChoiceField(label=_("Provinsi"), required=False)

    def __init__(self, *args, choices: Choices, years: list[int], provinces: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tahun"].choices = [ALL, *((year, str(year)) for year in years)]
        self.fields["kategori"].choices = [ALL, *choices.categories]
        self.fields["provinsi"].choices = [ALL, *provinces]

    def asked(self) -> SpreadFilter:
        """Return the filter; a field that makes no sense is left out of it."""
        if not self.is_bound:
            return SpreadFilter()
        self.full_clean()
        given = self.cleaned_data
        return SpreadFilter(
            year=given.get("tahun"),
            category=given.get("kategori", ""),
            kind=given.get("jenis", ""),
            province=given.get("provinsi", ""),
            to_province=given.get("ke", ""),
            to_kind=given.get("kejenis", ""),
            is_named=bool(given.get("lama")),
        )


class SpreadListForm(SpreadForm):
    """The same for a list of replications, with the side that took the innovation over."""

    ke = forms.ChoiceField(label=_("Ke provinsi"), required=False)
    kejenis = forms.ChoiceField(
        label=_("Ke jenis instansi"), required=False, choices=[ALL, *InstitutionKind.choices, ELSEWHERE[1]]
    )
    lama = forms.ChoiceField(label=_("Lama sampai dikonfirmasi"), required=False, choices=[ALL, ("1", _("Diketahui"))])

    def __init__(self, *args, provinces: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, provinces=provinces, **kwargs)
        self.fields["provinsi"].choices = [ALL, *provinces, ELSEWHERE[0]]
        self.fields["ke"].choices = [ALL, *provinces, *ELSEWHERE]
