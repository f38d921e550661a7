"""A few sentences for everybody, and from when until when they are shown."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy

from competition.letters import storable
from competition.models import Bulletin
from competition.models.bulletins import MailedTo
from competition.operations.bulletins import OddTimes, Words, may_stand
from competition.wording import PlainErrors
from competition.zones import ZONES, last_minute
from submissions.forms.extensions import end_of

LONGEST_TEXT = 400
HOURS = ["%H:%M", "%H.%M"]


class BulletinForm(PlainErrors, forms.Form):
    """The words in both languages and the times in WIB; `sure` once it was seen as everybody will see it."""

    text = forms.CharField(
        label=gettext_lazy("Kabar"),
        help_text=gettext_lazy("Beberapa kalimat pendek. Tampil di halaman depan, meja instansi, meja penilai, dan meja ini."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text_en = forms.CharField(
        label=gettext_lazy("Kabar dalam bahasa Inggris"),
        help_text=gettext_lazy("Bila kosong, pembaca berbahasa Inggris membaca yang di atas."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Hari mulai tampil"), help_text=gettext_lazy("Kosongkan bila sejak sekarang."), required=False
    )
    starts_time = forms.TimeField(
        label=gettext_lazy("Jam mulai (WIB)"),
        help_text=gettext_lazy("Misalnya 10.00. Kosongkan bila sejak awal hari, pukul 00.00 WIB."),
        input_formats=HOURS,
        required=False,
    )
    ends_on = forms.DateField(label=gettext_lazy("Hari terakhir tampil"))
    ends_time = forms.TimeField(
        label=gettext_lazy("Jam berakhir (WIB)"),
        help_text=gettext_lazy("Misalnya 18.00. Kosongkan bila sampai akhir hari, pukul 23.59 WIB."),
        input_formats=HOURS,
        required=False,
    )
    mail_to = forms.ChoiceField(
        label=gettext_lazy("Kirim juga sebagai surat"),
        help_text=gettext_lazy("Suratnya ditulis begitu kabar tampil. Yang sudah terkirim tidak dapat ditarik kembali."),
        choices=MailedTo.choices,
        initial=MailedTo.NOBODY,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, at: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean(self) -> dict[str, Any]:
        """Refuse times at which nobody would read it, where they were chosen; the operation refuses the same."""
        given = super().clean()
        if not self.errors and not may_stand(self.words(), self.at):
            self.add_error("ends_on", OddTimes.reason)
        return given

    def questions(self) -> list[BoundField]:
        """Return the fields that are filled in."""
        return [self[name] for name in self.fields if name not in ("version", "sure")]

    def words(self) -> Words:
        """Return what the operations take; call it on a form without errors."""
        given, starts_at = self.cleaned_data, self.at
        if given["starts_on"]:
            starts_at = datetime.combine(given["starts_on"], given["starts_time"] or time.min, ZONES["WIB"])
        times = {"starts_at": max(starts_at, self.at), "ends_at": end_of(given["ends_on"], given["ends_time"])}
        texts = {"text": storable(given["text"]), "text_en": storable(given["text_en"])}
        return {**texts, "mail_to": given["mail_to"], **times}


def shown(one: Bulletin) -> dict[str, Any]:
    """Return what the form holds of a bulletin that there is."""
    starts, last = one.starts_at.astimezone(ZONES["WIB"]), last_minute(one.ends_at).astimezone(ZONES["WIB"])
    days = {"starts_on": starts.date(), "ends_on": last.date()}
    hours = {"starts_time": f"{starts:%H.%M}", "ends_time": f"{last:%H.%M}"}
    return {"text": one.text, "text_en": one.text_en, "mail_to": one.mail_to, "version": one.version} | days | hours
