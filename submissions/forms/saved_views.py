"""What a filter is called."""

from django import forms
from django.utils.translation import gettext_lazy

from competition.wording import PlainErrors
from submissions.forms.texts import PastedField
from submissions.models.saved_view import MOST_SAID


class ViewNameForm(PlainErrors, forms.Form):
    """The name; blanks around and within it are one."""

    nama = PastedField(label=gettext_lazy("Nama saringan"), max_length=MOST_SAID)

    def clean_nama(self) -> str:
        """Return the name on one line."""
        return " ".join(self.cleaned_data["nama"].split())
