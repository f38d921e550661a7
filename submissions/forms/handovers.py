"""Input of forwarding and giving back."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.models import Question
from competition.wording import PlainErrors
from submissions.forms.texts import PastedField

LONGEST = 5000  # characters


class ForwardForm(forms.Form):
    """Nothing to fill in: the page shows what is forwarded."""


class NoteFields(forms.Form):
    """A general note, and one field per question."""

    note = PastedField(
        label=_("Catatan umum"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Apa yang perlu diubah, dan mengapa. Penulis membacanya di halaman proposal."),
    )

    def __init__(self, *args, questions: Iterable[Question], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {f"note_{one.code}": one for one in questions}
        for name, question in self.questions.items():
            label = _("Catatan untuk %(label)s") % {"label": question.in_language("label")}
            widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
            self.fields[name] = PastedField(label=label, required=False, max_length=LONGEST, widget=widget)


class ReturnForm(PlainErrors, NoteFields):
    """Notes; at least one of them, which the operation checks."""

    def notes(self) -> dict:
        """Return the general note and those that were written, by question."""
        found = {question: self.cleaned_data[name] for name, question in self.questions.items()}
        return {"note": self.cleaned_data["note"], "question_notes": {key: text for key, text in found.items() if text}}
