"""The pages of clinics as people meet them: the programme, a booking, the seat's own page, and the secretariat's desk."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Notice
from competition.views import public
from submissions.models import Batch, Booking, Evaluation
from submissions.operations.clinics import change_clinic
from submissions.operations.enclosures import check_enclosure
from submissions.operations.seats import mark_attendance
from tests.submissions import coaching, files

pytestmark = pytest.mark.django_db


def page(name: str, *args: str) -> str:
    public._local.clear()
    return reverse(f"submissions:{name}", args=args)


def test_who_books_for_nobody_is_told_who_does(client, cast):
    batch = coaching.planned(cast)
    client.force_login(cast.writer)
    for path in (page("book_seat", batch.code), page("my_seats")):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "Kursi dipesan oleh admin instansi" in answer.content.decode()


def test_everybody_sees_the_hours_here_and_in_wib_and_the_seats_left(client, cast):
    batch = coaching.planned(cast, capacity=5)
    coaching.seat(cast, batch)
    for path in (page("clinics"), page("clinic", batch.code)):
        text = client.get(path).content.decode()
        assert "WITA" in text
        assert "WIB)" in text
        assert "4 dari 5" in text
    assert "Budi" not in text


def test_a_calendar_gets_jakartas_time_by_name(client, cast):
    batch = coaching.planned(cast, address="https://rapat.contoh.test/rahasia")
    text = client.get(page("clinic_calendar", batch.code)).content.decode()
    assert "DTSTART;TZID=Asia/Jakarta:" in text
    assert "BEGIN:VTIMEZONE" in text
    assert "rahasia" not in text


def test_an_administrator_books_stands_in_the_queue_and_gives_a_seat_up(client, cast):
    batch = coaching.planned(cast, capacity=1)
    client.force_login(cast.administrator)
    form = {"institution": cast.institution.code, "name": "Budi", "email": "budi@contoh.test", "duty": "Analis"}
    assert client.post(page("book_seat", batch.code), form).status_code == 302
    more = form | {"name": "Sari", "email": "sari@contoh.test"}
    assert "Semua kursi sudah terisi" in client.post(page("book_seat", batch.code), more).content.decode()
    assert client.post(page("book_seat", batch.code), more | {"waits": "on"}).status_code == 302
    assert "Daftar tunggu" in client.get(page("clinics")).content.decode()
    first = Booking.objects.get(name="Budi")
    assert client.post(page("cancel_seat", first.code)).status_code == 302
    assert Booking.objects.get(name="Sari").state == "BOOKED"
    assert "Sari" in client.get(page("my_seats")).content.decode()


def test_the_online_room_is_told_to_those_with_a_seat_alone(client, cast):
    batch = coaching.planned(cast, capacity=1, address="https://rapat.contoh.test/rahasia")
    seated, waiting = coaching.seat(cast, batch), coaching.seat(cast, batch, waits=True)
    told = {one: client.get(page("clinic_seat", one)).content.decode() for one in (seated.code, waiting.code)}
    assert "rahasia" in told[seated.code]
    assert "rahasia" not in told[waiting.code]
    assert "rahasia" not in client.get(page("clinic", batch.code)).content.decode()
    letters = Notice.objects.filter(event="seat_booked")
    assert "rahasia" in letters.get(address=seated.email).text
    at = read_clock()
    plan = coaching.plan(at, capacity=1, address="https://rapat.contoh.test/rahasia", place="Aula lain")
    change_clinic(batch=batch, person=cast.secretariat, plan=plan, at=at)
    to_waiting = Notice.objects.filter(address=waiting.email)
    assert {one.event for one in to_waiting} == {"seat_booked", "clinic_changed"}
    assert not any("rahasia" in one.text + one.html for one in to_waiting)


def test_a_participant_types_the_code_looks_back_and_prints_the_certificate(client, cast):
    seat = coaching.seat(cast, coaching.planned(cast))
    batch = coaching.begin(seat.batch)
    path = page("clinic_seat", seat.code)
    assert client.get(page("clinic_certificate", seat.code)).status_code == 404
    assert client.post(path, {"room_code": "salah"}).status_code == 409
    assert client.post(path, {"room_code": batch.room_code}).status_code == 302
    assert client.post(path, {"useful": "6"}).status_code == 200
    assert client.post(path, {"useful": "5", "clear": "4", "ready": "3", "text": "Lebih lama"}).status_code == 302
    assert Evaluation.objects.get().text == "Lebih lama"
    answer = client.get(page("clinic_certificate", seat.code))
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]


def test_the_secretariat_plans_invites_and_hands_out(client, cast):
    client.force_login(cast.secretariat)
    day = (read_clock() + timedelta(days=9)).date()
    form = {"day": day, "starts": "09.00", "ends": "08.00", "zone": "WIT", "books_from": day, "books_until": day}
    refused = client.post(page("new_clinic"), form).content.decode()
    for words in ("Jam selesai tidak sesudah jam mulai", "Isi tempat, atau tautan ruang daring"):
        assert words in refused
    form |= {"ends": "12.00", "place": "Aula", "books_from": day - timedelta(days=20)}
    assert client.post(page("new_clinic"), form).status_code == 302
    batch = Batch.objects.get()
    assert batch.starts_at.astimezone().utcoffset() is not None
    client.post(page("invite_to_clinic", batch.code))
    batch.refresh_from_db()
    assert batch.invited_at
    scan = SimpleUploadedFile("bahan.pdf", files.pdf())
    both = {"title": "Bahan", "file": scan, "video": "https://youtu.be/aaaaaaaaaaa"}
    assert "salah satu saja" in client.post(page("add_clinic_material", batch.code), both).content.decode()
    assert (
        "YouTube"
        in client.post(page("add_clinic_material", batch.code), {"title": "x", "video": "https://a.test"}).content.decode()
    )
    scan.seek(0)
    client.post(page("add_clinic_material", batch.code), {"title": "Bahan", "file": scan})
    material = batch.materials.get()
    client.logout()
    assert client.get(page("clinic_material", batch.code, material.code)).status_code == 404
    check_enclosure(code=material.file.code, at=read_clock())
    assert "Bahan" in client.get(page("clinic", batch.code)).content.decode()
    assert client.get(page("clinic_material", batch.code, material.code)).content.startswith(b"%PDF")


def test_a_clinic_is_called_off_on_its_page_and_says_so_to_everybody(client, cast):
    batch = coaching.planned(cast)
    seat = coaching.seat(cast, batch)
    client.force_login(cast.secretariat)
    assert "Isi alasan pembatalan." in client.post(page("call_off_clinic", batch.code), {"reason": " "}).content.decode()
    assert client.post(page("call_off_clinic", batch.code), {"reason": "Aula <b>tergenang</b>."}).status_code == 302
    client.logout()
    for path in (page("clinic", batch.code), page("clinic_seat", seat.code)):
        text = client.get(path).content.decode()
        assert "Klinik ini dibatalkan." in text
        assert "Aula &lt;b&gt;tergenang" in text
        assert "Pesan kursi" not in text
    assert "Dibatalkan" in client.get(page("clinics")).content.decode()
    assert "STATUS:CANCELLED" in client.get(page("clinic_calendar", batch.code)).content.decode()


def test_anybody_checks_a_certificate_of_attendance_and_reads_no_name(client, cast):
    batch = coaching.planned(cast, capacity=None)
    seat = coaching.seat(cast, batch)
    coaching.begin(batch)
    mark_attendance(batch=batch, person=cast.secretariat, present=[seat.code], at=read_clock())
    seat.refresh_from_db()
    assert seat.attendance_number.startswith("HADIR")
    assert client.get(page("clinic_certificate", seat.code)).content.startswith(b"%PDF")
    check = page("verify") + "?nomor=" + seat.attendance_number.lower().replace("-", " ")
    text = client.get(check).content.decode()
    assert "Kehadiran ini tercatat" in text
    assert "B… S…" in text
    assert "Santoso" not in text
    mark_attendance(batch=batch, person=cast.secretariat, present=[], at=read_clock())
    assert "Kehadiran ini tercatat" not in client.get(check).content.decode()
