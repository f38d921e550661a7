"""Until when, and why."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy

from competition.forms.institutions import InstitutionField
from competition.models import Stage
from competition.wording import PlainErrors
from competition.zones import ZONES, last_minute

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


class MoveForm(ExtendForm):
    """Another opening and close of a stage that has not opened, both in WIB, and the reason."""

    opens_on = forms.DateField(label=gettext_lazy("Hari buka yang baru"))
    opens_time = forms.TimeField(
        label=gettext_lazy("Jam buka (WIB)"),
        help_text=gettext_lazy("Misalnya 10.00. Kosongkan bila sejak awal hari, pukul 00.00 WIB."),
        input_formats=["%H:%M", "%H.%M"],
        required=False,
    )
    field_order = ("opens_on", "opens_time", "ends_on", "ends_time", "reason", "sure")

    def __init__(self, stage: Stage, *args: Any) -> None:
        opens, last = stage.opens_at.astimezone(ZONES["WIB"]), last_minute(stage.closes_at).astimezone(ZONES["WIB"])
        shown = {"opens_on": opens.date(), "opens_time": f"{opens:%H.%M}", "ends_on": last.date(), "ends_time": f"{last:%H.%M}"}
        super().__init__(*args, initial=shown)
        # What is left as it was shown stays what it is, also where it is no whole minute.
        self.present = {
            _to_the_minute(opens): stage.opens_at,
            end_of(last.date(), last.time().replace(second=0, microsecond=0)): stage.closes_at,
        }

    def questions(self) -> list[BoundField]:
        """Return the fields that are filled in."""
        return [self["opens_on"], self["opens_time"], *super().questions()]

    def values(self) -> dict[str, Any]:
        """Return what the operation takes; call it on a form without errors."""
        given = self.cleaned_data
        values = super().values()
        opens_at = datetime.combine(given["opens_on"], given["opens_time"] or time.min, ZONES["WIB"])
        times = {"opens_at": opens_at, "closes_at": values["closes_at"]}
        return values | {name: self.present.get(value, value) for name, value in times.items()}


def _to_the_minute(value: datetime) -> datetime:
    return value.replace(second=0, microsecond=0)


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
