"""The organisers' pages about offices."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Appointment, AppointmentRequest
from competition.operations.appointments import appoint_person, end_appointment
from competition.zones import day_of
from tests import builders
from tests.competition.views.test_sessions import age

DAY = timedelta(days=1)


class Visitor(Client):
    """Somebody signed in who goes by the names of pages."""

    def open(self, name, *args, **query):
        return self.get(reverse(f"competition:{name}", args=args), query)

    def send(self, name, *args, **values):
        return self.post(reverse(f"competition:{name}", args=args), values)


@pytest.fixture
def visit(db):
    def sign_in(person, minutes_ago=0):
        visitor = Visitor()
        visitor.force_login(person)
        visitor.get(reverse("competition:account"))
        age(visitor, proved_at=timedelta(minutes=minutes_ago))
        return visitor

    return sign_in


@pytest.fixture
def auditor(cast):
    person = builders.make_person("Auditor Uji")
    builders.appoint(person, cast.edition, "AUDITOR")
    return person


def names(page):
    """Return who is listed."""
    return {row["name"] for row in page.context["rows"]}


class TestList:
    def test_shows_who_is_in_office_now(self, cast, visit):
        gone = cast.judges[0]
        end_appointment(appointment=gone.appointments.get(), person=cast.secretariat, reason="x", at=read_clock())
        page = visit(cast.secretariat).open("appointments")
        assert names(page) == {
            cast.secretariat.name,
            cast.secretariat2.name,
            cast.chair.name,
            *(one.name for one in cast.judges[1:]),
        }

    def test_who_could_do_this_on_that_day(self, cast, visit, at):
        gone = cast.judges[0]
        Appointment.objects.filter(person=gone).update(ends_at=at - 3 * DAY)
        visitor = visit(cast.secretariat)
        day = {"tugas": "JUDGE", "tanggal": day_of(at - 5 * DAY).isoformat()}
        assert names(visitor.open("appointments", **day)) == {one.name for one in cast.judges}
        day["tanggal"] = day_of(at - DAY).isoformat()
        assert names(visitor.open("appointments", **day)) == {one.name for one in cast.judges[1:]}

    def test_history_shows_everything(self, cast, visit, at):
        end_appointment(appointment=cast.judges[0].appointments.get(), person=cast.secretariat, reason="x", at=at)
        page = visit(cast.secretariat).open("appointments", lihat="semua")
        assert cast.judges[0].name in names(page)
        assert "Berakhir" in page.text

    def test_finds_by_name_and_address(self, cast, visit):
        judge = cast.judges[1]
        judge.name = "Penilai Tamu"  # a number could also stand in the addresses of the others
        judge.save(update_fields=["name"])
        visitor = visit(cast.secretariat)
        for words in (judge.name, judge.email.upper()):
            assert names(visitor.open("appointments", cari=words)) == {judge.name}

    @pytest.mark.parametrize("query", [{"tanggal": "31-02"}, {"tugas": "RAJA"}, {"halaman": "x"}])
    def test_what_makes_no_sense_is_left_out(self, cast, visit, query):
        assert visit(cast.secretariat).open("appointments", **query).status_code == 200

    def test_an_auditor_looks_and_does_nothing(self, cast, visit, auditor):
        page = visit(auditor).open("appointments")
        assert page.status_code == 200
        assert reverse("competition:appoint") not in page.text
        assert visit(auditor).open("appoint").status_code == 403
        judge = cast.judges[0].appointments.get()
        assert visit(auditor).open("appointment", judge.code).status_code == 200
        assert visit(auditor).open("end_appointment", judge.code).status_code == 403

    def test_what_waits_for_me_leads_to_it(self, cast, visit, at):
        asked = appoint_person(
            person=cast.secretariat, edition=cast.edition, whom=builders.make_person(), role="CHAIR", reason="SK", at=at
        )
        assert (
            reverse("competition:appointment_request", args=[asked.code]) in visit(cast.secretariat2).open("appointments").text
        )


class TestAppoint:
    def test_somebody_becomes_a_judge_at_once(self, cast, visit):
        person = builders.make_person("Penilai Baru")
        values = {"email": person.email.upper(), "role": "JUDGE", "reason": "SK Uji 7"}
        page = visit(cast.secretariat).send("appoint", **values)
        one = person.appointments.get()
        assert page.headers["Location"] == reverse("competition:appointment", args=[one.code])
        assert visit(person).get(reverse("judging:desk")).status_code == 200

    def test_days_are_days_in_wib(self, cast, visit, at):
        person = builders.make_person()
        first, last = day_of(at + 2 * DAY), day_of(at + 4 * DAY)
        visit(cast.secretariat).send(
            "appoint", email=person.email, role="COACH", reason="SK", starts_on=first.isoformat(), ends_on=last.isoformat()
        )
        one = person.appointments.get()
        assert (day_of(one.starts_at), day_of(one.ends_at - timedelta(seconds=1))) == (first, last)
        assert one.ends_at - one.starts_at == 3 * DAY

    def test_an_unknown_address_is_said_plainly(self, cast, visit):
        page = visit(cast.secretariat).send("appoint", email="siapa@contoh.test", role="JUDGE", reason="SK")
        assert page.status_code == 200
        assert "Belum ada akun dengan alamat ini" in page.text
        assert "siapa@contoh.test" in page.text

    def test_a_clash_keeps_the_input_and_says_why(self, cast, visit):
        page = visit(cast.secretariat).send("appoint", email=cast.judges[0].email, role="COACH", reason="SK Uji 7")
        assert "Penilai tidak melatih peserta" in page.text
        assert "SK Uji 7" in page.text
        assert "Kesalahan: " in page.text

    def test_a_chair_waits_for_the_second(self, cast, visit):
        person = builders.make_person("Ketua Baru")
        first, second = visit(cast.secretariat), visit(cast.secretariat2)
        first.send("appoint", email=person.email, role="CHAIR", reason="SK Uji 7")
        asked = AppointmentRequest.objects.get()
        assert "selain pengusulnya" in first.open("appointment_request", asked.code).text
        assert first.send("appointment_request", asked.code, grant="ya").status_code == 200
        assert not person.appointments.exists()
        assert second.send("appointment_request", asked.code, grant="tidak").context["form"].errors
        assert second.send("appointment_request", asked.code, grant="ya").status_code == 302
        assert person.appointments.get().role == "CHAIR"
        assert "sudah dijawab" in second.open("appointment_request", asked.code).text

    def test_empty_fields_are_named(self, cast, visit):
        page = visit(cast.secretariat).send("appoint", email="", reason="")
        for text in ("Isi alamat email", "Pilih tugas", "Isi alasan"):
            assert text in page.text


class TestEnd:
    def test_the_next_request_is_refused(self, cast, visit):
        """SEC-18: no permission outlives the office, not even in an open tab."""
        judge = visit(cast.judges[0])
        assert judge.get(reverse("judging:desk")).status_code == 200
        one = cast.judges[0].appointments.get()
        assert visit(cast.secretariat).send("end_appointment", one.code, reason="Mundur").status_code == 302
        assert judge.get(reverse("judging:desk")).status_code == 404

    @pytest.mark.parametrize("role", ["ORGANISER", "SECRETARIAT", "CHAIR", "JUDGE"])
    def test_of_every_office(self, cast, visit, role):
        third = builders.make_person()
        builders.appoint(third, cast.edition, "ORGANISER")
        path, person = {
            "ORGANISER": (reverse("competition:appointments"), cast.secretariat2),
            "SECRETARIAT": (reverse("submissions:screen", args=[builders.submitted(cast).code]), cast.secretariat2),
            "CHAIR": (reverse("judging:rounds"), cast.chair),
            "JUDGE": (reverse("judging:desk"), cast.judges[0]),
        }[role]
        visitor = visit(person)
        assert visitor.get(path).status_code == 200
        for one in person.appointments.all():
            if role != "SECRETARIAT" or one.role == "SECRETARIAT":
                fresh = type(third).objects.get(pk=third.pk)
                Appointment.objects.filter(pk=one.pk).update(ends_at=read_clock(), ended_by=fresh)
        refused = visitor.get(path)
        assert refused.status_code == 404 or "Hanya sekretariat" in refused.text

    def test_without_a_reason_nothing_happens(self, cast, visit):
        one = cast.judges[0].appointments.get()
        assert "Isi alasan" in visit(cast.secretariat).send("end_appointment", one.code, reason=" ").text
        one.refresh_from_db()
        assert one.ends_at is None

    def test_the_page_of_an_ended_one_has_no_way_to_end_it(self, cast, visit, at):
        one = cast.judges[0].appointments.get()
        end_appointment(appointment=one, person=cast.secretariat, reason="x", at=at)
        visitor = visit(cast.secretariat)
        assert reverse("competition:end_appointment", args=[one.code]) not in visitor.open("appointment", one.code).text
        assert visitor.open("end_appointment", one.code).status_code == 403


class TestStepUp:
    """SEC-07: a role is not given or taken with a proof older than a quarter of an hour; what was filled in is kept."""

    @pytest.mark.parametrize("name", ["appoint", "end_appointment", "appointment_request"])
    @pytest.mark.parametrize(("minutes", "is_asked"), [(14, False), (16, True)])
    def test_an_old_proof_is_asked_for_again(self, cast, visit, at, name, minutes, is_asked):
        asked = appoint_person(
            person=cast.secretariat2, edition=cast.edition, whom=builders.make_person(), role="CHAIR", reason="SK", at=at
        )
        codes = {"end_appointment": [cast.judges[0].appointments.get().code], "appointment_request": [asked.code]}
        page = visit(cast.secretariat, minutes).send(name, *codes.get(name, []))
        assert ("Buktikan bahwa ini Anda" in page.text) is is_asked

    def test_nothing_is_done_before_the_proof_and_all_of_it_after(self, cast, visit):
        person = builders.make_person()
        cast.secretariat.set_password(builders.PASSWORD)
        cast.secretariat.save(update_fields=["password"])
        visitor = visit(cast.secretariat, 16)
        values = {"email": person.email, "role": "JUDGE", "reason": "SK nomor 7"}
        page = visitor.send("appoint", **values)
        assert not person.appointments.exists()
        visitor.send("appoint", **dict(page.context["fields"]), proof=builders.PASSWORD)
        assert person.appointments.get().reason == "SK nomor 7"
