"""The readers talk and agree on a sheet: theirs alone to see, kept as it was said, and counted as the round says."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from competition.canonical import canonical_json
from competition.clock import read_clock
from competition.models import AuditEntry, Notice, Person
from competition.verdict import NotAllowed
from judging.models import Agreement, Assignment, Discussion, JointSheet, Remark, ScoreSheet
from judging.operations.bundles import compose_bundle
from judging.operations.discussions import EmptyRemark, NothingProposed, StaleProposal, TooFewReaders
from judging.operations.publications import publish_results
from judging.operations.rankings import differences, rank_round
from judging.operations.selections import ratify_selection, select_finalists
from judging.operations.sheets import ChangedRubric, Choice, OffTheScale, UnfinishedSheet
from judging.seals import joint_seal
from judging.states import DISCUSSION_MOVES, DiscussionState
from tests import builders
from tests.evidence import nothing_changes, refused
from tests.judging.disputes import agree, agreed, apart, discuss, holds, lock, propose, say
from tests.judging.operations.test_guards import move_pairs, refuses


def own_sheets():
    """Return the readers' own sheets as they are stored."""
    return list(ScoreSheet.objects.order_by("pk").values_list("pk", "state", "version", "total", "receipt_hash"))


def rank(cast):
    return rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())


def test_agreeing_seals_the_sheet_with_who_and_when_and_changes_nobodys_own(cast):
    one, other = apart(cast, 5, 1)
    before = own_sheets()
    discuss(cast, one)
    say(other)
    propose(one, 3)
    assert Discussion.objects.get().state == "OPEN", "the lead alone agrees with nobody"
    found = agree(other)
    assert (found.state, found.lead) == ("SEALED", one)
    assert set(Agreement.objects.values_list("reader", flat=True)) == {one.pk, other.pk}
    sheet = JointSheet.objects.get()
    marks = {mark.criterion.code: {"points": str(mark.points), "reason": mark.reason} for mark in sheet.marks.all()}
    codes = [one.code, other.code]
    assert found.seal == joint_seal(readers=codes, at=found.sealed_at, marks=marks, salt=found.salt)
    assert AuditEntry.objects.get(event="joint_sheet_sealed").data["seal"] == found.seal
    assert own_sheets() == before
    holds()


def test_the_others_are_told_and_whoever_acts_is_not(cast):
    one, other = apart(cast, 5, 1)
    discuss(cast, one)
    say(other)
    propose(one, 3)
    told = {event: set(letters(event)) for event in ("remark_added", "joint_sheet_proposed")}
    assert told == {"remark_added": {one.judge_id}, "joint_sheet_proposed": {other.judge_id}}
    agree(other)
    assert set(letters("joint_sheet_sealed")) == {one.judge_id, other.judge_id}
    assert list(letters("joint_sheet_told")) == [cast.chair.pk]
    (letter,) = Notice.objects.filter(event="joint_sheet_told")
    assert one.proposal.title in letter.text
    assert not [judge.name for judge in cast.judges if judge.name in letter.text], "who reads what is not the letter's to say"


def test_a_chair_who_is_tied_to_the_institution_gets_no_letter_about_the_sheet(cast):
    one, other = apart(cast, 5, 1)
    discuss(cast, one)
    propose(one, 3)
    builders.join(cast.chair, cast.institution)
    agree(other)
    assert not letters("joint_sheet_told")


def letters(event):
    return Notice.objects.filter(event=event).values_list("recipient", flat=True)


def test_the_audit_has_no_score_and_no_word_of_it(cast):
    agreed(cast)
    said = Remark.objects.count()
    told = canonical_json(list(AuditEntry.objects.values("data", "before", "after", "reason")))
    assert said == 0
    for word in ("60.00", "points", builders.REASON):
        assert word not in told


def test_a_new_version_asks_everybody_again(cast):
    cast.judges.append(builders.make_person("Penilai Keempat"))
    builders.appoint(cast.judges[-1], cast.edition, "JUDGE")
    builders.the_round(cast)
    one, second, third = three(cast)
    discuss(cast, one)
    propose(one, 3)
    agree(second)
    propose(one, 4, version=1)
    with refused(StaleProposal):
        agree(third, version=1)
    agree(third, version=2)
    assert Discussion.objects.get().state == "OPEN", "a yes to what was before is none to this"
    assert agree(second, version=2).state == "SEALED"


def three(cast, *levels):
    """Return three readings of one proposal that are far apart."""
    builders.Round.objects.update(readers_per_proposal=3)
    return apart(cast, *(levels or (5, 3, 1)))


def test_agreeing_twice_is_once(cast):
    one, second, _third = three(cast)
    discuss(cast, one)
    propose(one, 3)
    agree(second)
    with nothing_changes():
        agree(second)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"choices": builders.choices(9)}, OffTheScale),
        ({"choices": {**builders.choices(3), "asing": Choice(3, builders.REASON)}}, OffTheScale),
        ({"choices": {"kebaruan": Choice(3, builders.REASON)}}, UnfinishedSheet),
        ({"choices": {code: Choice(3, "ya") for code in builders.choices()}}, UnfinishedSheet),
        ({"sheet_version": 7}, ChangedRubric),
    ],
    ids=["off the scale", "unknown criterion", "half a sheet", "short reasons", "another rubric"],
)
def test_a_proposed_sheet_is_whole_and_on_the_scale(cast, values, error):
    one, _other = apart(cast, 5, 1)
    discuss(cast, one)
    with refused(error):
        propose(one, 3, **values)


def test_what_does_not_fit_is_refused_by_name(cast):
    one, other = apart(cast, 5, 1)
    discuss(cast, one)
    with refused(EmptyRemark):
        say(one, " \x00\n")
    with refused(NothingProposed):
        agree(other)
    with refused(NotAllowed):
        propose(other, 3)
    propose(one, 3)
    with refused(StaleProposal):
        propose(one, 4)
    Assignment.objects.filter(pk=other.pk).update(state="RELEASED")
    with refused(TooFewReaders):
        propose(one, 4, version=1)


@pytest.mark.parametrize("who", ["chair", "secretariat", "writer", "stranger", "another judge", "tied", "late", "ranked"])
def test_nobody_else_and_not_later(cast, who):
    one, other = apart(cast, 5, 1)
    found = discuss(cast, one)
    propose(one, 3)
    at = read_clock()
    person = {"another judge": cast.judges[-1]}.get(who) or getattr(cast, who, None) or other.judge
    if who == "another judge":
        person = next(judge for judge in cast.judges if judge not in (one.judge, other.judge))
    if who == "tied":
        builders.join(other.judge, cast.institution)
        person = Person.objects.get(pk=other.judge_id)
    if who == "late":
        at = found.due_at
    if who == "ranked":
        rank(cast)
    with refused(NotAllowed):
        agree(other, person=person, at=at)
    with nothing_changes(), pytest.raises(NotAllowed):
        say(other, person=person) if who != "late" else agree(other, at=at + timedelta(days=1))


def test_a_reader_without_a_locked_sheet_sees_and_says_nothing(cast):
    one, _second, third = three(cast)
    discuss(cast, one)
    Assignment.objects.filter(pk=third.pk).update(state="RELEASED")
    fourth = builders.make_person("Penilai Keempat")
    builders.appoint(fourth, cast.edition, "JUDGE")
    known = {"position": 1, "why": "MANUAL", "seed": 1, "assigned_at": read_clock(), "state": "ACCEPTED"}
    late = Assignment.objects.create(round=one.round, proposal=one.proposal, judge=fourth, **known)
    with refused(NotAllowed):
        say(late)
    lock(late, 2)
    assert say(late).author == late


def counted(cast, consolidated):
    """Return the score of record of a proposal marked 100 and 20, whose readers agreed on 80."""
    agreed(cast, 4, consolidated=consolidated)
    ranking = rank(cast)
    assert differences(ranking) == []
    holds()
    call_command("recompute_ranking", "2017/desk", "--check")
    return ranking.entries.get()


def test_an_agreed_sheet_replaces_the_marks_of_those_who_agreed(cast):
    entry = counted(cast, "REPLACES")
    assert (entry.score, entry.spread, entry.sheets, entry.criterion_means["manfaat"]) == (80, 0, 2, "80.00")


def test_beside_it_is_on_record_and_counts_for_nothing(cast):
    entry = counted(cast, "BESIDE")
    assert (entry.score, entry.spread, entry.sheets) == (60, 80, 2)


def test_the_bundle_says_which_marks_were_agreed_on_and_recomputes(db):
    panel = builders.make_cast(builders.make_edition(), judges=6)
    readers = apart(panel, 5, 1, number=4)
    discuss(panel, readers[0])
    propose(readers[0], 4)
    agree(readers[1])
    rank(panel)
    selection = select_finalists(round_=builders.the_round(panel), person=panel.chair, note="Catatan.", at=read_clock())
    ratify_selection(selection=selection, person=panel.secretariat, at=read_clock())
    builders.open_the_stage(panel.edition, "announcement")
    publish_results(selection=selection, person=panel.secretariat2, at=read_clock())
    rows = [line.split(",") for line in compose_bundle(panel.edition)["sheets.csv"].decode().splitlines()]
    assert rows[0][-1] == "agreed"
    assert sorted({(row[4], row[5]) for row in rows[1:]}) == [("60", "0"), ("80", "1")]
    assert sum(row[5] == "1" for row in rows) == 8


@pytest.mark.parametrize("table", ["remark", "jointsheet", "jointmark", "agreement"])
def test_what_was_said_and_agreed_stays(cast, table):
    one, other = apart(cast, 5, 1)
    discuss(cast, one)
    say(one)
    propose(one, 3)
    for sql in (f"UPDATE judging_{table} SET id = id", f"DELETE FROM judging_{table}"):
        refuses(sql)
    agree(other)
    refuses("UPDATE judging_discussion SET due_at = now()")
    refuses("DELETE FROM judging_discussion")


def test_the_database_lets_nothing_in_after_the_end_and_no_mark_after_a_yes(cast):
    one, other = apart(cast, 5, 1)
    found = discuss(cast, one)
    sheet = propose(one, 3)
    level = sheet.marks.first().level
    extra = builders.Criterion.objects.create(round=one.round, code="x", name="X", order=9, weight=0)
    columns = "(sheet_id, criterion_id, level_id, points, reason) VALUES (%s, %s, %s, 1, 'x')"
    refuses(f"INSERT INTO judging_jointmark {columns}", sheet.pk, extra.pk, level.pk)
    refuses("UPDATE judging_discussion SET state = 'SEALED', sealed_at = now() WHERE id = %s", found.pk)
    stranger = Assignment.objects.exclude(pk__in=[one.pk, other.pk]).first()
    assert stranger is None
    propose(one, 4, version=1)
    refuses("INSERT INTO judging_agreement (sheet_id, reader_id, at) VALUES (%s, %s, now())", sheet.pk, other.pk)
    agree(other, version=2)
    refuses("INSERT INTO judging_remark (discussion_id, author_id, text, at) VALUES (%s, %s, 'x', now())", found.pk, one.pk)


@pytest.mark.parametrize(("source", "target"), move_pairs(DiscussionState, DISCUSSION_MOVES))
def test_a_discussion_moves_only_by_the_table(cast, source, target):
    one, _other = apart(cast, 5, 1)
    at = read_clock()
    known = {"decided_by": cast.chair, "decided_at": at, "lead": one, "due_at": at, "state": source}
    known |= {"sealed_at": at} if source == "SEALED" else {}
    known |= {"ended_at": at, "ended_by": cast.chair} if source == "ENDED" else {}
    made = Discussion.objects.create(round=one.round, proposal=one.proposal, **known)
    with nothing_changes(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE judging_discussion SET state = %s WHERE id = %s", [target, made.pk])
