"""What is asked of the audit; it lives in the address."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.events import EVENTS
from competition.queries.audit import NO_EDITION, AuditFilter
from competition.wording import PlainErrors
from competition.zones import ZONES

ANY = ("", gettext_lazy("Semua"))
FORMS = (("csv", gettext_lazy("Tabel (CSV)")), ("jsonl", gettext_lazy("Baris JSON, untuk diperiksa ulang")))


class AuditForm(PlainErrors, forms.Form):
    """Person, event, subject, edition and period; a field that makes no sense is left out of the filter."""

    orang = forms.CharField(label=gettext_lazy("Nama atau alamat email"), required=False, max_length=150)
    peristiwa = forms.ChoiceField(label=gettext_lazy("Peristiwa"), required=False)
    tentang = forms.CharField(label=gettext_lazy("Kode yang terkait"), required=False, max_length=60)
    edisi = forms.ChoiceField(label=gettext_lazy("Edisi"), required=False)
    dari = forms.DateField(label=gettext_lazy("Dari tanggal"), required=False)
    sampai = forms.DateField(label=gettext_lazy("Sampai tanggal"), required=False)

    def __init__(self, *args: Any, editions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = sorted(((name, str(event.words)) for name, event in EVENTS.items()), key=lambda one: one[1])
        self.fields["peristiwa"].choices = [ANY, *events]
        self.fields["edisi"].choices = [ANY, *editions, (NO_EDITION, _("Tanpa edisi"))]

    def asked(self, before: str | None = None) -> AuditFilter:
        """Return the filter. Days are those of Jakarta; both ends belong to the period."""
        if self.is_bound:
            self.full_clean()
        given = self.cleaned_data if self.is_bound else {}
        until = given.get("sampai")
        return AuditFilter(
            person=_clean(given.get("orang")),
            event=given.get("peristiwa") or "",
            subject=_clean(given.get("tentang")),
            edition=given.get("edisi") or "",
            since=_midnight(given.get("dari")),
            until=_midnight(until) + timedelta(days=1) if until else None,
            before=int(before) if before and before.isdecimal() and len(before) < 19 else None,
        )

    def set_filters(self) -> dict[str, str]:
        """Return what is set, as it stands in the address."""
        return {name: self.data[name] for name in self.fields if self.is_bound and self.data.get(name)}


class ExportForm(PlainErrors, forms.Form):
    """In which form the audit is read out."""

    bentuk = forms.ChoiceField(label=gettext_lazy("Bentuk"), choices=FORMS, widget=forms.RadioSelect)


def _clean(text: str | None) -> str:
    return (text or "").replace("\x00", "").strip()


def _midnight(day: Any) -> datetime | None:
    return datetime.combine(day, time(), ZONES["WIB"]) if day else None
