"""Each check is said in the same words while writing, on forwarding, at submission and in screening."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.models import Cap, EligibilityRules, Question, Stage
from submissions.eligibility import CHECKS
from submissions.models import Award, Innovation, Proposal
from submissions.operations.answers import save_answer
from submissions.operations.handovers import Incomplete, forward_proposal
from submissions.operations.submissions import submit_proposal
from tests import builders
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of


@dataclass(frozen=True)
class Places:
    """One proposal in each of the states in which its checks are said."""

    draft: Proposal
    endorsed: Proposal
    sent: Proposal


def prepare(cast, question: dict | None = None) -> Places:
    """Return a draft, an endorsed and a sent proposal; their first question is as said, and then has no answer."""
    first = Question.objects.filter(edition=cast.edition, code="ringkasan")
    first.update(required=question is None)
    proposals = [builders.draft(cast) if question is None else _without_answer(cast, first.get()) for _ in range(3)]
    first.update(**(question or {"kind": "TEXT"}))
    for proposal in proposals[1:]:
        forward_proposal(proposal=proposal, person=cast.writer, at=read_clock())
        acts.endorse(cast, proposal, read_clock())
    acts.send(cast, proposals[2], read_clock())
    # Screening is open beside registration, so that nothing that depends on its close differs.
    stages, now = Stage.objects.filter(edition=cast.edition), read_clock()
    stages.filter(key="screening").update(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1))
    first.update(required=True)
    return Places(*proposals)


def _without_answer(cast, question: Question) -> Proposal:
    proposal = builders.draft(cast)
    save_answer(proposal=proposal, person=cast.writer, question=question, text="", version=1, at=read_clock())
    return Proposal.objects.get(pk=proposal.pk)


def rules(**values) -> Callable:
    """Return the act that changes the edition's rules of entry."""
    return lambda cast, places: EligibilityRules.objects.filter(edition=cast.edition).update(**values)


def header(**values) -> Callable:
    """Return the act that changes the header of all three, past the operations."""
    return lambda cast, places: Proposal.objects.update(**values)


def awarded(*names: str) -> Callable:
    """Return the act that gives each innovation prizes of earlier years."""

    def act(cast, places) -> None:
        for innovation in Innovation.objects.all():
            for year, name in enumerate(names, start=2014):
                Award.objects.create(innovation=innovation, year=year, name=name, title_then=innovation.title)

    return act


def used_up(cast, places) -> None:
    """Two others are sent, so that every one of the three finds the places taken."""
    for _ in range(2):
        builders.submitted(cast)
    Proposal.objects.filter(pk=places.sent.pk).update(institution=cast.institution)
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=1)


NOTHING = lambda cast, places: None  # noqa: E731 - the question itself is what is missing
LIMIT = lambda cast, places: Question.objects.filter(code="kebaruan").update(word_limit=3)  # noqa: E731 - one line of a table
# check, what is prepared, what goes wrong, the words
KINDS = {
    "an answer": ("complete", {"kind": "TEXT"}, NOTHING, "Isi ringkasan"),
    "the category": ("complete", None, header(category=None), "Pilih kategori"),
    "the start": ("complete", None, header(started_on=None), "Isi tanggal mulai penerapan"),
    "length": ("limits", None, LIMIT, "Kebaruan paling banyak 3 kata. Sekarang 12 kata, kurangi 9 kata"),
    "age": ("age", None, rules(min_age_months=400), "Inovasi harus sudah berjalan sejak"),
    "a barring prize": (
        "history",
        None,
        awarded("Top 40"),
        "Inovasi ini sudah meraih Top 40 pada tahun 2014 dan tidak dapat ikut lagi",
    ),
    "two lists": (
        "history",
        None,
        awarded("Top 99", "Top 99"),
        "Inovasi ini sudah 2 kali masuk Top 99 dan tidak dapat ikut lagi",
    ),
    "the title": ("title", None, header(title_key="samasaja"), "Judul ini sudah dipakai proposal lain pada edisi ini"),
    "the places": ("cap", None, used_up, "Instansi Anda sudah mengirim"),
}


def pages_of(cast, places: Places) -> dict[str, str]:
    """Return what the four pages say."""
    return {
        "writing": text_of(sign_in(cast.writer).get(path("proposal", places.draft))),
        "forwarding": text_of(sign_in(cast.writer).get(path("check", places.draft))),
        "sending": text_of(sign_in(cast.administrator).get(path("submit", places.endorsed))),
        "screening": text_of(sign_in(cast.secretariat).get(path("screen", places.sent))),
    }


def refusals_of(cast, places: Places) -> dict[str, list[str]]:
    """Return what the two operations name, past the pages."""
    named = {}
    for name, act, proposal, person in (
        ("forwarding", forward_proposal, places.draft, cast.writer),
        ("sending", submit_proposal, places.endorsed, cast.administrator),
    ):
        with pytest.raises(Incomplete) as caught:
            act(proposal=proposal, person=person, at=read_clock())
        named[name] = [one.text.removesuffix(".") for one in caught.value.findings]
    return named


def test_the_kinds_of_this_test_are_all_there_are():
    assert {check for check, *_rest in KINDS.values()} == set(CHECKS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_check_says_the_same_in_all_four_places(cast, kind):
    check, question, spoil, words = KINDS[kind]
    places = prepare(cast, question)
    for page in pages_of(cast, places).values():
        assert words not in page or question, "said before anything was wrong"
    spoil(cast, places)
    silent = [name for name, page in pages_of(cast, places).items() if words not in page]
    assert not silent, f"{check} is not said while {silent}"


# The places of an institution stop sending, and writing or forwarding nobody: another's proposal may be withdrawn in time.
@pytest.mark.parametrize("kind", [one for one in KINDS if one != "the places"])
def test_both_refusals_name_it_in_the_same_words(cast, kind):
    _check, question, spoil, words = KINDS[kind]
    places = prepare(cast, question)
    spoil(cast, places)
    found = refusals_of(cast, places)
    whole = [next(text for text in texts if text.startswith(words)) for texts in found.values()]
    assert len(set(whole)) == 1, whole
    assert all(whole[0] in page for page in pages_of(cast, places).values())


def test_a_yes_or_no_that_is_missing_is_said_in_the_same_words(cast):
    places = prepare(cast, {"kind": "YES_NO", "label": "Apakah berupa aplikasi?", "word_limit": 1})
    words = "Pilih Ya atau Tidak untuk “Apakah berupa aplikasi?”"
    assert all(words in page for page in pages_of(cast, places).values())
    assert all(words in texts for texts in refusals_of(cast, places).values())
