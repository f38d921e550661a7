"""Many proposals are passed at once: all that was shown and nothing speaks against, or none."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.models import AuditEntry, Edition, Notice
from competition.verdict import NotAllowed
from submissions.eligibility import CHECKS
from submissions.models import Innovation, Proposal, Screening, ScreeningDraft, ScreeningLine, TextSketch
from submissions.openings import open_for_screening
from submissions.operations.passing import MOST, NoneChosen, NotClean, pass_clean
from submissions.operations.screenings import save_screening_draft
from submissions.queries import invariants
from submissions.second_reading import is_drawn
from tests import builders
from tests.evidence import refused
from tests.submissions import acts

pytestmark = pytest.mark.django_db
AGENCY = {"Writer", "Colleague", "Administrator", "Leader"}


@pytest.fixture
def waiting(cast):
    """Three sent proposals that nothing speaks against; screening is open."""
    return send_clean(cast, 3)


def send_clean(cast, number):
    builders.open_the_stage(cast.edition, "registration")
    sent = [acts.uncopied(builders.submitted(cast).submissions.get()) for _ in range(number)]
    builders.open_the_stage(cast.edition, "screening")
    return [Proposal.objects.get(pk=one.proposal_id) for one in sent]


def press(cast, proposals, at, **values):
    """The secretariat passes what was shown."""
    if "shown" not in values:
        values["shown"] = {one.code: one.submissions.order_by("-pk").first().number for one in proposals}
    known = {"edition": Edition.objects.get(pk=cast.edition.pk), "person": cast.secretariat, "at": at}
    return pass_clean(**known | values)


def states():
    return set(Proposal.objects.values_list("state", flat=True))


def test_each_is_decided_as_if_it_were_alone(cast, waiting, at):
    save_screening_draft(proposal=waiting[0], person=cast.secretariat, result="", answers={}, words="x", at=at)
    assert press(cast, waiting, at) == 3
    assert states() == {"ELIGIBLE"}
    for one in waiting:
        screening = Screening.objects.get(proposal=one)
        assert (screening.result, screening.screened_by, screening.screened_at) == ("ELIGIBLE", cast.secretariat, at)
        assert (screening.submission, screening.reason) == (one.submissions.get(), "")
        entry = AuditEntry.objects.get(event="proposal_screened", subject_key=one.code)
        assert (entry.person, entry.data) == (cast.secretariat, {"result": "ELIGIBLE", "together": 3})
        assert (entry.before, entry.after) == ({"state": "SUBMITTED"}, {"state": "ELIGIBLE"})
    lines = ScreeningLine.objects.filter(passed=True, machine_passed=True)
    assert (lines.count(), ScreeningLine.objects.count()) == (3 * len(CHECKS), 3 * len(CHECKS))
    letters = Notice.objects.filter(event="proposal_screened")
    assert (letters.count(), {one.recipient.name for one in letters}) == (3 * len(AGENCY), AGENCY)
    assert not ScreeningDraft.objects.exists()
    assert [line for check in invariants.CHECKS.values() for line in check()] == []


def test_many_cost_no_more_queries_than_few(cast, at):
    def queries(number):
        proposals = send_clean(cast, number)
        shown = {one.code: one.submissions.get().number for one in proposals}
        with CaptureQueriesContext(connection) as asked:
            press(cast, proposals, at, shown=shown)
        return len(asked)

    queries(1)
    assert queries(2) == queries(6)


def decide(cast, proposal, at):
    acts.screen(cast, proposal, at, "INELIGIBLE", person=cast.secretariat2)


def ask_again(cast, proposal, at):
    acts.screen(cast, proposal, at, "CORRECTION", person=cast.secretariat2)
    acts.rewrite(cast, proposal, at, "Teks yang diperbaiki.", person=cast.writer)
    acts.endorse(cast, proposal, at)
    acts.uncopied(acts.send(cast, proposal, at))


def open_it(cast, proposal, at):
    open_for_screening(proposal.code, cast.secretariat2.pk, cast.secretariat2.name)


def read_it(cast, proposal, at):
    acts.let_two_read(cast, second_checks=["age"])
    acts.read(cast, Proposal.objects.get(pk=proposal.pk), at, "INELIGIBLE", person=cast.secretariat2)


def draw_it(cast, proposal, at):
    acts.let_two_read(cast, second_percent=next(n for n in range(1, 101) if is_drawn(cast.edition.year, proposal.code, n)))


def liken(cast, proposal, at):
    TextSketch.objects.filter(proposal=proposal).update(percent=40)


def forget_comparing(cast, proposal, at):
    TextSketch.objects.filter(proposal=proposal).update(percent=None)


def win(cast, proposal, at):
    Innovation.objects.get(proposals=proposal).awards.create(year=cast.edition.year - 1, name="Top 40")


def take_the_title(cast, proposal, at):
    other = Proposal.objects.exclude(pk=proposal.pk).order_by("-pk").first()
    Proposal.objects.filter(pk=other.pk).update(title_key=proposal.title_key)


def fill_the_places(cast, proposal, at):
    cast.edition.caps.create(kind=cast.institution.kind, maximum=2)


def belong(cast, proposal, at):
    cast.institution.memberships.create(person=cast.secretariat, role="ADMINISTRATOR", starts_at=at - timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (decide, "sudah berstatus Tidak lolos administrasi"),
        (ask_again, "pernah diputuskan"),
        (open_it, "sedang diperiksa orang lain"),
        (read_it, "sedang diperiksa orang lain"),
        (draw_it, "dibaca dua orang"),
        (liken, "ada naskah yang mirip"),
        (forget_comparing, "belum dibandingkan"),
        (win, "Top 40"),
        (take_the_title, "sudah dipakai proposal lain"),
        (fill_the_places, "batasnya 2"),
        (belong, "berasal dari instansi Anda"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_one_that_must_be_read_by_itself_keeps_all_from_passing(cast, waiting, at, change, said):
    cache.clear()
    change(cast, waiting[0], at)
    before = Screening.objects.count()
    with refused(NotClean) as caught:
        press(cast, waiting, at)
    assert waiting[0].title in caught.value.reason
    assert said in caught.value.reason
    assert Screening.objects.count() == before
    cache.clear()


def test_what_was_sent_again_or_is_gone_is_named(cast, waiting, at):
    numbers = {one.code: one.submissions.get().number for one in waiting}
    with refused(NotClean) as caught:
        press(cast, waiting, at, shown=numbers | {waiting[1].code: "KIPP-2017-AAAAAA", "tidakada": "x"})
    assert f"{waiting[1].title} (dikirim ulang); 1 proposal tidak ada lagi" in caught.value.reason


def test_pass_clean_refuses_others_other_times_none_and_too_many(cast, waiting, at):
    for person in (cast.chair, cast.administrator):
        with refused(NotAllowed):
            press(cast, waiting, at, person=person)
    for shown in ({}, {f"x{number}": "y" for number in range(MOST + 1)}):
        with refused(NoneChosen):
            press(cast, waiting, at, shown=shown)
    builders.open_the_stage(cast.edition, "judging")
    with refused(NotAllowed):
        press(cast, waiting, at)
