"""Small, real things to test with. What people do is done here by the same operations."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from competition.clock import read_clock
from competition.models import (
    Appointment,
    Category,
    Criterion,
    Edition,
    EligibilityRules,
    Group,
    GuideQuestion,
    Institution,
    Level,
    Membership,
    Person,
    Question,
    Region,
    Round,
    Stage,
    Unit,
)
from judging.models import Assignment, Ranking, Selection
from judging.operations.assignments import accept_assignment, assign_judges
from judging.operations.rankings import rank_round
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

PASSWORD = "kata-sandi-uji-7341"
LONG_AGO = datetime.fromisoformat("2010-01-01T00:00:00+07:00")
STAGES = ("registration", "screening", "judging", "announcement", "interview")
TEXT = "Sebelum inovasi ini warga menunggu tiga hari. Sekarang selesai dalam satu jam."
REASON = "Buktinya jelas dan angkanya dapat diperiksa di lampiran."
_numbers = count(10_001)  # all of one length, so that no name begins with another


def make_person(name: str = "", email: str = "") -> Person:
    """Return an active person with an account; the password is PASSWORD."""
    number = next(_numbers)
    person = Person(name=name or f"Orang {number}", email=email or f"orang{number}@contoh.test", joined_at=LONG_AGO)
    # Hashing is slow on purpose; a test that signs in through the form sets the password itself.
    person.set_unusable_password()
    person.save()
    return person


def make_auditor(edition: Edition) -> Person:
    """Return somebody who audits the edition."""
    person = make_person("Auditor Uji")
    Appointment.objects.create(person=person, edition=edition, role="AUDITOR", starts_at=LONG_AGO)
    return person


def make_institution(kind: str = "REGENCY", name: str = "", **values) -> Institution:
    """Return a verified institution; a regional one gets its own region."""
    number = next(_numbers)
    if "region" not in values and kind in ("PROVINCE", "REGENCY", "CITY"):
        values["region"] = make_region(kind)
    return Institution.objects.create(
        code=f"uji-{number}",
        name=name or f"Pemerintah Kabupaten Uji {number}",
        kind=kind,
        valid_from=date(2000, 1, 1),
        verified_at=LONG_AGO,
        **values,
    )


def make_region(kind: str = "REGENCY") -> Region:
    """Return a region; a regency or city comes with its province."""
    number = next(_numbers)
    known = {"time_zone": "WITA", "valid_from": date(2000, 1, 1), "source": "uji"}
    province = Region.objects.create(code=f"P{number}", name=f"Provinsi Uji {number}", kind="PROVINCE", **known)
    if kind == "PROVINCE":
        return province
    return Region.objects.create(code=f"K{number}", name=f"Wilayah Uji {number}", kind=kind, parent=province, **known)


def make_edition(*, open_stage: str = "registration", year: int = 2017, places: int = 2, readers: int = 2) -> Edition:
    """Return a current edition of two categories, two questions and one round of four criteria; one stage is open now."""
    edition = Edition.objects.create(
        year=year,
        name=f"Kompetisi Uji {year}",
        legal_basis="Peraturan Uji 1",
        rules_hash="0" * 64,
        is_current=True,
        loaded_at=LONG_AGO,
    )
    for order, key in enumerate(STAGES):
        Stage.objects.create(
            edition=edition,
            key=key,
            name=key.capitalize(),
            order=order,
            opens_at=LONG_AGO + timedelta(days=order),
            closes_at=LONG_AGO + timedelta(days=order + 1),
        )
    open_the_stage(edition, open_stage)
    for order, name in enumerate(("Pelayanan langsung", "Kesejahteraan sosial")):
        Category.objects.create(edition=edition, code=f"kategori-{order + 1}", name=name, order=order)
    _make_guide(edition)
    Group.objects.create(edition=edition, code="umum", name="Umum", order=1)
    _make_questions(edition)
    EligibilityRules.objects.create(edition=edition, min_age_months=12, barred_awards=["Top 40"], max_finalist_times=2)
    make_round(edition, places=places, readers_per_proposal=readers)
    return edition


def _make_guide(edition: Edition) -> None:
    """Ask two questions that each speak for one of the categories, or for none."""
    for order, about in enumerate(("penerima", "hasil"), start=1):
        answers = [
            {"text": f"Jawaban {code}", "reason": f"Alasan {about} {code}.", "weights": {code: 3 - order}}
            for code in ("kategori-1", "kategori-2")
        ]
        answers.append({"text": "Tidak ada yang jelas cocok", "reason": "", "weights": {}})
        for answer in answers:
            answer |= {"text_en": "", "reason_en": ""}
        GuideQuestion.objects.create(edition=edition, code=about, order=order, text=f"Apa {about}nya?", answers=answers)


def _make_questions(edition: Edition) -> None:
    lines = (("ringkasan", "Ringkasan", "Tentang inovasi", ""), ("kebaruan", "Kebaruan", "Kriteria", "kebaruan"))
    for order, (code, label, section, criterion) in enumerate(lines):
        Question.objects.create(
            edition=edition,
            code=code,
            label=label,
            section=section,
            criterion_code=criterion,
            help="Tulis apa adanya.",
            example_good="Dari 3 hari menjadi 1 jam.",
            example_weak="Sangat baik.",
            word_limit=50,
            order=order,
        )


def make_round(edition: Edition, *, key: str = "desk", stage: str = "judging", **values) -> Round:
    """Return a round of four criteria of weight 25, five levels each (20 to 100 points), for two places; a later
    one takes those whom the round before it chose."""
    before = edition.rounds.order_by("-order").first()
    known = {"readers_per_proposal": 2, "max_load": 100, "places": 2, "award": "Top 99", "chosen_in": before}
    round_ = Round.objects.create(
        edition=edition,
        stage=edition.stages.get(key=stage),
        key=key,
        name="Penilaian proposal",
        order=edition.rounds.count() + 1,
        reason_min_words=3,
        **known | values,
    )
    for order, code in enumerate(("kebaruan", "produktif", "manfaat", "keberlanjutan")):
        criterion = Criterion.objects.create(
            round=round_, code=code, name=code.capitalize(), weight=Decimal(25), order=order, description="Uraian."
        )
        Level.objects.bulk_create(
            Level(criterion=criterion, value=value, points=Decimal(20 * value), text=f"Tingkat {value} {code}")
            for value in range(1, 6)
        )
    return round_


def open_the_stage(edition: Edition, key: str) -> None:
    """Move the calendar so that this stage is open now: those before are over, those after have not begun."""
    now, day = read_clock(), timedelta(days=1)
    stages = list(Stage.objects.filter(edition=edition).order_by("order"))
    place = next(index for index, stage in enumerate(stages) if stage.key == key)
    for index, stage in enumerate(stages):
        stage.opens_at = now + (index - place) * 10 * day - 5 * day
        stage.closes_at = stage.opens_at + 10 * day
        stage.save(update_fields=["opens_at", "closes_at"])


@dataclass
class Cast:
    """The people of one edition, and the two agencies they belong to."""

    edition: Edition
    institution: Institution
    unit: Unit
    other_institution: Institution
    other_unit: Unit
    writer: Person
    colleague: Person
    administrator: Person
    leader: Person
    stranger: Person
    other_administrator: Person
    other_leader: Person
    secretariat: Person
    secretariat2: Person
    chair: Person
    judges: list[Person] = field(default_factory=list)

    def as_people(self) -> dict[str, Person]:
        """Return everybody by role, for matrices."""
        single = {name: value for name, value in vars(self).items() if isinstance(value, Person)}
        return single | {f"judge{number}": judge for number, judge in enumerate(self.judges, start=1)}


def make_cast(edition: Edition, judges: int = 3) -> Cast:
    """Return the people of an edition with their memberships and appointments in force."""
    home, away = make_institution(), make_institution("CITY")
    unit = Unit.objects.create(institution=home, name="Puskesmas Uji")
    other = Unit.objects.create(institution=away, name="Dinas Uji")
    names = ("writer", "colleague", "administrator", "leader", "stranger", "other_administrator", "other_leader")
    staff = ("secretariat", "secretariat2", "chair")
    people = {name: make_person(name.replace("_", " ").title()) for name in names + staff}
    memberships = (
        ("writer", home, unit, "WRITER"),
        ("colleague", home, unit, "WRITER"),
        ("administrator", home, None, "ADMINISTRATOR"),
        ("leader", home, None, "LEADER"),
        ("stranger", away, other, "WRITER"),
        ("other_administrator", away, None, "ADMINISTRATOR"),
        ("other_leader", away, None, "LEADER"),
    )
    for name, institution, of_unit, role in memberships:
        Membership.objects.create(
            person=people[name], institution=institution, unit=of_unit, role=role, position="Jabatan", starts_at=LONG_AGO
        )
    for name, role in (
        ("secretariat", "SECRETARIAT"),
        ("secretariat", "ORGANISER"),
        ("secretariat2", "SECRETARIAT"),
        ("secretariat2", "ORGANISER"),
        ("chair", "CHAIR"),
    ):
        appoint(people[name], edition, role)
    panel = [make_person(f"Penilai {number}") for number in range(1, judges + 1)]
    for judge in panel:
        appoint(judge, edition, "JUDGE")
    return Cast(edition, home, unit, away, other, judges=panel, **people)


def reappoint(person: Person, edition: Edition, role: str) -> Appointment:
    """End what the person does in the edition now, and give them another office from that instant on."""
    at = read_clock()
    Appointment.objects.filter(person=person, edition=edition, ends_at=None).update(ends_at=at)
    return Appointment.objects.create(person=person, edition=edition, role=role, starts_at=at)


def appoint(person: Person, edition: Edition, role: str) -> Appointment:
    """Give a person an office in an edition."""
    return Appointment.objects.create(person=person, edition=edition, role=role, starts_at=LONG_AGO)


def join(person: Person, institution: Institution, *, until: datetime | None = None) -> Membership:
    """Make the person a leader of the institution since long ago; `until`: it ended, or ends, then."""
    person.__dict__.pop("_rights", None)
    known = {"person": person, "institution": institution, "role": "LEADER", "starts_at": LONG_AGO}
    return Membership.objects.create(**known, ends_at=until)


def draft(cast: Cast, *, title: str = "", writer: Person | None = None, unit: Unit | None = None) -> Proposal:
    """Return a complete draft; registration must be open."""
    at, writer, unit = read_clock(), writer or cast.writer, unit or cast.unit
    title = title or f"Rumah Tunggu Kelahiran {next(_numbers)}"
    proposal = start_draft(person=writer, unit=unit, edition=cast.edition, title=title, at=at)
    proposal = save_about(
        proposal=proposal,
        person=writer,
        title=title,
        category=cast.edition.categories.first(),
        group=cast.edition.groups.first(),
        started_on=date(2012, 2, 29),
        version=1,
        at=at,
    )
    for question in cast.edition.questions.all():
        save_answer(proposal=proposal, person=writer, question=question, text=TEXT, version=0, is_done=True, at=at)
    return Proposal.objects.get(pk=proposal.pk)


def forwarded(cast: Cast, **values) -> Proposal:
    """Return a proposal that lies with the administrator, not endorsed yet."""
    proposal = draft(cast, **values)
    return forward_proposal(proposal=proposal, person=values.get("writer") or cast.writer, at=read_clock())


def endorsed(cast: Cast, *, leader: Person | None = None, **values) -> Proposal:
    """Return a forwarded proposal whose leader said yes to it."""
    proposal = forwarded(cast, **values)
    endorse_proposal(
        proposal=proposal,
        person=leader or cast.leader,
        statement="Saya menyetujui proposal ini.",
        shown_hash=content_hash(proposal, items_of(proposal)),
        at=read_clock(),
    )
    return proposal


def submitted(cast: Cast, *, administrator: Person | None = None, **values) -> Proposal:
    """Return a sent proposal."""
    proposal = endorsed(cast, **values)
    submit_proposal(proposal=proposal, person=administrator or cast.administrator, at=read_clock())
    return Proposal.objects.get(pk=proposal.pk)


def eligible(cast: Cast, number: int = 1, **values) -> list[Proposal]:
    """Return proposals that passed screening; the judging stage is open afterwards."""
    proposals = [submitted(cast, **values) for _ in range(number)]
    open_the_stage(cast.edition, "screening")
    for proposal in proposals:
        proposal = Proposal.objects.get(pk=proposal.pk)
        screen_proposal(
            proposal=proposal,
            person=cast.secretariat,
            result="ELIGIBLE",
            checks=dict.fromkeys(CHECKS, True),
            reason="",
            at=read_clock(),
        )
    open_the_stage(cast.edition, "judging")
    return list(Proposal.objects.filter(pk__in=[one.pk for one in proposals]).order_by("pk"))


def the_round(cast: Cast) -> Round:
    """Return the edition's first round, freshly read."""
    return Round.objects.select_related("edition", "stage").get(edition=cast.edition, key="desk")


def assigned(cast: Cast, number: int = 1) -> list[Assignment]:
    """Return offered assignments of eligible proposals."""
    eligible(cast, number)
    assign_judges(round_=the_round(cast), person=cast.secretariat, seed=1, at=read_clock())
    return list(Assignment.objects.select_related("judge", "proposal").order_by("judge_id", "position"))


def accepted(cast: Cast, number: int = 1) -> list[Assignment]:
    """Return assignments whose judges said that they have no conflict."""
    for assignment in assigned(cast, number):
        accept_assignment(assignment=assignment, person=assignment.judge, at=read_clock())
    return list(Assignment.objects.select_related("judge", "proposal").order_by("judge_id", "position"))


def choices(level: int = 3, **levels: int) -> dict[str, Choice]:
    """Return one choice per criterion: the same level, or another for those named."""
    codes = ("kebaruan", "produktif", "manfaat", "keberlanjutan")
    return {code: Choice(levels.get(code, level), REASON) for code in codes}


def scored(cast: Cast, number: int = 3) -> Round:
    """Return the round with every sheet locked; the earlier a proposal, the better it is."""
    assignments = accepted(cast, number)
    places = {pk: place for place, pk in enumerate(sorted({one.proposal_id for one in assignments}))}
    for assignment in assignments:
        level = max(1, 5 - places[assignment.proposal_id])
        lock_sheet(assignment=assignment, person=assignment.judge, choices=choices(level), version=0, at=read_clock())
    return the_round(cast)


def ranked(cast: Cast, number: int = 3) -> Ranking:
    """Return the frozen ranking of the round."""
    return rank_round(round_=scored(cast, number), person=cast.chair, at=read_clock())


def selected(cast: Cast, number: int = 3) -> Selection:
    """Return the chair's list."""
    from judging.operations.selections import select_finalists

    ranking = ranked(cast, number)
    return select_finalists(round_=ranking.round, person=cast.chair, note="Catatan ketua panel.", at=read_clock())


def ratified(cast: Cast, number: int = 3) -> Selection:
    """Return the list confirmed by the first organiser."""
    from judging.operations.selections import ratify_selection

    return ratify_selection(selection=selected(cast, number), person=cast.secretariat, at=read_clock())


def published(cast: Cast, number: int = 3) -> Selection:
    """Return the list published by the second organiser; the announcement stage is open."""
    from judging.operations.publications import publish_results

    selection = ratified(cast, number)
    open_the_stage(cast.edition, "announcement")
    publish_results(selection=selection, person=cast.secretariat2, at=read_clock())
    return Selection.objects.get(pk=selection.pk)
