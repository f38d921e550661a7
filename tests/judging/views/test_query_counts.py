"""How much each page asks of the database: at most twelve queries, and no more for many rows than for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from judging.models import Assignment
from tests import builders

ROUND = (2017, "desk")
MOST = 12
FEW, MANY = 2, 6


def offer(cast):
    """Return the first judge's first assignment."""
    return Assignment.objects.filter(judge=cast.judges[0]).order_by("position").first().code


PAGES = {
    "desk with offers": (builders.assigned, "judge", "desk", lambda cast: (), 8),
    "desk with tasks": (builders.accepted, "judge", "desk", lambda cast: (), 8),
    "declaration": (builders.assigned, "judge", "assignment", lambda cast: (offer(cast),), 5),
    "sheet": (builders.accepted, "judge", "sheet", lambda cast: (offer(cast),), 9),
    "receipt": (builders.scored, "judge", "locked", lambda cast: (offer(cast),), 10),
    "rounds": (builders.scored, "organiser", "rounds", lambda cast: (), 9),
    "round": (builders.scored, "organiser", "round", lambda cast: ROUND, 9),
    "round, published": (builders.published, "chair", "round", lambda cast: ROUND, 9),
    "ranking, sheets missing": (builders.accepted, "chair", "rank", lambda cast: ROUND, 11),
    "ranking, frozen": (builders.ranked, "chair", "rank", lambda cast: ROUND, 10),
    "list": (builders.ranked, "chair", "select", lambda cast: ROUND, 7),
    "list, proposed": (builders.selected, "chair", "select", lambda cast: ROUND, 8),
    "confirmation": (builders.selected, "organiser", "ratify", lambda cast: ROUND, 9),
    "publication": (builders.ratified, "other", "publish", lambda cast: ROUND, 10),
}


def who(cast, role):
    """Return the person who opens the page."""
    people = {"judge": cast.judges[0], "organiser": cast.secretariat, "other": cast.secretariat2, "chair": cast.chair}
    return people[role]


@pytest.mark.parametrize("number", [FEW, MANY])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_for_little_however_many_rows_there_are(page, number, visit):
    prepare, role, name, args, queries = PAGES[page]
    cast = builders.make_cast(builders.make_edition(places=number - 1))
    prepare(cast, number)
    found = count(visit(who(cast, role)), name, args(cast))
    assert found <= queries <= MOST


def count(visitor, name, args):
    """Return how many queries the page's second opening makes: the session is known then, and the site's frame is cached."""
    visitor.get(name, *args)
    with CaptureQueriesContext(connection) as caught:
        assert visitor.get(name, *args).status_code == 200
    return len(caught)


def test_saving_a_sheet_asks_for_little(visit):
    """What begins and ends transactions is not counted: it asks the database nothing."""
    cast = builders.make_cast(builders.make_edition())
    one = builders.accepted(cast, MANY)[0]
    visitor = visit(one.judge)
    visitor.get("sheet", one.code)
    values = {f"level-{code}": 3 for code in builders.choices()} | {
        f"reason-{code}": builders.REASON for code in builders.choices()
    }
    for version in (0, 1):
        with CaptureQueriesContext(connection) as caught:
            answer = visitor.post("sheet", one.code, **values, version=version, sheet_version=1, act="save")
        assert answer.status_code == 302
        values["level-manfaat"] = 4
        asked = [one for one in caught if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
        assert len(asked) <= MOST, [one["sql"][:80] for one in asked]
