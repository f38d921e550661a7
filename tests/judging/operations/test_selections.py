"""From ranking to public list by three people: proposed with reasons, confirmed by a second, never by the same."""

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Notice, Quota
from competition.verdict import NotAllowed
from judging.models import Assignment, Selection
from judging.operations.rankings import rank_round
from judging.operations.selections import (
    MoveRefused,
    ReasonNeeded,
    SelectionMoved,
    move,
    propose,
    ratify_selection,
    select_finalists,
)
from judging.operations.sheets import lock_sheet
from judging.selecting import Move
from tests import builders
from tests.evidence import nothing_changes, refused


def select(cast, **values):
    """Propose the list as the chair, now."""
    known = {"round_": builders.the_round(cast), "person": cast.chair, "note": "", "at": read_clock()}
    return select_finalists(**known | values)


def order(cast):
    """Return the codes of the ranked proposals, best first."""
    ranking = builders.the_round(cast).ranking
    return list(ranking.entries.order_by("order").values_list("proposal__code", flat=True))


def tied(cast, number=3):
    """Rank proposals that all have the same score."""
    for one in builders.accepted(cast, number):
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(4), version=0, at=read_clock())
    return rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())


def test_select_finalists_takes_the_best_and_gives_each_a_reason(cast):
    builders.ranked(cast, 3)
    selection = select(cast)
    rows = selection.entries.order_by("entry__order").values_list("entry__rank", "is_in", "reason_code")
    assert list(rows) == [(1, True, "MERIT"), (2, True, "MERIT"), (3, False, "OUT")]
    assert selection.state == "PROPOSED"
    assert set(Notice.objects.filter(event="finalists_selected").values_list("recipient", flat=True)) == {
        cast.secretariat.pk,
        cast.secretariat2.pk,
        cast.chair.pk,
    }


def test_select_finalists_fills_a_quota_from_below_the_line(cast):
    builders.ranked(cast, 3)
    Quota.objects.create(round=builders.the_round(cast), dimension="CATEGORY", value="kategori-2", floor=1)
    worst = builders.the_round(cast).ranking.entries.order_by("order").last().proposal
    worst.category = cast.edition.categories.get(code="kategori-2")
    worst.save(update_fields=["category"])
    selection = select(cast)
    rows = selection.entries.order_by("entry__order").values_list("is_in", "reason_code", "quota")
    assert list(rows) == [
        (True, "MERIT", ""),
        (False, "OUT_WITHOUT_QUOTA", "CATEGORY:kategori-2"),
        (True, "QUOTA", "CATEGORY:kategori-2"),
    ]


def test_an_unmet_quota_needs_a_note(cast):
    builders.ranked(cast, 3)
    Quota.objects.create(round=builders.the_round(cast), dimension="KIND", value="BUMN", floor=1)
    for note in ("", "   \n"):
        with refused(ReasonNeeded):
            select(cast, note=note)
    assert select(cast, note="  Tidak ada BUMN yang mendaftar. ").note == "Tidak ada BUMN yang mendaftar."


def test_a_tie_across_the_line_needs_a_note(cast):
    tied(cast)
    with refused(ReasonNeeded):
        select(cast)
    selection = select(cast, note="Diputus rapat pleno.")
    assert selection.entries.filter(is_in=True).count() == 2


def test_a_tie_across_the_line_is_decided_by_an_exchange_with_its_reason(cast):
    tied(cast)
    codes = order(cast)
    selection = select(cast, moves=(Move(codes[2], True, "Lebih luas."), Move(codes[1], False, "Lebih sempit.")))
    chosen = selection.entries.filter(is_in=True).values_list("entry__proposal__code", flat=True)
    assert set(chosen) == {codes[0], codes[2]}


def test_an_exchange_is_kept_with_its_reason(cast):
    builders.ranked(cast, 3)
    codes = order(cast)
    moves = (Move(codes[2], True, "Daerah 3T."), Move(codes[1], False, "Daerah 3T."))
    selection = select(cast, moves=moves)
    rows = selection.entries.order_by("entry__order").values_list("is_in", "reason_code", "reason")
    assert list(rows) == [
        (True, "MERIT", ""),
        (False, "MANUAL_OUT", "Daerah 3T."),
        (True, "MANUAL_IN", "Daerah 3T."),
    ]


@pytest.mark.parametrize(
    ("moved", "text"),
    [
        ([(2, True, " ")], "Isi alasan pertukaran"),
        ([(2, True, "Sebab.")], "melebihi tempat"),
        ([(0, True, "Sebab.")], "sudah berada di sana"),
        ([("TIDAKADA", True, "Sebab.")], "satu proposal masuk"),
    ],
)
def test_an_exchange_that_the_rules_do_not_allow_is_refused_in_words(cast, moved, text):
    builders.ranked(cast, 3)
    codes = order(cast)
    moves = tuple(Move(code if isinstance(code, str) else codes[code], inside, why) for code, inside, why in moved)
    with refused(MoveRefused) as caught:
        select(cast, moves=moves)
    assert text in caught.value.reason


def test_propose_writes_nothing_and_reads_entries_that_are_given(cast):
    builders.ranked(cast, 3)
    round_ = builders.the_round(cast)
    with nothing_changes():
        result = propose(round_)
    assert result.chosen == tuple(order(cast)[:2])
    assert propose(round_, entries=[]).chosen == ()


@pytest.mark.parametrize("who", ["secretariat", "secretariat2", "writer", "leader"])
def test_select_finalists_refuses_everybody_but_the_chair(cast, who):
    builders.ranked(cast)
    with refused(NotAllowed):
        select(cast, person=getattr(cast, who))


def test_select_finalists_refuses_before_the_ranking_and_a_second_time(cast):
    builders.scored(cast)
    with refused(NotAllowed) as caught:
        select(cast)
    assert "belum dibekukan" in caught.value.reason
    rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())
    select(cast)
    with refused(NotAllowed) as caught:
        select(cast)
    assert "sudah diusulkan" in caught.value.reason


def test_ratify_selection_names_the_second_person(cast):
    selection = builders.selected(cast)
    at = read_clock()
    ratify_selection(selection=selection, person=cast.secretariat, at=at)
    selection.refresh_from_db()
    assert (selection.state, selection.ratified_by, selection.ratified_at) == ("RATIFIED", cast.secretariat, at)
    assert AuditEntry.objects.get(event="selection_ratified").person == cast.secretariat


def test_ratify_selection_refuses_the_selector_even_as_an_organiser(cast):
    selection = builders.selected(cast)
    builders.reappoint(cast.chair, cast.edition, "ORGANISER")
    with refused(NotAllowed) as caught:
        ratify_selection(selection=selection, person=cast.chair, at=read_clock())
    assert "orang selain" in caught.value.reason


@pytest.mark.parametrize("who", ["chair", "writer", "leader", "stranger"])
def test_ratify_selection_refuses_everybody_but_an_organiser(cast, who):
    selection = builders.selected(cast)
    with refused(NotAllowed):
        ratify_selection(selection=selection, person=getattr(cast, who), at=read_clock())


def test_ratify_selection_twice_is_refused(cast):
    selection = builders.ratified(cast)
    with refused(NotAllowed):
        ratify_selection(selection=selection, person=cast.secretariat2, at=read_clock())


def test_a_selection_moves_only_by_the_table(cast):
    selection = builders.selected(cast)
    with pytest.raises(SelectionMoved):
        move(selection, "PUBLISHED")
    assert Selection.objects.get().state == "PROPOSED"


def test_no_letter_before_publication_names_a_proposal_or_a_score(cast):
    builders.ratified(cast)
    titles = set(Assignment.objects.values_list("proposal__title", flat=True))
    late = Notice.objects.filter(event__in=("round_ranked", "finalists_selected", "selection_ratified"))
    assert late
    assert not [one for one in late for title in titles if title in one.text or title in one.html]
