"""A clinic as it is planned, a seat as it is booked, and what people type once they are there."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.forms.admissions import LineField
from competition.forms.uploads import ScanField
from competition.letters import storable
from competition.models import Institution, Person, Region
from competition.models.institutions import InstitutionKind, TimeZone
from competition.wording import PlainErrors
from competition.zones import ZONES, last_minute
from submissions.forms.extensions import end_of
from submissions.forms.videos import VideoField
from submissions.models import Batch, Booking
from submissions.operations.clinics import Plan
from submissions.operations.seats import Participant, View

HOURS = ["%H:%M", "%H.%M"]
MARKS = [(str(one), str(one)) for one in range(1, 6)]
LONGEST = 4000


class ClinicForm(PlainErrors, forms.Form):
    """When and where, for whom, how many, and until when seats are booked. Hours are those of the zone that is chosen."""

    title = LineField(label=gettext_lazy("Judul klinik"), max_length=200, required=False)
    day = forms.DateField(label=gettext_lazy("Hari klinik"))
    starts = forms.TimeField(label=gettext_lazy("Jam mulai"), input_formats=HOURS, help_text=gettext_lazy("Misalnya 09.00."))
    ends = forms.TimeField(label=gettext_lazy("Jam selesai"), input_formats=HOURS)
    zone = forms.ChoiceField(label=gettext_lazy("Zona waktu klinik"), choices=TimeZone.choices)
    place = LineField(label=gettext_lazy("Tempat"), max_length=300, required=False)
    address = forms.URLField(
        label=gettext_lazy("Tautan ruang daring"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Hanya tampil kepada peserta yang mendapat kursi."),
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Jumlah kursi"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=gettext_lazy("Kosongkan bila tidak dibatasi."),
    )
    seats_per_institution = forms.IntegerField(
        label=gettext_lazy("Kursi paling banyak untuk satu instansi"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=gettext_lazy("Kosongkan bila tidak dibatasi. Daftar tunggu ikut dihitung."),
    )
    provinces = forms.MultipleChoiceField(
        label=gettext_lazy("Provinsi yang diundang"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Kosongkan bila semua provinsi."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Jenis instansi yang diundang"),
        required=False,
        choices=InstitutionKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Kosongkan bila semua jenis."),
    )
    takes_guests = forms.BooleanField(
        label=gettext_lazy("Instansi yang tidak diundang boleh memesan sebagai tamu"), required=False
    )
    agenda = forms.CharField(
        label=gettext_lazy("Acara"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    coach = forms.ChoiceField(label=gettext_lazy("Pelatih"), required=False)
    books_from = forms.DateField(label=gettext_lazy("Hari pertama pemesanan"))
    books_until = forms.DateField(label=gettext_lazy("Hari terakhir pemesanan"))

    def __init__(self, *args: Any, provinces: list[Region], coaches: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coaches = {str(one.pk): one for one in coaches}
        self.fields["provinces"].choices = [(one.code, one.name) for one in provinces]
        self.fields["coach"].choices = [("", _("Belum ada")), *((pk, one.name) for pk, one in self.coaches.items())]

    def clean(self) -> dict[str, Any]:
        """Refuse hours and days in the wrong order, and a clinic that is nowhere."""
        given = super().clean()
        if self.errors:
            return given
        plan = self.plan()
        if plan.ends_at <= plan.starts_at:
            self.add_error("ends", _("Jam selesai tidak sesudah jam mulai."))
        if not given["place"] and not given["address"]:
            self.add_error("place", _("Isi tempat, atau tautan ruang daring"))
        if given["books_until"] < given["books_from"]:
            self.add_error("books_until", _("Hari terakhir pemesanan sebelum hari pertamanya."))
        if plan.books_from >= plan.starts_at:
            self.add_error("books_from", _("Pemesanan dibuka sebelum klinik dimulai."))
        return given

    def plan(self) -> Plan:
        """Return what the operations take; call it on a form without errors."""
        given, zone = self.cleaned_data, ZONES[self.cleaned_data["zone"]]
        starts_at = datetime.combine(given["day"], given["starts"], zone)
        same = ("title", "zone", "place", "address", "capacity", "takes_guests", "seats_per_institution")
        return Plan(
            **{name: given[name] for name in same},
            agenda=storable(given["agenda"]),
            starts_at=starts_at,
            ends_at=datetime.combine(given["day"], given["ends"], zone),
            provinces=tuple(given["provinces"]),
            kinds=tuple(given["kinds"]),
            coach=self.coaches.get(given["coach"]),
            books_from=datetime.combine(given["books_from"], datetime.min.time(), ZONES["WIB"]),
            # Who books on the day itself does so until it begins.
            books_until=min(end_of(given["books_until"], None), starts_at),
        )


def shown(batch: Batch) -> dict[str, Any]:
    """Return what the form holds of a batch that there is."""
    names = ("title", "zone", "place", "address", "capacity", "kinds", "takes_guests", "agenda", "seats_per_institution")
    known = {name: getattr(batch, name) for name in names}
    known |= {"provinces": [one.code for one in batch.provinces.all()], "coach": str(batch.coach_id or "")}
    if batch.starts_at:
        starts, ends = (one.astimezone(ZONES[batch.zone]) for one in (batch.starts_at, batch.ends_at))
        known |= {"day": starts.date(), "starts": starts.strftime("%H.%M"), "ends": ends.strftime("%H.%M")}
    if batch.books_from:
        first, last = (one.astimezone(ZONES["WIB"]).date() for one in (batch.books_from, last_minute(batch.books_until)))
        known |= {"books_from": first, "books_until": last}
    return known


class SeatForm(PlainErrors, forms.Form):
    """For whom a seat is, and whether they stand in the queue if there is none."""

    institution = forms.ChoiceField(label=gettext_lazy("Instansi"))
    name = LineField(label=gettext_lazy("Nama peserta"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("Alamat email peserta"),
        max_length=254,
        help_text=gettext_lazy("Konfirmasi, pengingat, dan tautan halaman peserta dikirim ke sini."),
    )
    duty = LineField(label=gettext_lazy("Jabatan peserta"), max_length=150, help_text=gettext_lazy("Misalnya Kepala bidang."))
    waits = forms.BooleanField(label=gettext_lazy("Bila kursi habis, masukkan ke daftar tunggu"), required=False)

    def __init__(self, *args: Any, institutions: list[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institutions = {one.code: one for one in institutions}
        self.fields["institution"].choices = [(code, one.name) for code, one in self.institutions.items()]
        if len(institutions) == 1:
            self.fields["institution"].initial = institutions[0].code

    def seat(self, language: str) -> dict[str, Any]:
        """Return what the operation takes; call it on a form without errors."""
        given = self.cleaned_data
        who = Participant(given["name"], given["email"], given["duty"], language)
        return {"institution": self.institutions[given["institution"]], "participant": who, "waits": given["waits"]}


class MaterialForm(PlainErrors, forms.Form):
    """A file or a recording, and what it is."""

    title = LineField(label=gettext_lazy("Nama bahan"), max_length=150)
    file = ScanField(label=gettext_lazy("Berkas"), required=False)
    video = VideoField(
        label=gettext_lazy("Tautan rekaman"),
        help_text=gettext_lazy("Satu video YouTube, sebagai pengganti berkas."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse both and neither."""
        given = super().clean()
        if not self.errors and bool(given.get("file")) == bool(given.get("video")):
            self.add_error("file", _("Pilih berkas, atau isi tautan rekaman; salah satu saja"))
        return given


class CallOffForm(PlainErrors, forms.Form):
    """Why the clinic will not be; everybody who has a seat reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan pembatalan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Tampil di halaman klinik dan dalam surat kepada peserta."),
        error_messages={"required": gettext_lazy("Isi alasan pembatalan.")},
    )

    def clean_reason(self) -> str:
        """Return it as it can be kept."""
        return storable(self.cleaned_data["reason"])


class AttendanceForm(PlainErrors, forms.Form):
    """Who was there, by the list."""

    present = forms.MultipleChoiceField(label=gettext_lazy("Yang hadir"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, seats: list[Booking], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [(one.code, f"{one.name or '–'} · {one.institution.name}") for one in seats]


class RoomCodeForm(PlainErrors, forms.Form):
    """The code that is shown in the room."""

    room_code = forms.CharField(
        label=gettext_lazy("Kode kehadiran"),
        max_length=20,
        help_text=gettext_lazy("Enam huruf dan angka yang ditampilkan di ruang klinik."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _mark(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=MARKS, widget=forms.RadioSelect)


class EvaluationForm(PlainErrors, forms.Form):
    """Three marks from 1 to 5, and perhaps words."""

    useful = _mark(gettext_lazy("Seberapa berguna klinik ini (1 tidak, 5 sangat)"))
    clear = _mark(gettext_lazy("Seberapa jelas penjelasannya (1 tidak, 5 sangat)"))
    ready = _mark(gettext_lazy("Seberapa siap Anda menulis proposal sesudahnya (1 tidak, 5 sangat)"))
    text = forms.CharField(
        label=gettext_lazy("Saran"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )

    def view(self) -> View:
        """Return what the operation takes; call it on a form without errors."""
        given = self.cleaned_data
        return View(*(int(given[name]) for name in ("useful", "clear", "ready")), storable(given["text"]))
