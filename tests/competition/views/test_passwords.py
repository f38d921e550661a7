"""Setting a password: by a letter, or knowing the one so far."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from competition.clock import read_clock
from competition.models import AuditEntry, Membership, Notice, PasswordLink
from competition.operations.notices import deliver_notice
from competition.passwords import password_problem
from tests import builders

GOOD = "empat kata acak sekali"


@pytest.fixture
def person(db):
    """Return somebody with a password."""
    person = builders.make_person("Budi Santoso", email="budi@contoh.test")
    person.set_password(builders.PASSWORD)
    person.save()
    return person


def ask(client, email="budi@contoh.test", **headers):
    """Ask for a letter."""
    return client.post("/kata-sandi/lupa/", {"email": email}, **headers)


def letter(event="password_link_asked"):
    """Return the last letter of an event as it leaves, and the path its link leads to."""
    notice = Notice.objects.filter(event=event).latest("created_at")
    assert deliver_notice(notice_id=str(notice.pk), at=notice.created_at)
    text = mail.outbox[-1].body
    found = re.search(r"(https?://[^/]+)(/kata-sandi/tautan/\S+)", text)
    return notice, text, found


def open_link(client, path):
    """Open a letter's link; return the page where the password is typed."""
    return client.get(path, follow=True)


def test_a_letter_brings_a_link_that_sets_a_password_once(person, settings):
    client = Client()
    answer = ask(client)
    assert (answer.status_code, answer.url) == (302, "/masuk/")
    notice, _text, found = letter()
    assert notice.address == person.email
    assert found[1] == settings.SITE_URL
    assert found[2].split("/")[-2] not in notice.text + notice.html
    assert open_link(client, found[2]).redirect_chain[-1][0] == "/kata-sandi/baru/"
    assert client.post("/kata-sandi/baru/", {"password": GOOD}).url == "/masuk/"
    person.refresh_from_db()
    assert person.check_password(GOOD)
    assert "_auth_user_id" not in client.session
    assert Notice.objects.filter(event="password_changed", recipient=person).count() == 1
    again = Client()
    assert open_link(again, found[2]).redirect_chain[-1][0] == "/kata-sandi/lupa/"


def test_a_password_set_by_letter_ends_all_sessions(person):
    inside = Client()
    inside.force_login(person)
    ask(Client())
    client = Client()
    open_link(client, letter()[2][2])
    client.post("/kata-sandi/baru/", {"password": GOOD})
    assert inside.get("/akun/keamanan/").status_code == 302


def test_a_link_ends_after_an_hour_and_with_the_account(person):
    ask(Client())
    path = letter()[2][2]
    person.is_active = False
    person.save()
    assert open_link(Client(), path).redirect_chain[-1][0] == "/kata-sandi/lupa/"
    person.is_active = True
    person.save()
    assert open_link(Client(), path).redirect_chain[-1][0] == "/kata-sandi/baru/"
    PasswordLink.objects.update(asked_at=read_clock() - timedelta(hours=2), ends_at=read_clock() - timedelta(hours=1))
    assert open_link(Client(), path).redirect_chain[-1][0] == "/kata-sandi/lupa/"


def test_a_guessed_link_leads_nowhere(db):
    answer = Client().get(f"/kata-sandi/tautan/{'a' * 64}/", follow=True)
    assert answer.redirect_chain[-1][0] == "/kata-sandi/lupa/"
    assert "Minta tautan baru" in answer.content.decode()


@pytest.mark.parametrize("who", ["unknown", "inactive"])
def test_without_an_open_account_the_letter_says_so_and_the_page_does_not(person, who):
    email = person.email if who == "inactive" else "tidak.ada@contoh.test"
    person.is_active = who != "inactive"
    person.save()
    answer, known = ask(Client(), email), ask(Client(), "ada@contoh.test")
    assert (answer.status_code, answer.url, set(answer.headers)) == (known.status_code, known.url, set(known.headers))
    _notice, text, found = letter()
    assert found is None
    assert "tidak ada akun yang terbuka" in text
    assert not PasswordLink.objects.exists()
    assert not AuditEntry.objects.filter(event="password_link_asked").exclude(subject_key="-").exists()


def test_known_and_unknown_take_the_same_time(person):
    client = Client()
    spans = {}
    for email in (person.email, "tidak.ada@contoh.test") * 20:
        begun = time.perf_counter()
        ask(client, email)
        spans.setdefault(email, []).append(time.perf_counter() - begun)
    known, unknown = (statistics.median(one) for one in spans.values())
    assert abs(known - unknown) < 0.05


def test_a_forged_host_gets_no_link(person, settings):
    assert ask(Client(), HTTP_HOST="evil.test").status_code == 400
    ask(Client(), HTTP_X_FORWARDED_HOST="evil.test")
    assert letter()[2][1] == settings.SITE_URL


def test_changing_it_keeps_this_session_and_ends_the_others(person):
    here, there = Client(), Client()
    here.force_login(person)
    there.force_login(person)
    wrong = here.post("/akun/kata-sandi/", {"current": "bukan ini", "password": GOOD})
    assert "Kata sandi sekarang tidak cocok." in wrong.content.decode()
    assert here.post("/akun/kata-sandi/", {"current": builders.PASSWORD, "password": GOOD}).status_code == 302
    assert here.get("/akun/keamanan/").status_code == 200
    assert there.get("/akun/keamanan/").status_code == 302
    assert AuditEntry.objects.filter(event="password_changed", person=person).count() == 1


def test_the_institutions_name_is_no_password(person):
    institution = builders.make_institution(name="Pemerintah Kabupaten Wonogiri")
    Membership.objects.create(person=person, institution=institution, role="LEADER", starts_at=builders.LONG_AGO)
    client = Client()
    client.force_login(person)
    for bad in ("Wonogiri2017!", "budi-santoso-17"):
        page = client.post("/akun/kata-sandi/", {"current": builders.PASSWORD, "password": bad}).content.decode()
        assert "mudah ditebak" in page


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("7 huruf", "paling sedikit 8"),
        ("x" * 129, "Sekarang 129 huruf"),
        ("12345678", "paling sering dipakai"),
        ("iloveyou", "paling sering dipakai"),
        ("KIPP-2017!", "mudah ditebak"),
        ("panrb_panrb", "mudah ditebak"),
        ("sinovik123456", "mudah ditebak"),
    ],
)
def test_what_a_password_may_not_be(password, said):
    assert said in password_problem(password)


@pytest.mark.parametrize(
    "password", ["8 huruf!", "semua huruf kecil", "kipp dan tiga kata lagi", "日本語のパスワード", "x" * 100 + "y" * 28]
)
def test_what_a_password_may_be(password):
    assert password_problem(password) == ""


@pytest.mark.parametrize("email", ["budi@contoh.test", "tidak.ada@contoh.test"])
def test_one_address_is_not_flooded_with_letters_and_others_of_the_office_get_theirs(person, email):
    for _ in range(5):
        assert ask(Client(), email).status_code == 302
    refused = ask(Client(), email.upper())
    assert "Terlalu banyak percobaan. Coba lagi dalam" in refused.content.decode()
    assert email.upper() in refused.content.decode()
    assert Notice.objects.filter(event="password_link_asked").count() == 5
    assert ask(Client(), "rekan@contoh.test").status_code == 302
