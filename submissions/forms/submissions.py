"""Input of sending."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _


class SubmitForm(forms.Form):
    """Nothing to fill in: the page shows what is sent. Each page shown has a key of its own, so that it sends once."""

    key = forms.UUIDField(
        required=False,
        initial=uuid4,
        widget=forms.HiddenInput,
        error_messages={"invalid": _("Buka halaman ini sekali lagi dari daftar bagian, lalu tekan Kirim proposal.")},
    )
