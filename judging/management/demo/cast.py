"""The people of the demo. Nobody here exists."""

from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe

from django.conf import settings
from django.contrib.auth.hashers import make_password

from competition.demo import DOMAIN
from competition.models import Appointment, Edition, Institution, Membership, Person, Unit
from competition.terms import Term
from competition.zones import day_of

HOME, AWAY = "Pemerintah Kabupaten Luwu", "Pemerintah Kabupaten Parigi Moutong"
# The agencies' people beyond the cast; they never sign in.
CROWD_DOMAIN = f"peserta.{DOMAIN}"
NO_TERM = Term()


@dataclass(frozen=True, slots=True)
class Agency:
    """An institution that takes part, with one unit and the three people the hand-over needs."""

    unit: Unit
    writer: Person
    administrator: Person
    leader: Person


@dataclass
class Cast:
    """Everybody the demo needs, and the password of those who sign in."""

    password: str
    agencies: list[Agency]
    secretariat: Person
    secretariat2: Person
    chair: Person
    judges: list[Person] = field(default_factory=list)


def make_cast(edition: Edition, agencies: int, judges: int, since: datetime) -> Cast:
    """Create the cast, in force since the instant; the first two agencies are those of `unit@` and `pesaing@`."""
    password = settings.DEMO_PASSWORD or token_urlsafe(9)
    people = _people(_roles(judges), make_password(password), since)
    office = {
        "sekretariat": ("SECRETARIAT", "ORGANISER"),
        "sekretariat2": ("SECRETARIAT", "ORGANISER"),
        "ketua": ("CHAIR",),
        "pelatih": ("COACH",),
        "auditor": ("AUDITOR",),
    } | {f"penilai{number}": ("JUDGE",) for number in range(1, judges + 1)}
    Appointment.objects.bulk_create(
        Appointment(person=people[name], edition=edition, role=role, starts_at=since)
        for name, roles in office.items()
        for role in roles
    )
    home = _agency(HOME, "Dinas Kesehatan", people["unit"], people["adminlokal"], people["pimpinan"], since)
    _join(people["rekan"], home.unit, "WRITER", "Staf", since)
    away = _agency(AWAY, "Dinas Pendidikan", people["pesaing"], *_crowd(["Admin", "Pimpinan"], 0, since), since)
    return Cast(
        password=password,
        agencies=[home, away, *_more_agencies(agencies - 2, since)],
        secretariat=people["sekretariat"],
        secretariat2=people["sekretariat2"],
        chair=people["ketua"],
        judges=[people[f"penilai{number}"] for number in range(1, judges + 1)],
    )


def _roles(judges: int) -> dict[str, str]:
    names = {
        "unit": "Penulis Demo",
        "rekan": "Rekan Demo",
        "adminlokal": "Admin Demo",
        "pimpinan": "Pimpinan Demo",
        "pesaing": "Pesaing Demo",
        "sekretariat": "Sekretariat Demo",
        "sekretariat2": "Sekretariat Kedua Demo",
        "ketua": "Ketua Demo",
        "pelatih": "Pelatih Demo",
        "auditor": "Auditor Demo",
    }
    return names | {f"penilai{number}": f"Penilai {number} Demo" for number in range(1, judges + 1)}


def _people(names: dict[str, str], password: str, since: datetime) -> dict[str, Person]:
    rows = [Person(email=f"{key}@{DOMAIN}", name=name, password=password, joined_at=since) for key, name in names.items()]
    return dict(zip(names, Person.objects.bulk_create(rows), strict=True))


def _crowd(titles: list[str], number: int, since: datetime) -> list[Person]:
    rows = [
        Person(
            email=f"{title.lower()}{number}@{CROWD_DOMAIN}",
            name=f"{title} Peserta {number}",
            password=make_password(None),
            joined_at=since,
        )
        for title in titles
    ]
    return Person.objects.bulk_create(rows)


def _agency(
    institution_name: str, unit_name: str, writer: Person, administrator: Person, leader: Person, since: datetime
) -> Agency:
    institution = Institution.objects.get(name=institution_name, valid_until=None)
    unit, _created = Unit.objects.get_or_create(institution=institution, name=unit_name)
    _join(writer, unit, "WRITER", "Staf", since)
    _join(administrator, unit, "ADMINISTRATOR", "Bagian Organisasi", since)
    _join(leader, unit, "LEADER", "Pimpinan instansi", since, Term("100.1.3-1 Tahun 2016", day_of(since)))
    return Agency(unit, writer, administrator, leader)


def _join(person: Person, unit: Unit, role: str, position: str, since: datetime, term: Term = NO_TERM) -> None:
    Membership.objects.create(
        person=person,
        institution=unit.institution,
        unit=unit if role == "WRITER" else None,
        role=role,
        position=position,
        decree=term.decree,
        term_from=term.first_day,
        starts_at=since,
    )


def _more_agencies(wanted: int, since: datetime) -> list[Agency]:
    """Return agencies of all kinds, spread evenly over the list of each kind, so that every run takes the same ones."""
    taken = {HOME, AWAY}
    by_kind: dict[str, list[Institution]] = {}
    for one in Institution.objects.filter(valid_until=None).exclude(name__in=taken).order_by("code"):
        by_kind.setdefault(one.kind, []).append(one)
    found: list[Institution] = []
    shares = {"REGENCY": 8, "PROVINCE": 5, "MINISTRY": 5, "CITY": 4, "AGENCY": 2, "BUMN": 2, "BUMD": 2}
    for kind, share in shares.items():
        rows = by_kind.get(kind, [])
        number = min(len(rows), max(1, round(wanted * share / sum(shares.values()))) if wanted > 0 else 0)
        found += [rows[index * len(rows) // number] for index in range(number)]
    agencies = []
    for number, institution in enumerate(found[: max(wanted, 0)], start=1):
        people = _crowd(["Penulis", "Admin", "Pimpinan"], number, since)
        unit_name = UNITS[institution.kind][number % len(UNITS[institution.kind])]
        agencies.append(_agency(institution.name, unit_name, *people, since))
    return agencies


_LOCAL = ("Dinas Kesehatan", "Dinas Kependudukan dan Pencatatan Sipil", "Dinas Pendidikan", "Rumah Sakit Umum Daerah")
_NATIONAL = ("Direktorat Pelayanan", "Balai Pelayanan", "Unit Pelayanan Terpadu")
_FIRM = ("Divisi Pelayanan Pelanggan", "Unit Layanan Gangguan")
UNITS = {
    "MINISTRY": _NATIONAL,
    "AGENCY": _NATIONAL,
    "PROVINCE": _LOCAL,
    "REGENCY": _LOCAL,
    "CITY": _LOCAL,
    "BUMN": _FIRM,
    "BUMD": _FIRM,
}
