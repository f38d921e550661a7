"""The page of an institution's people, and what is done from it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import AuditEntry, Invitation, Membership, Unit
from competition.operations.memberships import take_role
from tests import builders
from tests.competition.letterbox import invited
from tests.evidence import nothing_changes
from tests.submissions.views.pages import sign_in, text_of


def page(name, institution, *more):
    return reverse(f"competition:{name}", args=[institution.code, *more])


def held(person, role="WRITER"):
    return Membership.objects.select_related("institution").get(person=person, role=role, ends_at=None)


@pytest.mark.parametrize("who", ["administrator", "leader", "secretariat"])
def test_people_shows_who_has_which_role_since_when(cast, who):
    text = text_of(sign_in(cast.as_people()[who]).get(page("people", cast.institution)))
    for words in ("Writer", cast.writer.email, "Penulis", "Puskesmas Uji", "1 Januari 2010", "Admin instansi", "Belum pernah"):
        assert words in text
    assert cast.stranger.email not in text


def test_people_is_not_found_by_strangers_and_refused_to_writers(cast):
    assert sign_in(cast.stranger).get(page("people", cast.institution)).status_code == 404
    assert sign_in(cast.other_administrator).get(page("people", cast.institution)).status_code == 404
    response = sign_in(cast.writer).get(page("people", cast.institution))
    assert response.status_code == 403
    assert "Halaman ini hanya untuk admin dan pimpinan instansi." in text_of(response)


def test_people_lists_open_invitations_and_what_was(cast):
    invited(cast)
    take_role(membership=held(cast.colleague), person=cast.administrator, at=read_clock())
    client, where = sign_in(cast.administrator), page("people", cast.institution)
    invitations = text_of(client.get(where, {"tampil": "undangan"}))
    assert "baru@contoh.test" in invitations
    assert "Menunggu diterima" in invitations
    assert cast.colleague.email in text_of(client.get(where, {"tampil": "riwayat"}))
    assert cast.colleague.email not in text_of(client.get(where))
    assert client.get(where, {"tampil": "lain", "halaman": "x"}).status_code == 200


@pytest.mark.parametrize("shown", ["", "undangan", "riwayat"])
def test_people_asks_no_more_for_many_than_for_one(cast, shown):
    client, where = sign_in(cast.administrator), page("people", cast.institution)

    def count():
        client.get(where, {"tampil": shown})
        with CaptureQueriesContext(connection) as caught:
            client.get(where, {"tampil": shown})
        return len(caught)

    def more(number):
        for one in range(number):
            person = builders.make_person()
            values = {"institution": cast.institution, "unit": cast.unit, "role": "WRITER", "starts_at": builders.LONG_AGO}
            Membership.objects.create(person=person, **values)
            Membership.objects.create(person=person, **values | {"role": "LEADER", "unit": None, "ends_at": read_clock()})
            invited(cast, f"orang{number}{one}@undangan.test")

    more(1)
    few = count()
    more(5)
    assert count() == few <= 12


def test_institutions_leads_to_the_one_and_lets_choose_between_two(cast):
    client = sign_in(cast.administrator)
    assert client.get(reverse("competition:institutions")).headers["Location"] == page("people", cast.institution)
    Membership.objects.create(
        person=cast.administrator, institution=cast.other_institution, role="ADMINISTRATOR", starts_at=builders.LONG_AGO
    )
    text = text_of(client.get(reverse("competition:institutions")))
    assert cast.institution.name in text
    assert cast.other_institution.name in text
    assert sign_in(cast.writer).get(reverse("competition:institutions")).status_code == 403


def test_a_role_is_given_from_the_page_of_a_person(cast):
    client, where = sign_in(cast.leader), page("give", cast.institution, held(cast.writer).code)
    assert "Beri peran lain" in text_of(client.get(where))
    response = client.post(where, {"role": "ADMINISTRATOR", "position": "Kasubag"}, follow=True)
    assert "Writer kini Admin instansi." in text_of(response)
    assert held(cast.writer, "ADMINISTRATOR").position == "Kasubag"
    with nothing_changes():
        again = client.post(where, {"role": "ADMINISTRATOR"})
    assert "Alamat ini sudah memiliki peran tersebut" in text_of(again)


def test_a_role_is_taken_after_one_more_question(cast):
    client, where = sign_in(cast.administrator), page("take", cast.institution, held(cast.writer).code)
    with nothing_changes():
        assert "Yang sudah dilakukannya tetap tercatat" in text_of(client.get(where))
    response = client.post(where, {"reason": "Pindah tugas"}, follow=True)
    assert "Peran Penulis yang dipegang Writer berakhir." in text_of(response)
    assert not Membership.objects.filter(person=cast.writer, ends_at=None).exists()


def test_the_last_administrator_is_told_what_to_do_first(cast):
    client, where = sign_in(cast.administrator), page("take", cast.institution, held(cast.administrator, "ADMINISTRATOR").code)
    with nothing_changes():
        response = client.post(where, {"reason": ""})
    assert "Undang penggantinya lebih dahulu" in text_of(response)


def test_a_role_taken_meanwhile_is_refused_with_words_and_changes_nothing(cast):
    membership = held(cast.writer)
    client, where = sign_in(cast.administrator), page("take", cast.institution, membership.code)
    client.get(where)
    take_role(membership=membership, person=cast.leader, at=read_clock())
    with nothing_changes():
        response = client.post(where, {"reason": ""})
    assert response.status_code == 403
    assert "Peran ini sudah berakhir." in text_of(response)


def test_the_secretariat_ends_a_role_with_a_reason(cast):
    client, where = sign_in(cast.secretariat), page("take", cast.institution, held(cast.leader, "LEADER").code)
    with nothing_changes():
        assert "Isi alasan" in text_of(client.post(where, {"reason": ""}))
    client.post(where, {"reason": "SK Mendagri 1/2026"})
    assert not Membership.objects.filter(person=cast.leader, ends_at=None).exists()


def test_a_writer_is_moved_to_another_unit(cast):
    clinic = Unit.objects.create(institution=cast.institution, name="Puskesmas Kedua")
    client, where = sign_in(cast.administrator), page("move", cast.institution, held(cast.writer).code)
    with nothing_changes():
        assert "Pilih unit baru" in text_of(client.post(where, {"unit": cast.other_unit.pk}))
    assert "Writer kini menulis untuk Puskesmas Kedua." in text_of(client.post(where, {"unit": clinic.pk}, follow=True))


def test_the_leader_names_a_delegate_on_one_page(cast):
    client, where = sign_in(cast.leader), page("delegate", cast.institution)
    day = read_clock().astimezone(builders.LONG_AGO.tzinfo).date()
    given = {"email": cast.administrator.email, "first_day": day.isoformat(), "last_day": day.isoformat(), "reason": "Cuti"}
    with nothing_changes():
        assert "Isi alasan" in text_of(client.post(where, given | {"reason": ""}))
        wrong = client.post(where, given | {"last_day": "2017-01-01"})
        assert "Tanggal akhir tidak boleh sebelum tanggal mulai" in text_of(wrong)
    response = client.post(where, given, follow=True)
    assert "Pelaksana atas nama Anda sudah ditunjuk" in text_of(response)
    assert "Atas nama Leader sampai" in text_of(response)
    assert "pukul 23.59 WIB" in text_of(response)
    for who in ("administrator", "writer"):
        assert sign_in(cast.as_people()[who]).get(where).status_code == 403


def test_a_delegate_from_elsewhere_gets_an_invitation(cast):
    day = read_clock().astimezone(builders.LONG_AGO.tzinfo).date().isoformat()
    given = {"email": "plh@contoh.test", "first_day": day, "last_day": day, "reason": "Cuti"}
    response = sign_in(cast.leader).post(page("delegate", cast.institution), given, follow=True)
    assert "Undangan dikirim ke plh@contoh.test." in text_of(response)
    assert Invitation.objects.get().role == "DELEGATE"


@pytest.mark.parametrize("name", ["member", "give", "take", "move", "sign_out_member"])
def test_a_person_of_another_institution_is_not_found(cast, name):
    client = sign_in(cast.administrator)
    code = held(cast.stranger).code
    assert client.get(page(name, cast.institution, code)).status_code == 404
    assert client.get(page(name, cast.other_institution, code)).status_code == 404


def test_the_page_of_somebody_who_left_says_so(cast):
    membership = held(cast.writer)
    take_role(membership=membership, person=cast.administrator, at=read_clock())
    text = text_of(sign_in(cast.administrator).get(page("member", cast.institution, membership.code)))
    assert "Orang ini tidak lagi memiliki peran di instansi ini." in text


def test_a_person_is_signed_out_everywhere_and_nobody_else_is(cast):
    open_tabs, other = [sign_in(cast.writer), sign_in(cast.writer)], sign_in(cast.colleague)
    client, where = sign_in(cast.administrator), page("sign_out_member", cast.institution, held(cast.writer).code)
    with nothing_changes():
        assert "Akhiri semua sesi: Writer" in text_of(client.get(where))
    assert "Semua sesi Writer berakhir." in text_of(client.post(where, follow=True))
    for tab in open_tabs:
        assert tab.get(reverse("submissions:desk")).headers["Location"].startswith("/masuk/")
    assert other.get(reverse("submissions:desk")).status_code == 200
    assert AuditEntry.objects.get(event="sessions_ended").data == {"sessions": 2}
