"""What stands on a decree, and what becomes of one that was recorded."""

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.forms.admissions import LineField
from competition.forms.uploads import ScanField
from competition.wording import PlainErrors
from submissions.operations.decrees import SignedDecree

CONFIRM, DROP = "sahkan", "batalkan"


class DecreeForm(PlainErrors, forms.Form):
    """Number, day and the signed file."""

    number = LineField(label=_("Nomor keputusan"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    signed_on = forms.DateField(
        label=_("Tanggal keputusan"),
        help_text=_("Hari keputusan ditandatangani, misalnya 31-07-2015."),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
    )
    file = ScanField(label=_("Keputusan yang sudah ditandatangani"))

    def decree(self) -> SignedDecree:
        """Return what stands on it; call it on a form without errors."""
        given = self.cleaned_data
        return SignedDecree(given["number"], given["signed_on"], given["file"])


class DecideForm(PlainErrors, forms.Form):
    """Which button was pressed, and which decree was on the page."""

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[(CONFIRM, CONFIRM), (DROP, DROP)])
