"""The road from a draft to a published list. Each step is one operation per proposal, at an instant of its own stage."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from competition.models import Edition, Round
from judging.management.demo import files
from judging.management.demo.cast import Agency, Cast
from judging.management.demo.texts import make_answer, make_reason, make_title
from judging.models import Assignment, Selection
from judging.operations.assignments import accept_assignment, assign_judges
from judging.operations.publications import announcement_time, publish_results
from judging.operations.rankings import rank_round
from judging.operations.selections import ratify_selection, select_finalists
from judging.operations.sheets import Choice, lock_sheet
from submissions.eligibility import CHECKS
from submissions.models import Proposal
from submissions.operations.answers import save_answer
from submissions.operations.drafts import save_about, start_draft
from submissions.operations.endorsements import endorse_proposal
from submissions.operations.handovers import forward_proposal
from submissions.operations.screenings import screen_proposal
from submissions.operations.submissions import submit_proposal
from submissions.queries.contents import content_hash, items_of

# The published funnel of 2017: 3,054 registered, 1,627 sent, 254 of them turned down.
SENT_SHARE, PASSED_SHARE = 1627 / 3054, 1373 / 1627
# A handful is sent and passed whole: a share of five proposals would leave nothing to show.
WHOLE_BELOW = 20
STATEMENT = "Saya menyetujui proposal ini dan berkomitmen melanjutkan inovasinya."


@dataclass
class Road:
    """What the steps share."""

    edition: Edition
    cast: Cast
    chance: Random
    now: datetime
    # The files that wait to be checked, by their codes, with the instant of each.
    files: dict[str, datetime] = field(default_factory=dict)

    def instant(self, key: str, share: float) -> datetime:
        """Return an instant of a stage, a share of the way through what of it has passed."""
        stage = self.edition.stages.get(key=key)
        end = min(stage.closes_at, self.now) - timedelta(seconds=1)
        return stage.opens_at + (end - stage.opens_at) * share


def write_drafts(road: Road, number: int) -> list[Proposal]:
    """Start the proposals; the share that will be sent is written whole, the others stop half-way."""
    whole = number if number < WHOLE_BELOW else round(number * SENT_SHARE)
    drafts = []
    for place in range(number):
        agency = road.cast.agencies[place % len(road.cast.agencies)]
        at = road.instant("registration", 0.2 + 0.5 * place / number)
        drafts.append(_write(road, agency, place, at, is_whole=place < whole))
        if place < whole and (code := files.attach(proposal=drafts[-1], person=agency.writer, place=place, at=at)):
            road.files[code] = at
    return drafts


def check_files(road: Road) -> None:
    """Let every file be looked at; where nobody does, the workers find them within a minute."""
    with files.checking() as check:
        for code, at in road.files.items():
            check(code, at)


def _write(road: Road, agency: Agency, place: int, at: datetime, *, is_whole: bool) -> Proposal:
    title = make_title(road.chance, place)
    proposal = start_draft(person=agency.writer, unit=agency.unit, edition=road.edition, title=title, at=at)
    categories = list(road.edition.categories.all())
    proposal = save_about(
        proposal=proposal,
        person=agency.writer,
        title=title,
        category=road.chance.choice(categories),
        group=road.edition.groups.first(),
        started_on=date(at.year - road.chance.randint(2, 6), road.chance.randint(1, 12), road.chance.randint(1, 28)),
        version=proposal.header_version,
        at=at,
    )
    questions = list(road.edition.questions.filter(groups=[], asked_if=""))
    for question in questions if is_whole else questions[: len(questions) // 2]:
        text = make_answer(road.chance, question)
        save_answer(proposal=proposal, person=agency.writer, question=question, text=text, version=0, is_done=True, at=at)
    return proposal


def send(road: Road, drafts: list[Proposal]) -> list[Proposal]:
    """Forward, endorse and submit the drafts that are whole, most of them late, as it really happens."""
    agencies = {agency.unit.pk: agency for agency in road.cast.agencies}
    number = len(drafts) if len(drafts) < WHOLE_BELOW else round(len(drafts) * SENT_SHARE)
    for place, proposal in enumerate(drafts[:number]):
        agency = agencies[proposal.unit_id]
        at = road.instant("registration", 0.75 + 0.25 * place / number)
        forward_proposal(proposal=proposal, person=agency.writer, at=at)
        proposal = Proposal.objects.select_related("category", "group", "institution", "unit").get(pk=proposal.pk)
        shown = content_hash(proposal, items_of(proposal))
        endorse_proposal(proposal=proposal, person=agency.leader, statement=STATEMENT, shown_hash=shown, at=at)
        submit_proposal(proposal=proposal, person=agency.administrator, at=at)
    return drafts[:number]


def screen(road: Road, sent: list[Proposal]) -> list[Proposal]:
    """Decide about each as the secretariat; return those that passed."""
    passed = len(sent) if len(sent) < WHOLE_BELOW else round(len(sent) * PASSED_SHARE)
    unproved = road.edition.screening_reasons.filter(check_code="age").order_by("order", "pk").last()
    for place, proposal in enumerate(sent):
        is_eligible = place < passed
        checks = dict.fromkeys(CHECKS, True) | ({} if is_eligible else {"age": False})
        causes = {} if is_eligible or unproved is None else {"age": unproved.code}
        screen_proposal(
            proposal=proposal,
            person=(road.cast.secretariat, road.cast.secretariat2)[place % 2],
            result="ELIGIBLE" if is_eligible else "INELIGIBLE",
            checks=checks,
            causes=causes,
            reason="" if is_eligible or causes else "Bukti tanggal mulai penerapan tidak mendukung umur inovasi itu.",
            at=road.instant("screening", place / len(sent)),
        )
    return sent[:passed]


def assign(road: Road) -> None:
    """Give every proposal its readers, who accept."""
    round_ = first_round(road)
    assign_judges(
        round_=round_, person=road.cast.secretariat, seed=road.chance.randint(1, 10**6), at=road.instant("judging", 0)
    )
    for assignment in _assignments(round_):
        accept_assignment(assignment=assignment, person=assignment.judge, at=road.instant("judging", 0.1))


def score(road: Road) -> None:
    """Lock every sheet: a proposal has a quality, a judge a severity, and each reading some chance."""
    round_ = first_round(road)
    rows = list(_assignments(round_))
    quality = {pk: road.chance.gauss(3.3, 0.7) for pk in sorted({one.proposal_id for one in rows})}
    severity = {pk: road.chance.gauss(0, 0.3) for pk in sorted({one.judge_id for one in rows})}
    codes = list(round_.criteria.filter(weight__gt=0).values_list("code", flat=True))
    for place, assignment in enumerate(rows):
        middle = quality[assignment.proposal_id] + severity[assignment.judge_id]
        choices = {
            code: Choice(min(5, max(1, round(road.chance.gauss(middle, 0.6)))), make_reason(road.chance)) for code in codes
        }
        at = road.instant("judging", 0.1 + 0.9 * place / len(rows))
        lock_sheet(assignment=assignment, person=assignment.judge, choices=choices, version=0, at=at)


def rank(road: Road) -> None:
    """Freeze the ranking as the chair."""
    rank_round(round_=first_round(road), person=road.cast.chair, at=road.instant("judging", 1))


def publish(road: Road) -> None:
    """Select, ratify and publish, by three people."""
    round_, at = first_round(road), road.instant("judging", 1)
    note = "Kuota dan nilai sama di garis batas dibahas dalam rapat pleno peragaan."
    selection = select_finalists(round_=round_, person=road.cast.chair, note=note, at=at)
    ratify_selection(selection=selection, person=road.cast.secretariat, at=at)
    selection = Selection.objects.select_related("ranking__round__edition", "ranking__round__stage").get(pk=selection.pk)
    at = max(announcement_time(selection.ranking.round), at) + timedelta(minutes=1)
    publish_results(selection=selection, person=road.cast.secretariat2, at=at)


def first_round(road: Road) -> Round:
    """Return the edition's first round, freshly read."""
    return Round.objects.select_related("edition", "stage").filter(edition=road.edition).order_by("order").first()


def _assignments(round_: Round) -> Iterator[Assignment]:
    rows = Assignment.objects.filter(round=round_).select_related("judge", "round", "proposal")
    return iter(rows.order_by("judge__email", "position", "pk"))
