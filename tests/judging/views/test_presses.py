"""A button that is pressed twice leads twice to the same place, also when both presses run at once."""

import pytest
from django.urls import reverse

from competition.clock import read_clock
from competition.verdict import NotAllowed
from judging.operations import publications, rankings, selections, sheets
from judging.operations.rankings import rank_round
from judging.views import publications as publication_pages
from judging.views import rankings as ranking_pages
from judging.views import selections as selection_pages
from judging.views import sheets as sheet_pages
from tests import builders
from tests.evidence import nothing_changes

ROUND = (2017, "desk")
NOTE = {"act": "select", "note": "Catatan untuk berita acara."}


def ready(cast, page):
    """Bring the round to where the page's act is next, and return who does it."""
    if page == "rank":
        builders.scored(cast, 2)
    elif page == "select":
        builders.scored(cast, 2)
        rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())
    elif page == "ratify":
        builders.selected(cast, 2)
    else:
        builders.ratified(cast, 2)
        builders.open_the_stage(cast.edition, "announcement")
    return {"ratify": cast.secretariat, "publish": cast.secretariat2}.get(page, cast.chair)


def leads_to(page):
    """Return the address after the act."""
    return reverse("judging:rank" if page == "rank" else "judging:round", args=ROUND)


@pytest.mark.parametrize("page", ["rank", "ratify", "publish"])
def test_one_after_the_other(cast, visit, page):
    visitor = visit(ready(cast, page))
    assert visitor.post(page, *ROUND)["Location"] == leads_to(page)
    with nothing_changes():
        assert visitor.post(page, *ROUND)["Location"] == leads_to(page)


ACTS = {
    "rank": (ranking_pages, rankings, "rank_round"),
    "select": (selection_pages, selections, "select_finalists"),
    "ratify": (selection_pages, selections, "ratify_selection"),
    "publish": (publication_pages, publications, "publish_results"),
}


def faster(module, name):
    """Return the operation as the later of two presses meets it: the earlier one has just been at it."""
    operation = getattr(module, name)

    def late(**values):
        operation(**values)
        raise NotAllowed("Sudah dilakukan.")

    return late


@pytest.mark.parametrize("page", ACTS)
def test_both_at_once(cast, visit, monkeypatch, page):
    pages, module, name = ACTS[page]
    visitor = visit(ready(cast, page))
    monkeypatch.setattr(pages, name, faster(module, name))
    assert visitor.post(page, *ROUND, **(NOTE if page == "select" else {}))["Location"] == leads_to(page)


def test_somebody_else_hears_that_it_was_done(cast, visit):
    first = ready(cast, "ratify")
    visit(first).post("ratify", *ROUND)
    page = visit(cast.secretariat2).post("ratify", *ROUND)
    assert page.status_code == 403
    assert "Daftar ini sudah ditetapkan." in page.text


def test_a_sheet_locked_twice_at_once(cast, visit, monkeypatch):
    one = builders.accepted(cast, 1)[0]
    judge = visit(one.judge)
    values = {"version": "0", "sheet_version": str(one.round.sheet_version)}
    for code, choice in builders.choices(4).items():
        values |= {f"level-{code}": str(choice.level), f"reason-{code}": choice.reason}
    monkeypatch.setattr(sheet_pages, "lock_sheet", faster(sheets, "lock_sheet"))
    answer = judge.post("lock", one.code, **values)
    assert answer["Location"] == reverse("judging:locked", args=[one.code])


def test_a_code_that_cannot_be_one_finds_nothing(cast, visit):
    judge = visit(builders.accepted(cast, 1)[0].judge)
    with nothing_changes():
        assert judge.post("desk", codes=["\0", "'; --", "x" * 5000, "TIADA"]).status_code == 302
