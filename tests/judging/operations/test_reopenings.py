"""Reopening a frozen ranking: two people, a delay in which it can be stopped, and a version that stays as it was."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from competition.verdict import NotAllowed
from judging.models import Ranking, Reopening, Selection
from judging.operations.announcements import postpone_announcement
from judging.operations.publications import publish_results
from judging.operations.rankings import differences, rank_round
from judging.operations.reopenings import (
    DELAY,
    ReopeningMoved,
    ReopeningNeedsReason,
    carry_out_reopening,
    confirm_reopening,
    propose_reopening,
    stop_reopening,
)
from judging.operations.selections import ratify_selection, select_finalists
from judging.queries.invariants import seals_hold, selections_are_whole
from judging.queries.reopenings import changes_since
from judging.queries.rounds import ranking_entries_of
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.judging import announcing, reopening

pytestmark = pytest.mark.django_db
MICROSECOND = timedelta(microseconds=1)


def rank(cast) -> Ranking:
    return rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())


def test_a_reopened_ranking_stays_as_it_was_and_the_next_one_is_version_two(cast):
    old = builders.ranked(cast)
    stored = list(old.entries.order_by("order").values())
    one = reopening.done(cast)
    assert not hasattr(builders.the_round(cast), "ranking")
    assert list(ranking_entries_of(builders.the_round(cast))) == []
    new = rank(cast)
    assert (new.version, new.in_force_id, builders.the_round(cast).ranking) == (2, new.round_id, new)
    old.refresh_from_db()
    assert (old.version, old.in_force_id) == (1, None)
    assert list(old.entries.order_by("order").values()) == stored
    changes = changes_since(new)
    assert (changes.before, changes.rescored, changes.moved, changes.left) == (old, 0, 0, 0)
    assert differences(new) == []
    assert list(seals_hold()) == []
    entry = AuditEntry.objects.get(event="ranking_reopened")
    assert (entry.reason, entry.data, entry.person) == (one.reason, {"version": 1}, cast.secretariat)


def test_a_list_that_was_ratified_goes_with_its_ranking_and_another_is_proposed(cast):
    selection = builders.ratified(cast)
    reopening.done(cast)
    with refused(NotAllowed):
        publish_results(selection=selection, person=cast.secretariat2, at=read_clock())
    new = rank(cast)
    again = select_finalists(round_=builders.the_round(cast), person=cast.chair, note="Sekali lagi.", at=read_clock())
    assert (again.ranking, Selection.objects.get(pk=selection.pk).state) == (new, "RATIFIED")
    assert ratify_selection(selection=again, person=cast.secretariat, at=read_clock()).state == "RATIFIED"
    assert list(selections_are_whole()) == []


def test_two_people_and_the_delay_stand_before_it(cast):
    builders.ranked(cast)
    one = reopening.proposed(cast)
    assert not Notice.objects.filter(text__contains=reopening.WHY).exists()
    told = {cast.secretariat.pk, cast.secretariat2.pk, cast.chair.pk}
    assert told <= set(Notice.objects.filter(event="reopening_proposed").values_list("recipient", flat=True))
    assert not Notice.objects.filter(event="reopening_proposed", recipient__in=[judge.pk for judge in cast.judges]).exists()
    for person in (cast.secretariat, cast.chair, cast.judges[0]):
        with refused(NotAllowed), nothing_changes(Reopening):
            confirm_reopening(**reopening.known(one, person))
    with refused(ReopeningMoved):
        confirm_reopening(**reopening.known(one, cast.secretariat2) | {"seen": one.pk + 1})
    one = confirm_reopening(**reopening.known(one, cast.secretariat2))
    assert one.due_at == one.confirmed_at + DELAY
    with refused(NotAllowed):
        carry_out_reopening(**reopening.known(one, cast.secretariat, one.due_at - MICROSECOND))
    stopped = {"reopening": one, "reason": "Tidak perlu.", "person": cast.chair, "at": read_clock()}
    assert stop_reopening(**stopped).state == "STOPPED"
    with refused(NotAllowed):
        carry_out_reopening(**reopening.known(one, cast.secretariat, one.due_at))
    assert hasattr(builders.the_round(cast), "ranking")
    assert select_finalists(round_=builders.the_round(cast), person=cast.chair, note="Lanjut.", at=read_clock())


def test_nothing_is_built_on_a_ranking_while_a_reopening_waits(cast):
    selection = builders.selected(cast)
    with refused(ReopeningNeedsReason):
        propose_reopening(round_=builders.the_round(cast), reason=" ", person=cast.secretariat, at=read_clock())
    reopening.proposed(cast)
    with refused(NotAllowed):
        ratify_selection(selection=selection, person=cast.secretariat, at=read_clock())
    with refused(NotAllowed):
        reopening.proposed(cast)


def test_a_list_that_is_announced_or_about_to_be_is_not_reopened(cast):
    standing = announcing.approved(cast)
    with refused(NotAllowed):
        reopening.proposed(cast)
    postpone_announcement(announcement=standing, reason="Tunggu.", person=cast.secretariat, at=read_clock())
    builders.open_the_stage(cast.edition, "announcement")
    publish_results(selection=Selection.objects.get(), person=cast.secretariat2, at=read_clock())
    with refused(NotAllowed):
        reopening.proposed(cast)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE judging_ranking SET in_force_id = NULL",
        "UPDATE judging_ranking SET result_hash = 'x'",
        "DELETE FROM judging_ranking",
        "UPDATE judging_selection SET state = 'RATIFIED'",
        "UPDATE judging_reopening SET state = 'DONE'",
        "UPDATE judging_reopening SET state = 'CONFIRMED'",
    ],
)
def test_the_database_refuses_it_too(cast, statement):
    builders.selected(cast)
    reopening.proposed(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
