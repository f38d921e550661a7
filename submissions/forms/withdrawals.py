"""Input of taking back what was sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors
from submissions.forms.texts import PastedField


class WithdrawForm(PlainErrors, forms.Form):
    """Why."""

    reason = PastedField(
        label=_("Alasan"),
        help_text=_("Penulis, admin, dan pimpinan membacanya di surat pemberitahuan."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class ReviveForm(forms.Form):
    """Nothing to fill in: the page says what happens."""
