"""REQUIRE_MFA: whose duties need a second step, and when nobody is held up for it."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from competition.clock import read_clock
from competition.models import Stage
from competition.policy import may_remove_factor, may_work_without_factor
from tests import builders

SECURITY = "/akun/keamanan/"


@pytest.fixture
def cast(db, settings):
    """Return the people of an edition none of whose stages closes soon."""
    settings.REQUIRE_MFA = True
    cast = builders.make_cast(builders.make_edition())
    Stage.objects.filter(closes_at__gt=read_clock()).update(closes_at=read_clock() + timedelta(days=90))
    return cast


def browser_of(person):
    """Return a browser in which the person is signed in."""
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("role", ["SECRETARIAT", "ORGANISER", "CHAIR", "JUDGE", "AUDITOR"])
def test_these_duties_lead_to_enrolment(cast, role):
    person = builders.make_person()
    builders.appoint(person, cast.edition, role)
    client = browser_of(person)
    for path in ("/beranda/", "/sekretariat/", "/penilaian/", "/proposal/"):
        assert client.get(path).url == SECURITY
    page = client.get(SECURITY).content.decode()
    assert "Pasang langkah kedua dahulu" in page
    for path in ("/akun/keamanan/aplikasi/", "/akun/keamanan/kunci-sandi/", "/bantuan/", "/"):
        assert client.get(path).status_code == 200
    assert client.post("/keluar/").url == "/"


def test_staff_of_the_admin_is_led_to_enrolment(cast):
    person = builders.make_person()
    person.is_staff = True
    person.save()
    assert browser_of(person).get("/admin/").url == SECURITY


def test_others_and_those_who_have_a_factor_are_not(cast):
    coach = builders.make_person()
    builders.appoint(coach, cast.edition, "COACH")
    judge = cast.judges[0]
    judge.has_factor = True
    judge.save()
    for person in (coach, judge, cast.writer, cast.leader):
        assert may_work_without_factor(person, read_clock())
        assert browser_of(person).get("/akun/kata-sandi/").status_code == 200


def test_nobody_is_held_up_in_the_last_week_before_a_close(cast):
    at, judge = read_clock(), cast.judges[0]
    stage = Stage.objects.get(edition=cast.edition, key="registration")
    for days, is_free in ((7.01, False), (6.99, True), (0.01, True), (-0.01, False)):
        Stage.objects.filter(pk=stage.pk).update(closes_at=at + timedelta(days=days), opens_at=at - timedelta(days=60))
        assert bool(may_work_without_factor(judge, at)) is is_free, days
    Stage.objects.filter(pk=stage.pk).update(closes_at=at + timedelta(days=3))
    client = browser_of(judge)
    assert client.get("/penilaian/").status_code == 200
    assert "Anda dapat memasangnya nanti" in client.get(SECURITY).content.decode()


def test_without_the_setting_nobody_is_asked(cast, settings):
    settings.REQUIRE_MFA = False
    assert browser_of(cast.judges[0]).get("/penilaian/").status_code == 200
    assert may_work_without_factor(cast.judges[0], read_clock())


def test_the_last_factor_stays_where_it_is_required(cast):
    judge = cast.judges[0]
    judge.has_factor = True
    judge.save()
    factor = Authenticator.objects.create(user=judge, type="totp", data={"secret": "x"})
    answer = browser_of(judge).post(f"/akun/keamanan/lepas/{factor.pk}/")
    assert answer.status_code == 200
    assert "Pasang yang baru dahulu" in answer.content.decode()
    assert Authenticator.objects.filter(pk=factor.pk).exists()
    assert may_remove_factor(judge, True, read_clock())
    assert may_remove_factor(cast.writer, False, read_clock())


def test_it_costs_no_query_once_there_is_a_factor(cast, django_assert_num_queries):
    judge = cast.judges[0]
    judge.has_factor = True
    with django_assert_num_queries(0):
        assert may_work_without_factor(judge, builders.LONG_AGO)
