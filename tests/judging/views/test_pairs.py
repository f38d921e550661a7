"""Assignments from a file: every rule of a plan holds for every row, and one row that breaks one stops them all (SEC-09)."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import AuditEntry, Edition, Institution, Notice
from competition.spreadsheets import csv_lines
from judging.models import Assignment, Conflict, Panelist
from judging.operations.panel import release_judge
from judging.queries.invariants import assignments_are_whole
from judging.ties import Reason
from submissions.models import Proposal
from tests import builders
from tests.evidence import nothing_changes
from tests.workbooks import book_of

ROUND = (2017, "desk")
HEAD = ["Kode", "Alamat email", "Alasan"]
WHY = "Ahli layanan kesehatan."


@pytest.fixture
def proposals(cast):
    """Three eligible proposals without readers; the judging is open."""
    builders.eligible(cast, 3)
    return list(Proposal.objects.order_by("pk"))


@pytest.fixture
def organiser(cast, visit):
    """The first organiser, signed in."""
    return visit(cast.secretariat)


def row(proposal, judge, reason=WHY):
    return [proposal.code, judge.email, reason]


def send(visitor, rows, *, as_csv=False):
    """Upload these rows under their heads."""
    content = "".join(csv_lines([HEAD, *rows])).encode() if as_csv else book_of([HEAD, *rows])
    return visitor.client.post(reverse("judging:assign_file", args=ROUND), {"file": SimpleUploadedFile("a", content)})


def confirm(visitor, page):
    carried = re.search(r'name="rows" value="([^"]+)"', page.text)
    return visitor.post("assign_file", *ROUND, act="apply", rows=carried[1])


@pytest.mark.parametrize("as_csv", [True, False])
def test_a_file_is_shown_with_its_effect_and_then_given_out_whole(organiser, cast, proposals, as_csv):
    first, second, third = cast.judges
    rows = [row(proposals[0], first), row(proposals[0], second), row(proposals[1], second, "Pengganti.")]
    rows.append([proposals[1].code, third.appointments.get().code.upper(), "Pengganti."])
    with nothing_changes():
        page = send(organiser, rows, as_csv=as_csv)
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]*)", page.text))
    assert (facts["Tugas baru"], facts["Tugas yang masih kurang sesudahnya"]) == ("4", "2")
    assert "Semua penilai terhubung" in facts["Keterbandingan"]
    assert "2 dari 3 pasangan penilai" in facts["Keterbandingan"]
    assert confirm(organiser, page).status_code == 302
    given = Assignment.objects.order_by("proposal_id", "judge_id").values_list("proposal_id", "judge_id", "state", "why")
    pairs = [(proposals[0], first), (proposals[0], second), (proposals[1], second), (proposals[1], third)]
    assert list(given) == [(proposal.pk, judge.pk, "OFFERED", "FILE") for proposal, judge in pairs]
    said = AuditEntry.objects.filter(event="readers_named").order_by("pk").values_list("reason", "data")
    codes = dict(Assignment.objects.values_list("pk", "code"))
    assert {reason: len(data["assignments"]) for reason, data in said} == {WHY: 2, "Pengganti.": 2}
    assert {code for _reason, data in said for code in data["assignments"]} == set(codes.values())
    letters = Notice.objects.filter(event="judges_assigned").order_by("recipient").values_list("recipient", flat=True)
    assert list(letters) == [one.pk for one in cast.judges]
    assert list(assignments_are_whole(read_clock())) == []
    # Once more: everything stands, nothing happens.
    with nothing_changes():
        assert "Semua pasangan dalam berkas ini sudah ditugaskan." in send(organiser, rows).text
        assert confirm(organiser, page).status_code == 302


def test_a_reader_who_was_taken_back_is_replaced_by_one_from_a_file(organiser, cast, proposals):
    """INV-07 lets a proposal have fewer readers only where one is gone; the file brings it back to all of them."""
    builders.assign_judges(round_=builders.the_round(cast), person=cast.secretariat, seed=1, at=read_clock())
    gone = Assignment.objects.order_by("pk")[0]
    Assignment.objects.filter(pk=gone.pk).update(state="RELEASED")
    free = next(one for one in cast.judges if not one.assignments.filter(proposal=gone.proposal).exists())
    confirm(organiser, send(organiser, [row(gone.proposal, free, "Penggantinya.")]))
    assert gone.proposal.assignments.filter(state="OFFERED").count() == 2
    assert list(assignments_are_whole(read_clock())) == []


def test_what_was_handed_out_comes_back(organiser, cast, proposals):
    planned = organiser.get("readings", *ROUND, seed=7).content
    with nothing_changes():
        upload = {"file": SimpleUploadedFile("rencana.csv", planned)}
        page = organiser.client.post(reverse("judging:assign_file", args=ROUND), upload)
    confirm(organiser, page)
    assert Assignment.objects.count() == len(proposals) * 2
    for judge in cast.judges:
        places = Assignment.objects.filter(judge=judge).order_by("position").values_list("position", flat=True)
        assert list(places) == list(range(1, len(places) + 1))


def institution(cast, judge, proposal):
    builders.join(judge, proposal.institution)


def parent(cast, judge, proposal):
    above = builders.make_institution("PROVINCE")
    Institution.objects.filter(pk=proposal.institution_id).update(kind="BUMD", parent=above)
    builders.join(judge, above)


def child(cast, judge, proposal):
    builders.join(judge, builders.make_institution("BUMD", parent=proposal.institution))


def region(cast, judge, proposal):
    Edition.objects.update(bars_own_region=True)
    home = proposal.institution.region
    builders.join(judge, builders.make_institution("CITY", region=home))


def declares(kind):
    def act(cast, judge, proposal):
        Conflict.objects.create(judge=judge, proposal=proposal, kind=kind, declared_at=read_clock())

    return act


def of_another(kind):
    """Declared about another proposal of the same institution."""

    def act(cast, judge, proposal):
        other = Proposal.objects.exclude(pk=proposal.pk).order_by("pk")[0]
        Conflict.objects.create(judge=judge, proposal=other, kind=kind, declared_at=read_clock())

    return act


def judged_earlier(cast, judge, proposal):
    """Lock a sheet about the same innovation in an edition of the year before."""
    Edition.objects.filter(pk=cast.edition.pk).update(bars_judged_earlier=True, is_current=False)
    earlier = builders.make_edition(year=2016, open_stage="judging")
    Edition.objects.filter(pk=earlier.pk).update(is_current=False)
    Edition.objects.filter(pk=cast.edition.pk).update(is_current=True)
    builders.appoint(judge, earlier, "JUDGE")
    known = {"round": earlier.rounds.get(), "proposal": proposal, "judge": judge, "position": 1, "seed": 1}
    task = Assignment.objects.create(**known, state="ACCEPTED", assigned_at=read_clock(), answered_at=read_clock())
    builders.lock_sheet(assignment=task, person=judge, choices=builders.choices(), version=0, at=read_clock())


TIES = {
    "institution": (institution, Reason.INSTITUTION),
    "parent": (parent, Reason.INSTITUTION),
    "child": (child, Reason.INSTITUTION),
    "region": (region, Reason.REGION),
    "family": (declares("FAMILY"), Reason.DECLARED),
    "other": (declares("OTHER"), Reason.DECLARED),
    "worked there": (of_another("SAME_INSTITUTION"), Reason.DECLARED_INSTITUTION),
    "coached": (of_another("COACHED"), Reason.COACHED),
    "judged earlier": (judged_earlier, Reason.JUDGED_EARLIER),
}


@pytest.mark.parametrize("tie", TIES)
def test_every_kind_of_tie_stops_a_file_on_its_page_and_at_the_yes(organiser, cast, proposals, tie):
    act, reason = TIES[tie]
    judge, free = cast.judges[:2]
    rows = [row(proposals[0], judge), row(proposals[0], free)]
    shown = send(organiser, rows)
    act(cast, judge, proposals[0])
    with nothing_changes():
        page, late = send(organiser, rows), confirm(organiser, shown)
    assert str(reason.label) in page.text
    assert 'name="rows"' not in page.text
    assert (late.status_code, str(reason.label) in late.text) == (409, True)
    assert not Assignment.objects.filter(round__edition=cast.edition).exists()


def resigns(cast, judge, proposal):
    judge.appointments.update(ends_at=read_clock())


@pytest.mark.parametrize("lose", [institution, declares("FAMILY"), resigns])
def test_a_reader_lost_to_a_tie_is_none_and_gives_way_to_one_from_a_file(organiser, cast, proposals, lose):
    """As a plan and the act *Ganti penilai* have it: what such a reader has is taken back when another takes it."""
    builders.assign_judges(round_=builders.the_round(cast), person=cast.secretariat, seed=1, at=read_clock())
    task = Assignment.objects.order_by("pk")[0]
    free = next(one for one in cast.judges if not one.assignments.filter(proposal=task.proposal).exists())
    rows = [row(task.proposal, free, "Penggantinya.")]
    assert "Proposal ini sudah memiliki 2 penilai." in send(organiser, rows, as_csv=True).text
    lose(cast, task.judge, task.proposal)
    with nothing_changes():
        page = send(organiser, rows, as_csv=True)
    assert confirm(organiser, page).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.proposal.assignments.filter(state="OFFERED").count()) == ("RELEASED", 2)
    entry = AuditEntry.objects.filter(event="judges_assigned").order_by("pk").last()
    assert (entry.data["assignments"], entry.data["released"]) == (1, 1)
    others = Assignment.objects.exclude(proposal=task.proposal)
    assert set(others.values_list("state", flat=True)) == {"OFFERED"}, "what the file does not name stays as it is"


def test_what_was_locked_before_the_tie_counts_beside_a_file(organiser, cast):
    builders.scored(cast, 1)
    task = Assignment.objects.order_by("pk")[0]
    free = next(one for one in cast.judges if not one.assignments.exists())
    institution(cast, task.judge, task.proposal)
    with nothing_changes():
        page = send(organiser, [row(task.proposal, free)], as_csv=True)
    assert "Proposal ini sudah memiliki 2 penilai." in page.text


def away(cast, proposals):
    office = cast.judges[0].appointments.get()
    Panelist.objects.create(appointment=office, is_away=True, changed_at=read_clock())


def full(cast, proposals):
    office = cast.judges[0].appointments.get()
    Panelist.objects.create(appointment=office, max_load=1, changed_at=read_clock())


def had(cast, proposals):
    builders.assign_judges(round_=builders.the_round(cast), person=cast.secretariat, seed=1, at=read_clock())
    for judge in cast.judges:
        office = judge.appointments.get()
        known = {"round_": builders.the_round(cast), "person": cast.secretariat, "reason": "Sakit."}
        release_judge(appointment=office, **known, at=read_clock())
        Panelist.objects.update(is_away=False)


def enough(cast, proposals):
    builders.assign_judges(round_=builders.the_round(cast), person=cast.secretariat, seed=1, at=read_clock())


def gone(cast, proposals):
    cast.judges[0].appointments.update(ends_at=read_clock())


WRONG = {
    "unknown proposal": (None, lambda rows: rows[0].__setitem__(0, "tidakada"), "Tidak ada proposal berkode ini"),
    "unknown judge": (None, lambda rows: rows[0].__setitem__(1, "x@contoh.test"), "Tidak ada penilai dengan alamat email"),
    "no judge any more": (gone, None, "Tidak ada penilai dengan alamat email"),
    "no reason": (None, lambda rows: rows[0].__setitem__(2, " "), "Isi alasan"),
    "a formula": (None, lambda rows: rows[0].__setitem__(2, "=1+1"), "Ada rumus pada baris ini"),
    "a long reason": (None, lambda rows: rows[0].__setitem__(2, "a" * 1001), "Alasan lebih dari 1000 karakter"),
    "twice": (None, lambda rows: rows.append(list(rows[0])), "Baris ini sama dengan baris 2"),
    "away": (away, None, "Sedang tidak tersedia"),
    "full after the first": (full, None, "Bebannya sudah penuh"),
    "had it": (had, None, "Sudah atau pernah mendapat proposal ini"),
    "fewer readers than the round has": (None, None, "Proposal ini baru memiliki 1 dari 2 penilai."),
    "more readers than the round has": (None, lambda rows: rows.extend(MORE), "Proposal ini sudah memiliki 2 penilai."),
}
MORE: list[list[str]] = []


@pytest.mark.parametrize("what", WRONG)
def test_one_wrong_row_is_named_and_nothing_is_given_out(organiser, cast, proposals, what):
    before, mend, text = WRONG[what]
    MORE[:] = [row(proposals[0], cast.judges[1]), row(proposals[0], cast.judges[2])]
    rows = [row(proposals[0], cast.judges[0]), row(proposals[1], cast.judges[0])]
    if before:
        before(cast, proposals)
    if mend:
        mend(rows)
    with nothing_changes():
        page = send(organiser, rows)
    assert text in page.text
    assert "<title>Kesalahan: " in page.text
    assert 'name="rows"' not in page.text


def test_what_is_carried_is_for_one_organiser_and_unchanged(organiser, cast, proposals, visit):
    carried = re.search(
        r'name="rows" value="([^"]+)"', send(organiser, [row(proposals[0], one) for one in cast.judges[:2]]).text
    )[1]
    other, chair = visit(cast.secretariat2), visit(cast.chair)
    with nothing_changes():
        for visitor, rows in ((other, carried), (organiser, carried[1:]), (organiser, "")):
            assert "Unggah berkasnya sekali lagi." in visitor.post("assign_file", *ROUND, act="apply", rows=rows).text
        assert chair.post("assign_file", *ROUND, act="apply", rows=carried).status_code == 403
        assert "Pilih berkas" in organiser.post("assign_file", *ROUND).text


def test_a_file_asks_no_more_for_many_rows_than_for_few(organiser, cast, proposals):
    counted = []
    for number in (1, 3):
        rows = [row(one, judge) for one in proposals[:number] for judge in cast.judges[:2]]
        send(organiser, rows)
        with CaptureQueriesContext(connection) as caught:
            page = send(organiser, rows)
        counted.append(len(caught))
    assert counted[0] == counted[1] <= 12
    with CaptureQueriesContext(connection) as caught:
        confirm(organiser, page)
    assert len(caught) <= 40
