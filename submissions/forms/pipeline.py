"""What the secretariat asks of its pipeline; lives in the address."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from competition.models.institutions import InstitutionKind
from competition.wording import PlainErrors
from submissions.queries.pipeline import AGES, EVERY, FIRST_SORT, HOLDERS, SORTS, PipelineFilter
from submissions.states import ProposalState
from submissions.words import HOLDER_LABELS

Choices = Iterable[tuple[str, str]]
ALL = ("", gettext_lazy("Semua"))
SORT_LABELS = {
    "terbaru": gettext_lazy("Terbaru diterima"),
    "terlama": gettext_lazy("Paling lama menunggu"),
    "umur": gettext_lazy("Paling lama pada statusnya"),
    "judul": gettext_lazy("Judul"),
    "instansi": gettext_lazy("Instansi"),
}
AT_LEAST = ngettext_lazy("%(n)s hari atau lebih", "%(n)s hari atau lebih", "n")


class PipelineForm(PlainErrors, forms.Form):
    """Search, filters and order. The state is chosen by the links with counts."""

    cari = forms.CharField(label=gettext_lazy("Cari judul, instansi, atau nomor tanda terima"), required=False, max_length=80)
    kategori = forms.ChoiceField(label=gettext_lazy("Kategori"), required=False)
    jenis = forms.ChoiceField(label=gettext_lazy("Jenis instansi"), required=False, choices=[ALL, *InstitutionKind.choices])
    wilayah = forms.ChoiceField(label=gettext_lazy("Provinsi"), required=False)
    giliran = forms.ChoiceField(
        label=gettext_lazy("Giliran"), required=False, choices=[ALL, *((one, HOLDER_LABELS[one]) for one in HOLDERS)]
    )
    umur = forms.ChoiceField(
        label=gettext_lazy("Umur pada statusnya"),
        required=False,
        choices=[ALL, *((str(one), AT_LEAST % {"n": one}) for one in AGES)],
    )
    urut = forms.ChoiceField(label=gettext_lazy("Urutan"), required=False, choices=[(key, SORT_LABELS[key]) for key in SORTS])
    status = forms.ChoiceField(
        required=False, choices=[(one, one) for one in (*ProposalState.values, EVERY)], widget=forms.HiddenInput
    )

    def __init__(self, *args, categories: Choices, provinces: Choices, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kategori"].choices = [ALL, *categories]
        self.fields["wilayah"].choices = [ALL, *provinces]

    def set_filters(self) -> dict[str, str]:
        """Return what is set, as it stands in the address; a field that makes no sense is left out."""
        if not self.is_bound:
            return {}
        self.full_clean()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def in_words(self) -> list[tuple[str, str]]:
        """Return what is set, each with its label, as a reader says it."""
        words = {"status": {**dict(ProposalState.choices), EVERY: _("Semua proposal")}}
        said = []
        for name, value in self.set_filters().items():
            choices = words.get(name) or dict(getattr(self.fields[name], "choices", ()))
            said.append((str(self.fields[name].label or _("Status")), str(choices.get(value, value))))
        return said

    def asked(self) -> PipelineFilter:
        """Return the filter; a field that makes no sense is left out of it."""
        if not self.is_bound:
            return PipelineFilter()
        self.full_clean()
        given = self.cleaned_data
        return PipelineFilter(
            search=given.get("cari", ""),
            state=given.get("status", ""),
            category=given.get("kategori", ""),
            kind=given.get("jenis", ""),
            region=given.get("wilayah", ""),
            holder=given.get("giliran", ""),
            days=int(given.get("umur") or 0),
            sort=given.get("urut") or FIRST_SORT,
        )
