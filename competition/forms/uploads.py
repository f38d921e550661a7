"""A scanned letter as a form field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.scans import MOST_BYTES, BadScan, Scan, read_scan, too_big


class ScanField(forms.FileField):
    """Takes one PDF, JPG or PNG by its content; `cleaned_data` holds a Scan."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}))
        kwargs.setdefault("help_text", _("PDF, JPG, atau PNG, paling besar 5 MB."))
        super().__init__(**kwargs)
        self.error_messages |= {"required": _("Pilih berkas surat"), "empty": _("Berkas kosong")}
        self.error_messages |= {"invalid": _("Pilih berkas surat"), "missing": _("Pilih berkas surat")}

    def clean(self, data: Any, initial: Any = None) -> Scan:
        """Return the letter, or say what is wrong with it; a file over the limit is not even read."""
        file = super().clean(data, initial)
        if file.size > MOST_BYTES:
            raise forms.ValidationError(too_big(file.size))
        try:
            return read_scan(file.name, file.read())
        except BadScan as error:
            raise forms.ValidationError(error.reason) from error
