"""A term of office: by which decree somebody holds it, and from which day to which."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from competition.zones import day_of, format_date


@dataclass(frozen=True, slots=True)
class Term:
    """What the decree of an office says; days in WIB, the last one included, and none where the decree names none."""

    decree: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def words(self) -> str:
        """Return the decree and the days as people read them; empty when nothing is recorded."""
        days = ""
        if self.first_day and self.last_day:
            values = {"first": format_date(self.first_day), "last": format_date(self.last_day)}
            days = _("%(first)s sampai %(last)s") % values
        elif self.first_day:
            days = _("sejak %(first)s") % {"first": format_date(self.first_day)}
        elif self.last_day:
            days = _("sampai %(last)s") % {"last": format_date(self.last_day)}
        return ", ".join(filter(None, (self.decree, days)))

    def objection(self, at: datetime) -> str:
        """Return why the office is not held at the instant; empty when it is, or when no days are recorded."""
        day, known = day_of(at), {"decree": self.decree or _("tanpa nomor")}
        if self.first_day and day < self.first_day:
            known["day"] = format_date(self.first_day)
            return _("Masa jabatan pimpinan menurut SK %(decree)s baru mulai %(day)s.") % known
        if self.last_day and day > self.last_day:
            known["day"] = format_date(self.last_day)
            return _("Masa jabatan pimpinan menurut SK %(decree)s berakhir %(day)s.") % known
        return ""
