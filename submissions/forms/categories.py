"""Input of the guide to the categories."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.models import Category, GuideQuestion
from competition.models.editions import pick_language
from submissions.forms.drafts import AGAIN


class GuideForm(forms.Form):
    """The guide's questions; any may be left open, all of them not."""

    def __init__(self, *args, guide: Iterable[GuideQuestion], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.guide = {f"jawab-{one.code}": one for one in guide}
        for name, question in self.guide.items():
            texts = [pick_language(one["text"], one["text_en"]) for one in question.answers]
            self.fields[name] = forms.ChoiceField(
                label=question.in_language("text"),
                required=False,
                choices=[(str(place), text) for place, text in enumerate(texts)],
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": AGAIN},
            )

    def clean(self) -> dict:
        """Refuse a guide that nobody has answered: there is nothing to suggest from."""
        super().clean()
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error(next(iter(self.guide)), _("Pilih jawaban untuk sedikitnya satu pertanyaan"))
        return self.cleaned_data

    def chosen(self) -> list[dict]:
        """Return the answers that were chosen, in the guide's order."""
        picked = {name: self.cleaned_data.get(name) for name in self.guide}
        return [self.guide[name].answers[int(place)] for name, place in picked.items() if place]


class TakeOverForm(forms.Form):
    """The category to take over, for the header as it was shown."""

    category = forms.ChoiceField(widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid_choice"), AGAIN))
    version = forms.IntegerField(
        min_value=0, widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid", "min_value"), AGAIN)
    )

    def __init__(self, *args, categories: Iterable[Category], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.categories = {one.code: one for one in categories}
        self.fields["category"].choices = [(code, str(one)) for code, one in self.categories.items()]

    def clean_category(self) -> Category:
        """Return the category itself."""
        return self.categories[self.cleaned_data["category"]]
