"""Why what was passed together is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors


class UndoForm(PlainErrors, forms.Form):
    """The reason, which every agency reads."""

    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Alasan ini tertulis di surat kepada setiap instansi."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
