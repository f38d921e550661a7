"""SEC-09 on the pages of the verdict: who is tied to an institution sees nothing of its proposals, and ranks nobody's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import Membership, Notice, Round
from judging.models import Assignment
from judging.operations.assignments import declare_conflict
from judging.queries.desk import is_through
from judging.queries.rounds import progress_of
from submissions.models import Proposal
from tests import builders
from tests.judging.views.conftest import ROUND
from tests.submissions import crowds, files

ELSEWHERE = "Langkah ini menyangkut semua proposal sekaligus."
APART = "tidak tampil dan tidak terhitung"


def leave(person, institution):
    """Let the person have been of the institution until yesterday."""
    return builders.join(person, institution, until=read_clock() - timedelta(days=1))


def give_away(cast, number=1):
    """Make the last so many proposals the other institution's."""
    rows = Proposal.objects.order_by("-pk").values_list("pk", flat=True)[:number]
    Proposal.objects.filter(pk__in=list(rows)).update(institution=cast.other_institution, unit=cast.other_unit)


@pytest.mark.parametrize(
    ("build", "who", "name"),
    [
        (builders.eligible, "secretariat", "assign"),
        (builders.eligible, "secretariat", "readings"),
        (builders.scored, "chair", "rank"),
        (builders.ranked, "chair", "rank"),
        (builders.ranked, "chair", "weigh"),
        (builders.ranked, "chair", "select"),
        (builders.selected, "secretariat", "ratify"),
        (builders.ratified, "secretariat2", "publish"),
    ],
)
def test_who_is_tied_to_any_institution_leaves_what_is_about_all_to_others(cast, visit, build, who, name):
    """Also to one that takes no part: the refusal tells nothing about who does."""
    build(cast, 1)
    person = getattr(cast, who)
    assert visit(person).get(name, *ROUND).status_code == 200
    leave(person, builders.make_institution("MINISTRY"))
    for page in (visit(person).get(name, *ROUND), visit(person).post(name, *ROUND)):
        if page.status_code == 302:
            # Who did it before the tie and presses again is led to what was done, which is no longer theirs to see.
            page = visit(person).client.get(page.url)
        if page.status_code != 405:
            assert (page.status_code, ELSEWHERE in page.text) == (403, True)


@pytest.mark.parametrize("who", ["secretariat", "chair"])
def test_the_figures_of_a_round_are_without_it(cast, visit, who):
    builders.scored(cast, 3)
    give_away(cast)
    person = getattr(cast, who)
    before = visit(person).get("round", *ROUND)
    leave(person, cast.other_institution)
    after = visit(person).get("round", *ROUND)
    assert [one["value"] for one in before.context["figures"]] == [3, 6, 6, 6]
    assert [one["value"] for one in after.context["figures"]] == [2, 4, 4, 4]
    assert sum(judge.locked for judge in before.context["judges"]) == 6
    assert sum(judge.load for judge in after.context["judges"]) == sum(judge.locked for judge in after.context["judges"]) == 4
    assert (APART in before.text, APART in after.text) == (False, True)
    assert APART in visit(person).get("rounds").text


def test_an_organiser_with_a_tie_hears_nothing_of_who_read_it(cast):
    one = builders.accepted(cast, 1)[0]
    leave(cast.secretariat, cast.institution)
    declare_conflict(assignment=one, person=one.judge, kind="FAMILY", explanation="", at=read_clock())
    told = set(Notice.objects.filter(event="conflict_declared").values_list("recipient", flat=True))
    assert (cast.secretariat.pk in told, cast.secretariat2.pk in told) == (False, True)


def accepts(judge, proposal, position):
    """Return the judge's accepted task about the proposal."""
    round_ = Round.objects.select_related("edition", "stage").get(key="desk")
    known = {"round": round_, "proposal": proposal, "judge": judge, "position": position, "seed": 1}
    return Assignment.objects.create(**known, state="ACCEPTED", assigned_at=read_clock(), answered_at=read_clock())


@pytest.fixture
def three(cast):
    """Return the first judge and their three tasks, the last two about the other institution; the last one is locked."""
    builders.eligible(cast, 3)
    give_away(cast, 2)
    judge = cast.judges[0]
    tasks = [accepts(judge, one, place) for place, one in enumerate(Proposal.objects.order_by("pk"), start=1)]
    builders.lock_sheet(assignment=tasks[-1], person=judge, choices=builders.choices(), version=0, at=read_clock())
    return judge, tasks


def joins(judge, institution):
    """Let the judge become a member now."""
    Membership.objects.create(person=judge, institution=institution, role="LEADER", starts_at=read_clock())


def test_a_later_membership_hides_at_once_on_the_desk(cast, visit, three):
    judge, tasks = three
    shown = visit(judge).get("desk")
    assert "1 dari 3 terkunci" in shown.text
    joins(judge, cast.other_institution)
    hidden = visit(judge).get("desk")
    for one in tasks:
        is_away = one.proposal.institution_id == cast.other_institution.pk
        assert one.proposal.title in shown.text
        assert (one.proposal.title in hidden.text) != is_away
        for name in ("assignment", "sheet", "locked", "lock"):
            page = visit(judge).get(name, one.code)
            assert (page.status_code == 404) == is_away, name
    assert "0 dari 1 terkunci" in hidden.text
    assert APART in hidden.text


def test_its_files_and_the_way_to_it_are_gone_as_well(cast, visit, three):
    judge, tasks = three
    document = files.ready(tasks[1].proposal, cast.writer, letter="dahulu")
    joins(judge, cast.other_institution)
    assert visit(judge).get("file", tasks[1].code, document.code).status_code == 404
    assert visit(judge).get("sheet", tasks[0].code).context["figures"].total == 1
    visitor = visit(judge)
    assert visitor.post("desk", codes=[tasks[1].code]).status_code == 302
    assert "sudah tidak ada di daftar Anda" in visitor.get("desk").text
    builders.lock_sheet(assignment=tasks[0], person=judge, choices=builders.choices(), version=0, at=read_clock())
    judge.__dict__.pop("_rights", None)
    assert is_through(judge, tasks[0].round, read_clock())


def test_a_desk_with_ties_asks_the_same_however_many_rows(cast, visit, three):
    judge, _tasks = three
    joins(judge, builders.make_institution("MINISTRY"))
    numbers = []
    for number in (0, 5):
        for place, one in enumerate(crowds.sent_proposals(cast, number, "ELIGIBLE")):
            accepts(judge, one, 10 + place)
        visitor = visit(judge)
        visitor.get("desk")
        with CaptureQueriesContext(connection) as caught:
            assert visitor.get("desk").status_code == 200
        numbers.append(len(caught))
    assert numbers[0] == numbers[1] <= 12


def test_progress_counts_nothing_of_what_is_left_out(cast):
    builders.assigned(cast, 2)
    round_ = builders.the_round(cast)
    assert progress_of(round_).proposals == 2
    assert progress_of(round_, frozenset({cast.institution.pk})).assigned == 0
