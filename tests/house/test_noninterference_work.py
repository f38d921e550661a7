"""No secret of the work changes an answer: what is being written, and who reads what.

Two worlds that differ in one secret look the same to everybody who may not know it. Who may know is left out of the comparison,
and nobody else: each story below names its actors.
"""

from tests import builders
from tests.house import twins
from tests.house.noninterference import (
    AGENCY,
    BYSTANDERS,
    OTHER_AGENCIES,
    PUBLIC,
    READ_BY_ANOTHER,
    READ_BY_TWO,
    RUNNERS,
    Act,
)
from tests.house.source import expect_none
from tests.house.twins import Twin


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


def test_who_judges_what_and_how_far_they_are_shows_nowhere(compare):
    """Not who reads with whom, who declared a conflict, who has finished what, or what they gave."""
    one = (*READ_BY_TWO, twins.locked_by(1, 5, 1, 3))
    other = (*READ_BY_ANOTHER, twins.recused_by(2), twins.locked_by(2, 2))
    expect_none(compare(one, other, (*PUBLIC, *AGENCY, *OTHER_AGENCIES, *BYSTANDERS, "judge")))
