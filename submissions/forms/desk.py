"""What a desk is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.forms.texts import PastedField


class DeskForm(forms.Form):
    """Words of a title or a unit, within one of the desk's lists; an unknown list is all of them."""

    cari = PastedField(label=_("Cari judul atau unit"), required=False, max_length=200)
    tampil = forms.CharField(required=False, widget=forms.HiddenInput)
