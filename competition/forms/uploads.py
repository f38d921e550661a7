"""Files as form fields: a scanned letter, a table."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from competition.scans import MOST_BYTES, BadScan, Scan, read_scan, too_big
from competition.wording import PlainErrors
from competition.workbooks import MOST_BYTES as MOST_OF_A_TABLE
from competition.workbooks import NotATable, Record, read_table

UPLOAD_AGAIN = _("Unggah berkasnya sekali lagi.")
SHOWN_LASTS = timedelta(days=1)
# What is carried from the page to the yes must fit into one form.
MOST_CARRIED = 2_000_000


class ScanField(forms.FileField):
    """Takes one PDF, JPG or PNG by its content; `cleaned_data` holds a Scan."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}))
        kwargs.setdefault("help_text", _("PDF, JPG, atau PNG, paling besar 5 MB."))
        super().__init__(**kwargs)
        self.error_messages |= {"required": _("Pilih berkas surat"), "empty": _("Berkas kosong")}
        self.error_messages |= {"invalid": _("Pilih berkas surat"), "missing": _("Pilih berkas surat")}

    def clean(self, data: Any, initial: Any = None) -> Scan | None:
        """Return the letter, or say what is wrong with it; what is over the limit is not read. None where none is needed."""
        file = super().clean(data, initial)
        if file is None:
            return None
        if file.size > MOST_BYTES:
            raise forms.ValidationError(too_big(file.size))
        try:
            return read_scan(file.name, file.read())
        except BadScan as error:
            raise forms.ValidationError(error.reason) from error


class TableField(forms.FileField):
    """Takes one table, XLSX or CSV, by its content; `cleaned_data` holds its records.

    `columns`: by which names in its first row a column is known.
    """

    def __init__(self, *, columns: Mapping[str, Collection[str]], **kwargs: Any) -> None:
        self.columns = columns
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ".xlsx,.csv"}))
        kwargs.setdefault("help_text", _("XLSX atau CSV, paling besar 4 MB."))
        super().__init__(**kwargs)
        self.error_messages |= dict.fromkeys(("required", "invalid", "missing", "max_length"), _("Pilih berkas"))
        self.error_messages["empty"] = _("Berkas kosong")

    def clean(self, data: Any, initial: Any = None) -> list[Record]:
        """Return the rows, or say why there are none; of a file over the limit no more is read than shows that it is."""
        file = super().clean(data, initial)
        try:
            return read_table(file.read(MOST_OF_A_TABLE + 1), self.columns)
        except NotATable as error:
            raise forms.ValidationError(error.reason) from error


class CarriedRows(PlainErrors, forms.Form):
    """Rows that were shown and wait for a yes, signed for whoever saw them: `salt` says for whom and about what."""

    rows = forms.CharField(widget=forms.HiddenInput, error_messages={"required": UPLOAD_AGAIN})

    def __init__(self, *args: Any, salt: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.salt = salt

    def clean_rows(self) -> list[Record]:
        """Return the rows as they were shown."""
        try:
            carried = signing.loads(self.cleaned_data["rows"], salt=self.salt, max_age=SHOWN_LASTS)
        except signing.BadSignature as error:
            raise forms.ValidationError(UPLOAD_AGAIN) from error
        return [Record(number, texts) for number, texts in carried]

    def carry(self, records: Iterable[Record]) -> str:
        """Return the rows as the form brings them back; empty where they are too many for one form."""
        carried = signing.dumps([[one.number, dict(one.texts)] for one in records], salt=self.salt, compress=True)
        return carried if len(carried) <= MOST_CARRIED else ""


def names_of(heads: Mapping[str, Any], needed: Collection[str]) -> dict[str, list[str]]:
    """Return by which names each needed column is known: its head in the reader's language, then in the others."""
    here = {column: [str(heads[column])] for column in needed}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for column, names in here.items():
                names.append(str(heads[column]))
    return here
