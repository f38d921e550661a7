"""The secretariat's decision about one proposal: first a draft, then its confirmation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competition.models import ScreeningReason
from competition.wording import PlainErrors
from submissions.models import ScreeningDraft
from submissions.models.screening import ScreeningResult
from submissions.queries.drafted import Answers
from submissions.queries.screening import Check

YES, NO, BECAUSE = "ya", "tidak", "karena-"
# The name of the button that keeps what there is, complete or not.
KEEP = "simpan"
# And of the one that says of every line that it is met, and passes.
PASS = "lolos"
MOST_WORDS = 4000


class ScreenForm(PlainErrors, forms.Form):
    """Yes, or why not, to each check, the result, and the person's own words. Nothing is chosen beforehand: each answer is a
    decision."""

    result = forms.ChoiceField(
        label=pgettext_lazy("screening", "Hasil"), choices=ScreeningResult.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy(
            "Perlu diisi bila hasilnya bukan Lolos dan alasan yang dipilih di atas belum cukup. Instansi membacanya apa adanya."
        ),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, checks: list[Check], causes: Iterable[ScreeningReason], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.checks = checks
        met, not_met = _("Terpenuhi"), _("Tidak terpenuhi")
        asked = _("Pilih Terpenuhi atau Tidak terpenuhi untuk “%(check)s”")
        beside = {True: _("otomatis: terpenuhi"), False: _("otomatis: tidak terpenuhi")}
        for check in checks:
            reasons = [(BECAUSE + one.code, str(one)) for one in causes if one.check_code == check.code]
            label = asked % {"check": check.label}
            other = _("Tidak terpenuhi, alasan ditulis di bawah") if reasons else not_met
            answers = [(YES, met), *reasons, (NO, other)]
            field = forms.ChoiceField(label=check.label, choices=answers, widget=forms.RadioSelect)
            field.error_messages |= {"required": label, "invalid_choice": label}
            field.aside = beside[check.passed]
            field.inline = not reasons
            self.fields[self.name_of(check.code)] = field
        self.order_fields([*(self.name_of(check.code) for check in checks), "result", "reason"])

    @staticmethod
    def name_of(code: str) -> str:
        """Return the name of a check's field."""
        return f"check_{code}"

    @property
    def may_wait(self) -> bool:
        """Whether it was sent to be kept as far as it goes, and can be."""
        if KEEP not in self.data:
            return False
        try:
            self.fields["reason"].clean(self.data.get("reason", ""))
        except forms.ValidationError:
            return False
        return True

    def draft(self) -> dict[str, Any]:
        """Return what was chosen and written, whether or not it is complete; what is no choice counts as not chosen."""
        answers = {check.code: self._chosen(self.name_of(check.code)) for check in self.checks}
        given = {code: _answer_of(value) for code, value in answers.items() if value}
        words = self.fields["reason"].clean(self.data.get("reason", ""))
        return {"result": self._chosen("result"), "answers": given, "words": words}

    def clean(self) -> dict:
        """Return the answers if they fit together; the operation refuses the same."""
        given = super().clean()
        result, words = given.get("result"), given.get("reason", "").strip()
        answers = [given.get(self.name_of(check.code)) for check in self.checks]
        failed = [one for one in answers if one and one != YES]
        is_refusal = result and result != ScreeningResult.ELIGIBLE
        needs_words = is_refusal and (not failed or NO in failed)
        if needs_words and not words and not self.has_error("reason"):
            self.add_error("reason", _("Isi alasan keputusan"))
        if result == ScreeningResult.ELIGIBLE and failed:
            self.add_error(
                "result", _("Pilih hasil lain: ada butir yang tidak terpenuhi, jadi proposal tidak dapat diloloskan")
            )
        return given

    def _chosen(self, name: str) -> str:
        value = self.data.get(name, "")
        return value if value in dict(self.fields[name].choices) else ""

    @classmethod
    def passed(cls, checks: list[Check]) -> dict[str, str]:
        """Return what is sent when every line is met and the result is that it passes."""
        return dict.fromkeys(map(cls.name_of, (one.code for one in checks)), YES) | {"result": ScreeningResult.ELIGIBLE}

    @classmethod
    def machine_answers(cls, checks: list[Check], causes: Iterable[ScreeningReason]) -> dict[str, str]:
        """Return what the form holds when every check is answered as the machine found it: for the first of the edition's
        reasons where it found something, with its findings in words."""
        first = {one.check_code: BECAUSE + one.code for one in reversed(list(causes))}
        found = {cls.name_of(one.code): YES if one.passed else first.get(one.code, NO) for one in checks}
        reasons = [text for check in checks for text in check.findings]
        return found | {"reason": "\n".join(f"{text}." for text in reasons)}

    @classmethod
    def drafted(cls, draft: ScreeningDraft) -> dict[str, str]:
        """Return what the form holds when it is filled in from a draft."""
        answers: Answers = draft.answers
        found = {cls.name_of(code): _value_of(answer) for code, answer in answers.items()}
        return found | {"result": draft.result, "reason": draft.words}


def _answer_of(value: str) -> bool | str:
    return True if value == YES else value.removeprefix(BECAUSE) if value != NO else ""


def _value_of(answer: bool | str) -> str:
    return YES if answer is True else f"{BECAUSE}{answer}" if answer else NO


class ConfirmForm(forms.Form):
    """Which text was read before it was confirmed; one without is another than that which is kept."""

    shown = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
