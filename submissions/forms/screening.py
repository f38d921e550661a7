"""The secretariat's decision about one proposal."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competition.wording import PlainErrors
from submissions.models.screening import ScreeningResult
from submissions.queries.screening import Check

YES, NO = "ya", "tidak"


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
