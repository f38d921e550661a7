"""Input of one answer."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Question
from competition.wording import PlainErrors, lower_first
from submissions.evidence import CELLS, clean_rows
from submissions.forms.drafts import AGAIN
from submissions.forms.texts import PastedField

DONE, LATER = "yes", "no"


class EvidenceFields(forms.Form):
    """The cells of the question's table, if it has one: `indicator_0`, `before_0`, …"""

    def __init__(self, *args, question: Question, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        for place in range(question.evidence_rows):
            for cell, label in CELLS.items():
                said = _("%(cell)s, baris %(n)s") % {"cell": label, "n": place + 1}
                widget = forms.TextInput(attrs={"data-cell": "", "aria-label": said, "autocomplete": "off", "dir": "auto"})
                self.fields[f"{cell}_{place}"] = field = PastedField(required=False, widget=widget)
                field.head = label

    def table(self) -> list[dict]:
        """Return the lines of the table as bound fields by cell."""
        return [{cell: self[f"{cell}_{place}"] for cell in CELLS} for place in range(self.question.evidence_rows)]

    def clean(self) -> dict:
        """Return the rows as `evidence`; None from a page that has no table, so that it empties none."""
        places = range(self.question.evidence_rows)
        taken = [{cell: self.cleaned_data.pop(f"{cell}_{place}", "") for cell in CELLS} for place in places]
        has_table = any(f"{cell}_0" in self.data for cell in CELLS)
        self.cleaned_data["evidence"] = clean_rows(taken) if has_table else None
        return self.cleaned_data


class AnswerForm(PlainErrors, EvidenceFields):
    """A text of any length: the limit stops forwarding, never saving. An empty text is only refused when it is called done."""

    text = PastedField(required=False, widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}))
    is_done = forms.ChoiceField(
        label=gettext_lazy("Sudah selesai bagian ini?"),
        required=False,
        choices=[(DONE, gettext_lazy("Ya")), (LATER, gettext_lazy("Nanti saya lanjutkan"))],
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(
        min_value=0, widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid", "min_value"), AGAIN)
    )

    def __init__(self, *args, question: Question, **kwargs) -> None:
        super().__init__(*args, question=question, **kwargs)
        text = self.fields["text"]
        text.label = question.in_language("label")
        text.help_text = question.in_language("help")
        text.word_limit = question.word_limit
        examples = ((_("Contoh yang kuat"), question.example_good), (_("Contoh yang lemah"), question.example_weak))
        text.examples = [(title, example) for title, example in examples if example]

    def clean_is_done(self) -> bool:
        """Return whether the writer calls the part done."""
        return self.cleaned_data["is_done"] == DONE

    def clean(self) -> dict:
        """Refuse an empty answer that is called done, if the question must be answered."""
        super().clean()
        is_empty = not self.cleaned_data.get("text") and not self.cleaned_data["evidence"]
        if self.question.required and self.cleaned_data.get("is_done") and is_empty:
            self.add_error("text", _("Isi %(label)s") % {"label": lower_first(str(self.fields["text"].label))})
        return self.cleaned_data


class AutosaveForm(EvidenceFields):
    """What a page sends by itself; whether the part is done is never said that way."""

    text = PastedField(required=False)
    version = forms.IntegerField(min_value=0)
