"""The audit of a whole way from draft to publication: what changed stands in it, what judges gave does not."""

import re

import pytest

from competition.models import AuditEntry
from competition.queries import chains
from judging.models import ScoreSheet
from judging.states import ASSIGNMENT_MOVES, SHEET_MOVES
from submissions.states import MOVES
from tests import builders
from tests.auditing import link_now

pytestmark = pytest.mark.django_db

TABLES = {
    "proposal_forwarded": MOVES,
    "proposal_submitted": MOVES,
    "proposal_screened": MOVES,
    "assignment_accepted": ASSIGNMENT_MOVES,
    "sheet_locked": SHEET_MOVES,
}


@pytest.fixture
def entries(cast) -> list[AuditEntry]:
    """Return what a published proposal left in the audit."""
    builders.published(cast, 2)
    link_now()
    return list(AuditEntry.objects.order_by("pk"))


@pytest.mark.parametrize("event", TABLES)
def test_before_and_after_are_a_move_of_the_table(entries, event):
    found = [one for one in entries if one.event == event]
    assert found
    for one in found:
        assert (one.before["state"], one.after["state"]) in TABLES[event]


def test_no_entry_holds_what_a_judge_gave(entries):
    sheets = list(ScoreSheet.objects.all())
    assert sheets
    for one in entries:
        told = {"data": one.data, "before": one.before, "after": one.after}
        assert not re.search(r"score|total|points|marks|level|rank\b", str(told))
        assert not [sheet for sheet in sheets if str(sheet.total) in str(told)]


def test_everybody_acts_in_a_role(entries):
    nameless = [one for one in entries if one.person_id and not one.roles]
    assert nameless == []


def test_the_chains_hold(entries):
    assert list(chains.faults()) == []
