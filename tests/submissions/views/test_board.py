"""The pipeline as a board: the counts and cards of the list, and only moves that are legal (B-1, B-2)."""

from datetime import timedelta

import pytest
from django.db.models import F

from competition.clock import read_clock
from submissions.models import Proposal
from submissions.policy import may_move_proposal
from submissions.queries.pipeline import EVERY, PipelineFilter, pipeline_of
from submissions.states import MOVES, ProposalState
from submissions.views.board import MOST
from tests import builders
from tests.submissions import crowds
from tests.submissions.views.pages import path, sign_in, text_of

pytestmark = pytest.mark.django_db
BOARD = "/sekretariat/papan/"


@pytest.fixture
def pipeline(cast) -> list[Proposal]:
    """Return an edition in screening with some in every state, and more that wait than there are cards."""
    for place, build in enumerate((builders.draft, builders.forwarded)):
        build(cast, title=f"Belum Boleh Dibaca {place}")
    rows = crowds.sent_proposals(cast, MOST + 7)
    for place, state in enumerate(("CORRECTION", "ELIGIBLE", "INELIGIBLE", "WITHDRAWN")):
        Proposal.objects.filter(pk=rows[place].pk).update(state=state, state_since=F("state_since") - timedelta(days=place))
    builders.open_the_stage(cast.edition, "screening")
    return rows


def columns(page) -> dict[str, dict]:
    return {str(one["label"]): one for one in page.context["columns"]}


def test_each_column_is_the_beginning_of_its_list(cast, pipeline, django_assert_max_num_queries):
    client = sign_in(cast.secretariat)
    client.get(BOARD)
    with django_assert_max_num_queries(15):
        page = client.get(BOARD)
    found = columns(page)
    counts = pipeline_of(cast.edition, PipelineFilter(state=EVERY), read_clock()).counts
    for state in ProposalState:
        column, listed = found[str(state.label)], client.get(found[str(state.label)]["url"])
        assert column["count"] == counts[state] == listed.context["page"].paginator.count
        shown = [card["title"] for card in column["cards"]]
        assert shown == [
            one.said_title or one.unit__name
            for one in pipeline_of(cast.edition, PipelineFilter(state=state), read_clock()).rows[0:MOST]
        ]
        assert column["more"] == counts[state] - len(shown)
    assert "3 lagi di daftar" in text_of(page)
    assert "Belum Boleh Dibaca" not in page.text


def test_the_filters_are_those_of_the_list(cast, pipeline):
    client = sign_in(cast.secretariat)
    page = client.get(f"{BOARD}?jenis=CITY&urut=judul&status=DRAFT")
    for column in columns(page).values():
        assert "jenis=CITY&urut=judul&status=" in column["url"]
        assert column["count"] == client.get(column["url"]).context["page"].paginator.count
    assert sum(one["count"] for one in columns(page).values()) < Proposal.objects.count()
    assert f"{BOARD}?jenis=CITY" in client.get("/sekretariat/?jenis=CITY").text


def test_only_legal_moves_are_offered_and_lead_to_the_decision(cast, pipeline):
    client = sign_in(cast.secretariat)
    found = columns(client.get(BOARD))
    waiting = found["Terkirim"]["cards"]
    assert [str(one["label"]) for one in waiting[0]["moves"]] == [
        "Lolos administrasi",
        "Tidak lolos administrasi",
        "Perlu diperbaiki",
    ]
    assert not [card for label, one in found.items() if label != "Terkirim" for card in one["cards"] if card["moves"]]
    answer = client.get(waiting[0]["moves"][0]["url"])
    assert answer.status_code == 302
    assert answer["Location"] == f"{waiting[0]['url']}?hasil=ELIGIBLE"
    assert client.post(waiting[0]["moves"][0]["url"]).status_code == 405


def test_every_other_move_is_refused_with_the_words_of_the_policy(cast, pipeline):
    client, at = sign_in(cast.secretariat), read_clock()
    for state in ("SUBMITTED", "CORRECTION", "ELIGIBLE", "INELIGIBLE"):
        proposal = Proposal.objects.filter(state=state).first()
        for target in ProposalState:
            answer = client.get(path("move_to", proposal.code, target))
            if state == "SUBMITTED" and target in ("ELIGIBLE", "INELIGIBLE", "CORRECTION"):
                assert answer.status_code == 302
                continue
            verdict = may_move_proposal(cast.secretariat, proposal, target, at)
            assert not verdict
            assert answer.status_code == 403
            assert verdict.reason in text_of(answer)
            assert ("hanya dibuat instansinya" in verdict.reason) == ((state, target) in MOVES)
        assert client.get(path("move_to", proposal.code, "TIDAKADA")).status_code == 404


def test_what_somebody_is_tied_to_has_no_card_and_its_move_says_who_makes_it(cast, pipeline):
    before = columns(sign_in(cast.secretariat).get(BOARD))["Terkirim"]
    builders.join(cast.secretariat, cast.institution)
    client = sign_in(cast.secretariat)
    after = columns(client.get(BOARD))["Terkirim"]
    assert 0 < after["count"] < before["count"]
    assert all(one["moves"] and one["institution"] != cast.institution.name for one in after["cards"])
    own = Proposal.objects.filter(institution=cast.institution, state="SUBMITTED").order_by("pk")[0]
    answer = client.get(path("move_to", own.code, "ELIGIBLE"))
    assert (answer.status_code, "diurus orang lain di sekretariat" in text_of(answer)) == (403, True)


def test_before_screening_opens_nothing_is_offered(cast):
    crowds.sent_proposals(cast, 2)
    client = sign_in(cast.secretariat)
    [first, _second] = columns(client.get(BOARD))["Terkirim"]["cards"]
    assert not first["moves"]
    assert "dibuka pada" in first["refusal"]
    code = first["url"].rstrip("/").split("/")[-1]
    assert first["refusal"] in text_of(client.get(path("move_to", code, "ELIGIBLE")))


def test_the_move_that_was_chosen_is_chosen_on_its_page_and_nothing_else(cast):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    client = sign_in(cast.secretariat)
    form = client.get(path("move_to", proposal.code, "CORRECTION"), follow=True).context["form"]
    assert [bound.name for bound in form if bound.value()] == ["result"]
    assert form["result"].value() == "CORRECTION"
    for words in ("", "?hasil=TIDAKADA", "?hasil=WITHDRAWN"):
        page = client.get(f"{path('screen', proposal.code)}{words}")
        assert page.status_code == 200
        assert "checked" not in page.text
    assert Proposal.objects.get(pk=proposal.pk).state == "SUBMITTED"
