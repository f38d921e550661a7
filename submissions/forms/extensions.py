"""Until when, and why."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy

from competition.forms.institutions import InstitutionField
from competition.wording import PlainErrors
from competition.zones import ZONES

LAST_MINUTE = time(23, 59)
READ_BY_ITS_PEOPLE = gettext_lazy("Alasan ini tercatat dan tampil di surat kepada orang-orang instansi itu.")


def end_of(day: Any, hour: time | None) -> datetime:
    """Return the half-open end in WIB that people write as this day and hour: 23.59, or no hour, is the end of the day."""
    if hour is None or hour.replace(second=0) == LAST_MINUTE:
        return datetime.combine(day + timedelta(days=1), time.min, ZONES["WIB"])
    return datetime.combine(day, hour, ZONES["WIB"])


class ExtendForm(PlainErrors, forms.Form):
    """The new close in WIB and the reason; `sure` once the consequences were read."""

    ends_on = forms.DateField(label=gettext_lazy("Hari terakhir yang baru"))
    ends_time = forms.TimeField(
        label=gettext_lazy("Jam tutup (WIB)"),
        help_text=gettext_lazy("Misalnya 18.00. Kosongkan bila sampai akhir hari, pukul 23.59 WIB."),
        input_formats=["%H:%M", "%H.%M"],
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Alasan ini tampil di halaman depan dan di surat kepada semua yang terkait."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def questions(self) -> list[BoundField]:
        """Return the fields that are filled in."""
        return [self[name] for name in ("ends_on", "ends_time", "reason")]

    def values(self) -> dict[str, Any]:
        """Return what the operation takes; call it on a form without errors."""
        given = self.cleaned_data
        return {"closes_at": end_of(given["ends_on"], given["ends_time"]), "reason": given["reason"]}


class ExtendForInstitutionForm(ExtendForm):
    """The same for one institution, named by its code or name."""

    institution = InstitutionField(
        label=gettext_lazy("Instansi"), help_text=gettext_lazy("Kode atau nama lengkap instansi."), max_length=200
    )
    field_order = ("institution", "ends_on", "ends_time", "reason", "sure")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = gettext_lazy(
            "Alasan ini tercatat dan tampil di surat kepada orang-orang instansi itu."
        )

    def questions(self) -> list[BoundField]:
        """Return the fields that are filled in."""
        return [self["institution"], *super().questions()]

    def values(self) -> dict[str, Any]:
        """Return what the operation takes; call it on a form without errors."""
        return super().values() | {"institution": self.cleaned_data["institution"]}
