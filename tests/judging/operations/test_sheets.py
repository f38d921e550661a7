"""Saving and locking a sheet: nobody's marks written over, nothing locked unfinished, nothing changed afterwards."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import F

from competition.canonical import sha256_of
from competition.chain import instant_text
from competition.clock import read_clock
from competition.models import AuditEntry, Criterion, Level, Membership, Notice, Round
from competition.verdict import NotAllowed
from judging import policy
from judging.models import Assignment, Mark, ScoreEvent, ScoreSheet
from judging.operations.sheets import (
    AlreadyLocked,
    ChangedRubric,
    Choice,
    OffTheScale,
    StaleSheet,
    UnfinishedSheet,
    _move,
    lock_sheet,
    save_sheet,
)
from submissions.models import Proposal
from tests import builders
from tests.evidence import nothing_changes, refused


@pytest.fixture
def one(cast):
    """An accepted assignment of the first judge."""
    return builders.accepted(cast, 2)[0]


def save(one, act=save_sheet, **values):
    """Save as the assignment's own judge over what nobody has saved yet, with some values changed."""
    known = {"assignment": one, "person": one.judge, "choices": builders.choices(), "version": 0, "at": read_clock()}
    return act(**known | values)


def marks(sheet):
    """Return level and reason by criterion code."""
    rows = sheet.marks.select_related("criterion", "level")
    return {row.criterion.code: (row.level.value if row.level else None, row.reason) for row in rows}


def test_save_sheet_keeps_a_draft_with_gaps_and_no_total(one):
    sheet = save(one, choices={"kebaruan": Choice(4, " Baru.\r\nSekali. "), "manfaat": Choice(None, "Belum yakin")})
    assert marks(sheet) == {"kebaruan": (4, "Baru.\nSekali."), "manfaat": (None, "Belum yakin")}
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total, sheet.version, sheet.receipt_hash) == ("DRAFT", None, 1, "")
    assert list(sheet.marks.filter(points__isnull=False).values_list("points", flat=True)) == [Decimal(80)]


def test_save_sheet_writes_each_version_down_whole(one):
    sheet = save(one)
    save(one, choices={"manfaat": Choice(5, "Diubah saja.")}, version=1)
    first, second = ScoreEvent.objects.filter(sheet=sheet)
    assert (first.version, second.version) == (1, 2)
    assert set(second.marks) == {"kebaruan", "produktif", "manfaat", "keberlanjutan"}
    assert second.marks["manfaat"] == {"points": "100.00", "reason": "Diubah saja."}
    assert second.marks["kebaruan"] == first.marks["kebaruan"]


def test_save_sheet_of_the_same_marks_is_a_success_without_a_version(one):
    save(one)
    with nothing_changes():
        save(one, version=0)
        save(one, version=7)


def test_save_sheet_over_somebody_elses_window_is_refused_and_loses_nothing(one):
    save(one)
    save(one, choices=builders.choices(4), version=1)
    with refused(StaleSheet):
        save(one, choices=builders.choices(5), version=1)
    assert marks(ScoreSheet.objects.get(assignment=one))["manfaat"][0] == 4


def test_save_sheet_takes_the_points_of_the_level_itself(one):
    Level.objects.filter(criterion__code="manfaat", value=3).update(points=Decimal("62.50"))
    sheet = save(one)
    assert sheet.marks.get(criterion__code="manfaat").points == Decimal("62.50")


@pytest.mark.parametrize("choices", [{"kebaruan": Choice(6, "x")}, {"kebaruan": Choice(0, "x")}, {"tidak-ada": Choice(3, "x")}])
def test_save_sheet_off_the_scale_is_refused(one, choices):
    with refused(OffTheScale):
        save(one, choices=choices)


def test_save_sheet_does_not_ask_for_a_criterion_without_weight(one):
    Criterion.objects.create(round=one.round, code="catatan", name="Catatan", order=9, weight=0)
    with refused(OffTheScale):
        save(one, choices=builders.choices() | {"catatan": Choice(1, "x")})
    assert save(one, lock_sheet).total == Decimal(60)


def test_save_sheet_refuses_everybody_but_the_assigned_judge(one, cast):
    others = [judge for judge in cast.judges if judge != one.judge]
    for person in (*others, cast.chair, cast.secretariat, cast.writer, cast.leader):
        for act in (save_sheet, lock_sheet):
            with refused(NotAllowed):
                save(one, act, person=person)


def test_save_sheet_before_accepting_is_refused(cast):
    one = builders.assigned(cast)[0]
    with refused(NotAllowed) as caught:
        save(one)
    assert "benturan kepentingan" in caught.value.reason


def test_save_sheet_is_open_from_the_first_microsecond_and_not_at_the_end(one, cast):
    stage = builders.the_round(cast).stage
    tick = timedelta(microseconds=1)
    for instant in (stage.opens_at - tick, stage.closes_at):
        with refused(NotAllowed):
            save(one, at=instant)
    save(one, at=stage.opens_at)
    save(one, lock_sheet, version=1, choices=builders.choices(4), at=stage.closes_at - tick)


def test_lock_sheet_computes_the_total_and_a_receipt_that_can_be_recomputed(one):
    at = read_clock()
    sheet = save(one, lock_sheet, choices=builders.choices(3, manfaat=5, kebaruan=4), at=at)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total, sheet.locked_at) == ("LOCKED", Decimal(75), at)
    event = sheet.events.get(kind="LOCKED")
    record = {"assignment": one.code, "at": instant_text(at), "marks": event.marks, "total": sheet.total, "salt": sheet.salt}
    assert (sheet.receipt_hash, len(sheet.salt)) == (sha256_of(record), 64)
    assert event.version == sheet.version
    assert set(event.marks) == {"kebaruan", "produktif", "manfaat", "keberlanjutan"}


def test_lock_sheet_names_everything_that_is_missing_and_locks_nothing(one):
    save(one)
    choices = {
        "kebaruan": Choice(None, builders.REASON),
        "produktif": Choice(2, "dua kata"),
        "manfaat": Choice(None, ""),
        "keberlanjutan": Choice(5, "tiga kata cukup"),
    }
    with refused(UnfinishedSheet) as caught:
        save(one, lock_sheet, choices=choices, version=1)
    assert caught.value.missing == {
        "kebaruan": "Pilih tingkat untuk Kebaruan",
        "produktif-reason": "Isi alasan untuk Produktif, paling sedikit 3 kata",
        "manfaat": "Pilih tingkat untuk Manfaat",
        "manfaat-reason": "Isi alasan untuk Manfaat, paling sedikit 3 kata",
    }


def test_lock_sheet_of_marks_that_were_not_shown_is_refused(one):
    save(one)
    save(one, choices=builders.choices(5), version=1)
    with refused(StaleSheet):
        save(one, lock_sheet, choices=builders.choices(3), version=1)


def test_a_locked_sheet_can_neither_be_saved_nor_locked_again(one):
    sheet = save(one, lock_sheet)
    for act in (save_sheet, lock_sheet):
        with refused(NotAllowed) as caught:
            save(one, act, choices=builders.choices(5), version=sheet.version)
        assert "dikunci" in caught.value.reason
    with pytest.raises(AlreadyLocked):
        _move(sheet, "LOCKED")


def test_a_sheet_on_criteria_that_changed_since_they_were_shown_is_refused(one):
    save(one, sheet_version=1)
    Round.objects.filter(pk=one.round_id).update(sheet_version=F("sheet_version") + 1)
    for act in (save_sheet, lock_sheet):
        with refused(ChangedRubric):
            save(one, act, version=1, sheet_version=1)


def test_a_draft_of_earlier_criteria_can_be_looked_at_again_and_locked(one):
    save(one, sheet_version=1)
    Round.objects.filter(pk=one.round_id).update(sheet_version=2)
    Level.objects.filter(criterion__round=one.round_id, value=3).update(points=70)
    sheet = save(one, lock_sheet, version=1, sheet_version=2)
    assert (sheet.sheet_version, sheet.total) == (2, Decimal(70)), "the same level stands for the present points"


def test_lock_sheet_tells_the_chair_once_when_a_judge_is_through(cast):
    rows = [one for one in builders.accepted(cast, 3) if one.judge == cast.judges[0]]
    for place, one in enumerate(rows, start=1):
        save(one, lock_sheet)
        assert Notice.objects.filter(event="sheet_locked", recipient=cast.chair).count() == (place == len(rows))


def test_an_offer_not_answered_yet_is_not_being_through(cast):
    rows = [one for one in builders.assigned(cast, 3) if one.judge == cast.judges[0]]
    builders.accept_assignment(assignment=rows[0], person=rows[0].judge, at=read_clock())
    save(rows[0], lock_sheet)
    assert not Notice.objects.filter(event="sheet_locked").exists()


def test_neither_audit_nor_letters_hold_a_score(one, cast):
    save(one, lock_sheet, choices={code: Choice(5, "Rahasia sekali ini.") for code in builders.choices()})
    entry = AuditEntry.objects.get(event="sheet_locked")
    assert set(entry.data) == {"receipt"}
    for text in Notice.objects.values_list("text", flat=True):
        assert "Rahasia" not in text


def test_marks_of_one_judge_do_not_touch_anothers(cast):
    first, second = (row for row in builders.accepted(cast) if row)
    save(first)
    save(second, choices=builders.choices(5))
    assert marks(ScoreSheet.objects.get(assignment=first))["manfaat"][0] == 3
    assert Mark.objects.count() == 8


@pytest.mark.parametrize("where", ["institution", "parent", "child"])
def test_who_joins_the_proposals_institution_scores_it_no_more(cast, one, where):
    """REG-05: a judge invited into the institution they judge. The task is gone from them at once and the next plan gives it to
    another (docs/decisions/0085), so there is nothing to step back from; elsewhere they go on."""
    place = cast.institution
    if where == "parent":
        place = builders.make_institution("CITY")
        enterprise = builders.make_institution("BUMD", parent=place)
        Proposal.objects.filter(pk=one.proposal_id).update(institution=enterprise)
    elif where == "child":
        place = builders.make_institution("BUMD", parent=cast.institution)
    Membership.objects.create(person=one.judge, institution=place, role="LEADER", starts_at=builders.LONG_AGO)
    one = Assignment.objects.select_related("judge", "round").get(pk=one.pk)
    for act in (save_sheet, lock_sheet):
        with pytest.raises(NotAllowed, match="terikat dengan instansi pengusul"):
            save(one, act=act)
    assert not policy.may_declare_conflict(one.judge, one, read_clock())


def test_a_judge_of_another_institution_scores(cast, one):
    Membership.objects.create(person=one.judge, institution=cast.other_institution, role="LEADER", starts_at=builders.LONG_AGO)
    assert save(Assignment.objects.select_related("judge", "round").get(pk=one.pk))
