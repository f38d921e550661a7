"""In which office a yes is given: named and frozen, in its term to the day, and what a change of leader does."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from competition.models import Membership, Notice
from competition.operations.memberships import give_role, take_role
from competition.terms import Term
from competition.verdict import NotAllowed
from competition.zones import ZONES, day_of
from submissions.policy import may_endorse_proposal
from submissions.queries import invariants
from submissions.queries.delegations import office_of
from tests import builders
from tests.evidence import refused
from tests.submissions import acts

DECREE = "131.73-245 Tahun 2025"
DAY = timedelta(days=1)


def in_office(cast, first=date(2025, 2, 20), last=None):
    """Write down the leader's office."""
    known = {"position": "Bupati Uji", "decree": DECREE, "term_from": first, "term_until": last}
    Membership.objects.filter(person=cast.leader, role="LEADER").update(**known)


def test_a_yes_keeps_the_office_it_was_given_in(cast, at):
    in_office(cast, last=day_of(at))
    endorsement = acts.endorse(cast, builders.forwarded(cast), at)
    in_office(cast, first=date(2030, 2, 20))
    endorsement.refresh_from_db()
    assert (endorsement.position, endorsement.decree) == ("Bupati Uji", DECREE)
    assert endorsement.term == Term(DECREE, date(2025, 2, 20), day_of(at))


def test_the_frozen_copy_names_the_office_holder(cast, at):
    in_office(cast, last=day_of(at) + DAY)
    proposal = builders.forwarded(cast)
    acts.endorse(cast, proposal, at)
    frozen = acts.send(cast, proposal, at).snapshot["endorsement"]
    assert frozen["name"] == "Leader"
    assert (frozen["position"], frozen["decree"], frozen["term_from"]) == ("Bupati Uji", DECREE, "2025-02-20")
    assert frozen["term_until"] == (day_of(at) + DAY).isoformat()
    assert [line for check in invariants.CHECKS.values() for line in check()] == []


def test_an_office_without_recorded_term_leaves_no_empty_names_in_the_copy(cast, at):
    proposal = builders.forwarded(cast)
    acts.endorse(cast, proposal, at)
    assert set(acts.send(cast, proposal, at).snapshot["endorsement"]) == {"content_hash", "name", "position", "endorsed_at"}


@pytest.mark.parametrize(("first", "last", "words"), [(1, 30, "baru mulai"), (-30, -1, "berakhir")], ids=["not begun", "over"])
def test_a_leader_outside_the_term_is_told_and_refused(cast, at, first, last, words):
    in_office(cast, day_of(at) + first * DAY, day_of(at) + last * DAY)
    proposal = builders.forwarded(cast)
    with refused(NotAllowed) as caught:
        acts.endorse(cast, proposal, at)
    assert words in caught.value.reason
    assert DECREE in caught.value.reason
    assert "Minta admin instansi" in caught.value.reason


def test_a_term_counts_from_midnight_to_midnight_of_its_days_in_wib(cast, at):
    proposal, day = builders.forwarded(cast), day_of(at) + DAY
    in_office(cast, day, day)
    midnight, instant = datetime.combine(day, datetime.min.time(), ZONES["WIB"]), timedelta(microseconds=1)
    answers = [
        bool(may_endorse_proposal(cast.leader, proposal, when))
        for when in (midnight - instant, midnight, midnight + DAY - instant, midnight + DAY)
    ]
    assert answers == [False, True, True, False]


def test_the_database_takes_no_yes_outside_the_term(cast, at):
    endorsement = acts.endorse(cast, builders.forwarded(cast), at)
    for values in ({"term_from": day_of(at) + DAY}, {"term_until": day_of(at) - DAY}):
        # A row that is there keeps its facts; this is a second one.
        endorsement.pk, endorsement.content_hash = None, "0" * 64
        for name, value in values.items():
            setattr(endorsement, name, value)
        with transaction.atomic(), pytest.raises(IntegrityError, match="endorsement_is_within_its_term"):
            endorsement.save(force_insert=True)


def test_nobody_stands_in_for_a_leader_whose_term_is_over(cast, at):
    stand_in = builders.make_person("Sekretaris Daerah")
    known = {"institution": cast.institution, "role": "DELEGATE", "given_by": cast.leader, "starts_at": at}
    Membership.objects.create(person=stand_in, ends_at=at + 5 * DAY, **known)
    proposal = builders.forwarded(cast)
    assert may_endorse_proposal(stand_in, proposal, at)
    in_office(cast, last=day_of(at) - DAY)
    assert not may_endorse_proposal(builders.Person.objects.get(pk=stand_in.pk), proposal, at)


def test_a_new_leader_takes_over_in_the_middle_of_the_window(cast, at):
    """What the old one endorsed in their term stays for its text; from now on the new one says yes."""
    first, second = builders.forwarded(cast), builders.forwarded(cast)
    acts.endorse(cast, first, at)
    later = at + timedelta(hours=1)
    successor = builders.make_person("Bupati Baru")
    Membership.objects.create(
        person=successor, institution=cast.institution, role="WRITER", unit=cast.unit, starts_at=builders.LONG_AGO
    )
    give_role(
        institution=cast.institution,
        person=cast.leader,
        member=successor,
        role="LEADER",
        unit=None,
        position="Bupati",
        term=Term("131/2026", day_of(at)),
        at=later,
    )
    Membership.objects.filter(person=successor, role="WRITER").update(ends_at=later)
    take_role(membership=Membership.objects.get(person=cast.leader, role="LEADER"), person=successor, at=later)
    with refused(NotAllowed):
        acts.endorse(cast, second, later, leader=builders.Person.objects.get(pk=cast.leader.pk))
    endorsement = acts.endorse(cast, second, later, leader=successor)
    assert (endorsement.position, endorsement.decree) == ("Bupati", "131/2026")
    assert acts.send(cast, first, later).endorsement.endorsed_by == cast.leader
    assert Notice.objects.filter(event="role_given", recipient=successor).exists()


def test_of_two_roles_the_one_in_its_term_counts(cast, at):
    in_office(cast, last=day_of(at) - DAY)
    Membership.objects.filter(person=cast.leader).update(ends_at=at + 9 * DAY)
    known = {"institution": cast.institution, "role": "LEADER", "position": "Pj. Bupati", "decree": "7/2026"}
    current = Membership.objects.create(person=cast.leader, starts_at=at, term_from=day_of(at), **known)
    person, proposal = builders.Person.objects.get(pk=cast.leader.pk), builders.forwarded(cast)
    assert office_of(person, proposal, at) == current
    assert acts.endorse(cast, proposal, at, leader=person).decree == "7/2026"
