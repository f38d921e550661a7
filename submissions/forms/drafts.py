"""Input about a proposal as a whole."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.letters import one_line
from competition.models import Category, Group, Unit
from competition.wording import PlainErrors
from competition.words import normalise_title
from submissions.forms.texts import PastedField
from submissions.models import Replication

TITLE = {
    "label": _("Judul inovasi"),
    "max_length": 200,
    "help_text": _("Nama yang dikenal masyarakat, tanpa slogan. Paling banyak 200 huruf."),
}
AGAIN = _("Muat ulang halaman ini, lalu simpan lagi")


class TitleField(PastedField):
    """A title on one line, with at least one letter or digit."""

    def to_python(self, value: Any) -> str:
        """Return the title without line breaks, and without the signs that turn the direction of what stands beside it."""
        return one_line(super().to_python(value))

    def validate(self, value: str) -> None:
        """Refuse a title of nothing but signs like an empty one."""
        super().validate(value)
        if not normalise_title(value):
            raise forms.ValidationError(self.error_messages["required"], code="required")


class StartForm(PlainErrors, forms.Form):
    """A title, the unit where the writer has more than one, and where it comes from if the institution replicates something."""

    title = TitleField(**TITLE)
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int, widget=forms.RadioSelect)
    replication = forms.ChoiceField(
        label=_("Replikasi yang mendasari"),
        required=False,
        help_text=_("Bila inovasi ini mereplikasi inovasi instansi lain, pilih replikasinya. Sekretariat melihat asalnya."),
    )

    def __init__(self, *args, units: Iterable[Unit], sources: Iterable[Replication] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.sources = {one.code: one for one in sources}
        known = [(code, f"{one.innovation.title} · {one.origin.name}") for code, one in self.sources.items()]
        self.fields["replication"].choices = [("", _("Bukan replikasi")), *known]
        if not known:
            del self.fields["replication"]
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [(pk, unit.name) for pk, unit in self.units.items()]
        self.fields["unit"].hints = {pk: unit.institution.name for pk, unit in self.units.items()}
        if len(self.units) == 1:
            del self.fields["unit"]

    def clean(self) -> dict:
        """Return the values with the unit itself, which nobody is asked where there is only one."""
        chosen = self.cleaned_data.get("unit") if "unit" in self.fields else next(iter(self.units))
        self.cleaned_data["unit"] = self.units.get(chosen)
        self.cleaned_data["replication"] = self.sources.get(self.cleaned_data.get("replication"))
        return self.cleaned_data


class LikeForm(forms.Form):
    """A title as far as it is typed, and the code of the proposal it is for."""

    title = TitleField(max_length=200)
    own = forms.SlugField(required=False, max_length=12)


class AboutForm(PlainErrors, forms.Form):
    """Title, category, group and start date. Only the title is asked of a draft; the rest is asked before forwarding."""

    title = TitleField(**TITLE)
    category = forms.ChoiceField(
        label=_("Kategori"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Pilih satu yang paling menggambarkan manfaat inovasi."),
    )
    group = forms.ChoiceField(label=_("Kelompok"), widget=forms.RadioSelect)
    started_on = forms.DateField(
        label=_("Tanggal mulai penerapan"),
        required=False,
        help_text=_("Hari pertama inovasi dipakai melayani masyarakat, bukan hari peluncuran."),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
    )
    version = forms.IntegerField(
        min_value=0, widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid", "min_value"), AGAIN)
    )

    def __init__(self, *args, categories: Iterable[Category], groups: Iterable[Group], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.categories = {one.code: one for one in categories}
        self.groups = {one.code: one for one in groups}
        self.fields["category"].choices = [(code, str(one)) for code, one in self.categories.items()]
        self.fields["category"].hints = {code: one.in_language("description") for code, one in self.categories.items()}
        self.fields["group"].choices = [(code, str(one)) for code, one in self.groups.items()]
        if len(self.groups) == 1:
            del self.fields["group"]

    def take_version(self, version: int) -> None:
        """Make the next sending follow on what is stored now, with everything that was entered kept."""
        self.data = self.data.copy()
        self.data["version"] = version

    def clean_category(self) -> Category | None:
        """Return the category itself."""
        return self.categories.get(self.cleaned_data["category"])

    def clean(self) -> dict:
        """Return the values with the group itself, which nobody is asked where there is only one."""
        if "group" not in self.fields:
            self.cleaned_data["group"] = next(iter(self.groups.values()))
        elif "group" in self.cleaned_data:
            self.cleaned_data["group"] = self.groups[self.cleaned_data["group"]]
        return self.cleaned_data
