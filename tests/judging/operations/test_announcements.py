"""Prepared by one, agreed to by another, open at its instant and not a microsecond before, put off until then."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from competition.verdict import NotAllowed
from judging.models import Announcement, Selection
from judging.operations import announcements
from judging.operations.announcements import (
    AnnouncementMoved,
    TooSoon,
    approve_announcement,
    open_announcements,
    postpone_announcement,
    prepare_announcement,
    tell_announced,
)
from judging.operations.publications import BeforeItsTime, publish_results
from judging.queries.announcements import announcement_time, next_opening, opens_at
from judging.queries.invariants import only_published_lists_are_public
from submissions.models import Award, Innovation, Outcome, Publication
from tests import builders
from tests.evidence import refused
from tests.judging import announcing

MICROSECOND = timedelta(microseconds=1)


def approve(cast, one, **values):
    known = {"announcement": one, "seen": one.pk, "person": cast.secretariat, "at": read_clock()}
    return approve_announcement(**known | values)


def postpone(cast, one, **values):
    known = {"announcement": one, "reason": "Daftar hadir pejabat berubah.", "person": cast.secretariat, "at": read_clock()}
    return postpone_announcement(**known | values)


def public_rows() -> list[int]:
    """Count whatever the public could read of a list."""
    rows = (Publication.objects, Outcome.objects, Award.objects, Innovation.objects.filter(is_public=True))
    return [one.count() for one in rows]


def test_nothing_is_written_until_the_instant_and_all_of_it_then(cast):
    one = announcing.approved(cast)
    assert next_opening() == one.publish_at
    assert open_announcements(at=one.publish_at - MICROSECOND) == 0
    assert public_rows() == [0, 0, 0, 0]
    assert not Notice.objects.filter(event="outcome_known").exists()
    late = one.publish_at + timedelta(minutes=3)
    assert open_announcements(at=late) == 1
    assert public_rows() == [1, 2, 2, 2]
    assert list(only_published_lists_are_public()) == []
    # Whoever came first came three minutes late; public it was from its instant on, as everybody who had asked would have seen.
    assert Publication.objects.get().published_at == Selection.objects.get().published_at == one.publish_at
    assert Selection.objects.get().published_by == cast.secretariat2
    assert Announcement.objects.get().opened_at == late
    assert open_announcements(at=late) == 0
    assert next_opening() is None


def test_opening_asks_ten_times_however_many_are_on_the_list(cast):
    """LOAD-06: everybody waits for whoever opens it."""
    one = announcing.approved(cast, 5)
    with CaptureQueriesContext(connection) as caught:
        assert open_announcements(at=one.publish_at) == 1
    asked = [query["sql"] for query in caught if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 10, asked
    assert len([text for text in asked if "FOR UPDATE OF" in text]) == 1


def test_an_innovation_the_public_knows_keeps_its_name(cast):
    """Also where it became public after the list was read: the statement that writes asks."""
    one = announcing.approved(cast)
    known = Innovation.objects.order_by("pk").first()
    Innovation.objects.filter(pk=known.pk).update(title="Nama Lama", is_public=True)
    open_announcements(at=one.publish_at)
    assert Innovation.objects.filter(title="Nama Lama").get() == known
    assert public_rows() == [1, 2, 2, 2 + (known.pk not in set(Award.objects.values_list("innovation", flat=True)))]


def test_letters_leave_after_the_instant_each_team_its_own_and_once(cast):
    one = announcing.approved(cast)
    assert tell_announced(at=one.publish_at) == 0
    open_announcements(at=one.publish_at)
    assert not Notice.objects.filter(event="outcome_known").exists()
    assert [tell_announced(at=one.publish_at + timedelta(seconds=20)) for _ in range(2)] == [1, 0]
    letters = Notice.objects.filter(event="outcome_known")
    assert letters.count() == 3 * 4
    assert not letters.filter(not_before__lt=one.publish_at).exists()


def test_without_a_second_yes_nothing_opens(cast):
    one = announcing.prepared(cast)
    assert next_opening() is None
    assert open_announcements(at=one.publish_at + timedelta(days=1)) == 0
    assert public_rows() == [0, 0, 0, 0]


def test_who_agrees_is_another_organiser_and_agrees_to_what_was_read(cast):
    one = announcing.prepared(cast)
    for person in (cast.secretariat2, cast.chair, cast.writer, cast.judges[0], cast.stranger):
        with refused(NotAllowed):
            approve(cast, one, person=person)
    with refused(AnnouncementMoved):
        approve(cast, one, seen=one.pk + 1)
    assert approve(cast, one).approved_by == cast.secretariat
    with refused(NotAllowed):
        approve(cast, one)


@pytest.mark.parametrize("who", ["secretariat", "chair", "writer", "leader", "stranger"])
def test_who_prepares_is_a_third_person(cast, who):
    selection = builders.ratified(cast)
    with refused(NotAllowed):
        prepare_announcement(
            selection=selection, publish_at=announcing.in_a_month(), person=getattr(cast, who), at=read_clock()
        )


def test_the_instant_is_not_before_the_calendars_and_two_minutes_ahead(cast):
    selection, at = builders.ratified(cast), read_clock()
    earliest = announcement_time(builders.the_round(cast))
    known = {"selection": selection, "person": cast.secretariat2}
    with refused(BeforeItsTime) as caught:
        prepare_announcement(publish_at=earliest - MICROSECOND, at=at, **known)
    assert "WIB" in caught.value.reason
    with refused(TooSoon):
        prepare_announcement(publish_at=earliest, at=earliest - timedelta(seconds=119), **known)
    one = prepare_announcement(publish_at=earliest, at=at, **known)
    with refused(TooSoon):
        approve(cast, one, at=earliest - timedelta(seconds=119))
    assert approve(cast, one, at=earliest - timedelta(seconds=120)).state == "APPROVED"


def test_it_is_put_off_until_its_last_instant_by_one_person_alone(cast):
    one = announcing.approved(cast)
    with refused(NotAllowed):
        postpone(cast, one, person=cast.chair)
    postpone(cast, one, at=one.publish_at - MICROSECOND)
    assert open_announcements(at=one.publish_at + timedelta(days=1)) == 0
    assert public_rows() == [0, 0, 0, 0]
    with refused(NotAllowed):
        postpone(cast, one)
    again = prepare_announcement(selection=one.selection, publish_at=one.publish_at, person=cast.secretariat2, at=read_clock())
    with refused(AnnouncementMoved):
        approve(cast, again, seen=one.pk)


def test_what_is_open_is_not_put_off(cast):
    one = announcing.approved(cast)
    open_announcements(at=one.publish_at)
    with refused(NotAllowed) as caught:
        postpone(cast, one, at=one.publish_at)
    assert "sudah diumumkan" in caught.value.reason
    assert public_rows() == [1, 2, 2, 2]


def test_by_hand_only_after_it_was_put_off(cast):
    one = announcing.approved(cast)
    builders.open_the_stage(cast.edition, "announcement")
    with refused(NotAllowed) as caught:
        publish_results(selection=one.selection, person=cast.secretariat2, at=read_clock())
    assert "Tunda dahulu" in caught.value.reason
    postpone(cast, one)
    publish_results(selection=one.selection, person=cast.secretariat2, at=read_clock())
    assert public_rows() == [1, 2, 2, 2]
    assert tell_announced(at=read_clock()) == 0


def test_a_calendar_that_was_moved_behind_it_is_waited_for(cast):
    one = announcing.approved(cast)
    later = one.publish_at + timedelta(days=3)
    cast.edition.stages.filter(key="announcement").update(opens_at=later, closes_at=later + timedelta(days=5))
    cast.edition.stages.filter(key="interview").update(opens_at=later + timedelta(days=5), closes_at=later + timedelta(days=9))
    assert next_opening() == opens_at(Announcement.objects.get()) == later
    assert open_announcements(at=later - MICROSECOND) == 0
    assert open_announcements(at=later) == 1
    assert Publication.objects.get().published_at == later


def test_the_audit_and_the_letters_say_when_and_nothing_of_the_list(cast):
    one = announcing.approved(cast)
    postpone(cast, one)
    events = ("announcement_prepared", "announcement_approved", "announcement_postponed")
    entries = AuditEntry.objects.filter(event__in=events).order_by("pk")
    assert [entry.event for entry in entries] == list(events)
    assert {frozenset(entry.data) for entry in entries} == {frozenset({"publish_at"})}
    titles = list(cast.edition.proposals.values_list("title", flat=True))
    letters = Notice.objects.filter(event__in=events)
    assert set(letters.values_list("recipient", flat=True)) == {cast.secretariat.pk, cast.secretariat2.pk}
    for letter in letters:
        assert "WIT" in letter.text
        assert not [title for title in titles if title in letter.text]


def test_one_that_cannot_be_opened_now_is_opened_next_time(cast, monkeypatch):
    one = announcing.approved(cast)

    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("no lock")

    monkeypatch.setattr(announcements, "make_public", refuse)
    assert open_announcements(at=one.publish_at) == 0
    assert tell_announced(at=one.publish_at) == 0
    assert public_rows() == [0, 0, 0, 0]
    monkeypatch.undo()
    assert open_announcements(at=one.publish_at) == 1
