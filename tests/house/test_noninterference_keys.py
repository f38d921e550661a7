"""SEC-02 for programs: what a key of the institution opens tells nothing of the verdict before its hour."""

from datetime import timedelta

from competition.operations.keys import make_key
from competition.zones import day_of
from submissions.opendata import OWN_LISTINGS
from submissions.states import ProposalState
from tests.house import crawl
from tests.house.source import expect_none
from tests.house.test_noninterference_verdict import chosen_list
from tests.house.twins import Twin

PROBES = ("", "?page=2", "?per_page=1", "?format=csv", "?list=desk", "?year=2017", "?search=rumah", "?sort=-skor")


def with_program(twin: Twin, actor: str) -> crawl.Walk:
    """Ask for all that a key of the institution opens, also by every state and by what no list knows."""
    at = twin.fate.clock.now
    known = {"name": "Dasbor", "scopes": [one.scope for one in OWN_LISTINGS], "last_day": day_of(at) + timedelta(days=9)}
    made = make_key(institution=twin.cast.institution, person=twin.cast.administrator, at=at, **known)
    walker = crawl.Walker(twin.fate, None)
    walker.token = made.token
    paths = [f"/api/v1/{one.path}{probe}" for one in OWN_LISTINGS for probe in PROBES]
    paths += [f"/api/v1/own/proposals?state={state}" for state in ProposalState.values]
    paths += [f"/api/v1/own/proposals/{code}" for code in (*crawl.codes()["proposal"], crawl.MISSING)]
    answers = {f"GET {path}": walker.ask(path) for path in paths}
    assert sum(one.status == 200 for one in answers.values()) > len(OWN_LISTINGS) * 4
    return answers


def test_a_key_tells_nothing_of_the_result_in_the_hour_before_its_publication(compare):
    expect_none(compare(chosen_list(5, 1, 3), chosen_list(1, 5, 2), ("administrator",), with_program))
