"""The form on which people choose which letters they have once a day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from competition.events import TOPICS
from competition.wording import PlainErrors


class DailyForm(PlainErrors, forms.Form):
    """The topics whose letters come together, once a day."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Kumpulkan sekali sehari"),
        choices=[(name, one.words) for name, one in TOPICS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Yang tidak dicentang dikirim segera."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].hints = {name: one.about for name, one in TOPICS.items()}
