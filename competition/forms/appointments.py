"""Appointing, ending and answering; and what the list of offices is asked for."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competition.models.people import AppointmentRole
from competition.queries.appointments import AppointmentFilter, person_by_email
from competition.wording import PlainErrors
from competition.zones import ZONES

ALL = ("", gettext_lazy("Semua"))
EVERYTHING = "semua"


def day_opens(day: date) -> datetime:
    """Return the instant at which a day begins in WIB."""
    return datetime.combine(day, time.min, ZONES["WIB"])


def day_is_over(day: date | None) -> datetime | None:
    """Return the instant at which a day is over in WIB; None for no day."""
    return None if day is None else day_opens(day + timedelta(days=1))


class OfficesForm(PlainErrors, forms.Form):
    """Search, office and date of the list; lives in the address."""

    cari = forms.CharField(label=gettext_lazy("Cari nama atau alamat email"), required=False, max_length=80)
    tugas = forms.ChoiceField(label=gettext_lazy("Tugas"), required=False, choices=[ALL, *AppointmentRole.choices])
    tanggal = forms.DateField(label=gettext_lazy("Bertugas pada tanggal"), required=False)
    lihat = forms.ChoiceField(required=False, choices=[(EVERYTHING, EVERYTHING)], widget=forms.HiddenInput)

    def asked(self) -> AppointmentFilter:
        """Return the filter; a field that makes no sense is left out of it."""
        if not self.is_bound:
            return AppointmentFilter()
        self.full_clean()
        given = self.cleaned_data
        day = given.get("tanggal")
        return AppointmentFilter(
            role=given.get("tugas", ""),
            search=given.get("cari", ""),
            period=(day_opens(day), day_is_over(day)) if day else None,
            everything=given.get("lihat") == EVERYTHING,
        )


class AppointForm(PlainErrors, forms.Form):
    """Whom, as what, from when until when, and why."""

    email = forms.EmailField(
        label=gettext_lazy("Alamat email"), help_text=gettext_lazy("Alamat akun orang yang diangkat, persis seperti terdaftar.")
    )
    role = forms.ChoiceField(label=gettext_lazy("Tugas"), choices=AppointmentRole.choices, widget=forms.RadioSelect)
    starts_on = forms.DateField(
        label=gettext_lazy("Hari pertama"), help_text=gettext_lazy("Kosongkan bila mulai sekarang."), required=False
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Hari terakhir"),
        help_text=gettext_lazy("Kosongkan bila berlaku sampai diakhiri."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Misalnya nomor surat keputusan. Alasan ini dibaca oleh yang diangkat."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.whom = None

    def clean_email(self) -> str:
        """Find whose address it is; there must be an account already."""
        email = self.cleaned_data["email"]
        self.whom = person_by_email(email)
        if self.whom is None:
            raise forms.ValidationError(
                _("Belum ada akun dengan alamat ini. Periksa ejaannya, atau minta orangnya membuat akun lebih dahulu.")
            )
        return email

    def values(self) -> dict[str, Any]:
        """Return what the operation takes; call it on a form without errors. Today means now."""
        given = self.cleaned_data
        first = given["starts_on"]
        return {
            "whom": self.whom,
            "role": given["role"],
            "starts_at": None if first in (None, self.today) else day_opens(first),
            "ends_at": day_is_over(given["ends_on"]),
            "reason": given["reason"],
        }


class EndForm(PlainErrors, forms.Form):
    """When an office ends, and why."""

    ends_on = forms.DateField(
        label=gettext_lazy("Hari terakhir"), help_text=gettext_lazy("Kosongkan bila berakhir sekarang."), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Alasan ini dibaca oleh orangnya."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def values(self) -> dict[str, Any]:
        """Return what the operation takes; call it on a form without errors."""
        return {"ends_at": day_is_over(self.cleaned_data["ends_on"]), "reason": self.cleaned_data["reason"]}


class AnswerForm(PlainErrors, forms.Form):
    """The second organiser's answer."""

    grant = forms.TypedChoiceField(
        label=pgettext_lazy("appointment request", "Jawaban Anda"),
        choices=[("ya", gettext_lazy("Setujui")), ("tidak", gettext_lazy("Tidak setujui"))],
        coerce=lambda value: value == "ya",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("Catatan"),
        help_text=gettext_lazy("Perlu diisi bila tidak disetujui. Pengusul membaca catatan ini."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
