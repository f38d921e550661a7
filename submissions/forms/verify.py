"""What somebody types to check a receipt."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.codes import is_receipt_number, tidy_receipt_number
from competition.wording import PlainErrors

FINGERPRINT_LENGTH = 64


class VerifyForm(PlainErrors, forms.Form):
    """A receipt number, and the fingerprint to compare with if there is one."""

    nomor = forms.CharField(
        label=gettext_lazy("Nomor tanda terima"),
        help_text=gettext_lazy("Misalnya KIPP17-7K3M-9QX2. Huruf besar atau kecil sama saja."),
        max_length=60,
    )
    sidik_jari = forms.CharField(
        label=gettext_lazy("Sidik jari (SHA-256), bila ingin dibandingkan"),
        help_text=gettext_lazy("64 huruf dan angka pada tanda terima. Boleh dikosongkan."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nomor"].size = "medium"
        self.fields["nomor"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        self.fields["sidik_jari"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}

    def clean_nomor(self) -> str:
        """Return the number in its written form.

        :raises ValidationError: it has another form, or its check character does not fit.
        """
        number = tidy_receipt_number(self.cleaned_data["nomor"])
        if not re.fullmatch(r"KIPP\d\d-\w{4}-\w{4}", number):
            raise forms.ValidationError(
                _("Tulis nomor seperti KIPP17-7K3M-9QX2: KIPP dan tahun, lalu delapan huruf atau angka")
            )
        if not is_receipt_number(number):
            raise forms.ValidationError(_("Periksa kembali nomor: ada huruf atau angka yang salah ketik atau tertukar"))
        return number

    def clean_sidik_jari(self) -> str:
        """Return the fingerprint in lower case without spaces, or nothing.

        :raises ValidationError: it is not 64 hexadecimal digits.
        """
        print_ = re.sub(r"[\s:]+", "", self.cleaned_data["sidik_jari"]).lower()
        if print_ and not re.fullmatch(r"[0-9a-f]{64}", print_):
            text = _("Sidik jari terdiri atas %(right)s huruf dan angka (0–9, a–f). Isian Anda %(count)s.")
            raise forms.ValidationError(text % {"right": FINGERPRINT_LENGTH, "count": len(print_)})
        return print_
