"""After the announcement an agency reads about its own proposal what the edition allows: means and words, and never whose."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Edition
from competition.zones import format_number
from judging.models import Assignment, Mark, RankingEntry
from judging.operations.sheets import Choice, lock_sheet
from judging.queries import feedback as queries
from submissions.models import Publication
from tests import builders
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
POLICIES = ("NONE", "COMMENTS", "SCORES")
# Longer than the fewest words of a reason, and found nowhere else.
PLANTED = "Angka rujukan {number} pada bagian dampak belum dijelaskan sumbernya oleh pengusul kepada kami."


def give(policy: str) -> None:
    Edition.objects.update(feedback=policy)


def address(code: str) -> str:
    return reverse("judging:feedback", args=[code])


@pytest.fixture
def ranked(cast):
    """Three proposals, each with sheets that differ and reasons of their own, ranked, chosen, ratified."""
    assignments = builders.accepted(cast, 3)
    for number, one in enumerate(assignments, start=41):
        reason = PLANTED.format(number=number)
        choices = {code: Choice(1 + number % 4, reason) for code in builders.choices()}
        lock_sheet(assignment=one, person=one.judge, choices=choices, version=0, at=read_clock())
    return assignments


def publish(cast):
    """Rank, choose, ratify and publish what was scored."""
    from judging.operations.publications import publish_results
    from judging.operations.rankings import rank_round
    from judging.operations.selections import ratify_selection, select_finalists

    ranking = rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())
    selection = select_finalists(round_=ranking.round, person=cast.chair, note="Catatan ketua panel.", at=read_clock())
    selection = ratify_selection(selection=selection, person=cast.secretariat, at=read_clock())
    builders.open_the_stage(cast.edition, "announcement")
    return publish_results(selection=selection, person=cast.secretariat2, at=read_clock())


def own_words(code: str) -> set[str]:
    return set(Mark.objects.filter(sheet__assignment__proposal__code=code).values_list("reason", flat=True))


@pytest.mark.parametrize("policy", POLICIES)
def test_before_the_announcement_it_is_the_same_as_nothing(cast, ranked, policy):
    """SEC-02: neither the page nor a way to it, whatever the edition tells later."""
    give(policy)
    code = ranked[0].proposal.code
    desk = sign_in(cast.writer)
    missing = desk.get(address("2222222222"))
    found = desk.get(address(code))
    assert found.status_code == missing.status_code == 404
    assert found.content.replace(code.encode(), b"") == missing.content.replace(b"2222222222", b"")
    assert "Umpan balik" not in desk.get(reverse("submissions:proposal", args=[code])).text


def test_a_publication_of_a_later_hour_tells_nothing(cast, ranked):
    give("SCORES")
    publish(cast)
    Publication.objects.update(published_at=read_clock() + timedelta(seconds=30), opened_at=None)
    assert sign_in(cast.writer).get(address(ranked[0].proposal.code)).status_code == 404


@pytest.mark.parametrize("policy", POLICIES)
def test_what_is_told_follows_the_edition(cast, ranked, policy):
    give(policy)
    publish(cast)
    code, desk = ranked[0].proposal.code, sign_in(cast.writer)
    page = desk.get(address(code))
    leads_there = address(code) in desk.get(reverse("submissions:proposal", args=[code])).text
    assert leads_there == (policy != "NONE")
    assert page.status_code == (404 if policy == "NONE" else 200)
    if policy == "NONE":
        return
    text = text_of(page)
    assert all(one in text for one in own_words(code))
    entry = RankingEntry.objects.select_related("ranking__round").get(proposal__code=code)
    shown = format_number(entry.score, entry.ranking.round.decimals)
    assert (f"Nilai akhir (dari 100) {shown}" in text) == (policy == "SCORES")
    assert ("Rata-rata" in text.partition("Catatan penilai")[0].partition("tanpa nama.")[2]) == (policy == "SCORES")


def test_means_are_those_of_the_frozen_ranking(cast, ranked):
    give("SCORES")
    publish(cast)
    code = ranked[0].proposal.code
    [said] = queries.said_about(ranked[0].proposal, read_clock())
    entry = RankingEntry.objects.get(proposal__code=code)
    assert said.score == entry.score
    assert {one.criterion.code: one.mean for one in said.lines} == {
        one: Decimal(mean) for one, mean in entry.criterion_means.items()
    }


def test_nothing_of_anybody_else_is_on_the_page(cast, ranked):
    """SEC-02: no judge, no single sheet, no rank, no spread, and nothing of another proposal."""
    give("SCORES")
    publish(cast)
    code = ranked[0].proposal.code
    page = sign_in(cast.leader).get(address(code)).text
    for judge in cast.judges:
        assert judge.name not in page
        assert judge.email not in page
    others = Assignment.objects.exclude(proposal__code=code)
    assert not [one.proposal.title for one in others.select_related("proposal") if one.proposal.title in page]
    foreign = set(Mark.objects.values_list("reason", flat=True)) - own_words(code)
    assert foreign
    assert not [one for one in foreign if one in page]
    totals = {format_number(one.sheet.total, 2) for one in Assignment.objects.select_related("sheet")}
    own = RankingEntry.objects.get(proposal__code=code)
    known = {format_number(own.score, 2)} | {format_number(Decimal(one), 2) for one in own.criterion_means.values()}
    assert not [one for one in totals - known if one in page]
    assert not [one for one in Assignment.objects.values_list("code", flat=True) if one in page]
    assert "eringkat" not in text_of(sign_in(cast.leader).get(address(code)))


def test_names_that_a_judge_wrote_are_taken_out(cast, ranked):
    give("COMMENTS")
    publish(cast)
    one = ranked[0]
    planted = f"Menurut {one.judge.name.upper()} bukti ini cukup kuat."
    assert planted not in queries._without([one.judge.name], planted)
    assert queries._without(["Ani"], "Pelayanani Ani, ani.") == "Pelayanani […], […]."


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Menurut Prof. Dr. Ani Wijaya, M.Si. cukup.", "Menurut […] cukup."),
        ("Menurut Dr. Ani Wijaya cukup.", "Menurut Dr. […] cukup."),
        ("Menurut ANI\n  wijaya cukup.", "Menurut […] cukup."),
        ("Bu Wijaya, dan Wijayanti.", "Bu […], dan Wijayanti."),
        ("Animo warga, kata Ani.", "Animo warga, kata Ani."),
    ],
)
def test_names_are_taken_out_however_they_are_written(written, left):
    assert queries._without(["Prof. Dr. Ani Wijaya, M.Si."], written) == left


def test_names_of_the_whole_panel_and_its_chairs_are_taken_out(cast):
    """Also of whoever reads other proposals, or none."""
    cast.edition.rounds.update(readers_per_proposal=1)
    give("COMMENTS")
    others = [builders.make_person("Sulastri Handayani"), builders.make_person("Bonaventura Sitompul")]
    reason = f"Seperti kata {others[0].name} dan {others[1].name}, bukti pada bagian dampak ini belum dijelaskan sumbernya."
    assignments = builders.accepted(cast, 2)
    for person, role in zip(others, ("JUDGE", "CHAIR"), strict=True):
        builders.appoint(person, cast.edition, role)
    for one in assignments:
        choices = {code: Choice(2, reason) for code in builders.choices()}
        lock_sheet(assignment=one, person=one.judge, choices=choices, version=0, at=read_clock())
    publish(cast)
    text = text_of(sign_in(cast.writer).get(address(assignments[0].proposal.code)))
    assert "Seperti kata […] dan […], bukti" in text


def test_order_of_comments_says_nothing_about_who_is_first(cast, ranked):
    give("COMMENTS")
    publish(cast)
    [said] = queries.said_about(ranked[0].proposal, read_clock())
    for line in said.lines:
        assert line.comments == queries._in_no_order(reversed(line.comments))


@pytest.mark.parametrize("who", ["stranger", "other_administrator", "secretariat", "chair", "judge"])
def test_only_its_own_people_read_it(cast, ranked, who):
    give("SCORES")
    publish(cast)
    person = cast.judges[0] if who == "judge" else getattr(cast, who)
    assert sign_in(person).get(address(ranked[0].proposal.code)).status_code == 404


def test_a_mean_over_one_sheet_is_not_told(cast):
    edition = cast.edition
    edition.rounds.update(readers_per_proposal=1)
    give("SCORES")
    assignments = builders.accepted(cast, 2)
    for one in assignments:
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    publish(cast)
    text = text_of(sign_in(cast.writer).get(address(assignments[0].proposal.code)))
    assert "satu lembar saja" in text
    assert "Nilai akhir" not in text
    assert not [
        one.mean for said in queries.said_about(assignments[0].proposal, read_clock()) for one in said.lines if one.mean
    ]


def test_queries_of_the_page(cast, ranked, django_assert_max_num_queries):
    give("SCORES")
    publish(cast)
    desk, here = sign_in(cast.writer), address(ranked[0].proposal.code)
    desk.get(here)
    with django_assert_max_num_queries(12):
        desk.get(here)
