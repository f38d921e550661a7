"""Clinics as the secretariat plans them, and seats as administrators book them."""

from datetime import datetime, timedelta
from itertools import count

from competition.clock import read_clock
from competition.models import Institution, Person, Round
from submissions.models import Batch, Booking
from submissions.operations.clinics import Plan, plan_clinic
from submissions.operations.seats import Participant, book_seat
from tests.builders import Cast

_addresses = count(1)


def plan(at: datetime, **values) -> Plan:
    """Return a plan of a clinic in a week, booked from now until the day before; `values` as its fields are called."""
    day = (at + timedelta(days=7)).replace(second=0, microsecond=0)
    known = {"title": "", "starts_at": day, "ends_at": day + timedelta(hours=3), "zone": "WITA", "place": "Aula Makassar"}
    known |= {"address": "", "capacity": 2, "kinds": (), "takes_guests": False, "agenda": "Menulis masalah"}
    known |= {"books_from": at - timedelta(minutes=1), "books_until": day - timedelta(days=1)}
    return Plan(**known | values)


def planned(cast: Cast, **values) -> Batch:
    """Return a batch that is booked now; everybody is invited, if nothing else is said."""
    at = read_clock()
    return plan_clinic(edition=cast.edition, person=cast.secretariat, plan=plan(at, **values), at=at)


def seat(
    cast: Cast,
    batch: Batch,
    *,
    person: Person | None = None,
    institution: Institution | None = None,
    email: str = "",
    waits: bool = False,
    at: datetime | None = None,
) -> Booking:
    """Return a seat of the cast's institution."""
    return book_seat(
        batch=batch,
        institution=institution or cast.institution,
        person=person or cast.administrator,
        participant=Participant("Budi Santoso", email or f"peserta{next(_addresses)}@contoh.test", "Analis"),
        waits=waits,
        at=at or read_clock(),
    )


def begin(batch: Batch, since: timedelta = timedelta(hours=1)) -> Batch:
    """Let the clinic have begun so long ago."""
    at = read_clock() - since
    hours = {"starts_at": at, "ends_at": at + timedelta(hours=3), "books_from": at - timedelta(days=9), "books_until": at}
    Batch.objects.filter(pk=batch.pk).update(**hours)
    return Batch.objects.get(pk=batch.pk)


def filled(cast: Cast, number: int) -> Batch:
    """Return the last of so many batches, with so many people and recordings."""
    batches = [planned(cast, capacity=None) for _ in range(number)]
    for place in range(number):
        seat(cast, batches[-1])
        batches[-1].materials.create(title=f"Rekaman {place}", video_key="a" * 11, added_at=read_clock())
    return batches[-1]


def letters(round_: Round, cast: Cast, title: str, at: datetime) -> dict[str, dict]:
    """Return what each letter about a clinic is made of; hostile words may be put into it."""
    batch = Batch(code="2222222222", number=6, title=title[:200], place=title[:300], address="https://a.contoh.test")
    batch.starts_at, batch.ends_at, batch.books_until = at, at + timedelta(hours=3), at
    batch.call_off_reason = title
    booking = Booking(code="2" * 16, batch=batch, institution=cast.institution, name=title[:150], state="WAITING")
    known = {"round": round_, "batch": batch, "booking": booking}
    clinic = ("clinic_invited", "clinic_changed", "clinic_reminded", "clinic_called_off")
    return dict.fromkeys((*clinic, "seat_booked", "seat_cancelled", "seat_passed_on"), known)
