"""Forms about one's own data."""

from django import forms
from django.utils.translation import gettext_lazy

from competition.wording import PlainErrors


class NameForm(PlainErrors, forms.Form):
    """One's own name, as it stands in official letters."""

    name = forms.CharField(
        label=gettext_lazy("Nama lengkap"),
        max_length=150,
        help_text=gettext_lazy("Seperti di surat dinas. Satu kata cukup bila nama Anda memang satu kata."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
