"""Clinics as everybody, an institution and the secretariat see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F, Q, QuerySet

from competition.models import Edition, Institution, Membership, Person, Region
from competition.models.institutions import RegionKind
from competition.models.people import AppointmentRole, MembershipRole
from competition.queries.people import appointees_of, in_force, rights_of
from submissions.models import Batch, Booking, ClinicMaterial, Evaluation
from submissions.states import SEATED, SeatState

# Fewer answers than these would say who thought what.
FEWEST_ANSWERS = 3
# So long before it begins its people are reminded.
REMINDED_AHEAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What those who were there thought on average, of five, and what they wrote. None of it where too few have answered."""

    number: int
    useful: float | None = None
    clear: float | None = None
    ready: float | None = None
    texts: tuple[str, ...] = ()


def clinics_of(edition: Edition) -> list[Batch]:
    """Return the batches in the order of their days, those without a day last. Two queries."""
    return list(_whole().filter(edition=edition))


def batch_by_code(code: str) -> Batch | None:
    """Return a batch with all that its page prints."""
    return _whole().filter(code=code).first()


def shown_materials(batch: Batch) -> list[ClinicMaterial]:
    """Return what is handed out: recordings, and files that were looked at and found clean."""
    found = batch.materials.filter(removed_at=None).exclude(Q(file__isnull=False) & Q(file__cleaned=""))
    return list(found.select_related("file"))


def kept_materials(batch: Batch) -> list[ClinicMaterial]:
    """Return what the secretariat added, whether it can be handed out or not."""
    return list(batch.materials.filter(removed_at=None).select_related("file"))


def material_by_code(batch: Batch, code: str) -> ClinicMaterial | None:
    """Return a material that was not removed."""
    return batch.materials.filter(removed_at=None, code=code).select_related("file").first()


def is_invited(batch: Batch, institution: Institution) -> bool:
    """Say whether the institution is among the invited: by its province, which a BUMD has from its government, and its kind."""
    if batch.kinds and institution.kind not in batch.kinds:
        return False
    wanted = {one.code for one in batch.provinces.all()}
    return not wanted or province_of(institution) in wanted


def province_of(institution: Institution) -> str:
    """Return the code of the province the institution lies in; empty for one of the centre."""
    region = institution.region
    return (region.parent or region).code if region else ""


def provinces() -> list[Region]:
    """Return the provinces there are."""
    return list(Region.objects.filter(kind=RegionKind.PROVINCE, valid_until=None).order_by("code"))


def coaches_of(edition: Edition, at: datetime) -> list[Person]:
    """Return the edition's coaches."""
    return list(appointees_of(edition.pk, at, AppointmentRole.COACH).order_by("name", "pk"))


def institutions_to_invite(batch: Batch, at: datetime) -> list[Institution]:
    """Return the verified institutions that the batch invites, that were not written to and have somebody who could read it."""
    found = Institution.objects.filter(
        verified_at__isnull=False, valid_until=None, pk__in=_administrators(at).values("institution")
    )
    if batch.kinds:
        found = found.filter(kind__in=batch.kinds)
    if wanted := [one.code for one in batch.provinces.all()]:
        found = found.filter(Q(region__code__in=wanted) | Q(region__parent__code__in=wanted))
    return list(found.exclude(pk__in=batch.invited.values("pk")).order_by("pk"))


def administrators_of(institutions: Iterable[Institution], at: datetime) -> list[Person]:
    """Return the active administrators of these institutions, each once."""
    held = _administrators(at).filter(institution__in=institutions)
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("pk"))


def institutions_to_book_for(person: Person, at: datetime) -> list[Institution]:
    """Return the institutions whose administrator the person is, with the firms of theirs."""
    own = [one.institution_id for one in rights_of(person, at).memberships if one.role == MembershipRole.ADMINISTRATOR]
    found = Institution.objects.filter(Q(pk__in=own) | Q(parent__in=own), valid_until=None)
    return list(found.select_related("region__parent").order_by("name", "pk"))


def seats_of_institutions(institutions: Iterable[Institution]) -> QuerySet[Booking]:
    """Return what was booked for people of these institutions, the latest clinic first."""
    found = Booking.objects.filter(institution__in=institutions).select_related("batch__edition", "institution")
    return found.order_by("-batch__starts_at", "name", "pk")


def seats_of(batch: Batch) -> list[Booking]:
    """Return everybody who has a seat or waits for one, those who wait last, in their order."""
    found = batch.bookings.exclude(state=SeatState.CANCELLED).select_related("institution__region__parent", "booked_by")
    return sorted(found, key=lambda one: (one.state == SeatState.WAITING, one.booked_at, one.pk))


def waiting_number(batch: Batch) -> int:
    """Return how many wait for a seat."""
    return batch.bookings.filter(state=SeatState.WAITING).count()


def booking_by_code(code: str) -> Booking | None:
    """Return the seat whose code this is; to know it is to hold it."""
    return Booking.objects.select_related("batch__edition", "institution__region").filter(code=code).first()


def attendance_by_number(number: str) -> Booking | None:
    """Return the seat of somebody who attended, by the number on their certificate."""
    found = Booking.objects.filter(attendance_number=number, state=SeatState.ATTENDED)
    return found.select_related("batch__edition", "institution").first()


def opinion_of(batch: Batch) -> Opinion:
    """Return what is told of the evaluations: of so many at a time, for one more alone would be told by what it changes. The
    texts stand in an order that says nothing about who wrote first."""
    found = Evaluation.objects.filter(batch=batch)
    number = found.count()
    told = found.filter(pk__in=list(found.order_by("pk").values_list("pk", flat=True)[: number - number % FEWEST_ANSWERS]))
    figures = told.aggregate(useful=Avg("useful"), clear=Avg("clear"), ready=Avg("ready"))
    texts = told.exclude(text="").order_by("text", "pk").values_list("text", flat=True)
    return Opinion(number, **figures, texts=tuple(texts))


def clinics_to_remind(at: datetime) -> list[int]:
    """Return the batches that begin soon and of which nobody was reminded."""
    due = Batch.objects.filter(reminded_at=None, called_off_at=None, starts_at__gt=at, starts_at__lte=at + REMINDED_AHEAD)
    return list(due.values_list("pk", flat=True))


def overbooked() -> QuerySet[Batch]:
    """Return the batches with more seats taken than there are, or another number than was counted."""
    taken = Count("bookings", filter=Q(bookings__state__in=SEATED))
    found = Batch.objects.annotate(taken=taken).order_by("pk")
    return found.exclude(Q(taken=F("seats_taken")) & (Q(capacity=None) | Q(taken__lte=F("capacity"))))


def _administrators(at: datetime) -> QuerySet[Membership]:
    return Membership.objects.filter(in_force(at), person__is_active=True, role=MembershipRole.ADMINISTRATOR)


def _whole() -> QuerySet[Batch]:
    return Batch.objects.select_related("edition", "coach").prefetch_related("provinces")
