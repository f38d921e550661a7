"""No secret changes an answer: two worlds that differ in one secret look the same to everybody who may not know it.

Who may know is left out of the comparison, and nobody else: each story below names its actors.
"""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from competition.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401 - a root of addresses
from judging.models import RankingEntry, ScoreSheet
from tests import builders
from tests.house import crawl, twins
from tests.house.source import expect_none
from tests.house.twins import Fate, Twin

Act = Callable[[Twin], object]
Seen = dict[str, tuple[crawl.Walk, list]]

PUBLIC = ("anonymous", "deactivated")
AGENCY = ("writer", "administrator", "leader", "neighbour")
OTHER_AGENCIES = ("stranger", "other_administrator", "third")
BYSTANDERS = ("clerk", "coach", "judge_unassigned")
# These try every address with known, foreign and missing codes; the others follow what leads on, as far as it does.
GUESSING = {"anonymous", "writer", "judge"}
SEAL = re.compile(rb"\b[0-9a-f]{64}\b")
RUNNERS = ("secretariat", "organiser", "chair")


@pytest.fixture
def fate(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fate]:
    """Hold still what differs between two runs; a thousand refusals are meant, and are not written to the log."""
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    with twins.fate(monkeypatch) as held:
        yield held


@pytest.fixture
def compare(fate: Fate, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return what builds two worlds, lets the same people walk through each, and says what they could tell apart."""

    def look(acts: Sequence[Act], actors: Sequence[str], see: Callable[[Twin, str], crawl.Walk]) -> Seen:
        with twins.undone():
            fate.begin(monkeypatch)
            twin = twins.new_twin(fate).tell(*acts)
            fate.go_to(twins.LOOK)
            return {one: (see(twin, one), crawl.letters(twin.people[one]) if twin.people[one] else []) for one in actors}

    def compared(one: Sequence[Act], other: Sequence[Act], actors: Sequence[str], see=walk_as) -> list[str]:
        here, there = look(one, actors, see), look(other, actors, see)
        found = [f"{actor} {line}" for actor in actors for line in crawl.differences(here[actor][0], there[actor][0])]
        return found + [f"{actor}: other letters" for actor in actors if here[actor][1] != there[actor][1]]

    return compared


def walk_as(twin: Twin, actor: str) -> crawl.Walk:
    """Walk everywhere as this person, also where those before them were led.

    What the auditor reads has seals in it and hashes over them. Those differ, and tell nothing without the salt
    (tests/judging/plain/test_seals.py), so one stands for all.
    """
    walker = crawl.Walker(twin.fate, twin.people[actor])
    answers = crawl.walk(walker, twin.led, guess=actor in GUESSING, known=twin.open_to_all)
    if actor == "anonymous":
        twin.open_to_all |= searched_in(answers)
    if actor == "auditor":
        answers = {key: replace(answer, body=SEAL.sub(b"#", answer.body)) for key, answer in answers.items()}
    twin.led |= {key.removeprefix("GET "): None for key in answers if key.startswith("GET ") and "?" not in key}
    return answers


def searched_in(answers: crawl.Walk) -> set[str]:
    """Return the pages that answered a search."""
    return {key.removeprefix("GET ").split("?")[0] for key, one in answers.items() if "?" in key and one.status == 200}


def draft_of_another(who: str, title: str, text: str) -> Act:
    """Return the act in which somebody of another institution writes a draft."""

    def act(twin: Twin) -> None:
        writer = twin.people[who]
        unit = writer.memberships.get().unit
        proposal = builders.draft(twin.cast, title=title, writer=writer, unit=unit)
        question = twin.cast.edition.questions.first()
        at = twin.fate.clock.now
        builders.save_answer(proposal=proposal, person=writer, question=question, text=text, version=1, is_done=False, at=at)

    return act


def test_another_institutions_draft_shows_nowhere(compare):
    """Neither its words nor that there is one. How many there are in all is public, so there is one in either world.

    The auditor is told by the trail who began a draft, though not what stands in it; secretariat and organiser see whose it is
    and where it stands (docs/decisions/0070).
    """
    mine = (twins.one_draft,)
    one = (*mine, draft_of_another("third", "Gawai Tani", "Gawai menghitung panen."))
    other = (*mine, draft_of_another("stranger", "Selendang Bicara", "Selendang untuk pasien bisu."))
    outside = [one for one in BYSTANDERS if one != "clerk"]
    expect_none(compare(one, other, (*PUBLIC, *AGENCY, "other_neighbour", *outside, "chair")))


def test_the_words_of_a_draft_show_to_nobody_who_runs_the_competition(compare):
    """Not by a title, a search for it, or its place in an order."""
    first = draft_of_another("third", "Gawai Tani", "Gawai menghitung panen.")
    one, other = (
        (first, draft_of_another("stranger", title, text))
        for title, text in (
            ("Arang Bicara", "Arang untuk pasien bisu."),
            ("Selendang Zaman", "Kursi untuk lansia desa."),
        )
    )
    expect_none(compare(one, other, (*RUNNERS, "clerk")))


def test_another_units_draft_shows_nowhere_in_the_institution(compare):
    one, other = (
        (draft_of_another("stranger", title, title),) for title in ("Gawai Tani Desa", "Selendang Bicara untuk Pasien Bisu")
    )
    expect_none(compare(one, other, ("other_neighbour", "writer", "auditor")))


# Judging is open. One reader is the same person in both worlds, with the same tasks.
READ_BY_TWO = (twins.sent_proposals, twins.assigned_to(0, 1), twins.accepted_by(0, 1))
READ_BY_ANOTHER = (twins.sent_proposals, twins.assigned_to(0, 2), twins.accepted_by(0, 2))


def test_who_judges_what_and_how_far_they_are_shows_nowhere(compare):
    """Not who reads with whom, who declared a conflict, who has finished what, or what they gave."""
    one = (*READ_BY_TWO, twins.locked_by(1, 5, 1, 3))
    other = (*READ_BY_ANOTHER, twins.recused_by(2), twins.locked_by(2, 2))
    expect_none(compare(one, other, (*PUBLIC, *AGENCY, *OTHER_AGENCIES, *BYSTANDERS, "judge")))


def test_scores_show_to_nobody_while_judging_runs(compare):
    """Not even to those who see who judges what and how far they are, nor to the auditor, who sees seals only."""
    one, other = ((*READ_BY_TWO, twins.locked_by(1, *levels)) for levels in ((5, 1, 3), (1, 5, 2)))
    expect_none(compare(one, other, (*RUNNERS, "judge", "clerk", "writer", "stranger", "auditor")))


def chosen_list(*levels: int, when: Act = twins.an_hour_before) -> tuple[Act, ...]:
    """Return the story up to a ratified list, an hour before it may be published."""
    return (*READ_BY_TWO, twins.locked_by(0, 3, 3, 3), twins.locked_by(1, *levels), twins.ratified, when)


def test_the_result_shows_nowhere_in_the_hour_before_its_publication(compare):
    """Those who proposed and ratified the list know it. Everybody else, and every public page, does not."""
    actors = (*PUBLIC, *AGENCY, *OTHER_AGENCIES, *BYSTANDERS, "judge", "auditor")
    expect_none(compare(chosen_list(5, 1, 3), chosen_list(1, 5, 2), actors))


def test_the_result_shows_nowhere_between_its_hour_and_its_publication(compare):
    one, other = (chosen_list(*levels, when=twins.an_hour_after) for levels in ((5, 1, 3), (1, 5, 2)))
    expect_none(compare(one, other, ("anonymous", "writer", "stranger"), kept_pages))


def kept_pages(twin: Twin, actor: str) -> crawl.Walk:
    """Walk, and then open every public page that the chair has just opened: what is kept for one is served to the other."""
    walker, chair = (crawl.Walker(twin.fate, twin.people[who]) for who in (actor, "chair"))
    answers = crawl.walk(walker, guess=actor in GUESSING)
    for key in [key for key, answer in answers.items() if answer.is_public]:
        address = key.removeprefix("GET ")
        chair.ask(address)
        answers[f"KEPT {address}"] = walker.ask(address, warm=True)
    return answers


# Negative controls: each of these leaks one bit, in another way, and the crawl must find it.


def leaks_in_words(request: HttpRequest) -> HttpResponse:
    """Say a word more when some sheet is good."""
    return HttpResponse("Ada" if ScoreSheet.objects.filter(total__gt=90).exists() else "Tak")


def leaks_in_effort(request: HttpRequest) -> HttpResponse:
    """Say nothing, and ask once more when some proposal is first."""
    first = RankingEntry.objects.filter(rank=1, proposal__title__startswith="Rumah").exists()
    return HttpResponse("Tetap" if not first or RankingEntry.objects.exists() else "")


def leaks_in_rows(request: HttpRequest) -> HttpResponse:
    """Say nothing, and read more rows when scores are good."""
    return HttpResponse("Tetap" if len(ScoreSheet.objects.filter(total__gt=90)) >= 0 else "")


def leaks_in_order(request: HttpRequest) -> HttpResponse:
    """List what everybody knows, the best first."""
    titles = RankingEntry.objects.order_by("order").values_list("proposal__title", flat=True)
    return HttpResponse("\n".join(titles))


def leaks_in_header(request: HttpRequest) -> HttpResponse:
    """Say nothing, and mark the version of the page with what it hides."""
    return HttpResponse("Tetap", headers={"ETag": f'"{ScoreSheet.objects.filter(total__gt=90).count()}"'})


LEAKS = (leaks_in_words, leaks_in_effort, leaks_in_rows, leaks_in_order, leaks_in_header)
urlpatterns = [*urlpatterns, *(path(f"bocor/{one.__name__}/", one, name=one.__name__) for one in LEAKS)]


def test_the_crawl_finds_a_view_that_leaks_one_bit(compare, settings):
    settings.ROOT_URLCONF = __name__
    found = compare(chosen_list(5, 1, 1), chosen_list(1, 4, 1), ("anonymous",))
    told = {leak.__name__: [line for line in found if leak.__name__ in line] for leak in LEAKS}
    assert [name for name, lines in told.items() if not lines] == []
    expect_none(line for line in found if "/bocor/" not in line)
    assert all("queries" in line and "body" not in line for line in told["leaks_in_effort"])


def test_two_equal_worlds_cannot_be_told_apart(compare):
    """The other control: nothing but a secret makes a difference, so a difference is a leak."""
    expect_none(compare(READ_BY_TWO, READ_BY_TWO, ("judge",)))
