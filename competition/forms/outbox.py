"""The queue of letters: what is looked for, and what is done with one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.models.notices import NoticeState

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
