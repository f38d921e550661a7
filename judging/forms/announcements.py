"""When a list opens by itself, the yes to exactly that, and why it is put off."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from competition.wording import PlainErrors
from competition.zones import ZONES


class AnnouncementForm(PlainErrors, forms.Form):
    """A day and an hour in WIB."""

    opens_on = forms.DateField(label=_("Hari pengumuman"))
    opens_time = forms.TimeField(
        label=_("Jam pengumuman (WIB)"), help_text=_("Misalnya 10.00."), input_formats=["%H:%M", "%H.%M"]
    )

    def instant(self) -> datetime:
        """Return what the operation takes; call it on a form without errors."""
        return datetime.combine(self.cleaned_data["opens_on"], self.cleaned_data["opens_time"], ZONES["WIB"])


class ApproveForm(forms.Form):
    """A yes to the announcement that was on the page, and to no later one."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class PostponeForm(PlainErrors, forms.Form):
    """Why the list does not open when it was to."""

    reason = forms.CharField(
        label=_("Alasan penundaan"),
        help_text=_("Alasan ini tercatat dan tampil di surat kepada para penyelenggara."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )
