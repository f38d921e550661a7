"""The words of a letter: its three parts, and the version they were made from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.letters import storable
from competition.placeholders import SHIPPED, faults_of
from competition.wording import PlainErrors

PREVIEW, SAVE = "preview", "save"


class WordsForm(PlainErrors, forms.Form):
    """Subject, text and HTML; every placeholder is known and none that is needed is missing once the form is valid."""

    subject = forms.CharField(label=_("Perihal"), max_length=150)
    text = forms.CharField(label=_("Isi surat, teks"), max_length=5000, widget=forms.Textarea(attrs={"rows": 12}))
    html = forms.CharField(label=_("Isi surat, HTML"), max_length=8000, widget=forms.Textarea(attrs={"rows": 12}))
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[(PREVIEW, PREVIEW), (SAVE, SAVE)], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, event: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.event = event

    def clean(self) -> dict:
        """Name every placeholder that is missing or unknown, and markup that letters may not have."""
        for part in SHIPPED:
            if words := self.cleaned_data.get(part):
                self.cleaned_data[part] = storable(words).replace("\r\n", "\n")
                for fault in faults_of(self.event, part, self.cleaned_data[part]):
                    self.add_error(part, fault)
        return self.cleaned_data

    def words(self) -> dict[str, str]:
        """Return the three parts."""
        return {part: self.cleaned_data[part] for part in SHIPPED}


class RestoreForm(PlainErrors, forms.Form):
    """The version on which the page was made."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
