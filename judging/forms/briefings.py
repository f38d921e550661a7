"""What all judges of a round score first: the choice, and a text of one's own."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competition.models import Anchor, Criterion, Question
from competition.wording import PlainErrors
from judging.forms.sheets import level_field
from judging.operations.briefings import English, Expected

LONGEST_TEXT, LONGEST_REASON = 20_000, 1_000
ENGLISH = "en-"


class ChooseForm(PlainErrors, forms.Form):
    """Which texts of the stock, whether own proposals wait for them, and why."""

    texts = forms.MultipleChoiceField(
        label=_("Naskah yang dinilai semua penilai"),
        help_text=_("Dua atau tiga. Naskah yang berbeda mutunya paling banyak memperlihatkan."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    required = forms.BooleanField(
        label=_("Disyaratkan: proposal seorang penilai terbuka setelah ia menilai semua naskah latihan"), required=False
    )
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Tercatat dalam jejak audit."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_REASON,
    )

    def __init__(self, *args: Any, stock: Iterable[Anchor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texts"].choices = [(one.code, str(one)) for one in stock]


class _Written(forms.Form):
    """The fields of a text. They stand here so that the wording of errors, applied on top, covers them."""

    title = forms.CharField(label=_("Judul naskah"), max_length=200)

    def __init__(self, *args: Any, questions: Iterable[Question], criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.criteria = [one.code for one in questions], [one.code for one in criteria]
        for one in questions:
            self.fields[f"text-{one.code}"] = forms.CharField(
                label=str(one), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST_TEXT, required=False
            )
        for one in criteria:
            level = self.fields[f"level-{one.code}"] = level_field(one, None)
            level.required = True
            level.error_messages["required"] = gettext("Pilih tingkat untuk %(criterion)s") % {"criterion": one}
            words = gettext("Mengapa tingkat itu untuk %(criterion)s") % {"criterion": one}
            box = forms.Textarea(attrs={"rows": 2})
            self.fields[f"reason-{one.code}"] = forms.CharField(label=words, widget=box, max_length=LONGEST_REASON)
        self._add_english()

    def _add_english(self) -> None:
        """Add a field for the English of each text that is there so far."""
        for name, one in list(self.fields.items()):
            if not name.startswith("level-"):
                widget = type(one.widget)(attrs={"rows": one.widget.attrs.get("rows")} if "rows" in one.widget.attrs else {})
                label = gettext("%(label)s, dalam bahasa Inggris") % {"label": one.label}
                known = {"widget": widget, "max_length": one.max_length, "required": False}
                self.fields[ENGLISH + name] = forms.CharField(label=label, **known)


class TrainingTextForm(PlainErrors, _Written):
    """A training text: title, the answers that it has, and for each criterion the expected level with its reason. `questions`
    are those that take text, `criteria` come with their `scale`."""

    def original_fields(self) -> list[forms.BoundField]:
        """Return the fields of the text itself, in order."""
        return [one for one in self if not one.name.startswith(ENGLISH)]

    def english_fields(self) -> list[forms.BoundField]:
        """Return the fields of its English, in order."""
        return [one for one in self if one.name.startswith(ENGLISH)]

    def has_english(self) -> bool:
        """Say whether any of these was filled in, so that the page shows them."""
        return any(one.value() for one in self.english_fields())

    def answers(self) -> dict[str, str]:
        """Return what was written, by question code."""
        return {code: self.cleaned_data[f"text-{code}"] for code in self.questions}

    def expected(self) -> dict[str, Expected]:
        """Return what is expected, by criterion code."""
        given = self.cleaned_data
        return {
            code: Expected(int(given[f"level-{code}"]), given[f"reason-{code}"], given[f"{ENGLISH}reason-{code}"])
            for code in self.criteria
        }

    def english(self) -> English:
        """Return what was written in English."""
        given = self.cleaned_data
        return English(given[f"{ENGLISH}title"], {code: given[f"{ENGLISH}text-{code}"] for code in self.questions})
