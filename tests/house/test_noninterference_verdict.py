"""No secret of the verdict changes an answer: scores, and the result before its hour.

Two worlds that differ in one secret look the same to everybody who may not know it. Who may know is left out of the comparison,
and nobody else: each story below names its actors. The controls of the crawl stand here, too.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from competition.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401 - a root of addresses
from judging.models import RankingEntry, ScoreSheet
from tests.house import crawl, twins
from tests.house.noninterference import (
    AGENCY,
    BYSTANDERS,
    GUESSING,
    OTHER_AGENCIES,
    PUBLIC,
    READ_BY_TWO,
    RUNNERS,
    Act,
)
from tests.house.source import expect_none
from tests.house.twins import Twin


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
