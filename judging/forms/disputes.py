"""What the chair decides about readers who are far apart, and what the readers write to each other."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors


class DiscussForm(PlainErrors, forms.Form):
    """Who writes the joint sheet, and by when it is to be agreed on. `readers` are (code, name) pairs."""

    lead = forms.ChoiceField(
        label=_("Penulis lembar bersama"),
        help_text=_("Ia menulis usulan setelah berbicara dengan penilai lain; yang lain menyetujui atau meminta perubahan."),
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=_("Tenggat (hari kerja)"),
        help_text=_("Sampai akhir hari kerja ke sekian setelah hari ini, waktu Jakarta."),
        initial=3,
        min_value=1,
        max_value=10,
    )
    note = forms.CharField(
        label=_("Pesan kepada para penilai"),
        help_text=_("Boleh kosong. Jangan sebut nilai yang Anda harapkan."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args, readers: Iterable[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = list(readers)
        self.fields["days"].size = "short"


class ThirdForm(PlainErrors, forms.Form):
    """Who reads the proposal as well, and why. `judges` are (id, name) pairs of those who are free."""

    judge = forms.TypedChoiceField(label=_("Penilai tambahan"), widget=forms.RadioSelect, coerce=int)
    reason = forms.CharField(label=_("Alasan menambah penilai"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)

    def __init__(self, *args, judges: Iterable[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["judge"].choices = list(judges)


class StandForm(PlainErrors, forms.Form):
    """Why the sheets stay as they are."""

    reason = forms.CharField(label=_("Alasan membiarkan nilai"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)


class RemarkForm(PlainErrors, forms.Form):
    """One message to the other readers."""

    text = forms.CharField(label=_("Pesan Anda"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)


class AgreeForm(PlainErrors, forms.Form):
    """The version that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
