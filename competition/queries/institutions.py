"""Which institution a written name means."""

import difflib
import re
from datetime import date

from competition.models import Institution
from competition.reference import codes_by_name
from competition.words import normalise_title

# How people shorten the beginnings of names.
SHORT_FORMS = (
    (re.compile(r"^pemkab\b\.?", re.IGNORECASE), "Pemerintah Kabupaten"),
    (re.compile(r"^pemkot\b\.?", re.IGNORECASE), "Pemerintah Kota"),
    (re.compile(r"^pemprov\b\.?", re.IGNORECASE), "Pemerintah Provinsi"),
    (re.compile(r"^pemerintah kab\.", re.IGNORECASE), "Pemerintah Kabupaten"),
    (re.compile(r"^(?=(?:provinsi|kabupaten|kota)\s)", re.IGNORECASE), "Pemerintah "),
    (re.compile(r"\bRI$"), "Republik Indonesia"),
)


class InstitutionNotFound(Exception):
    """The name means no institution, or more than one; the text says which and what is near."""


class InstitutionFinder:
    """All institutions by every name they go by. Two queries' worth of rows, read once; ask it as often as needed."""

    def __init__(self) -> None:
        rows = list(Institution.objects.all())
        by_code = {row.code: row for row in rows}
        self.names = {normalise_title(row.name): row.name for row in rows}
        self.known: dict[str, dict[int, Institution]] = {}
        for row in rows:
            self.known.setdefault(normalise_title(row.name), {})[row.pk] = row
        for key, codes in codes_by_name().items():
            for row in filter(None, map(by_code.get, codes)):
                self.known.setdefault(key, {})[row.pk] = row

    def find(self, name: str, *, kind: str, year: int) -> Institution:
        """Return the institution of this kind that went by this name in this year.

        A name that was right in another year is accepted when it leaves no choice.

        :raises InstitutionNotFound: none, of another kind, or several.
        """
        found = self.named(name)
        if not found:
            raise InstitutionNotFound(f"no institution '{name}'{self.hint(name)}")
        of_kind = [one for one in found if one.kind == kind]
        if not of_kind:
            raise InstitutionNotFound(f"'{found[0].name}' is of the type {found[0].kind}, not {kind}")
        fitting = [one for one in of_kind if existed_in(one, year)] or of_kind
        if len(fitting) > 1:
            names = ", ".join(f"{one.name} ({one.code})" for one in fitting)
            raise InstitutionNotFound(f"'{name}' may be any of: {names}; write its full name")
        return fitting[0]

    def named(self, name: str) -> list[Institution]:
        """Return every institution that goes by this name, written out or shortened."""
        spellings = [name, *(pattern.sub(full, name) for pattern, full in SHORT_FORMS)]
        found: dict[int, Institution] = {}
        for spelling in spellings:
            found |= self.known.get(normalise_title(spelling), {})
        return list(found.values())

    def hint(self, name: str) -> str:
        """Return the nearest known name as a hint, or nothing."""
        near = difflib.get_close_matches(normalise_title(name), self.names, n=1, cutoff=0.8)
        return f"; did you mean '{self.names[near[0]]}'?" if near else ""


def existed_in(institution: Institution, year: int) -> bool:
    """Say whether the institution existed on some day of the year."""
    ended = institution.valid_until
    return institution.valid_from <= date(year, 12, 31) and (ended is None or ended > date(year, 1, 1))
