"""The secretariat's pipeline beside itself with ten times as many proposals: each filter and order, and the board."""

from datetime import datetime, timedelta
from random import Random
from statistics import median
from types import SimpleNamespace

from django.urls import reverse

from bench.load import measure
from bench.pages import page_of
from bench.seed import Bulk, settle
from competition.codes import new_code
from competition.models import Edition, Institution, Person, Unit
from competition.words import normalise_title
from judging.management.demo.texts import make_title
from submissions.models import Innovation, Proposal

FEW, MANY = 3500, 35_000
QUERIES, RATIO = 15, 1.5
# A p95 of one second's answers tells of the machine as well: the middle one of so many counts.
ROUNDS = 3
AGENCIES = 500
# How many of a hundred are in which state, as on a day in the middle of screening.
STATES = (
    *("DRAFT",) * 16,
    *("FORWARDED",) * 10,
    *("SUBMITTED",) * 30,
    *("CORRECTION",) * 3,
    *("INELIGIBLE",) * 8,
    *("ELIGIBLE",) * 32,
    "WITHDRAWN",
)
ASKED = {
    "first": "",
    "every": "status=SEMUA",
    "drafts": "status=DRAFT",
    "withdrawn": "status=WITHDRAWN",
    "corrections": "status=CORRECTION",
    "category": "kategori={category}",
    "kind": "jenis=BUMN",
    "region": "wilayah={region}",
    "holder_leader": "status=SEMUA&giliran=LEADER",
    "holder_administrator": "status=SEMUA&giliran=ADMINISTRATOR",
    "age": "umur=30",
    "search": "cari=posyandu",
    "search_every": "status=SEMUA&cari=kabupaten",
    "sort_oldest": "urut=terlama",
    "sort_age": "status=SEMUA&urut=umur",
    "sort_title": "urut=judul",
    "sort_agency": "urut=instansi",
    "sort_agency_every": "status=SEMUA&urut=instansi",
    "all_at_once": "status=SUBMITTED&kategori={category}&jenis=REGENCY&wilayah={region}&umur=3&urut=instansi",
}


def measure_pipeline(base: str, at: datetime, requests: int) -> dict:
    """Return p95 and queries of each view at both sizes; the larger must not be slower than `RATIO` times the smaller."""
    edition = Edition.objects.get(is_current=True)
    region = Institution.objects.filter(kind="PROVINCE", valid_until=None).order_by("code").first().region.code
    known = {"category": edition.categories.first().code, "region": region}
    chance, found = Random(5), {}
    for number in (FEW, MANY):
        grow_to(edition, number, at, chance)
        settle()
        for name, path in pages_with(known).items():
            page = page_of(name, "sekretariat@demo.test", path)
            measure(base, path, page.cookies, requests // 4)
            rounds = [measure(base, path, page.cookies, requests // 2).p95 for _ in range(ROUNDS)]
            found.setdefault(name, []).append(SimpleNamespace(p95=median(rounds), queries=page.queries))
    return {"pipeline": {name: _beside(*both) for name, both in found.items()}}


def pages_with(known: dict[str, str]) -> dict[str, str]:
    """Return the address of each filter and order of the list, and of the board."""
    table = reverse("submissions:secretariat")
    return {name: f"{table}?{asked.format(**known)}" for name, asked in ASKED.items()} | {"board": reverse("submissions:board")}


def _beside(few: SimpleNamespace, many: SimpleNamespace) -> dict:
    ratio, queries = round(many.p95 / few.p95, 2), max(few.queries, many.queries)
    return {
        "queries": {"figure": queries, "limit": QUERIES, "holds": queries <= QUERIES},
        "p95_ms_at_3500": few.p95,
        "p95_ms_at_35000": many.p95,
        "p95_ratio": {"figure": ratio, "limit": RATIO, "holds": ratio <= RATIO},
    }


def grow_to(edition: Edition, number: int, at: datetime, chance: Random) -> None:
    """Write proposals without answers until there are so many, in all states and of all kinds of agency."""
    missing = number - Proposal.objects.filter(edition=edition).count()
    writer, group = Person.objects.get(email="unit@demo.test"), edition.groups.first()
    categories = list(edition.categories.all())
    units = _units()
    innovations, proposals = Bulk(Innovation), Bulk(Proposal)
    for place in range(missing):
        unit, title = units[place % len(units)], f"{make_title(chance, place)} {new_code()}"
        key, state = normalise_title(title), chance.choice(STATES)
        since = at - timedelta(minutes=chance.randrange(60 * 24 * 60))
        innovation = innovations.add(title=title, title_key=key, institution=unit.institution, created_at=since)
        proposals.add(
            edition=edition,
            innovation=innovation,
            institution=unit.institution,
            unit=unit,
            title=title,
            title_key=key,
            category=chance.choice(categories),
            group=group,
            state=state,
            state_since=since,
            created_by=writer,
            created_at=since,
            changed_at=since,
            submitted_at=None if state in ("DRAFT", "FORWARDED") else since,
        )
    innovations.write()
    proposals.write()


def _units() -> list[Unit]:
    """Return a unit of each of so many agencies."""
    places = Institution.objects.filter(valid_until=None).order_by("pk")[:AGENCIES]
    return [Unit.objects.get_or_create(institution=one, name="Unit Alur")[0] for one in places]
