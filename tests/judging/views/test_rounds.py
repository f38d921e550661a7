"""The index of rounds and one round: what is done, whose turn it is, and no score anywhere."""

import pytest
from django.urls import reverse

from judging.operations.selections import ratify_selection
from tests import builders

ROUND = (2017, "desk")


def turn(page):
    """Return the title of the step that waits for this person; nothing when none does."""
    return page.context["mine"].title if page.context["mine"] else ""


def states(page):
    """Return the states of the six steps."""
    return [step.state for step in page.context["steps"]]


def test_the_index_says_who_has_to_do_what(cast, visit):
    builders.eligible(cast, 2)
    page = visit(cast.secretariat).get("rounds")
    assert "Tugaskan penilai" in page.text
    assert "Giliran Anda" in page.text
    page = visit(cast.chair).get("rounds")
    assert "Menunggu penyelenggara" in page.text


def test_later_rounds_wait_for_the_one_before(cast, visit):
    builders.make_round(cast.edition, key="akhir", stage="interview")
    builders.eligible(cast, 1)
    assert visit(cast.chair).get("rounds").text.count("Menunggu babak sebelumnya") == 1


def test_the_turn_goes_from_person_to_person(cast, visit):
    chair, first, second = visit(cast.chair), visit(cast.secretariat), visit(cast.secretariat2)

    def turns():
        return [turn(one.get("round", *ROUND)) for one in (chair, first, second)]

    builders.eligible(cast, 3)
    assert turns() == ["", "Tugaskan penilai", "Tugaskan penilai"]
    first.post("assign", *ROUND, seed=1, shown=first.get("assign", *ROUND, seed=1).context["commit"]["shown"].value())
    assert turns() == ["", "", ""]
    assert states(chair.get("round", *ROUND)) == ["done", "now", "later", "later", "later", "later"]


def test_after_scoring_it_is_the_chairs_turn_then_two_organisers(cast, visit):
    chair, first, second = visit(cast.chair), visit(cast.secretariat), visit(cast.secretariat2)

    def turns():
        return [turn(one.get("round", *ROUND)) for one in (chair, first, second)]

    builders.scored(cast, 3)
    assert turns() == ["Bekukan peringkat", "", ""]
    chair.post("rank", *ROUND)
    assert turns() == ["Usulkan daftar", "", ""]
    chair.post("select", *ROUND, act="select")
    assert turns() == ["", "Tetapkan daftar", "Tetapkan daftar"]
    first.post("ratify", *ROUND)
    assert turns() == ["", "", "Umumkan hasil"]
    page = first.get("round", *ROUND)
    assert "Menunggu penyelenggara lain" in page.text
    builders.open_the_stage(cast.edition, "announcement")
    second.post("publish", *ROUND)
    assert turns() == ["", "", ""]
    assert states(chair.get("round", *ROUND)) == ["done"] * 6


def test_a_published_round_leads_to_the_public_results(cast, visit):
    builders.published(cast)
    page = visit(cast.chair).get("round", *ROUND)
    assert reverse("submissions:results", args=[2017]) in page.text
    assert "Diumumkan" in visit(cast.chair).get("rounds").text


@pytest.mark.parametrize("who", ["secretariat", "secretariat2", "chair"])
def test_neither_index_nor_round_shows_a_score_or_a_place(cast, visit, who):
    ratify_selection(selection=builders.selected(cast, 3), person=cast.secretariat, at=builders.read_clock())
    person = visit(getattr(cast, who))
    for page in (person.get("rounds"), person.get("round", *ROUND)):
        for score in ("100,00", "80,00", "60,00"):
            assert score not in page.text
        for title in builders.Proposal.objects.values_list("title", flat=True):
            assert title not in page.text


def test_the_loads_are_counts_only(cast, visit):
    builders.scored(cast, 3)
    page = visit(cast.secretariat).get("round", *ROUND)
    assert [(one.load, one.accepted, one.locked) for one in page.context["judges"]] == [(2, 2, 2)] * 3


def test_rounds_are_for_chairs_and_organisers(cast, visit):
    builders.eligible(cast, 1)
    for person in (cast.judges[0], cast.writer, cast.leader, cast.stranger):
        assert visit(person).get("rounds").status_code == 404
        assert visit(person).get("round", *ROUND).status_code == 404
    assert visit(cast.chair).get("round", 2017, "tidak-ada").status_code == 404
    assert visit(cast.chair).get("round", 1999, "desk").status_code == 404


def test_a_step_taken_out_of_order_is_refused_with_its_reason(cast, visit):
    builders.scored(cast, 3)
    organiser, chair = visit(cast.secretariat), visit(cast.chair)
    assert "Hanya ketua panel" in organiser.get("rank", *ROUND).text
    assert chair.get("select", *ROUND).status_code == 403
    assert "Peringkat belum dibekukan." in chair.get("select", *ROUND).text
    for name in ("ratify", "publish"):
        assert organiser.get(name, *ROUND).status_code == 404
