"""A draft as a team has it coached."""

from datetime import datetime

from competition.clock import read_clock
from competition.models import Person, Round
from submissions.models import Coaching, CoachingComment, Proposal
from submissions.operations.coaching_notes import write_comment
from submissions.operations.coachings import ask_coaching, give_coaching
from tests import builders
from tests.builders import Cast

QUESTION = "problem"


def coach(cast: Cast, name: str = "Pelatih Uji") -> Person:
    """Return a coach of the edition."""
    person = builders.make_person(name)
    builders.appoint(person, cast.edition, "COACH")
    return person


def asked(cast: Cast, *, proposal: Proposal | None = None, at: datetime | None = None, wish: str = "Angka") -> Coaching:
    """Return what the writer asks for a draft of theirs."""
    return ask_coaching(proposal=proposal or builders.draft(cast), person=cast.writer, wish=wish, at=at or read_clock())


def given(cast: Cast, *, to: Person | None = None, at: datetime | None = None, **values) -> Coaching:
    """Return a coaching that the coach took."""
    to, at = to or coach(cast), at or read_clock()
    return give_coaching(coaching=asked(cast, at=at, **values), person=to, coach=to, at=at)


def remarked(
    one: Coaching, *, text: str = "Sebut angkanya.", question: str = "", at: datetime | None = None
) -> CoachingComment:
    """Return a remark of the coach."""
    return write_comment(coaching=one, person=one.coach, question=question, text=text, at=at or read_clock())


def letters(round_: Round, proposal: Proposal, words: str, at: datetime) -> dict[str, dict]:
    """Return what each letter about a coaching is made of; hostile words may be put into it."""
    coached = Coaching(code="222222222222", proposal=proposal, state="REFUSED", until=at, reason=words)
    coached.coach = proposal.created_by
    known = {"round": round_, "coaching": coached, "reason": words}
    return dict.fromkeys(("coaching_moved", "coaching_commented"), known)
