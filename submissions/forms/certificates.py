"""Why a certificate is revoked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors
from submissions.forms.texts import PastedField

LONGEST = 1000


class RevokeForm(PlainErrors, forms.Form):
    """The reason, which everybody reads who checks the certificate."""

    reason = PastedField(
        label=_("Alasan pencabutan"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Siapa pun yang memeriksa nomor sertifikat ini membaca alasannya apa adanya."),
    )
