"""The office a leader holds: named, with its decree and term, written down by others and told to all heads."""

from datetime import date, timedelta

import pytest

from competition.models import AuditEntry, Membership, Notice
from competition.operations.invitations import BadTerm, NoOffice
from competition.operations.memberships import give_role, record_office, take_role
from competition.policy import may_give_role, may_record_office
from competition.terms import Term
from competition.verdict import NotAllowed
from competition.zones import day_of
from tests import builders
from tests.evidence import refused

TERM = Term("131.73-245 Tahun 2025", date(2025, 2, 20), date(2030, 2, 20))


def leading(cast):
    return Membership.objects.select_related("institution", "person").get(person=cast.leader, role="LEADER")


def record(cast, at, who="administrator", **values):
    known = {"membership": leading(cast), "person": cast.as_people()[who], "position": "Bupati Uji", "term": TERM, "at": at}
    return record_office(**known | values)


def make_leader(cast, at, **values):
    known = {"institution": cast.institution, "person": cast.leader, "member": cast.administrator, "role": "LEADER"}
    return give_role(**known, unit=None, at=at, **{"position": "Plt. Bupati", "term": TERM} | values)


def test_a_leader_is_named_with_decree_and_term(cast, at):
    membership = make_leader(cast, at)
    assert (membership.position, membership.term) == ("Plt. Bupati", TERM)


@pytest.mark.parametrize("values", [{"position": " "}, {"term": Term("", date(2025, 2, 20))}, {"term": Term("131/2025")}])
def test_nobody_becomes_leader_without_an_office(cast, at, values):
    with refused(NoOffice):
        make_leader(cast, at, **values)


@pytest.mark.parametrize("days", [(date(2025, 2, 20), date(2025, 2, 19)), (date(2015, 2, 20), date(2020, 2, 20))])
def test_a_term_that_is_none_or_over_is_refused(cast, at, days):
    with refused(BadTerm):
        make_leader(cast, at, term=Term("131/2025", *days))


def test_record_office_is_written_down_and_told(cast, at):
    membership = record(cast, at)
    assert (membership.position, membership.term) == ("Bupati Uji", TERM)
    entry = AuditEntry.objects.get(event="office_recorded")
    assert entry.before == {"position": "Jabatan", "decree": "", "term_from": "", "term_until": ""}
    assert entry.after == {
        "position": "Bupati Uji",
        "decree": "131.73-245 Tahun 2025",
        "term_from": "2025-02-20",
        "term_until": "2030-02-20",
    }
    told = Notice.objects.filter(event="office_recorded")
    assert {one.recipient for one in told} == {cast.leader, cast.administrator}
    assert "131.73-245 Tahun 2025, 20 Februari 2025 sampai 20 Februari 2030" in told.first().text


@pytest.mark.parametrize("who", ["leader", "writer", "other_administrator", "other_leader", "judge1"])
def test_record_office_is_not_for_oneself_nor_for_strangers(cast, at, who):
    with refused(NotAllowed):
        record(cast, at, who)


def test_who_may_record_an_office(cast, at):
    assert may_record_office(cast.secretariat, leading(cast), at)
    assert not may_record_office(cast.administrator, Membership.objects.get(person=cast.writer), at)
    ended = take_role(membership=leading(cast), person=cast.leader, at=at)
    assert not may_record_office(cast.administrator, ended, at)


def test_where_the_term_is_over_an_administrator_names_the_next_leader(cast, at):
    day = day_of(at)
    Membership.objects.filter(person=cast.leader, role="LEADER").update(term_until=day)
    assert not may_give_role(cast.administrator, cast.institution, "LEADER", at)
    Membership.objects.filter(person=cast.leader, role="LEADER").update(term_until=day - timedelta(days=1))
    assert may_give_role(builders.Person.objects.get(pk=cast.administrator.pk), cast.institution, "LEADER", at)
