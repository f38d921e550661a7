"""The queue of letters: what is looked for, and what is done with one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.letters import storable
from competition.models.notices import NoticeState
from competition.wording import PlainErrors

HOLD, RELEASE, AGAIN = "hold", "release", "again"


class QueueForm(forms.Form):
    """Which letters are listed."""

    cari = forms.CharField(label=_("Alamat penerima"), max_length=100, required=False)
    status = forms.ChoiceField(choices=NoticeState.choices, required=False, widget=forms.HiddenInput)

    def asked(self) -> tuple[str, str]:
        """Return the state and the part of an address that are asked for; each empty when it is not, or makes no sense."""
        self.is_valid()
        known = getattr(self, "cleaned_data", {})
        return known.get("status", ""), known.get("cari", "")


class ActForm(forms.Form):
    """What to do with a letter: the button that was pressed."""

    act = forms.ChoiceField(choices=[(HOLD, HOLD), (RELEASE, RELEASE), (AGAIN, AGAIN)])


class EditForm(PlainErrors, forms.Form):
    """What one letter says, and how often it had been changed before."""

    subject = forms.CharField(label=_("Perihal"), max_length=200)
    body = forms.CharField(label=_("Isi surat"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16}))
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean_body(self) -> str:
        """Return the body as a column can hold it."""
        return storable(self.cleaned_data["body"]).replace("\r\n", "\n")
