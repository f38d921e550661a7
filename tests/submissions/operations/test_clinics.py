"""Clinics and seats: who gets one, who waits, who was there, and what is told to whom."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from competition.clock import read_clock
from competition.models import AuditEntry, Membership, Notice, Region
from competition.origin import acting_from
from competition.verdict import NotAllowed
from submissions.models import Batch, Booking, Evaluation
from submissions.operations import seats
from submissions.operations.clinics import (
    InvitedAlready,
    NoReason,
    TooFewSeats,
    call_off_clinic,
    change_clinic,
    invite_to_clinic,
    plan_clinic,
)
from submissions.queries.clinics import institutions_to_invite, opinion_of, province_of
from submissions.queries.invariants import clinics_have_seats
from tests import builders
from tests.submissions import coaching

pytestmark = pytest.mark.django_db


def told(event: str) -> list[str]:
    return sorted(Notice.objects.filter(event=event).values_list("address", flat=True))


def test_whoever_comes_after_the_last_seat_waits_and_has_it_once_somebody_gives_up(cast):
    batch = coaching.planned(cast, capacity=1)
    first = coaching.seat(cast, batch)
    with pytest.raises(seats.Full):
        coaching.seat(cast, batch)
    second, third = (coaching.seat(cast, batch, waits=True) for _ in range(2))
    assert (second.state, third.state) == ("WAITING", "WAITING")
    seats.cancel_seat(booking=first, person=cast.administrator, at=read_clock())
    assert list(Booking.objects.order_by("pk").values_list("state", flat=True)) == ["CANCELLED", "BOOKED", "WAITING"]
    assert told("seat_passed_on") == sorted([cast.administrator.email, second.email])
    batch.refresh_from_db()
    assert batch.seats_taken == 1
    assert list(clinics_have_seats()) == []


def test_who_is_administrator_no_more_reads_nothing_about_whom_they_booked(cast):
    batch = coaching.planned(cast, capacity=1)
    first, second = coaching.seat(cast, batch), coaching.seat(cast, batch, waits=True)
    Membership.objects.filter(person=cast.administrator).update(ends_at=read_clock())
    seats.cancel_seat(booking=first, person=cast.secretariat, at=read_clock())
    assert told("seat_cancelled") == [first.email]
    assert told("seat_passed_on") == [second.email]


def test_more_seats_go_to_those_who_wait_and_fewer_than_are_taken_are_refused(cast):
    batch = coaching.planned(cast, capacity=1)
    coaching.seat(cast, batch)
    waiting = coaching.seat(cast, batch, waits=True)
    at = read_clock()
    same = {name: getattr(batch, name) for name in ("starts_at", "ends_at", "books_from", "books_until")}
    change_clinic(batch=batch, person=cast.secretariat, plan=coaching.plan(at, capacity=2, **same), at=at)
    waiting.refresh_from_db()
    assert waiting.state == "BOOKED"
    assert not told("clinic_changed")
    with pytest.raises(TooFewSeats):
        change_clinic(batch=batch, person=cast.secretariat, plan=coaching.plan(at, capacity=1, **same), at=at)
    change_clinic(batch=batch, person=cast.secretariat, plan=coaching.plan(at, place="Aula lain", capacity=2, **same), at=at)
    assert waiting.email in told("clinic_changed")


def test_the_database_lets_nobody_in_without_a_seat(cast):
    batch = coaching.planned(cast, capacity=1)
    coaching.seat(cast, batch)
    waiting = coaching.seat(cast, batch, waits=True)
    for change in (
        lambda: Booking.objects.filter(pk=waiting.pk).update(state="BOOKED"),
        lambda: Batch.objects.filter(pk=batch.pk).update(capacity=0),
        lambda: Booking.objects.filter(pk=waiting.pk).update(state="ATTENDED", attended_at=read_clock()),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    Batch.objects.filter(pk=batch.pk).update(seats_taken=0)
    assert len(list(clinics_have_seats())) == 1


def test_one_person_has_one_seat_whatever_the_capitals(cast):
    batch = coaching.planned(cast)
    coaching.seat(cast, batch, email="Budi@contoh.test")
    with pytest.raises(seats.BookedTwice):
        coaching.seat(cast, batch, email="budi@CONTOH.test", waits=True)


def test_who_is_not_invited_books_only_as_a_guest(cast):
    elsewhere = Region.objects.filter(kind="PROVINCE").first() or builders.make_region("PROVINCE")
    batch = coaching.planned(cast, provinces=(elsewhere.code,), kinds=("MINISTRY",))
    with pytest.raises(NotAllowed):
        coaching.seat(cast, batch)
    guests = coaching.planned(cast, provinces=(elsewhere.code,), kinds=("MINISTRY",), takes_guests=True)
    assert coaching.seat(cast, guests).is_guest


def test_nobody_books_too_early_too_late_or_with_a_judge_as_coach(cast):
    batch = coaching.planned(cast)
    for at in (batch.books_from - timedelta(seconds=1), batch.books_until):
        with pytest.raises(NotAllowed):
            coaching.seat(cast, batch, at=at)
    plan = coaching.plan(read_clock(), coach=cast.judges[0])
    with pytest.raises(NotAllowed):
        plan_clinic(edition=cast.edition, person=cast.secretariat, plan=plan, at=read_clock())
    # However it came about: the seat is refused as well.
    Batch.objects.filter(pk=batch.pk).update(coach=cast.judges[0])
    with pytest.raises(NotAllowed):
        coaching.seat(cast, batch)


def test_administrators_of_the_invited_are_written_to_once(cast):
    batch = coaching.planned(cast, kinds=(cast.institution.kind,))
    assert invite_to_clinic(batch=batch, person=cast.secretariat, at=read_clock()) >= 1
    assert cast.administrator.email in told("clinic_invited")
    with pytest.raises(InvitedAlready):
        invite_to_clinic(batch=batch, person=cast.secretariat, at=read_clock())


def test_a_second_invitation_goes_to_those_who_had_none(cast):
    other = cast.other_institution
    batch = coaching.planned(cast, provinces=(province_of(cast.institution),))
    invite_to_clinic(batch=batch, person=cast.secretariat, at=read_clock())
    first = told("clinic_invited")
    assert cast.administrator.email in first
    batch.provinces.clear()
    added = institutions_to_invite(batch, read_clock())
    assert cast.institution not in added
    assert other in added
    invite_to_clinic(batch=batch, person=cast.secretariat, at=read_clock())
    assert told("clinic_invited").count(cast.administrator.email) == 1
    assert set(told("clinic_invited")) > set(first)


def test_what_was_called_off_is_told_to_all_and_takes_nobody(cast):
    batch = coaching.planned(cast, capacity=1)
    seated, waiting = coaching.seat(cast, batch), coaching.seat(cast, batch, waits=True)
    with pytest.raises(NoReason):
        call_off_clinic(batch=batch, person=cast.secretariat, reason="  ", at=read_clock())
    call_off_clinic(batch=batch, person=cast.secretariat, reason="Aula tergenang.", at=read_clock())
    assert {seated.email, waiting.email, cast.administrator.email} <= set(told("clinic_called_off"))
    with pytest.raises(seats.CalledOff):
        call_off_clinic(batch=batch, person=cast.secretariat, reason="Lagi.", at=read_clock())
    with pytest.raises(NotAllowed):
        coaching.seat(cast, batch, waits=True)
    with pytest.raises(NotAllowed):
        seats.cancel_seat(booking=seated, person=cast.administrator, at=read_clock())
    with pytest.raises(seats.CalledOff):
        invite_to_clinic(batch=batch, person=cast.secretariat, at=read_clock())
    begun = coaching.begin(batch)
    with pytest.raises(seats.CalledOff):
        seats.attend_by_code(booking=seated, room_code=begun.room_code, at=read_clock())
    assert seats.remind_of_clinics(at=begun.starts_at - timedelta(hours=1)) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(call_off_reason="")


def test_one_institution_does_not_fill_the_room(cast):
    batch = coaching.planned(cast, capacity=3, seats_per_institution=2)
    first = coaching.seat(cast, batch)
    coaching.seat(cast, batch)
    with pytest.raises(seats.InstitutionFull):
        coaching.seat(cast, batch, waits=True)
    seats.cancel_seat(booking=first, person=cast.administrator, at=read_clock())
    assert coaching.seat(cast, batch).state == "BOOKED"


def test_whoever_types_the_code_of_the_room_was_there_and_may_look_back_once(cast):
    booked = coaching.planned(cast, capacity=None)
    people = [coaching.seat(cast, booked) for _ in range(4)]
    with pytest.raises(seats.NotNow):
        seats.attend_by_code(booking=people[0], room_code=booked.room_code, at=read_clock())
    batch = coaching.begin(booked)
    with pytest.raises(seats.WrongRoomCode):
        seats.attend_by_code(booking=people[0], room_code="AAAAAA", at=read_clock())
    with pytest.raises(seats.NotThere):
        seats.evaluate_clinic(booking=people[0], view=seats.View(5, 5, 5), at=read_clock())
    for number, one in enumerate(people[:3], start=1):
        seats.attend_by_code(booking=one, room_code=f" {batch.room_code.lower()} ", at=read_clock())
        assert opinion_of(batch).useful is None
        with acting_from(lambda: "sesi"):
            seats.evaluate_clinic(booking=one, view=seats.View(number, 4, 5, "Bagus"), at=read_clock())
    assert (opinion_of(batch).number, opinion_of(batch).useful) == (3, 2.0)
    # A fourth answer alone would be told by what it changes.
    seats.attend_by_code(booking=people[3], room_code=batch.room_code, at=read_clock())
    seats.evaluate_clinic(booking=people[3], view=seats.View(1, 1, 1, "Kurang"), at=read_clock())
    assert (opinion_of(batch).number, opinion_of(batch).useful, opinion_of(batch).texts) == (4, 2.0, ("Bagus",) * 3)
    with pytest.raises(seats.NotThere):
        seats.evaluate_clinic(booking=people[0], view=seats.View(5, 5, 5), at=read_clock())
    # Nothing leads from what was said to who said it.
    assert set(AuditEntry.objects.filter(event="clinic_evaluated").values_list("session", "person")) == {("", None)}
    assert {one.name for one in Evaluation._meta.fields} == {"id", "batch", "useful", "clear", "ready", "text"}


def test_the_list_says_who_was_there_and_who_was_not(cast):
    booked = coaching.planned(cast)
    first, second = coaching.seat(cast, booked), coaching.seat(cast, booked)
    batch, at = coaching.begin(booked), read_clock()
    for present in (first, second):
        assert seats.mark_attendance(batch=batch, person=cast.secretariat, present=[present.code], at=at) == 1
    first.refresh_from_db()
    assert (first.state, first.attended_at) == ("BOOKED", None)
    with pytest.raises(NotAllowed):
        seats.mark_attendance(batch=batch, person=cast.administrator, present=[], at=at)


def test_people_with_a_seat_are_reminded_once_a_day_ahead(cast):
    batch = coaching.planned(cast, capacity=1)
    seated = coaching.seat(cast, batch)
    coaching.seat(cast, batch, waits=True)
    assert seats.remind_of_clinics(at=batch.starts_at - timedelta(days=2)) == 0
    assert [seats.remind_of_clinics(at=batch.starts_at - timedelta(hours=20)) for _ in range(2)] == [1, 0]
    assert told("clinic_reminded") == [seated.email]


def test_names_and_addresses_go_a_year_after_the_clinic(cast):
    seat = coaching.seat(cast, coaching.planned(cast))
    list(seats.sweep_participants(at=read_clock() + timedelta(days=300)))
    seat.refresh_from_db()
    assert seat.email
    list(seats.sweep_participants(at=read_clock() + timedelta(days=380)))
    seat.refresh_from_db()
    assert (seat.name, seat.email, seat.duty) == ("", "", "")
    assert told("seat_booked") == sorted([cast.administrator.email, seats.NOBODY])
