"""What is recorded of a judge, and why a reader is changed by hand."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors


class SeatForm(PlainErrors, forms.Form):
    """What a judge reads best, how much, and whether they can now. `categories` are (code, name) pairs of the edition."""

    categories = forms.MultipleChoiceField(
        label=_("Bidang"),
        help_text=_("Penilai didahulukan untuk proposal di bidangnya. Tanpa bidang, ia membaca semuanya."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    max_load = forms.IntegerField(
        label=_("Beban paling banyak"),
        help_text=_("Kosongkan bila sama dengan batas babak."),
        min_value=0,
        max_value=32_767,
        required=False,
    )
    is_away = forms.BooleanField(label=_("Sedang tidak tersedia"), required=False)

    def __init__(self, *args, categories: Iterable[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["categories"].choices = list(categories)
        self.fields["max_load"].size = "medium"


class ReleaseForm(PlainErrors, forms.Form):
    """Why everything that a judge has not locked is taken back."""

    reason = forms.CharField(label=_("Alasan penarikan"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)


class ReplaceForm(PlainErrors, forms.Form):
    """Who reads in the judge's place, and why. `judges` are (id, name) pairs of those who are free."""

    judge = forms.TypedChoiceField(label=_("Penilai pengganti"), widget=forms.RadioSelect, coerce=int)
    reason = forms.CharField(label=_("Alasan penggantian"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)

    def __init__(self, *args, judges: Iterable[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["judge"].choices = list(judges)
