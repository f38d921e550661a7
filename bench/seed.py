"""3,000 proposals with three locked sheets each, written in bulk; `check_invariants` holds of them as of real ones."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.db import connection, transaction

from competition.canonical import sha256_of
from competition.codes import new_receipt_number
from competition.models import Appointment, AuditEntry, Edition, Institution, Person, Round, Unit
from competition.operations.calendar import shift_calendar
from competition.words import count_words, normalise_title
from judging.management.demo.texts import make_answer, make_reason, make_title
from judging.models import Assignment, Mark, ScoreEvent, ScoreSheet
from judging.queries.rounds import rubric_of
from judging.scoring import sheet_total
from submissions.models import Answer, Endorsement, Innovation, Proposal, Screening, Submission
from submissions.operations.submissions import snapshot_of
from submissions.queries.contents import Item, content_hash

CHUNK = 1000
# What is left to do, so that the desks have something in every state.
OPEN_PER_JUDGE = 5


class Bulk:
    """Writes the rows of one table in chunks."""

    def __init__(self, model: type) -> None:
        self.model = model
        self.rows: list = []

    def add(self, **values: object) -> object:
        """Take one row; it is not in the database before `write`."""
        row = self.model(**values)
        self.rows.append(row)
        return row

    def write(self) -> list:
        """Write what was taken."""
        return self.model.objects.bulk_create(self.rows, batch_size=CHUNK)


def settle() -> None:
    """Bring tables written in one go to where the database itself brings them within minutes (autovacuum)."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@transaction.atomic
def fill(*, proposals: int, judges: int, at: datetime, seed: int = 1) -> Round:
    """Fill the current edition; the judging stage is open afterwards. Returns its first round."""
    edition = Edition.objects.get(is_current=True)
    judging = edition.stages.get(key="judging")
    shift_calendar(edition=edition, span=at - judging.opens_at - (judging.closes_at - judging.opens_at) / 2)
    chance = Random(seed)
    sent = write_proposals(edition, proposals, at - timedelta(days=40), chance)
    round_ = edition.rounds.select_related("edition", "stage").order_by("order").first()
    write_sheets(round_, sent, panel(edition, judges, at), at - timedelta(days=2), chance)
    return round_


def write_proposals(edition: Edition, number: int, at: datetime, chance: Random) -> list[Proposal]:
    """Write eligible proposals with all that belongs to them; every fifteenth is the demo unit's own."""
    writer = Person.objects.get(email="unit@demo.test")
    home = writer.memberships.get().unit
    others = list(Institution.objects.filter(valid_until=None).order_by("code")[:250])
    units = Unit.objects.bulk_create(Unit(institution=one, name="Unit Uji Beban") for one in others)
    parts = {name: Bulk(model) for name, model in MODELS.items()}
    questions = [one for one in edition.questions.all() if not one.groups and not one.asked_if]
    categories, group = list(edition.categories.all()), edition.groups.first()
    for place in range(number):
        unit = home if place % 15 == 0 else units[place % len(units)]
        title = f"{make_title(chance, place)} {place}"
        write_one(parts, edition, unit, title, chance.choice(categories), group, writer, at, questions, chance)
    for bulk in parts.values():
        bulk.write()
    return parts["proposal"].rows


MODELS = {
    "innovation": Innovation,
    "proposal": Proposal,
    "answer": Answer,
    "endorsement": Endorsement,
    "submission": Submission,
    "screening": Screening,
}


def write_one(parts, edition, unit, title, category, group, writer, at, questions, chance) -> None:
    """Take one proposal with answers, endorsement, submission and screening."""
    key = normalise_title(title)
    innovation = parts["innovation"].add(title=title, title_key=key, institution=unit.institution, created_at=at)
    proposal = parts["proposal"].add(
        edition=edition,
        innovation=innovation,
        institution=unit.institution,
        unit=unit,
        title=title,
        title_key=key,
        category=category,
        group=group,
        started_on=date(at.year - 4, 1, 1),
        state="ELIGIBLE",
        state_since=at,
        created_by=writer,
        created_at=at,
        changed_at=at,
        submitted_at=at,
    )
    items = write_answers(parts, proposal, writer, at, questions, chance)
    write_sending(parts, proposal, items, writer, at)


def write_answers(parts, proposal, writer, at, questions, chance) -> list[Item]:
    """Take an answer to every question; the database keeps its one version."""
    items = []
    for question in questions:
        text = make_answer(chance, question)
        answer = parts["answer"].add(
            proposal=proposal, question=question, text=text, words=count_words(text), changed_by=writer, changed_at=at
        )
        items.append(Item(question, answer))
    return items


def write_sending(parts, proposal, items, writer, at) -> None:
    """Take the leader's yes, the receipt of exactly that content, and the secretariat's yes."""
    endorsement = parts["endorsement"].add(
        proposal=proposal,
        content_hash=content_hash(proposal, items),
        version=1 + len(items),
        statement="Disetujui.",
        endorsed_by=writer,
        endorsed_at=at,
    )
    number = new_receipt_number(proposal.edition.year)
    snapshot = snapshot_of(proposal, items, endorsement, number, at)
    submission = parts["submission"].add(
        proposal=proposal,
        number=number,
        snapshot=snapshot,
        sha256=sha256_of(snapshot),
        endorsement=endorsement,
        submitted_by=writer,
        received_at=at,
        closes_at=at + timedelta(days=1),
    )
    parts["screening"].add(proposal=proposal, submission=submission, result="ELIGIBLE", screened_by=writer, screened_at=at)


def panel(edition: Edition, number: int, at: datetime) -> list[Person]:
    """Return that many judges: the demo's own first, then new ones."""
    own = list(Person.objects.filter(appointments__role="JUDGE", appointments__edition=edition).order_by("pk"))
    more = Person.objects.bulk_create(
        Person(email=f"beban{place}@peserta.demo.test", name=f"Penilai Beban {place}", password="!", joined_at=at)
        for place in range(number - len(own))
    )
    Appointment.objects.bulk_create(
        Appointment(person=one, edition=edition, role="JUDGE", starts_at=at - timedelta(days=90)) for one in more
    )
    return [*own, *more]


def write_sheets(round_: Round, proposals: list[Proposal], judges: list[Person], at: datetime, chance: Random) -> None:
    """Give every proposal three readers in turn and lock their sheets, but for a few per judge."""
    criteria = [(one, list(one.levels.all())) for one in round_.criteria.filter(weight__gt=0)]
    rubric, loads = rubric_of(round_), dict.fromkeys([judge.pk for judge in judges], 0)
    parts = {model: Bulk(model) for model in (Assignment, ScoreSheet, Mark, ScoreEvent, AuditEntry)}
    locked = []
    for place, proposal in enumerate(proposals):
        for step in range(round_.readers_per_proposal):
            judge = judges[(place * round_.readers_per_proposal + step) % len(judges)]
            loads[judge.pk] += 1
            assignment = parts[Assignment].add(
                round=round_,
                proposal=proposal,
                judge=judge,
                state="ACCEPTED",
                position=loads[judge.pk],
                why="BALANCE",
                seed=1,
                assigned_at=at,
                answered_at=at,
            )
            if loads[judge.pk] <= OPEN_PER_JUDGE:
                continue
            locked.append(fill_sheet(parts, assignment, criteria, rubric, at, chance))
    for bulk in parts.values():
        bulk.write()
    lock(locked, at)


def fill_sheet(parts, assignment, criteria, rubric, at, chance) -> tuple[ScoreSheet, Decimal]:
    """Take a sheet with a mark per criterion and its traces; return it with its total."""
    sheet = parts[ScoreSheet].add(assignment=assignment, sheet_version=assignment.round.sheet_version, changed_at=at)
    points = {}
    for criterion, levels in criteria:
        level = chance.choice(levels)
        points[criterion.code] = level.points
        parts[Mark].add(sheet=sheet, criterion=criterion, level=level, points=level.points, reason=make_reason(chance))
    parts[ScoreEvent].add(sheet=sheet, version=1, kind="LOCKED", marks={}, at=at)
    parts[AuditEntry].add(
        event="sheet_locked",
        edition=assignment.round.edition,
        person=assignment.judge,
        person_name=assignment.judge.name,
        subject_type="judging.assignment",
        subject_key=assignment.code,
        at=at,
    )
    return sheet, sheet_total(rubric, points)


def lock(sheets: list[tuple[ScoreSheet, Decimal]], at: datetime) -> None:
    """Lock sheets whose marks are written; the database refuses marks on a locked sheet."""
    for sheet, total in sheets:
        sheet.state, sheet.total, sheet.locked_at = "LOCKED", total, at
    ScoreSheet.objects.bulk_update([sheet for sheet, _ in sheets], ["state", "total", "locked_at"], batch_size=CHUNK)
