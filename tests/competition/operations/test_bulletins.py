"""Words to everybody: planned once, changed before they appear, taken down, and each of that in the audit."""

from datetime import timedelta

import pytest

from competition.models import AuditEntry, Bulletin
from competition.operations.bulletins import (
    LONGEST,
    BulletinChanged,
    NoWords,
    OddTimes,
    SaidAlready,
    change_bulletin,
    plan_bulletin,
    take_down_bulletin,
)
from competition.verdict import NotAllowed
from tests import builders
from tests.evidence import nothing_changes, refused

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def words(at, text="Klinik daring Kamis pukul 10.00 WIB.", **changed):
    known = {"text": text, "text_en": "", "mail_to": "NOBODY", "starts_at": at + DAY, "ends_at": at + 3 * DAY}
    return known | changed


def plan(cast, at, person=None, **changed):
    return plan_bulletin(edition=cast.edition, person=person or cast.secretariat, words=words(at, **changed), at=at)


def test_plan_bulletin_keeps_words_and_times_and_records_them(cast, at):
    one = plan(cast, at, text="  Klinik daring. ", text_en=" Online clinic. ")
    assert (one.text, one.text_en, one.starts_at, one.ends_at) == ("Klinik daring.", "Online clinic.", at + DAY, at + 3 * DAY)
    entry = AuditEntry.objects.get(event="bulletin_planned")
    said = {"text": "Klinik daring.", "text_en": "Online clinic.", "mail_to": "NOBODY"}
    assert entry.after == said | {"starts_at": (at + DAY).isoformat(), "ends_at": (at + 3 * DAY).isoformat()}
    assert (entry.subject_key, entry.person, entry.edition) == (one.code, cast.secretariat, cast.edition)


def test_a_start_that_is_past_is_now(cast, at):
    assert plan(cast, at, starts_at=at - DAY).starts_at == at


@pytest.mark.parametrize(
    ("starts", "ends", "may"),
    [
        (DAY, DAY + MINUTE, True),
        (DAY, DAY, False),
        (-2 * DAY, -DAY, False),
        (-2 * DAY, timedelta(0), False),
        (DAY, DAY + LONGEST, True),
        (DAY, DAY + LONGEST + MINUTE, False),
    ],
    ids=["a minute", "no time", "over", "over now", "the longest", "too long"],
)
def test_it_stands_for_a_time_in_which_somebody_can_read_it(cast, at, starts, ends, may):
    if may:
        assert plan(cast, at, starts_at=at + starts, ends_at=at + ends)
    else:
        with nothing_changes(), refused(OddTimes):
            plan(cast, at, starts_at=at + starts, ends_at=at + ends)


def test_nothing_is_said_twice_and_nothing_without_words(cast, at):
    with nothing_changes(), refused(NoWords):
        plan(cast, at, text="  ")
    one = plan(cast, at)
    with nothing_changes(), refused(SaidAlready):
        plan(cast, at, person=cast.secretariat2)
    take_down_bulletin(bulletin=one, person=cast.secretariat, at=at)
    assert plan(cast, at).pk != one.pk


def test_change_bulletin_until_it_starts_by_the_version_that_was_shown(cast, at):
    one = plan(cast, at)
    known = {"bulletin": one, "person": cast.secretariat2, "opened_on": 1}
    changed = change_bulletin(words=words(at, text="Klinik pindah ke Jumat."), at=at, **known)
    assert (changed.text, changed.version) == ("Klinik pindah ke Jumat.", 2)
    entry = AuditEntry.objects.get(event="bulletin_changed")
    assert (entry.before["text"], entry.after["text"]) == (one.text, "Klinik pindah ke Jumat.")
    with nothing_changes(), refused(BulletinChanged):
        change_bulletin(words=words(at, text="Klinik batal."), at=at, **known)
    last = {**known, "opened_on": 2}
    assert change_bulletin(words=words(at, text="Klinik batal."), at=one.starts_at - MINUTE, **last)
    with nothing_changes(), refused(NotAllowed):
        change_bulletin(words=words(at), at=one.starts_at, **{**known, "opened_on": 3})


def test_take_down_bulletin_until_it_is_over_and_once(cast, at):
    one, other = plan(cast, at), plan(cast, at, text="Yang lain.")
    with nothing_changes(), refused(NotAllowed):
        take_down_bulletin(bulletin=other, person=cast.secretariat, at=other.ends_at)
    gone = take_down_bulletin(bulletin=one, person=cast.secretariat2, at=one.starts_at)
    assert (gone.taken_down_by, gone.taken_down_at) == (cast.secretariat2, one.starts_at)
    assert AuditEntry.objects.get(event="bulletin_taken_down").before["text"] == one.text
    with nothing_changes(), refused(NotAllowed):
        take_down_bulletin(bulletin=one, person=cast.secretariat, at=one.starts_at)


def test_only_the_secretariat_and_organisers_tell_everybody(cast, at):
    one = plan(cast, at)
    for person in (cast.chair, cast.administrator, cast.judges[0], builders.make_auditor(cast.edition)):
        for act in (
            lambda who: plan(cast, at, person=who, text="Lain."),
            lambda who: change_bulletin(bulletin=one, person=who, words=words(at, text="Lain."), opened_on=1, at=at),
            lambda who: take_down_bulletin(bulletin=one, person=who, at=at),
        ):
            with nothing_changes(), refused(NotAllowed):
                act(person)
    assert Bulletin.objects.count() == 1
