"""Publishing: a third person, at the hour and not a microsecond before, only chosen facts, one letter to each team."""

from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Notice, Stage
from competition.verdict import NotAllowed
from judging.models import RankingEntry, Selection
from judging.operations.assignments import assign_judges
from judging.operations.publications import BeforeItsTime, announcement_time, publish_results
from judging.policy import may_prepare_round
from judging.queries.rounds import candidates_of
from submissions.models import Award, Innovation, Outcome, Publication
from tests import builders
from tests.evidence import refused


def publish(cast, selection, **values):
    """Publish as the second organiser, when the announcement stage opens."""
    opens_at = announcement_time(builders.the_round(cast))
    return publish_results(**{"selection": selection, "person": cast.secretariat2, "at": opens_at} | values)


def test_publish_results_copies_names_and_nothing_else(cast):
    selection = builders.ratified(cast, 3)
    publication = publish(cast, selection)
    chosen = RankingEntry.objects.filter(selection_entry__is_in=True).values_list("proposal__title", flat=True)
    assert sorted(Outcome.objects.values_list("title", flat=True)) == sorted(chosen)
    assert len(chosen) == 2
    outcome = Outcome.objects.first()
    assert (outcome.award, outcome.unit_name, outcome.category_name) == ("Top 99", "Puskesmas Uji", "Pelayanan langsung")
    assert outcome.province_name.startswith("Provinsi Uji")
    assert not {field.name for field in Outcome._meta.get_fields()} & {"score", "rank", "order", "spread"}
    assert (publication.round_key, publication.published_at) == ("desk", announcement_time(builders.the_round(cast)))


def test_publish_results_makes_the_innovations_public_with_their_award(cast):
    publish(cast, builders.ratified(cast, 3))
    assert Innovation.objects.filter(is_public=True).count() == 2
    assert set(Award.objects.values_list("year", "name")) == {(2017, "Top 99")}


def test_publish_results_writes_to_each_ranked_team_about_its_own_proposal_only(cast):
    publish(cast, builders.ratified(cast, 3))
    letters = Notice.objects.filter(event="outcome_known")
    team = {cast.writer, cast.colleague, cast.administrator, cast.leader}
    assert letters.count() == 3 * len(team)
    titles = set(RankingEntry.objects.values_list("proposal__title", flat=True))
    for letter in letters:
        assert letter.recipient in team
        assert sum(title in letter.text for title in titles) == 1
        assert not [score for score in ("100,00", "80,00", "60,00") if score in letter.text]


def test_publish_results_not_a_microsecond_before_its_time(cast):
    selection = builders.ratified(cast)
    opens_at = announcement_time(builders.the_round(cast))
    with refused(BeforeItsTime) as caught:
        publish(cast, selection, at=opens_at - timedelta(microseconds=1))
    assert "WIB" in caught.value.reason
    assert publish(cast, selection, at=opens_at)


@pytest.mark.parametrize("who", ["chair", "secretariat"])
def test_publish_results_refuses_those_who_proposed_or_confirmed(cast, who):
    selection = builders.ratified(cast)
    person = getattr(cast, who)
    if who == "chair":
        builders.reappoint(person, cast.edition, "ORGANISER")
    with refused(NotAllowed) as caught:
        publish(cast, selection, person=person)
    assert "orang selain" in caught.value.reason


@pytest.mark.parametrize("who", ["writer", "administrator", "leader", "stranger"])
def test_publish_results_refuses_everybody_but_an_organiser(cast, who):
    selection = builders.ratified(cast)
    with refused(NotAllowed):
        publish(cast, selection, person=getattr(cast, who))


def test_publish_results_of_a_list_that_nobody_confirmed_is_refused(cast):
    selection = builders.selected(cast)
    with refused(NotAllowed) as caught:
        publish(cast, selection)
    assert "belum ditetapkan" in caught.value.reason


def test_publish_results_twice_is_refused(cast):
    selection = builders.published(cast)
    third = builders.make_person()
    builders.appoint(third, cast.edition, "ORGANISER")
    with refused(NotAllowed):
        publish(cast, selection, person=third)
    assert Publication.objects.count() == 1
    assert Selection.objects.get().published_by == cast.secretariat2


def test_the_audit_trail_of_a_publication_holds_no_score(cast):
    builders.published(cast)
    entry = AuditEntry.objects.get(event="results_published")
    assert set(entry.data) == {"fingerprint", "outcomes"}
    assert entry.data["outcomes"] == 2


def test_the_announcement_opens_with_the_first_stage_of_the_main_line_after_the_round(cast):
    round_ = builders.the_round(cast)
    following = Stage.objects.get(edition=cast.edition, key="announcement")
    assert announcement_time(round_) == following.opens_at
    Stage.objects.create(
        edition=cast.edition,
        key="clinic",
        name="Klinik",
        order=9,
        is_parallel=True,
        opens_at=round_.stage.closes_at,
        closes_at=round_.stage.closes_at + timedelta(days=1),
    )
    assert announcement_time(builders.the_round(cast)) == following.opens_at


def test_the_last_round_may_be_announced_when_its_own_stage_ends(cast):
    last = builders.make_round(cast.edition, key="akhir", stage="interview")
    assert announcement_time(last) == last.stage.closes_at


def test_the_next_round_judges_the_published_finalists_and_nobody_else(cast):
    last = builders.make_round(cast.edition, key="akhir", stage="interview")
    selection = builders.ratified(cast, 3)
    assert not candidates_of(last).exists()
    publish(cast, selection, at=read_clock() + timedelta(days=30))
    assert set(candidates_of(last).values_list("pk", flat=True)) == set(Outcome.objects.values_list("proposal", flat=True))


def test_nobody_prepares_a_later_round_before_the_list_is_public(cast):
    last = builders.make_round(cast.edition, key="akhir", stage="interview", kind="INTERVIEW")
    selection = builders.ratified(cast, 3)
    with refused(NotAllowed) as caught:
        assign_judges(round_=last, person=cast.secretariat, seed=1, at=read_clock())
    assert "setelah hasil babak sebelumnya diumumkan" in caught.value.reason
    publish(cast, selection, at=read_clock() + timedelta(days=10))
    builders.open_the_stage(cast.edition, "announcement")
    given = assign_judges(round_=last, person=cast.secretariat, seed=1, at=read_clock())
    assert {one.proposal_id for one in given} == set(Outcome.objects.values_list("proposal", flat=True))


def test_two_rounds_may_take_the_chosen_of_one(cast):
    desk = builders.the_round(cast)
    visit = builders.make_round(cast.edition, key="kunjungan", stage="interview", kind="FIELD")
    talk = builders.make_round(cast.edition, key="wawancara", stage="interview", kind="INTERVIEW", chosen_in=desk)
    builders.published(cast, 3)
    chosen = set(Outcome.objects.values_list("proposal", flat=True))
    assert [set(candidates_of(one).values_list("pk", flat=True)) for one in (visit, talk)] == [chosen, chosen]


def test_a_later_round_for_all_asks_no_list(cast):
    last = builders.make_round(cast.edition, key="akhir", stage="interview", chosen_in=None)
    builders.eligible(cast, 2)
    assert candidates_of(last).count() == 2
    assert may_prepare_round(last)
