"""What a timetable of interviews is made of, another place for one slot, and who comes."""

import re
from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.wording import PlainErrors
from competition.zones import ZONES
from judging.forms.assignments import SeedForm
from judging.operations.interviews import Frame, Hall
from judging.timetabling import Span

MOST_ROOMS, MOST_SESSIONS = 6, 60
_SESSION = re.compile(
    r"(?:(\d{1,2})-(\d{1,2})-(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))\s+(\d{1,2})[.:](\d\d)\s*(?:-|–|sampai)\s*(\d{1,2})[.:](\d\d)\Z"
)
_LINK = URLValidator(schemes=["https"])


def read_session(line: str) -> Span | None:
    """Return the session a line says ("08-05-2017 09.00-12.00", in WIB), or None where it says none."""
    found = _SESSION.match(line)
    if not found:
        return None
    day, month, year, year2, month2, day2, *clock = (int(part) if part else 0 for part in found.groups())
    try:
        starts_at, ends_at = (
            datetime(year or year2, month or month2, day or day2, hour, minute, tzinfo=ZONES["WIB"])
            for hour, minute in (clock[:2], clock[2:])
        )
    except ValueError:
        return None
    return Span(starts_at, ends_at) if starts_at < ends_at else None


class FrameForm(SeedForm):
    """Sessions, minutes, rooms, and who sits in which. `judges` are (code, id, name) of those who can."""

    sessions = forms.CharField(
        label=gettext_lazy("Sesi"),
        help_text=gettext_lazy(
            "Satu baris tiap sesi, dalam WIB: 08-05-2017 09.00-12.00. Di antara dua sesi ada istirahat tanpa giliran."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )
    talk_minutes = forms.IntegerField(label=gettext_lazy("Menit presentasi"), min_value=1, max_value=120, initial=7)
    question_minutes = forms.IntegerField(label=gettext_lazy("Menit tanya jawab"), min_value=0, max_value=120, initial=13)
    pause_minutes = forms.IntegerField(label=gettext_lazy("Menit jeda antargiliran"), min_value=0, max_value=60, initial=0)
    rooms = forms.CharField(
        label=gettext_lazy("Ruang"),
        help_text=gettext_lazy("Satu baris tiap ruang, paling banyak 6: nama, atau nama lalu koma dan tautan video https."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2400,
    )
    # The plan that was shown. Without it none is written, whatever else is sent.
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    field_order = ("sessions", "talk_minutes", "question_minutes", "pause_minutes", "rooms", "seed", "shown")

    def __init__(self, *args, judges: Iterable[tuple[str, int, str]], **kwargs) -> None:
        self.judges = {f"judge_{code}": pk for code, pk, _name in judges}
        super().__init__(*args, **kwargs)
        for name in ("talk_minutes", "question_minutes", "pause_minutes"):
            self.fields[name].size = "short"
        places = [("", _("Tidak ikut")), *((n, _("Ruang ke-%(number)s") % {"number": n}) for n in range(1, MOST_ROOMS + 1))]
        for code, _pk, name in judges:
            self.fields[f"judge_{code}"] = forms.TypedChoiceField(
                label=name, choices=places, coerce=int, empty_value=0, required=False
            )
            self.fields[f"judge_{code}"].size = "medium"

    def own_fields(self) -> list[forms.BoundField]:
        """Return the fields that are about the round."""
        return [bound for bound in self if bound.name not in self.judges]

    def judge_fields(self) -> list[forms.BoundField]:
        """Return one field for each judge."""
        return [bound for bound in self if bound.name in self.judges]

    def clean_sessions(self) -> tuple[Span, ...]:
        """Return the sessions, in their order of time."""
        lines = [line.strip() for line in self.cleaned_data["sessions"].splitlines() if line.strip()]
        if len(lines) > MOST_SESSIONS:
            raise ValidationError(_("Paling banyak %(most)s sesi.") % {"most": MOST_SESSIONS})
        found = []
        for number, line in enumerate(lines, 1):
            session = read_session(line)
            if session is None:
                raise ValidationError(_("Baris %(number)s: tulis seperti 08-05-2017 09.00-12.00") % {"number": number})
            found.append(session)
        return tuple(sorted(found, key=lambda one: one.starts_at))

    def clean_rooms(self) -> list[tuple[str, str]]:
        """Return names with their links."""
        lines = [line.strip() for line in self.cleaned_data["rooms"].splitlines() if line.strip()]
        if len(lines) > MOST_ROOMS:
            raise ValidationError(_("Paling banyak %(most)s ruang.") % {"most": MOST_ROOMS})
        rooms = [(name.strip()[:100], link.strip()) for name, _comma, link in (line.partition(",") for line in lines)]
        for number, (name, link) in enumerate(rooms, 1):
            if not name or (link and not _is_link(link)):
                raise ValidationError(
                    _("Baris %(number)s: tulis nama, lalu bila perlu koma dan tautan https") % {"number": number}
                )
        if len({name.casefold() for name, _link in rooms}) < len(rooms):
            raise ValidationError(_("Dua ruang memakai nama yang sama."))
        return rooms

    def frame(self) -> Frame:
        """Return what was filled in; the form has no error."""
        told = self.cleaned_data
        seated = [(told[name], pk) for name, pk in self.judges.items()]
        rooms = [
            Hall(name, link, tuple(sorted(pk for place, pk in seated if place == number)))
            for number, (name, link) in enumerate(told["rooms"], 1)
        ]
        return Frame(told["sessions"], told["talk_minutes"], told["question_minutes"], told["pause_minutes"], tuple(rooms))

    def clean(self) -> dict:
        """Refuse a judge in a room that has no line."""
        told = super().clean()
        for name in self.judges:
            if "rooms" in told and told.get(name, 0) > len(told["rooms"]):
                self.add_error(name, _("Ruang itu belum ditulis di atas"))
        return told


class MaterialForm(PlainErrors, forms.Form):
    """One presentation."""

    file = forms.FileField(
        label=gettext_lazy("Tambah bahan presentasi"),
        help_text=gettext_lazy(
            "PDF, paling besar 5 MB, paling banyak 3 berkas. Hanya penilai di ruang Anda yang dapat membukanya."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages=dict.fromkeys(("required", "invalid", "missing", "max_length"), gettext_lazy("Pilih berkas PDF")),
    )


class RedrawForm(FrameForm):
    """The same once more, with why."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan perubahan"),
        help_text=gettext_lazy("Instansi dan penilai membacanya di surat pemberitahuan."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )
    field_order = ("reason", *FrameForm.field_order)


class CancelInterviewsForm(PlainErrors, forms.Form):
    """Why all turns that have not begun are called off."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan pembatalan"),
        help_text=gettext_lazy("Instansi dan penilai membacanya di surat pemberitahuan."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )
    prefix = "cancel"


def _is_link(text: str) -> bool:
    try:
        _LINK(text)
    except ValidationError:
        return False
    return len(text) <= 300


class ChangeSlotForm(PlainErrors, forms.Form):
    """Where a slot goes, and why. `free` and `swaps` are (value, words) pairs."""

    target = forms.ChoiceField(label=gettext_lazy("Jadwal baru"))
    reason = forms.CharField(
        label=gettext_lazy("Alasan perubahan"),
        help_text=gettext_lazy("Instansi dan penilai membacanya di surat pemberitahuan."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, free: Iterable[tuple[str, str]], swaps: Iterable[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        groups = ((_("Waktu kosong"), list(free)), (_("Tukar dengan"), list(swaps)))
        self.fields["target"].choices = [("", _("Pilih")), *(group for group in groups if group[1])]


class AttendanceForm(PlainErrors, forms.Form):
    """Who presents for the agency."""

    presenters = forms.CharField(
        label=gettext_lazy("Siapa yang tampil"),
        help_text=gettext_lazy("Nama dan jabatan, satu orang tiap baris. Penilai dan penyelenggara membacanya."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
