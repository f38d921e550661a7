"""No conflict leaks: what is of an institution to which somebody in office is tied changes none of their answers.

Two worlds differ in everything about one proposal: its title, what was decided about it, how it was scored. Secretariat,
organiser, chair and auditor were of its institution until yesterday, so nothing of it is theirs as its own people.
"""

from datetime import timedelta

from judging.operations.sheets import lock_sheet
from submissions.models import Proposal
from tests import builders
from tests.house import twins
from tests.house.noninterference import Act
from tests.house.source import expect_none
from tests.house.twins import Twin

IN_OFFICE = ("clerk", "organiser", "chair", "auditor")


def had_been_of(twin: Twin) -> None:
    """Let those in office have been of the other institution until yesterday."""
    for name in IN_OFFICE:
        builders.join(twin.people[name], twin.cast.other_institution, until=twins.START - timedelta(days=1))


def entered(title: str, result: str) -> Act:
    """Return the act in which the institution sends a proposal of another, and the other institution one that is decided so."""

    def act(twin: Twin) -> None:
        cast = twin.cast
        away = {"unit": cast.other_unit, "writer": cast.stranger, "leader": cast.other_leader}
        builders.submitted(cast, title="Rumah Singgah Ibu")
        twin.pass_time()
        builders.submitted(cast, title=title, administrator=cast.other_administrator, **away)
        builders.open_the_stage(cast.edition, "screening")
        for proposal, decided in zip(Proposal.objects.order_by("pk"), ("ELIGIBLE", result), strict=True):
            checks = dict.fromkeys(builders.CHECKS, True) | ({"age": False} if decided != "ELIGIBLE" else {})
            known = {"proposal": proposal, "person": cast.secretariat, "result": decided, "checks": checks}
            builders.screen_proposal(**known, reason="Alasan yang sama.", at=twin.pass_time())
        builders.open_the_stage(cast.edition, "judging")

    return act


def scored(level: int) -> Act:
    """Return the act in which the first reader scores both, the second proposal with this level."""

    def act(twin: Twin) -> None:
        for one, given in zip(twins.tasks_of(twin, 0), (3, level), strict=True):
            at = twin.pass_time()
            lock_sheet(assignment=one, person=one.judge, choices=builders.choices(given), version=0, at=at)

    return act


def story(title: str, result: str, level: int) -> tuple[Act, ...]:
    """Return everything that happens where the other institution's proposal is this one."""
    return (entered(title, result), twins.assigned_to(0, 1), twins.accepted_by(0, 1), scored(level))


ONE, OTHER = story("Air Bersih Kota", "ELIGIBLE", 5), story("Zamrud untuk Laut", "INELIGIBLE", 1)


def test_nothing_of_a_proposal_shows_to_whoever_in_office_is_tied_to_it(compare):
    expect_none(compare((*ONE, had_been_of), (*OTHER, had_been_of), IN_OFFICE))


def test_it_shows_to_each_of_them_without_the_tie(compare):
    """The negative control: it is the tie that hides it, and the crawl sees what it hides."""
    found = compare(ONE, OTHER, IN_OFFICE)
    assert [one for one in IN_OFFICE if not any(line.startswith(f"{one} ") for line in found)] == []
