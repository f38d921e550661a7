"""What somebody types to check a receipt or a certificate."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.codes import is_attendance_number, is_certificate_number, is_receipt_number, tidy_receipt_number
from competition.wording import PlainErrors
from submissions.manifests import MOST_BYTES, Manifest, NoManifest, read_manifest

FINGERPRINT_LENGTH = 64


class VerifyForm(PlainErrors, forms.Form):
    """The number of a receipt or certificate, and the fingerprint to compare with if there is one."""

    nomor = forms.CharField(
        label=gettext_lazy("Nomor tanda terima atau sertifikat"),
        help_text=gettext_lazy("Misalnya KIPP17-7K3M-9QX2 atau SERT17-7K3M-9QX2. Huruf besar atau kecil sama saja."),
        required=False,
        max_length=60,
    )
    sidik_jari = forms.CharField(
        label=gettext_lazy("Sidik jari (SHA-256)"),
        help_text=gettext_lazy(
            "64 huruf dan angka. Bersama nomor: dibandingkan. Tanpa nomor: dicari, juga di antara paket hasil dan akarnya."
        ),
        required=False,
        max_length=300,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nomor"].size = "medium"
        self.fields["nomor"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        self.fields["sidik_jari"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}

    def clean_nomor(self) -> str:
        """Return the number in its written form, or nothing.

        :raises ValidationError: it has another form, or its check character does not fit.
        """
        number = tidy_receipt_number(self.cleaned_data["nomor"])
        if not number:
            return number
        if not re.fullmatch(r"(KIPP|SERT|HADIR)\d\d-\w{4}-\w{4}", number):
            raise forms.ValidationError(
                _("Tulis nomor seperti KIPP17-7K3M-9QX2: KIPP, SERT atau HADIR dan tahun, lalu delapan huruf atau angka")
            )
        if not any(fits(number) for fits in (is_receipt_number, is_certificate_number, is_attendance_number)):
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

    def clean(self) -> dict[str, str]:
        """Return both; something of them is needed.

        :raises ValidationError: neither is there.
        """
        given = super().clean()
        if not self.errors and not any(given.values()):
            self.add_error("nomor", _("Isi nomor tanda terima atau sertifikat, atau sidik jari"))
        return given


class ManifestForm(PlainErrors, forms.Form):
    """The manifest of a results bundle, to be held against the one that was released. Nothing of it is kept."""

    manifes = forms.FileField(
        label=gettext_lazy("manifest.json dari paket hasil"),
        help_text=gettext_lazy("Berkas kecil di dalam paket, paling besar 64 KB. Berkas dibandingkan lalu dibuang."),
        error_messages={
            "required": gettext_lazy("Pilih berkas manifest.json dari paket hasil"),
            "empty": gettext_lazy("Berkas ini kosong. Pilih manifest.json dari paket hasil."),
        },
    )

    def clean_manifes(self) -> Manifest:
        """Return what it says.

        :raises ValidationError: it is larger than any, or something else.
        """
        content = self.cleaned_data["manifes"].read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise forms.ValidationError(_("Berkas ini lebih besar daripada manifest.json mana pun. Pilih manifest.json."))
        try:
            return read_manifest(content)
        except NoManifest as error:
            raise forms.ValidationError(_("Berkas ini bukan manifest.json dari sebuah paket hasil")) from error
