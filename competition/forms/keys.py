"""What a new key is to be: its name, what it reads, its last day."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.models.keys import Scope
from competition.operations.keys import LONGEST_DAYS
from competition.wording import PlainErrors

DAYS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]


class KeyForm(PlainErrors, forms.Form):
    """A new key."""

    name = forms.CharField(
        label=_("Nama kunci"), max_length=80, help_text=_("Untuk apa kunci ini dipakai, misalnya Dasbor inovasi daerah.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Data yang dapat dibaca"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    last_day = forms.DateField(label=_("Berlaku sampai tanggal"), input_formats=DAYS)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["last_day"].help_text = _("Paling lama satu tahun. Sesudah hari itu kunci tidak membuka apa pun.")

    def clean_last_day(self) -> date:
        """Refuse a day that is over, and one that is more than a year away."""
        day = self.cleaned_data["last_day"]
        if not self.today <= day <= self.today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Pilih tanggal mulai hari ini sampai satu tahun lagi"))
        return day
