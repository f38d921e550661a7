"""The demo's clinics: the sixth of 2017 with those who came, also from a province that was not invited, and one to book."""

from datetime import datetime, timedelta

from competition.models import Edition, Institution
from competition.zones import ZONES
from judging.management.demo.cast import Agency, Cast
from submissions.models import Batch
from submissions.operations.clinics import Plan, plan_clinic
from submissions.operations.seats import Participant, book_seat, mark_attendance

SIXTH = 6
SEATS = 3
DOMAIN = "peserta.demo.test"


def hold_clinics(edition: Edition, cast: Cast, now: datetime) -> None:
    """Let the sixth batch have happened, and plan one that is still to come; that one is the demo's own and says so."""
    sixth = Batch.objects.filter(edition=edition, number=SIXTH).first()
    home, away = cast.agencies[0], cast.agencies[1]
    if sixth is not None and sixth.ends_at <= now:
        for number, agency in enumerate((home, home, away), start=1):
            _book(sixth, agency, number, sixth.starts_at - timedelta(days=5))
        present = [one.code for one in sixth.bookings.all()]
        mark_attendance(batch=sixth, person=cast.secretariat, present=present, at=sixth.ends_at)
    coming = plan_clinic(edition=edition, person=cast.secretariat, plan=_coming(cast, now), at=now)
    _book(coming, away, SIXTH, now)


def _coming(cast: Cast, now: datetime) -> Plan:
    day = now.astimezone(ZONES["WITA"]).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=5)
    return Plan(
        title="klinik daring peragaan",
        starts_at=day,
        ends_at=day + timedelta(hours=3),
        zone="WITA",
        place="",
        address="https://rapat.demo.test/klinik",
        capacity=SEATS,
        kinds=(),
        takes_guests=True,
        agenda="Empat kriteria\nMenulis masalah dan hasil\nTanya jawab",
        books_from=now,
        books_until=day - timedelta(days=1),
        provinces=("73", "74", "76", "71", "64"),
    )


def _book(batch: Batch, agency: Agency, number: int, at: datetime) -> None:
    who = Participant(f"Peserta Klinik {number}", f"klinik{number}@{DOMAIN}", "Analis pelayanan publik")
    institution: Institution = agency.unit.institution
    book_seat(batch=batch, institution=institution, person=agency.administrator, participant=who, waits=False, at=at)
