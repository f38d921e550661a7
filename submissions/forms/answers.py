"""Input of one answer."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Question
from competition.wording import PlainErrors
from submissions.asking import SAID_NO, SAID_YES, WORDS
from submissions.eligibility import text_of_missing
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
            self.add_error("text", text_of_missing(str(self.fields["text"].label), is_yes_no=False))
        return self.cleaned_data


class YesNoForm(PlainErrors, forms.Form):
    """Yes or no; either is a part that is done."""

    text = forms.ChoiceField(choices=list(WORDS.items()), widget=forms.RadioSelect)
    version = forms.IntegerField(
        min_value=0, widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid", "min_value"), AGAIN)
    )

    def __init__(self, *args, question: Question, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label, text.help_text = question.in_language("label"), question.in_language("help")
        text.required = question.required
        missing = text_of_missing(text.label, is_yes_no=True)
        text.error_messages |= dict.fromkeys(("required", "invalid_choice"), missing)

    def table(self) -> list[dict]:
        """Return no lines: there are no figures to a yes."""
        return []

    def clean(self) -> dict:
        """Return the values as those of a text; what is answered is done."""
        return self.cleaned_data | {"evidence": None, "is_done": bool(self.cleaned_data.get("text"))}


AnyForm = AnswerForm | YesNoForm


def answer_form(question: Question) -> type[AnyForm]:
    """Return the form in which the question is answered."""
    return YesNoForm if question.is_yes_no else AnswerForm


class AutosaveForm(EvidenceFields):
    """What a page sends by itself; whether the part is done is never said that way."""

    text = PastedField(required=False)
    version = forms.IntegerField(min_value=0)

    def clean_text(self) -> str:
        """Refuse a text where only yes or no can be said: no page of ours sends one."""
        text = self.cleaned_data["text"]
        if self.question.is_yes_no and text not in (SAID_YES, SAID_NO, ""):
            raise forms.ValidationError(AGAIN)
        return text
