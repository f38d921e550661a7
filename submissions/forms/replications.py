"""What two institutions tell each other about a replication."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.forms.admissions import LineField
from competition.forms.uploads import ScanField
from competition.models import Institution
from competition.wording import PlainErrors
from submissions.forms.texts import PastedField
from submissions.operations.replication_notes import MOST_FIGURES, Figure, Progress
from submissions.operations.replications import Wish
from submissions.replicating import STEPS

LONGEST = 3000
DAYS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]
YES, NO = "ya", "tidak"


class _Text(PastedField):
    def __init__(self, rows: int, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)


class AskForm(PlainErrors, forms.Form):
    """For whom, where, and what would be adapted."""

    institution = forms.TypedChoiceField(label=_("Instansi Anda"), coerce=int, widget=forms.RadioSelect)
    place = LineField(
        label=_("Unit atau tempat"),
        max_length=200,
        help_text=_("Di mana inovasi ini akan dipakai, misalnya nama puskesmas, dinas, atau kecamatan."),
    )
    plan = _Text(
        6,
        label=_("Yang akan disesuaikan"),
        help_text=_("Masalah apa yang ingin diselesaikan, dan apa yang akan berbeda dari aslinya. Paling banyak 3.000 huruf."),
    )

    def __init__(self, *args: Any, institutions: list[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institutions = {one.pk: one for one in institutions}
        self.fields["institution"].choices = [(pk, one.name) for pk, one in self.institutions.items()]
        if len(self.institutions) == 1:
            del self.fields["institution"]

    def chosen(self) -> Institution:
        """Return for which institution; call it on a form without errors."""
        return self.institutions[self.cleaned_data.get("institution", next(iter(self.institutions)))]

    def wish(self) -> Wish:
        """Return where and what; call it on a form without errors."""
        return Wish(self.cleaned_data["place"], self.cleaned_data["plan"])


class MessageForm(PlainErrors, forms.Form):
    """What one institution writes to the other."""

    text = _Text(
        4, label=_("Pesan"), help_text=_("Dibaca orang kedua instansi, dan tidak dapat diubah. Nama Anda tampil bersama pesan.")
    )


class AgreementForm(PlainErrors, forms.Form):
    """The signed agreement."""

    scan = ScanField(label=_("Berkas kesepakatan"), help_text=_("PDF yang ditandatangani kedua pihak, paling besar 5 MB."))

    def clean_scan(self) -> Any:
        """Return the file, which is a PDF: an agreement has pages."""
        scan = self.cleaned_data["scan"]
        if scan.kind != "PDF":
            raise forms.ValidationError(_("Berkas kesepakatan harus PDF"))
        return scan


class NothingForm(forms.Form):
    """A press of the button says everything."""


class WhyForm(PlainErrors, forms.Form):
    """Why not, or why not any more."""

    reason = _Text(5, label=_("Alasan"), help_text=_("Dibaca kedua instansi apa adanya."))


class StepForm(PlainErrors, forms.Form):
    """How far one of the eight steps is."""

    key = forms.ChoiceField(label=_("Langkah"), choices=[(one.key, one.title) for one in STEPS])
    due_on = forms.DateField(label=_("Rencana selesai"), required=False, input_formats=DAYS)
    done_on = forms.DateField(label=_("Selesai"), required=False, input_formats=DAYS)
    note = LineField(label=_("Catatan"), max_length=300, required=False)

    def progress(self) -> Progress:
        """Return how far it is; call it on a form without errors."""
        return Progress(self.cleaned_data["due_on"], self.cleaned_data["done_on"], self.cleaned_data["note"])


class ReportForm(PlainErrors, forms.Form):
    """What was adapted, and up to three figures."""

    adapted = _Text(
        8,
        label=_("Yang disesuaikan"),
        help_text=_("Apa yang dipakai seperti aslinya, apa yang diubah, dan mengapa. Tampil kepada umum setelah dikonfirmasi."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_FIGURES + 1):
            known = {"max_length": 120, "required": number == 1}
            self.fields[f"name_{number}"] = LineField(label=_("Yang diukur, angka ke-%(n)s") % {"n": number}, **known)
            self.fields[f"before_{number}"] = LineField(label=_("Sebelum, angka ke-%(n)s") % {"n": number}, **known)
            self.fields[f"after_{number}"] = LineField(label=_("Sesudah, angka ke-%(n)s") % {"n": number}, **known)

    def clean(self) -> dict[str, Any]:
        """Refuse a figure of which only a part is there."""
        for number in range(2, MOST_FIGURES + 1):
            parts = [f"{one}_{number}" for one in ("name", "before", "after")]
            given = [one for one in parts if self.cleaned_data.get(one)]
            for missing in (one for one in parts if given and one not in given and one not in self.errors):
                self.add_error(missing, _("Isi ketiga bagian angka ini, atau kosongkan semuanya"))
        return self.cleaned_data

    def figures(self) -> list[Figure]:
        """Return what was measured; call it on a form without errors."""
        numbers = range(1, MOST_FIGURES + 1)
        rows = [[self.cleaned_data[f"{one}_{number}"] for one in ("name", "before", "after")] for number in numbers]
        return [Figure(*row) for row in rows if all(row)]


class ConfirmForm(forms.Form):
    """The mark of the report that was read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class ShowForm(PlainErrors, forms.Form):
    """Whether the public may know, for one's own institution."""

    shown = forms.ChoiceField(
        label=_("Boleh ditayangkan kepada umum?"),
        choices=[(YES, _("Ya, tayangkan")), (NO, _("Tidak, atau tidak lagi"))],
        widget=forms.RadioSelect,
    )
