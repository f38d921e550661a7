"""What is held about me: all of it, mine alone, correctable, and gone when I go, but for what the law keeps."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import AuditEntry, Consent, Invitation, Notice, Person, PersonSession
from competition.operations.memberships import LastAdministrator, give_role
from competition.operations.personal import close_account
from competition.privacy import latest_notice, privacy_notices
from competition.queries.personal import holdings_of
from competition.verdict import NotAllowed
from judging.models import Assignment
from tests import builders
from tests.competition.views.test_sessions import age, signed_in
from tests.evidence import nothing_changes, refused
from tests.submissions.views.pages import text_of

pytestmark = pytest.mark.django_db
DATA, FILE, NAME, CLOSE = ("/akun/data/", "/akun/data/unduh/", "/akun/data/nama/", "/akun/data/tutup/")
VERSION = latest_notice().version


@pytest.fixture
def year(cast):
    """Return the cast after a whole year: written, endorsed, sent, screened, scored, published."""
    builders.published(cast, 2)
    return cast


def held(person, at=None) -> dict[str, int]:
    return {one.key: one.number for one in holdings_of(person, at or read_clock(), None) if one.number}


def test_everybody_finds_what_they_did(year, at):
    assert {"account", "memberships", "proposals", "saves", "letters", "acts"} <= set(held(year.writer))
    assert held(year.leader)["endorsements"] == 2
    assert held(year.administrator)["submissions"] == 2
    assert held(year.secretariat)["screenings"] == 2
    assert held(year.chair)["decisions"] == 2
    judge = Assignment.objects.first().judge
    assert held(judge)["sheets"] == held(judge)["assignments"]
    assert set(held(builders.make_person())) == {"account"}


def test_the_page_says_what_why_and_how_long_and_shows_ten_of_each(cast):
    for _ in range(12):
        builders.draft(cast)
    text = text_of(signed_in(cast.writer).get(DATA))
    assert cast.writer.email in text
    assert "Proposal yang Anda mulai atau yang judulnya Anda simpan (12)" in text
    assert "2 lainnya ada di berkas unduhan." in text
    assert "Tidak ada data Anda pada Cara masuk" in text
    assert "Tetap disimpan. Jejak audit tidak dapat diubah atau dihapus oleh siapa pun." in text


def test_the_file_holds_all_of_it(cast):
    for _ in range(12):
        builders.draft(cast)
    answer = signed_in(cast.writer).get(FILE)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="data-saya.json"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    found = json.loads(answer.content)
    assert len(found["proposals"]["rows"]) == found["proposals"]["number"] == 12
    assert found["account"]["rows"][0]["Alamat email"] == cast.writer.email


def test_the_file_asks_for_a_fresh_proof(cast):
    client = signed_in(cast.writer)
    age(client, proved_at=timedelta(minutes=15))
    assert client.get(FILE).url == "/akun/bukti/?next=%2Fakun%2Fdata%2Funduh%2F"
    assert client.get(DATA).status_code == 200


def test_nobody_finds_anything_of_somebody_else(year):
    """Names and addresses of others stand in nobody's file."""
    people = [one for one in year.as_people().values() if one]
    for person in people:
        text = signed_in(person).get(FILE).content.decode()
        others = [one for one in people if one.pk != person.pk]
        assert not [one.email for one in others if one.email in text]
        # A leader's letters name the unit and the title, never a colleague.
        assert not [one.name for one in others if f'"{one.name}"' in text]


def test_a_judge_with_a_tie_finds_no_title(year):
    judge = Assignment.objects.first().judge
    text = signed_in(judge).get(FILE).content.decode()
    titles = Assignment.objects.filter(judge=judge).values_list("proposal__title", flat=True)
    assert not [title for title in titles if title in text]


@pytest.mark.parametrize("path", [DATA, FILE])
def test_as_many_queries_whatever_there_is(cast, path):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    builders.draft(cast)
    client = signed_in(cast.writer)
    few = asked()
    for _ in range(4):
        builders.draft(cast)
    assert asked() == few


class TestName:
    def test_the_own_name_is_corrected_and_the_audit_has_both(self, cast):
        answer = signed_in(cast.writer).post(NAME, {"name": "  Siti   Aminah "}, follow=True)
        assert "Nama Anda diperbaiki." in text_of(answer)
        assert Person.objects.get(pk=cast.writer.pk).name == "Siti Aminah"
        entry = AuditEntry.objects.get(event="name_changed")
        assert (entry.before, entry.after, entry.person_name) == ({"name": "Writer"}, {"name": "Siti Aminah"}, "Siti Aminah")

    @pytest.mark.parametrize("name", ["", "   ", "\u202e", "x" * 151])
    def test_a_name_that_is_none_changes_nothing(self, cast, name):
        client = signed_in(cast.writer)
        with nothing_changes():
            page = client.post(NAME, {"name": name})
        assert page.context["form"].errors

    def test_the_same_name_again_writes_nothing(self, cast):
        client = signed_in(cast.writer)
        with nothing_changes():
            client.post(NAME, {"name": cast.writer.name})


class TestPrivacy:
    def test_the_notice_is_public_in_both_languages(self):
        text = text_of(Client().get("/privasi/"))
        assert "Undang-Undang Nomor 27 Tahun 2022" in text
        assert VERSION in text
        english = Client()
        english.cookies["kipp_language"] = "en"
        assert "Law No. 27 of 2022" in text_of(english.get("/privasi/"))

    def test_every_version_has_both_languages_and_a_name_of_its_own(self):
        names = [one.version for one in privacy_notices()]
        assert len(set(names)) == len(names)
        assert names == sorted(names, reverse=True)
        assert all(len(one.texts["id"]) == len(one.texts["en"]) > 0 for one in privacy_notices())

    def test_agreeing_is_remembered_once(self, cast):
        client = signed_in(cast.writer)
        assert "yang belum Anda setujui" in text_of(client.get(DATA))
        for _ in range(2):
            client.post("/akun/data/setuju/", {"version": VERSION})
        assert Consent.objects.get(person=cast.writer).version == VERSION
        assert AuditEntry.objects.filter(event="privacy_accepted").count() == 1
        assert "yang belum Anda setujui" not in text_of(client.get(DATA))

    @pytest.mark.parametrize("version", ["", "2020-01", "<b>"])
    def test_another_version_is_not_agreed_to(self, cast, version):
        client = signed_in(cast.writer)
        with nothing_changes():
            client.post("/akun/data/setuju/", {"version": version})

    def test_the_frame_leads_to_it(self, cast):
        assert 'href="/privasi/"' in signed_in(cast.writer).get(DATA).content.decode()


class TestClosing:
    @pytest.fixture
    def helper(self, cast, at):
        """Give the institution a second administrator, so that the first may go."""
        give_role(
            institution=cast.institution,
            person=cast.administrator,
            member=cast.colleague,
            role="ADMINISTRATOR",
            unit=None,
            position="",
            at=at,
        )

    def test_the_page_says_what_goes_and_what_stays(self, year, helper):
        text = text_of(signed_in(year.administrator).get(CLOSE))
        assert "Proposal yang Anda kirim: 2" in text
        assert "Tutup akun saya" in text

    def test_the_account_is_gone_and_the_records_keep_their_name(self, year, helper):
        person, name, address = year.administrator, year.administrator.name, year.administrator.email
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        client = signed_in(person)
        answer = client.post(CLOSE, follow=True)
        assert "Akun Anda ditutup." in text_of(answer)
        gone = Person.objects.get(pk=person.pk)
        assert (gone.is_active, gone.has_usable_password(), gone.name) == (False, False, name)
        assert address not in (gone.email, *Notice.objects.filter(recipient=gone).values_list("address", flat=True))
        assert not PersonSession.objects.filter(person=gone).exists()
        assert not gone.memberships.filter(ends_at=None).exists()
        assert not Notice.objects.filter(recipient=gone).exclude(text="").exists()
        farewell = Notice.objects.get(event="account_closed")
        assert (farewell.address, farewell.recipient) == (address, None)
        assert AuditEntry.objects.get(event="account_closed").person_name == name

    def test_whoever_left_no_record_leaves_no_name(self, cast):
        builders.draft(cast)
        client = signed_in(cast.writer)
        client.post(CLOSE)
        gone = Person.objects.get(pk=cast.writer.pk)
        assert gone.name == "Akun yang ditutup"
        assert AuditEntry.objects.filter(event="draft_started").latest("pk").person_name == "Writer"

    def test_the_address_is_free_for_another_invitation_and_the_old_links_are_dead(self, cast, at):
        address = cast.writer.email
        open_one = Invitation.objects.create(
            institution=cast.other_institution,
            email=address,
            role="LEADER",
            token_hash="a" * 64,
            invited_by=cast.other_leader,
            created_at=at,
            expires_at=at + timedelta(days=7),
        )
        close_account(person=cast.writer, at=at)
        open_one.refresh_from_db()
        assert open_one.revoked_at == at
        assert not Person.objects.filter(email=address).exists()
        builders.make_person(email=address)

    def test_the_last_administrator_stays(self, cast, at):
        with refused(LastAdministrator):
            close_account(person=cast.administrator, at=at)
        page = signed_in(cast.administrator).post(CLOSE)
        assert "Ini admin terakhir instansi Anda." in text_of(page)

    def test_whoever_is_in_office_stays(self, cast, at):
        for person in (cast.secretariat, cast.chair, cast.judges[0]):
            with refused(NotAllowed):
                close_account(person=person, at=at)
        text = text_of(signed_in(cast.chair).get(CLOSE))
        assert "Anda masih bertugas pada sebuah edisi." in text
        assert "Tutup akun saya" not in text

    def test_it_asks_for_a_fresh_proof(self, cast):
        client = signed_in(cast.writer)
        age(client, proved_at=timedelta(minutes=15))
        with nothing_changes():
            assert "Buktikan bahwa ini Anda" in text_of(client.post(CLOSE))

    def test_a_page_left_open_leads_to_the_sign_in(self, cast, at):
        client = signed_in(cast.writer)
        close_account(person=cast.writer, at=at)
        assert client.get(reverse("submissions:desk")).status_code == 302
