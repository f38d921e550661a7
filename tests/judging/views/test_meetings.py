"""Where an agency finds its interview and its visit: on its desk and on the proposal's page, and nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.queries.remembered import forget_rules
from judging.operations.redrawing import cancel_interviews
from judging.operations.visits import cancel_visit, plan_visit
from judging.queries.meetings import meetings_of
from submissions.models import Outcome, Publication
from tests import builders
from tests.judging import interviewing, visits


@pytest.fixture(autouse=True)
def _read_anew():
    """Whose meetings there are is kept for some seconds."""
    forget_rules()


def entry(visitor, name, *args):
    """Open a page of the agency's."""
    return visitor.client.get(reverse(f"submissions:{name}", args=args))


def chosen(proposal):
    """Put a proposal on a list that is public, as publishing does."""
    known = {
        "edition": proposal.edition,
        "round_key": "desk",
        "title": "Top 99",
        "published_at": read_clock() - timedelta(days=1),
    }
    publication = Publication.objects.filter(edition=proposal.edition).first() or Publication.objects.create(**known)
    about = {"title": proposal.title, "institution_name": "x", "institution_kind": "REGENCY", "unit_name": "x"}
    Outcome.objects.create(publication=publication, proposal=proposal, award="Top 99", category_name="x", **about)


def own(cast):
    """Return the slot of the first agency's proposal."""
    return next(one for one in interviewing.slots(cast) if one.proposal.institution == cast.institution)


def test_an_agency_finds_its_slot_on_its_desk_and_on_the_proposal_s_page(cast, visit):
    interviewing.planned(cast, 1, 1)
    slot = own(cast)
    chosen(slot.proposal)
    link = reverse("judging:interview", args=[slot.code])
    for person in (cast.writer, cast.administrator, cast.leader):
        reader = visit(person)
        for page in (entry(reader, "desk"), entry(reader, "proposal", slot.proposal.code)):
            assert link in page.text
            assert "Kehadiran belum dikonfirmasi" in page.text
            assert not [one.name for one in cast.judges if one.name in page.text]
    for person in (cast.stranger, cast.other_administrator):
        assert link not in entry(visit(person), "desk").text


def test_what_was_called_off_is_there_no_more(cast, visit):
    slot = interviewing.planned(cast, 1, 1)
    cancel_interviews(round_=slot.timetable.round, reason="Banjir.", person=cast.secretariat, at=read_clock())
    forget_rules()
    assert "pertemuan" not in entry(visit(cast.administrator), "desk").text


def test_an_agency_reads_when_it_is_visited_and_by_whom(cast, visit):
    one = visits.planned(cast)
    chosen(one.proposal)
    reader = visit(cast.administrator)
    for page in (entry(reader, "desk"), entry(reader, "proposal", one.proposal.code)):
        assert one.place in page.text
        assert cast.judges[0].name in page.text
        assert cast.judges[2].name not in page.text
    cancel_visit(visit=one, person=cast.secretariat, reason="Banjir.", at=read_clock())
    assert one.place not in entry(reader, "proposal", one.proposal.code).text


def test_pages_ask_nothing_more_where_nothing_is_to_come(cast, visit):
    """The page of a proposal on no list asks nobody, and neither does the desk of an agency without any."""
    proposal = builders.eligible(cast)[0]
    reader = visit(cast.writer)
    asked = []
    for address in (("desk",), ("proposal", proposal.code)):
        entry(reader, *address)
        with CaptureQueriesContext(connection) as captured:
            entry(reader, *address)
        asked += [one["sql"] for one in captured.captured_queries]
    assert not [sql for sql in asked if "judging_slot" in sql or "judging_visit" in sql]


def test_what_is_to_come_takes_the_same_queries_for_any_number(cast):
    proposals, counted = builders.eligible(cast, 3), []
    for number in (1, 3):
        for proposal in proposals[len(counted) : number]:
            known = {"plan": visits.plan(*cast.judges[:2]), "person": cast.secretariat, "at": read_clock()}
            plan_visit(round_=visits.field_round(cast), proposal_id=proposal.pk, **known)
        at = read_clock()
        with CaptureQueriesContext(connection) as captured:
            assert len(meetings_of(proposals, at).visits) == number
        counted.append(len(captured))
    assert counted == [3, 3]
