"""Which institution a written name means; the lists of institutions and regions."""

import difflib
import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from competition.models import Institution, InstitutionName, Region, Unit
from competition.models.institutions import GOVERNMENTS, InstitutionKind
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
    """All institutions by every name they go by or went by. Three queries, read once; ask it as often as needed."""

    def __init__(self) -> None:
        rows = list(Institution.objects.all())
        by_code = {row.code: row for row in rows}
        self.names = {normalise_title(row.name): row.name for row in rows}
        self.known: dict[str, dict[int, Institution]] = {}
        for row in rows:
            self.known.setdefault(normalise_title(row.name), {})[row.pk] = row
        by_id = {row.pk: row for row in rows}
        for former in InstitutionName.objects.all():
            self.known.setdefault(normalise_title(former.name), {})[former.institution_id] = by_id[former.institution_id]
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


REGIONAL = (*GOVERNMENTS, InstitutionKind.BUMD)


@dataclass(frozen=True, slots=True)
class InstitutionFilter:
    """What the secretariat asks of the list; empty means everything. `standing` is one of STANDINGS."""

    search: str = ""
    kind: str = ""
    standing: str = ""


def _open_on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gt=day))


STANDINGS = {
    "buka": _open_on,
    "belum": lambda day: _open_on(day) & Q(verified_at=None),
    "tutup": lambda day: Q(valid_until__lte=day),
}
MOST_WORDS = 6


def institution_list(asked: InstitutionFilter, day: date) -> QuerySet[Institution]:
    """Return the institutions that fit, with region and parent, by name. A search looks at former names and codes too."""
    found = Institution.objects.select_related("region", "parent")
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.standing in STANDINGS:
        found = found.filter(STANDINGS[asked.standing](day))
    for word in asked.search.split()[:MOST_WORDS]:
        former = InstitutionName.objects.filter(name__icontains=word)
        found = found.filter(Q(name__icontains=word) | Q(code__iexact=word) | Q(pk__in=former.values("institution")))
    return found.order_by("name", "pk")


def listed_institution(code: str) -> Institution | None:
    """Return the institution with region and parent; None when there is none."""
    return Institution.objects.select_related("region", "parent").filter(code=code).first()


def institution_with_people(institution: Institution, at: datetime) -> Institution:
    """Return the institution with its region, parent, former names and `people`, how many work in it now; two queries."""
    held = Q(memberships__starts_at__lte=at) & (Q(memberships__ends_at=None) | Q(memberships__ends_at__gt=at))
    people = Count("memberships__person", filter=held, distinct=True)
    found = Institution.objects.select_related("region", "parent").prefetch_related("former_names").annotate(people=people)
    return found.get(pk=institution.pk)


def unit_of(institution: Institution, pk: int) -> Unit | None:
    """Return a unit of the institution; None when it has none of this number."""
    return Unit.objects.select_related("institution").filter(institution=institution, pk=pk).first()


def units_and_children(institution: Institution) -> tuple[list[Unit], list[Institution]]:
    """Return the institution's units, open ones first, and the open institutions that hang on it."""
    units = sorted(institution.units.all(), key=lambda unit: (unit.closed_on is not None, unit.name.casefold()))
    return units, list(institution.children.filter(valid_until=None).order_by("name", "pk"))


def units_that_may_go(institution: Institution) -> list[Unit]:
    """Return the units that may go over to another institution, each with its own: the open ones, and of an institution that
    ended those that were closed by its end."""
    return list(
        institution.units.filter(closed_on=institution.valid_until).select_related("institution").order_by("name", "pk")
    )


def institution_named(name: str, kind: str, region_id: int | None) -> Institution | None:
    """Return the open institution of this kind and region whose name differs at most in capitals, spaces and signs."""
    key = normalise_title(name)
    found = Institution.objects.filter(kind=kind, region_id=region_id, valid_until=None)
    return next((one for one in found if normalise_title(one.name) == key), None)


def institutions_like(name: str, kind: str, region_id: int | None) -> list[Institution]:
    """Return the open institutions an applicant may mean: of this kind and region by whatever name for a government, of
    which a region has one; by the same or a near name, now or earlier, for the others. At most five."""
    found = Institution.objects.filter(kind=kind, valid_until=None, region_id=region_id).order_by("name", "pk")
    if kind in GOVERNMENTS:
        return list(found[:5])
    key = normalise_title(name)
    keys: dict[str, Institution] = {}
    for one in found.prefetch_related("former_names"):
        keys |= {normalise_title(known): one for known in (*(row.name for row in one.former_names.all()), one.name)}
    near = difflib.get_close_matches(key, keys, n=5, cutoff=0.8)
    near += [other for other in keys if key and key in other]
    return list(dict.fromkeys(keys[one] for one in near))[:5]


def institution_meant(text: str) -> Institution:
    """Return the open institution that a typed code or name means.

    :raises InstitutionNotFound: none or several; the names that are near stand in its `near`.
    """
    text = " ".join(text.split())
    by_code = Institution.objects.filter(code__iexact=text, valid_until=None).first()
    if by_code is not None:
        return by_code
    found = [one for one in InstitutionFinder().named(text) if one.valid_until is None]
    if len(found) != 1:
        near = found or Institution.objects.filter(name__icontains=text, valid_until=None)[:5] if text else []
        raise InstitutionNotFound(", ".join(f"{one.name} ({one.code})" for one in near))
    return found[0]


def region_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return today's regions by province, as the groups of a choice: code and name."""
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for row in Region.objects.filter(valid_until=None).order_by("code").values_list("code", "name", "kind"):
        code, name, kind = row
        if kind == "PROVINCE":
            groups[code] = (name, [(code, name)])
        else:
            groups.setdefault(code.split(".")[0], (name, []))[1].append((code, name))
    return sorted(groups.values(), key=lambda group: group[0])


def region_by_code(code: str) -> Region | None:
    """Return today's region of this code; None when there is none."""
    return Region.objects.filter(code=code, valid_until=None).first()


def government_of(region: Region | None) -> Institution | None:
    """Return the local government of a region; None when it has none."""
    return Institution.objects.filter(region=region, kind__in=GOVERNMENTS, valid_until=None).first() if region else None
