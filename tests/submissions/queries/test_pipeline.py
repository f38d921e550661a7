"""The secretariat's pipeline: what fits, in which order, and what is never told of what was not sent."""

from datetime import timedelta

import pytest
from django.db.models import F

from competition.clock import read_clock
from competition.models import Edition, Institution
from submissions.models import Proposal
from submissions.operations.letters import object_to_letter
from submissions.queries import pipeline
from submissions.queries.pipeline import EVERY, FEW, SORTS, PipelineFilter, pipeline_of, states_of
from submissions.queries.proposals import holder_of
from submissions.states import SENT, ProposalState
from tests import builders
from tests.submissions import acts, crowds

pytestmark = pytest.mark.django_db
MOST = 60


@pytest.fixture
def stages(cast) -> Edition:
    """Return an edition with a draft, a forwarded, an endorsed and a sent proposal, one whose letter of endorsement was
    objected to, and some in each state of a sent one."""
    for build in (builders.draft, builders.forwarded, builders.endorsed, builders.submitted):
        build(cast)
    letter = acts.sign(cast, builders.forwarded(cast), read_clock())
    object_to_letter(letter=letter, person=cast.leader, objection="Bukan tanda tangan saya.", at=read_clock())
    rows = crowds.sent_proposals(cast, 8)
    for place, state in enumerate((*sorted(SENT), ProposalState.WITHDRAWN)):
        Proposal.objects.filter(pk=rows[place].pk).update(
            state=state, state_since=F("state_since") - timedelta(days=5 * place + 1)
        )
    return cast.edition


def codes(edition: Edition, **asked: object) -> list[str]:
    return [one.code for one in pipeline_of(edition, PipelineFilter(**asked), read_clock()).rows[0:MOST]]


def expected(edition: Edition, asked: PipelineFilter) -> set[str]:
    """Return what fits, told one by one with the words of a proposal's own page."""
    at, found = read_clock(), set()
    for one in Proposal.objects.filter(edition=edition).select_related("institution__region__parent", "category"):
        is_endorsed = one.endorsements.filter(version=one.version, ended_at=None).exists()
        region = one.institution.region
        fits = (
            one.state in states_of(asked.state),
            not asked.category or one.category.code == asked.category,
            not asked.kind or one.institution.kind == asked.kind,
            not asked.region or (region is not None and asked.region in (region.code, getattr(region.parent, "code", ""))),
            not asked.holder or holder_of(one, is_endorsed) == asked.holder,
            one.state_since <= at - timedelta(days=asked.days),
        )
        found |= {one.code} if all(fits) else set()
    return found


@pytest.mark.parametrize("few", [0, FEW])
def test_every_filter_finds_what_a_proposal_says_of_itself(stages, monkeypatch, few):
    monkeypatch.setattr(pipeline, "FEW", few)
    asked = [{"state": one} for one in ("", EVERY, *ProposalState.values)]
    asked += [{"state": EVERY, "holder": one} for one in pipeline.HOLDERS]
    asked += [{"state": EVERY, "days": one} for one in pipeline.AGES]
    asked += [{"category": "kategori-1"}, {"kind": "CITY", "state": EVERY}, {"kind": "BUMN"}]
    asked += [{"region": "tidak-ada"}, {"kind": "REGENCY", "category": "kategori-2", "days": 3, "holder": "SECRETARIAT"}]
    asked += [{"region": one.region.code, "state": EVERY} for one in Institution.objects.exclude(region=None)]
    for one in asked:
        wanted = PipelineFilter(**one)
        found = pipeline_of(stages, wanted, read_clock())
        assert {row.code for row in found.rows[0:MOST]} == expected(stages, wanted), one
        assert found.size == len(expected(stages, wanted)), one


def test_every_order_is_one_order_whichever_way_it_is_found(stages, monkeypatch):
    for state in ("", EVERY, "SUBMITTED", "DRAFT"):
        for sort in SORTS:
            monkeypatch.setattr(pipeline, "FEW", 0)
            walked = codes(stages, state=state, sort=sort)
            monkeypatch.setattr(pipeline, "FEW", FEW)
            assert codes(stages, state=state, sort=sort) == walked
            assert len(walked) == len(set(walked))


def test_a_title_that_was_not_sent_is_neither_shown_found_nor_sorted_by(cast):
    for title in ("Zebra Layanan", "Arang Layanan"):
        builders.draft(cast, title=title)
    builders.forwarded(cast, title="Mega Layanan")
    found = pipeline_of(cast.edition, PipelineFilter(state=EVERY), read_clock())
    assert [one.said_title for one in found.rows[0:MOST]] == ["", "", ""]
    for word in ("Zebra", "Layanan", "arang"):
        assert pipeline_of(cast.edition, PipelineFilter(state=EVERY, search=word), read_clock()).size == 0
    place = cast.institution.name.split()[-1]
    assert pipeline_of(cast.edition, PipelineFilter(state=EVERY, search=place), read_clock()).size == 3
    before = codes(cast.edition, state=EVERY, sort="judul")
    Proposal.objects.filter(state="DRAFT").update(title_key="zzz")
    assert codes(cast.edition, state=EVERY, sort="judul") == before


def test_counts_are_of_this_instant_until_there_are_more_than_a_competition_has(cast, monkeypatch):
    counts = pipeline._Counts()
    monkeypatch.setattr(pipeline, "_KEPT", counts)
    crowds.sent_proposals(cast, 3)
    assert pipeline_of(cast.edition, PipelineFilter(), read_clock()).size == 3
    Proposal.objects.filter(pk=Proposal.objects.first().pk).update(state="WITHDRAWN")
    assert pipeline_of(cast.edition, PipelineFilter(), read_clock()).size == 2
    monkeypatch.setattr(pipeline._Counts, "LARGE", 1)
    assert pipeline_of(cast.edition, PipelineFilter(), read_clock()).size == 2
    Proposal.objects.filter(state="SUBMITTED").update(state="WITHDRAWN")
    assert pipeline_of(cast.edition, PipelineFilter(), read_clock()).size == 2
    assert pipeline_of(cast.edition, PipelineFilter(kind="CITY"), read_clock()).size < 2
