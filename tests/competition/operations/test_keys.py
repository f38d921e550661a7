"""Keys of an institution: who makes them, what ends them, and that nothing of them can be read or changed afterwards."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from competition.clock import read_clock
from competition.models import ApiKey, AuditEntry, Institution, Membership, Notice, Person
from competition.operations.keys import (
    BadKey,
    KeyNameTaken,
    KeyRefused,
    NotInScope,
    TooManyKeys,
    make_key,
    revoke_key,
    use_key,
)
from competition.tokens import hash_of
from competition.verdict import NotAllowed
from competition.zones import day_of
from tests.evidence import nothing_changes, refused

SCOPE = "proposals:read"


def make(cast, person=None, **values):
    at = read_clock()
    known = {"name": "Dasbor", "scopes": [SCOPE], "last_day": day_of(at) + timedelta(days=30)} | values
    return make_key(institution=cast.institution, person=person or cast.administrator, at=at, **known)


def opens(made, scope=SCOPE, at=None):
    return use_key(token=made.token, scope=scope, at=at or read_clock())


def test_a_key_is_kept_as_a_hash_told_to_the_heads_and_stands_in_the_audit(cast):
    made = make(cast)
    row = ApiKey.objects.values().get()
    assert row["token_hash"] == hash_of(made.token)
    assert made.token.startswith(row["prefix"])
    assert len(row["prefix"]) < 14
    assert made.token not in str(row)
    told = Notice.objects.filter(event="api_key_made")
    assert {one.recipient for one in told} == {cast.administrator, cast.leader}
    assert not [one for one in told if made.token in one.text + one.html + one.subject]
    entry = AuditEntry.objects.get(event="api_key_made")
    assert made.token not in str(entry.data)
    assert entry.data["key"] == made.key.code
    assert opens(made).institution == cast.institution
    assert ApiKey.objects.get().used_on == day_of(read_clock())
    with nothing_changes(), pytest.raises(NotInScope):
        opens(made, "outcomes:read")


@pytest.mark.parametrize("who", ["writer", "leader", "stranger", "other_administrator", "secretariat"])
def test_only_an_administrator_of_it_makes_one(cast, who):
    with refused(NotAllowed):
        make(cast, cast.as_people()[who])


@pytest.mark.parametrize(
    "values", [{"name": " "}, {"scopes": []}, {"scopes": ["scores:read"]}, {"last_day": -1}, {"last_day": 366}]
)
def test_what_makes_no_sense_is_refused(cast, values):
    if "last_day" in values:
        values = {"last_day": day_of(read_clock()) + timedelta(days=values["last_day"])}
    with refused(BadKey):
        make(cast, **values)


def test_a_name_is_taken_until_revoked_and_there_are_five_at_most(cast):
    first = make(cast)
    with refused(KeyNameTaken):
        make(cast, name="DASBOR")
    for number in range(4):
        make(cast, name=f"Program {number}")
    with refused(TooManyKeys):
        make(cast, name="Satu lagi")
    revoke_key(key=first.key, person=cast.leader, at=read_clock())
    assert make(cast).key.name == "Dasbor"
    with refused(NotAllowed):
        revoke_key(key=first.key, person=cast.leader, at=read_clock())


@pytest.mark.parametrize("end", ["revoked", "expired", "role", "account", "closed", "unverified"])
def test_a_key_opens_nothing_once_it_or_its_maker_or_the_institution_may_no_more(cast, end):
    made, at = make(cast), read_clock()
    assert opens(made)
    held = Membership.objects.filter(person=cast.administrator)
    place = Institution.objects.filter(pk=cast.institution.pk)
    ends = {
        "revoked": lambda: revoke_key(key=made.key, person=cast.administrator, at=at),
        "expired": lambda: None,
        "role": lambda: held.update(ends_at=at),
        "account": lambda: Person.objects.filter(pk=cast.administrator.pk).update(is_active=False),
        "closed": lambda: place.update(valid_until=day_of(at)),
        "unverified": lambda: place.update(verified_at=None),
    }
    ends[end]()
    with refused(KeyRefused):
        opens(made, at=made.key.expires_at if end == "expired" else read_clock())


@pytest.mark.parametrize("change", [{"name": "x"}, {"scopes": ["outcomes:read"]}, {"token_hash": "0"}, {"made_at": None}])
def test_the_database_keeps_a_key_as_it_was_made(cast, change):
    made = make(cast)
    keys = ApiKey.objects.filter(pk=made.key.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        keys.update(**change)
    revoke_key(key=made.key, person=cast.administrator, at=read_clock())
    with pytest.raises(DatabaseError), transaction.atomic():
        keys.update(revoked_at=None, revoked_by=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        keys.delete()


def test_the_database_knows_no_key_for_more_than_a_year_and_no_other_scope(cast):
    key = make(cast).key
    for values in ({"expires_at": key.made_at + timedelta(days=400)}, {"scopes": ["scores:read"]}, {"scopes": []}):
        known = {"name": "Lain", "scopes": [SCOPE], "expires_at": key.expires_at, "token_hash": "b" * 64} | values
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiKey.objects.create(
                institution=cast.institution, prefix="kipp_x", made_by=cast.administrator, made_at=key.made_at, **known
            )
