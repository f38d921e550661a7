"""Coaching clinics before the close: a batch, its materials, the seats of named people, and what they thought of it."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from competition.codes import new_code
from competition.models.institutions import TimeZone
from submissions.states import ALIVE, SeatState

CODE_LENGTH = 10
# The code of a seat is all that its person needs, so nobody guesses it; the other one is typed by everybody in the room.
SEAT_CODE_LENGTH = 16
ROOM_CODE_LENGTH = 6


class Batch(models.Model):
    """One clinic. Provinces and kinds say who is invited, none means everybody; `takes_guests` lets others book as well.

    What is not known is empty: when it is, where, how many seats there are. `seats_taken` is counted by a trigger on the seats,
    and a constraint keeps it within the capacity, whoever writes.
    """

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=partial(new_code, CODE_LENGTH), editable=False)
    edition = models.ForeignKey("competition.Edition", on_delete=models.PROTECT, related_name="clinics")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    # Only the day is known: its hours stand for the whole of it.
    is_whole_day = models.BooleanField(default=False)
    zone = models.CharField(max_length=4, choices=TimeZone, default=TimeZone.WIB)
    place = models.CharField(max_length=300, blank=True)
    # Where an online clinic is held; told to those who have a seat.
    address = models.URLField(max_length=500, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    # How many of one institution may have a seat or wait for one; empty for as many as there are.
    seats_per_institution = models.PositiveIntegerField(null=True, blank=True)
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    provinces = models.ManyToManyField("competition.Region", blank=True, related_name="+")
    kinds = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    takes_guests = models.BooleanField(default=False)
    agenda = models.TextField(blank=True)
    note = models.TextField(blank=True)
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="clinics")
    books_from = models.DateTimeField(null=True, blank=True)
    books_until = models.DateTimeField(null=True, blank=True)
    room_code = models.CharField(max_length=ROOM_CODE_LENGTH, default=partial(new_code, ROOM_CODE_LENGTH), editable=False)
    # Who was written to, so that a second invitation goes to the others; and when the last one went.
    invited = models.ManyToManyField("competition.Institution", blank=True, related_name="+")
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    called_off_at = models.DateTimeField(null=True, blank=True, editable=False)
    call_off_reason = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = (F("starts_at").asc(nulls_last=True), "number", "pk")
        constraints = [
            models.UniqueConstraint(fields=("edition", "number"), name="batch_number_once_per_edition"),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(ends_at__gt=F("starts_at")), name="batch_hours_are_real"
            ),
            models.CheckConstraint(condition=Q(called_off_at=None) ^ ~Q(call_off_reason=""), name="batch_called_off_says_why"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(seats_taken__lte=F("capacity")), name="batch_has_seats_for_all"
            ),
            models.CheckConstraint(
                condition=Q(books_from=None, books_until=None)
                | Q(books_until__gt=F("books_from"), starts_at__isnull=False, books_until__lte=F("starts_at")),
                name="batch_is_booked_before_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its number, and its title where it has one."""
        number = _("Klinik proposal batch %(number)s") % {"number": self.number}
        return f"{number}: {self.title}" if self.title else number

    @property
    def seats_left(self) -> int | None:
        """How many seats are free; None where nobody said how many there are."""
        return None if self.capacity is None else max(0, self.capacity - self.seats_taken)

    def is_over(self, at: datetime) -> bool:
        """Say whether it has ended."""
        return self.ends_at is not None and self.ends_at <= at


class ClinicMaterial(models.Model):
    """What is handed out: a scanned file, or a recording by its key (`submissions.videos`)."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=partial(new_code, CODE_LENGTH), editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField(max_length=150)
    file = models.OneToOneField(
        "submissions.Enclosure", on_delete=models.PROTECT, null=True, blank=True, related_name="clinic_material"
    )
    video_key = models.CharField(max_length=20, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("added_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(file=None) ^ Q(video_key=""), name="clinic_material_is_one_thing"),
        ]

    def __str__(self) -> str:
        return self.title


class Booking(models.Model):
    """A seat for a named person of an institution, or a place in the queue for one.

    `is_guest`: the institution was not among the invited. The name and the address go in time
    (`submissions.operations.retention`).
    """

    code = models.CharField(
        max_length=SEAT_CODE_LENGTH, unique=True, default=partial(new_code, SEAT_CODE_LENGTH), editable=False
    )
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="bookings")
    institution = models.ForeignKey("competition.Institution", on_delete=models.PROTECT, related_name="clinic_bookings")
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    duty = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=2, default="id")
    state = models.CharField(max_length=9, choices=SeatState)
    is_guest = models.BooleanField(default=False)
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="clinic_bookings")
    booked_at = models.DateTimeField()
    attended_at = models.DateTimeField(null=True, blank=True)
    # What the certificate of attendance is checked by; kept should it turn out that they were not there.
    attendance_number = models.CharField(max_length=20, unique=True, null=True, blank=True, editable=False)
    # Only that: what was said stands in no row that leads here.
    has_evaluated = models.BooleanField(default=False)

    class Meta:
        ordering = ("booked_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SeatState.values), name="booking_state_is_known"),
            models.CheckConstraint(condition=Q(state="ATTENDED") ^ Q(attended_at=None), name="booking_attended_has_its_time"),
            models.UniqueConstraint(
                fields=("batch", "email"),
                condition=Q(state__in=ALIVE) & ~Q(email=""),
                name="booking_once_per_person",
            ),
        ]
        indexes = [models.Index(fields=("institution", "batch"), name="booking_of_institution")]

    def __str__(self) -> str:
        return self.code


class Evaluation(models.Model):
    """What somebody who was there thought of a clinic. Who and when is written nowhere."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="evaluations")
    useful = models.PositiveSmallIntegerField()
    clear = models.PositiveSmallIntegerField()
    ready = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__range=(1, 5), clear__range=(1, 5), ready__range=(1, 5)), name="evaluation_is_on_its_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}"
