"""The secretariat's list and its decision about one proposal."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competition.models.institutions import InstitutionKind
from competition.wording import PlainErrors
from submissions.models.screening import ScreeningResult
from submissions.queries.screening import SORTS, Check, SentFilter
from submissions.states import SENT

ALL = ("", gettext_lazy("Semua"))
SORT_LABELS = {
    "terbaru": gettext_lazy("Terbaru diterima"),
    "terlama": gettext_lazy("Paling lama menunggu"),
    "judul": gettext_lazy("Judul"),
    "instansi": gettext_lazy("Instansi"),
}
YES, NO = "ya", "tidak"


class SentForm(PlainErrors, forms.Form):
    """Search, filters and order of the list; lives in the address. The state is chosen by the links with counts."""

    cari = forms.CharField(label=gettext_lazy("Cari judul, instansi, atau nomor tanda terima"), required=False, max_length=80)
    kategori = forms.ChoiceField(label=gettext_lazy("Kategori"), required=False)
    jenis = forms.ChoiceField(label=gettext_lazy("Jenis instansi"), required=False, choices=[ALL, *InstitutionKind.choices])
    urut = forms.ChoiceField(label=gettext_lazy("Urutan"), required=False, choices=[(key, SORT_LABELS[key]) for key in SORTS])
    status = forms.ChoiceField(required=False, choices=[(one, one) for one in sorted(SENT)], widget=forms.HiddenInput)

    def __init__(self, *args, categories: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kategori"].choices = [ALL, *categories]

    def asked(self) -> SentFilter:
        """Return the filter; a field that makes no sense is left out of it."""
        if not self.is_bound:
            return SentFilter()
        self.full_clean()
        given = self.cleaned_data
        return SentFilter(
            search=given.get("cari", ""),
            state=given.get("status", ""),
            category=given.get("kategori", ""),
            kind=given.get("jenis", ""),
            sort=given.get("urut") or SentFilter.sort,
        )


class ScreenForm(PlainErrors, forms.Form):
    """Yes or no to each check, the result, and the reason. Nothing is chosen beforehand: each answer is a decision."""

    result = forms.ChoiceField(
        label=pgettext_lazy("screening", "Hasil"), choices=ScreeningResult.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Perlu diisi bila hasilnya bukan Lolos. Instansi membaca alasan ini apa adanya."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, checks: list[Check], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.checks = checks
        answers = [(YES, _("Terpenuhi")), (NO, _("Tidak terpenuhi"))]
        for check in checks:
            label = _("Pilih Terpenuhi atau Tidak terpenuhi untuk “%(check)s”") % {"check": check.label}
            field = forms.ChoiceField(label=check.label, choices=answers, widget=forms.RadioSelect)
            field.error_messages |= {"required": label, "invalid_choice": label}
            field.aside = _("otomatis: terpenuhi") if check.passed else _("otomatis: tidak terpenuhi")
            field.inline = True
            self.fields[self.name_of(check)] = field
        self.order_fields([*map(self.name_of, checks), "result", "reason"])

    @staticmethod
    def name_of(check: Check) -> str:
        """Return the name of a check's field."""
        return f"check_{check.code}"

    def decision(self) -> dict[str, Any]:
        """Return result, reason and the answer to each check by its code; call it on a form without errors."""
        checks = {check.code: self.cleaned_data[self.name_of(check)] == YES for check in self.checks}
        return {"result": self.cleaned_data["result"], "reason": self.cleaned_data["reason"], "checks": checks}

    def clean(self) -> dict:
        """Return the answers if they fit together; the operation refuses the same."""
        given = super().clean()
        result, reason = given.get("result"), given.get("reason", "").strip()
        if result and result != ScreeningResult.ELIGIBLE and not reason and not self.has_error("reason"):
            self.add_error("reason", _("Isi alasan keputusan"))
        if result == ScreeningResult.ELIGIBLE and any(given.get(self.name_of(check)) == NO for check in self.checks):
            self.add_error(
                "result", _("Pilih hasil lain: ada butir yang tidak terpenuhi, jadi proposal tidak dapat diloloskan")
            )
        return given

    @classmethod
    def machine_answers(cls, checks: list[Check]) -> dict[str, str]:
        """Return what the form holds when every check is answered as the machine found it, with its findings as reason."""
        found = {cls.name_of(check): YES if check.passed else NO for check in checks}
        reasons = [text for check in checks for text in check.findings]
        return found | {"reason": "\n".join(f"{text}." for text in reasons)}
