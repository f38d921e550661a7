"""What the people of the cast do to a proposal, one step at a time, at the instant a test chooses."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from competition.clock import read_clock
from competition.models import Institution, InstitutionExtension, Person, StageExtension
from competition.zones import day_of
from submissions.eligibility import CHECKS
from submissions.models import Endorsement, Proposal, Reading, Screening, Submission, TextSketch, Withdrawal
from submissions.operations.answers import save_answer
from submissions.operations.endorsements import endorse_proposal
from submissions.operations.extensions import extend_for_institution, extend_stage
from submissions.operations.extensions import move_stage as move_stage_to
from submissions.operations.letters import SignedLetter, record_letter
from submissions.operations.screenings import confirm_screening, save_screening_draft, screen_proposal
from submissions.operations.submissions import submit_proposal
from submissions.operations.withdrawals import revive_proposal, withdraw_proposal
from submissions.queries.contents import content_hash, items_of
from submissions.queries.drafted import seal_of
from tests.builders import Cast, open_the_stage
from tests.submissions import files

STATEMENT = "Saya menyetujui proposal ini."


def shown_hash(proposal: Proposal) -> str:
    """Return the fingerprint of what a page would show now."""
    proposal = Proposal.objects.get(pk=proposal.pk)
    return content_hash(proposal, items_of(proposal))


def endorse(cast: Cast, proposal: Proposal, at: datetime, *, leader: Person | None = None) -> Endorsement:
    """The leader reads the proposal as it is and says yes."""
    return endorse_proposal(
        proposal=proposal, person=leader or cast.leader, statement=STATEMENT, shown_hash=shown_hash(proposal), at=at
    )


def sign(cast: Cast, proposal: Proposal, at: datetime, **values: object) -> Endorsement:
    """The administrator records a letter that the leader signed today; what is said of it may differ."""
    content = values.pop("content", None)
    said = {"number": "188.4/17/2026", "day": day_of(at), "whom": cast.leader}
    said |= {key: values.pop(key) for key in ("number", "day", "whom", "name", "office") if key in values}
    known = {"proposal": proposal, "person": cast.administrator, "shown_hash": shown_hash(proposal), "at": at}
    with tempfile.NamedTemporaryFile() as file:
        file.write(files.pdf(words="Surat persetujuan") if content is None else content)
        file.flush()
        known |= {"letter": SignedLetter(**said), "file": Path(file.name), "name": "surat.pdf"}
        return record_letter(**known | values)


def send(cast: Cast, proposal: Proposal, at: datetime, *, person: Person | None = None, key: UUID | None = None) -> Submission:
    """The administrator sends the proposal."""
    return submit_proposal(proposal=proposal, person=person or cast.administrator, at=at, key=key)


def withdraw(cast: Cast, proposal: Proposal, at: datetime, *, person: Person | None = None) -> Withdrawal:
    """The administrator takes back what was sent."""
    return withdraw_proposal(proposal=proposal, person=person or cast.administrator, reason="Angkanya keliru.", at=at)


def revive(cast: Cast, proposal: Proposal, at: datetime, *, person: Person | None = None) -> Proposal:
    """The administrator takes up again what was withdrawn."""
    return revive_proposal(proposal=proposal, person=person or cast.administrator, at=at)


def screen(cast: Cast, proposal: Proposal, at: datetime, result: str = "ELIGIBLE", **values: object) -> Screening:
    """The secretariat decides; every check is met, and a refusal has its reason."""
    known = {
        "proposal": proposal,
        "person": cast.secretariat,
        "result": result,
        "checks": dict.fromkeys(CHECKS, True),
        "reason": "" if result == "ELIGIBLE" else "Lengkapi angka dampak.",
        "at": at,
    }
    return screen_proposal(**known | values)


def uncopied(submission: Submission) -> Submission:
    """The sending was compared with all others, and none is like it: what the texts of tests, which are one text, never are."""
    TextSketch.objects.update_or_create(
        proposal=submission.proposal, defaults={"submission": submission, "hashes": [], "percent": 0}
    )
    return submission


def let_two_read(cast: Cast, **rule: object) -> None:
    """The edition's rule of the second reader from now on is this and nothing else."""
    for name, value in ({"second_percent": 0, "second_checks": []} | rule).items():
        setattr(cast.edition, name, value)
    cast.edition.save(update_fields=["second_percent", "second_checks"])


def give_days(cast: Cast, days: int) -> None:
    """The edition gives a correction so many working days from now on."""
    cast.edition.correction_days = days
    cast.edition.save(update_fields=["correction_days"])


def read(cast: Cast, proposal: Proposal, at: datetime, result: str, **values: object) -> Screening | Reading:
    """Somebody of the secretariat fills in one no more than the result needs, and confirms what they are shown."""
    fails = {} if result == "ELIGIBLE" else {"age": ""}
    answers = values.pop("answers", dict.fromkeys(CHECKS, True) | fails)
    words = values.pop("words", "Belum satu tahun." if fails else "")
    known = {"proposal": proposal, "person": cast.secretariat, "at": at} | values
    draft = save_screening_draft(result=result, answers=answers, words=words, **known)
    return confirm_screening(shown=seal_of(draft, proposal.edition), **known)


def read_differently(cast: Cast, *proposals: Proposal) -> Proposal:
    """Two of the secretariat read each of them in an edition in which everything is read twice, and differ; screening is open
    afterwards. Returns the last one."""
    let_two_read(cast, second_percent=100)
    open_the_stage(cast.edition, "screening")
    for one in proposals:
        proposal = Proposal.objects.get(pk=one.pk)
        read(cast, proposal, read_clock(), "INELIGIBLE", words="Bacaan satu: terlalu muda.")
        read(cast, proposal, read_clock(), "ELIGIBLE", person=cast.secretariat2)
    return proposal


def rewrite(cast: Cast, proposal: Proposal, at: datetime, text: str, *, person: Person | None = None) -> None:
    """Somebody writes another text for the first question, over whatever version is stored."""
    answer = proposal.answers.select_related("question").order_by("question__order").first()
    save_answer(
        proposal=proposal,
        person=person or cast.administrator,
        question=answer.question,
        text=text,
        version=answer.version,
        at=at,
    )


def extend(cast: Cast, at: datetime, *, by: timedelta = timedelta(days=1), **values: object) -> StageExtension:
    """The secretariat lets registration close later."""
    stage = cast.edition.stages.select_related("edition").get(key="registration")
    known = {
        "stage": stage,
        "person": cast.secretariat,
        "closes_at": stage.closes_at + by,
        "reason": "Jaringan putus.",
        "at": at,
    }
    return extend_stage(**known | values)


def move_stage(
    cast: Cast, at: datetime, *, key: str = "screening", by: timedelta = timedelta(days=1), **values: object
) -> StageExtension:
    """An organiser lets a stage that has not opened open and close later."""
    stage = cast.edition.stages.select_related("edition").get(key=key)
    known = {"stage": stage, "person": cast.secretariat, "reason": "Banyak yang perlu diperiksa.", "at": at}
    return move_stage_to(**known | {"opens_at": stage.opens_at + by, "closes_at": stage.closes_at + by} | values)


def extend_for(
    cast: Cast,
    at: datetime,
    *,
    key: str = "registration",
    institution: Institution | None = None,
    by: timedelta = timedelta(days=1),
    **values: object,
) -> InstitutionExtension:
    """The secretariat lets one institution's stage close later than everybody's."""
    stage = cast.edition.stages.select_related("edition").get(key=key)
    known = {
        "stage": stage,
        "institution": institution or cast.institution,
        "person": cast.secretariat,
        "closes_at": stage.closes_at + by,
        "reason": "Kantor terendam banjir.",
        "at": at,
    }
    return extend_for_institution(**known | values)
