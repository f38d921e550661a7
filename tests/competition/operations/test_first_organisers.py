"""The installation gives an edition its first organisers, and no more."""

import pytest
from django.core.management import CommandError, call_command

from competition.models import Appointment, AuditEntry, Edition, Notice
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    builders.make_edition()
    return [builders.make_person() for _ in range(2)]


def appoint(*people, year=2017, reason="SK Uji 1"):
    call_command("appoint_organisers", year, *(one.email.upper() for one in people), reason=reason)


def test_two_accounts_become_organisers(people):
    appoint(*people)
    rows = Appointment.objects.filter(role="ORGANISER", appointed_by=None, ends_at=None)
    assert {one.person for one in rows} == set(people)
    assert AuditEntry.objects.filter(event="person_appointed", person=None).count() == 2
    letter = Notice.objects.filter(event="person_appointed").first()
    assert "SK Uji 1" in letter.text
    assert "Yang mengangkat" not in letter.text


def test_once_there_are_two_they_appoint_the_others(people):
    appoint(*people)
    with pytest.raises(CommandError, match="sudah memiliki dua penyelenggara"):
        appoint(builders.make_person(), builders.make_person())


@pytest.mark.parametrize(
    ("values", "words"), [({"year": 1999}, "no edition"), ({"reason": " "}, "Isi alasan")], ids=["year", "reason"]
)
def test_refuses(people, values, words):
    with pytest.raises(CommandError, match=words):
        appoint(*people, **values)


def test_one_alone_is_too_few(people):
    with pytest.raises(CommandError, match="dua penyelenggara"):
        appoint(people[0])
    assert not Appointment.objects.exists()


def test_an_address_without_an_account_appoints_nobody(people):
    with pytest.raises(CommandError, match="no account"):
        appoint(people[0], builders.Person(email="siapa@contoh.test"))
    assert not Appointment.objects.exists()


def test_who_may_not_makes_it_all_undone(people):
    builders.appoint(people[1], Edition.objects.get(), "JUDGE")
    with pytest.raises(CommandError, match="Penilai tidak menetapkan"):
        appoint(*people)
    assert not Appointment.objects.filter(role="ORGANISER").exists()
