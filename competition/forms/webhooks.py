"""Which address is to be told, and of what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.models.webhooks import HookedEvent
from competition.operations.webhooks import way_out
from competition.outgoing import fault_of
from competition.wording import PlainErrors

FAULTS = {
    "scheme": _("Tulis alamat yang dimulai dengan https://"),
    "host": _("Tulis nama domain lengkap, bukan nomor atau nama mesin, misalnya data.contoh.go.id"),
    "port": _("Nomor port ini tidak dapat dipakai; hapus dari alamat"),
    "odd": _("Tulis alamat tanpa spasi, tanda pagar, nama pengguna, atau huruf di luar ASCII"),
}


class WebhookForm(PlainErrors, forms.Form):
    """A new webhook."""

    url = forms.CharField(
        label=_("Alamat"), max_length=300, help_text=_("Alamat https program Anda, misalnya https://data.contoh.go.id/kipp")
    )
    events = forms.MultipleChoiceField(
        label=_("Kejadian yang diberitahukan"), choices=HookedEvent.choices, widget=forms.CheckboxSelectMultiple
    )

    def clean_url(self) -> str:
        """Refuse what nobody could be told at, saying why."""
        url: Any = self.cleaned_data["url"].strip()
        if fault := fault_of(url, way_out()):
            raise forms.ValidationError(FAULTS[fault])
        return url
