"""Input of one answer."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Question
from competition.wording import PlainErrors, lower_first
from submissions.forms.drafts import AGAIN
from submissions.forms.texts import PastedField

DONE, LATER = "yes", "no"


class AnswerForm(PlainErrors, forms.Form):
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
        super().__init__(*args, **kwargs)
        self.question = question
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
        if self.question.required and self.cleaned_data.get("is_done") and not self.cleaned_data.get("text"):
            self.add_error("text", _("Isi %(label)s") % {"label": lower_first(str(self.fields["text"].label))})
        return self.cleaned_data


class AutosaveForm(forms.Form):
    """What a page sends by itself; whether the part is done is never said that way."""

    text = PastedField(required=False)
    version = forms.IntegerField(min_value=0)
