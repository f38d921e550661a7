"""Why a ranking is reopened, the yes to exactly that, and why it is stopped."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors

CONFIRM, OPEN = "sahkan", "buka"


class ReopenForm(PlainErrors, forms.Form):
    """Why the ranking is to be reopened."""

    reason = forms.CharField(
        label=_("Alasan membuka kembali"),
        help_text=_("Tercatat di jejak audit dan tampil di halaman ini. Jangan memuat nilai."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class DecideForm(forms.Form):
    """Which button was pressed, and which request was on the page."""

    act = forms.ChoiceField(choices=[(CONFIRM, CONFIRM), (OPEN, OPEN)])
    seen = forms.IntegerField()


class StopForm(PlainErrors, forms.Form):
    """Why the ranking stays frozen."""

    reason = forms.CharField(
        label=_("Alasan menghentikan"),
        help_text=_("Tercatat di jejak audit dan tampil di halaman ini. Jangan memuat nilai."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )
