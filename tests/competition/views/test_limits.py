"""Guessing is slowed; owners, and two hundred colleagues behind one address, are not locked out (S-2, S-3, SEC-16, 21, 22)."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Notice, PersonSession, Tally
from competition.networks import address_of, network_of
from competition.operations.limits import TooManyTries, allow, forget_tallies, forgive
from tests import builders

SIGN_IN = "/masuk/"
PASSWORD = "kata-sandi-uji-coba"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_hash(settings):
    """Two hundred sign-ins are about the counting, not about the hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def make_person(**values):
    person = builders.make_person(**values)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def try_once(email: str, password: str, address: str = "198.51.100.7", forwarded: str = ""):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return Client(REMOTE_ADDR=address).post(SIGN_IN, {"email": email, "password": password}, headers=headers)


def test_two_hundred_people_of_one_office_get_in(db):
    people = [make_person() for _ in range(200)]
    answers = [try_once(person.email, PASSWORD) for person in people]
    assert {answer.status_code for answer in answers} == {302}
    assert PersonSession.objects.exclude(person=None).count() == 200


@pytest.mark.parametrize("exists", [True, False])
def test_ten_wrong_tries_slow_the_account_here_and_not_elsewhere(exists):
    email = make_person().email if exists else "tidak.ada@contoh.test"
    for _ in range(10):
        assert try_once(email, "salah").status_code == 200
    slowed = try_once(email, PASSWORD)
    assert slowed.status_code == 429
    assert 1 <= int(slowed.headers["Retry-After"]) <= 30
    assert f"Coba lagi dalam {slowed.headers['Retry-After']} detik" in slowed.content.decode()
    assert try_once(email.upper(), PASSWORD).status_code == 429
    if exists:
        assert try_once(email, PASSWORD, address="203.0.113.9").status_code == 302
    Tally.objects.update(free_at=read_clock())
    assert try_once(email, PASSWORD).status_code == (302 if exists else 200)


def test_a_header_does_not_make_another_network(settings):
    """X-Forwarded-For turned a thousand times (REG-20): without proxies it is not read, with one its last entry counts."""
    email = make_person().email
    codes = [try_once(email, "salah", forwarded=f"192.0.{number}.1").status_code for number in range(12)]
    assert codes == [200] * 10 + [429] * 2
    settings.TRUSTED_PROXIES = 1
    codes = [try_once(email, "salah", "10.0.0.1", f"192.0.{number}.1, 203.0.113.5").status_code for number in range(12)]
    assert codes == [200] * 10 + [429] * 2


def test_many_networks_together_are_slowed_but_not_the_owners_own(at):
    forgive(kind="sign_in", account="a@contoh.test", network="home", at=at)
    allowed = longest = 0
    for number in range(1000):
        try:
            allow(kind="sign_in", account="a@contoh.test", network=f"network {number}", at=at + timedelta(milliseconds=number))
            allowed += 1
        except TooManyTries as refusal:
            longest = max(longest, refusal.seconds)
    assert (allowed, longest <= 60) == (50, True)
    allow(kind="sign_in", account="a@contoh.test", network="home", at=at + timedelta(seconds=2))


def test_pauses_double_up_to_five_minutes_and_quiet_forgets(at):
    values = {"kind": "sign_in", "account": "b@contoh.test", "network": "n"}
    for number in range(10):
        allow(**values, at=at + timedelta(milliseconds=number))
    now, pauses = at + timedelta(seconds=1), []
    for _ in range(6):
        with pytest.raises(TooManyTries) as refusal:
            allow(**values, at=now)
        pauses.append(refusal.value.seconds)
        now += timedelta(seconds=refusal.value.seconds)
        allow(**values, at=now)
        now += timedelta(milliseconds=1)
    assert pauses == [30, 60, 120, 240, 300, 300]
    now += timedelta(minutes=16)
    for number in range(10):
        allow(**values, at=now + timedelta(milliseconds=number))
    assert forget_tallies(at=now + timedelta(days=91)) == Tally.objects.count() + 2


def test_no_address_is_kept(at):
    allow(kind="reset", account="c@contoh.test", network="203.0.113.0/24", at=at)
    kept = str(list(Tally.objects.values()))
    assert "contoh" not in kept
    assert "203.0" not in kept


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "expected"),
    [
        ("203.0.113.9", "1.2.3.4", 0, "203.0.113.0/24"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.9", 1, "203.0.113.0/24"),
        ("10.0.0.1", "9.9.9.9, 203.0.113.9, 10.0.0.2", 2, "203.0.113.0/24"),
        ("203.0.113.9", "1.2.3.4", 2, "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "", 0, "203.0.113.0/24"),
        ("2001:db8:1:2::5", "", 0, "2001:db8:1::/48"),
        ("", "", 0, "setempat"),
        ("10.0.0.1", "<script>", 1, "setempat"),
    ],
)
def test_the_network_is_what_our_own_proxies_saw(remote, forwarded, trusted, expected):
    assert network_of(address_of(remote, forwarded, trusted)) == expected


def test_a_wrong_sign_in_tells_nothing_about_the_account(at):
    """S-2: status, headers and body are the same to the byte, whoever was named.

    The addresses are of one length, because what was typed is shown again.
    """
    known, closed, nobody = (make_person(email=f"{name}@contoh.test") for name in ("ada1", "ada2", "ada3"))
    nobody.delete()
    closed.is_active = False
    closed.save(update_fields=["is_active"])
    cases = {known.email: "salah", closed.email: PASSWORD, "ada3@contoh.test": PASSWORD}
    answers = []
    for email, password in cases.items():
        client = Client()
        token = client.get(SIGN_IN).cookies["csrftoken"].value
        answer = client.post(SIGN_IN, {"email": email, "password": password, "csrfmiddlewaretoken": token})
        form = answer.context["form"]
        assert form.errors
        body = answer.content.decode().replace(email, "…")
        for one in {str(answer.context["csrf_token"]), token}:
            body = body.replace(one, "…")
        answers.append((answer.status_code, body, dict(answer.headers), sorted(answer.cookies)))
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test", "evil.test:8000", "localhost@evil.test", ""])
def test_a_host_that_is_not_ours_is_refused(host):
    assert Client().get(SIGN_IN, headers={"host": host or " "}).status_code == 400


def test_a_forwarded_host_is_not_believed(cast):
    client = Client(headers={"x-forwarded-host": "evil.test"})
    client.force_login(cast.writer)
    for name in ("submissions:desk", "competition:account", "competition:home", "competition:landing"):
        answer = client.get(reverse(name))
        assert b"evil.test" not in answer.content
        assert "evil.test" not in str(answer.headers)


def ask_for_a_password(cast, client):
    client.post(reverse("competition:forgot_password"), {"email": cast.writer.email})


def invite(cast, client):
    client.force_login(cast.administrator)
    given = {"email": "baru@contoh.test", "role": "WRITER", "unit": cast.unit.pk}
    client.post(reverse("competition:invite", args=[cast.institution.code]), given)


def ask_for_a_yes(cast, client):
    proposal = builders.draft(cast)
    client.force_login(cast.writer)
    client.post(reverse("submissions:check", args=[proposal.code]))


@pytest.mark.parametrize("act", [ask_for_a_password, invite, ask_for_a_yes])
def test_no_letter_leads_to_a_forged_host(cast, settings, act):
    """SEC-21: also where the web server let any host through."""
    settings.ALLOWED_HOSTS = ["*"]
    act(cast, Client(headers={"host": "evil.test", "x-forwarded-host": "worse.test", "x-forwarded-proto": "https"}))
    letters = Notice.objects.all()
    assert letters
    for one in letters:
        assert f"{settings.SITE_URL}/" in one.text
        assert "evil" not in one.text + one.html
        assert "worse" not in one.text + one.html


HOSTILE = (
    *(
        "//evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "///evil.test",
        "https:evil.test",
        "https://evil.test",
        "http:///evil.test",
    ),
    *("javascript:alert(1)", "data:text/html,x", "%0d%0aLocation:https://evil.test", "/\t/evil.test", "\x00//evil.test"),
    *("evil.test", "@evil.test", " //evil.test", "/%09/evil.test\r\nX: y", "https:/evil.test", "////evil.test"),
)


@pytest.mark.parametrize("target", HOSTILE)
def test_next_leads_to_our_own_pages_only(target):
    person = make_person()
    client = Client()
    answer = client.post(SIGN_IN, {"email": person.email, "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith(("//", "/\\"))
    assert "X" not in answer.headers
    shown = Client().get(SIGN_IN, {"next": target})
    assert own_paths(shown.context["next"])
    assert client.post(f"{reverse('competition:prove')}?{urlencode({'next': target})}", {"proof": PASSWORD}).url.startswith("/")


def own_paths(target: str) -> bool:
    """Say whether the target is empty or a path, as a browser reads it."""
    return not target or (target.startswith("/") and not target.startswith(("//", "/\\", "/\t")))
