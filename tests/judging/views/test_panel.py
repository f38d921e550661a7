"""The page of one judge of the panel, and of one reader put in another's place."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from judging.models import Assignment, Conflict, Panelist
from tests import builders
from tests.evidence import nothing_changes

ROUND = (2017, "desk")


@pytest.fixture
def judge(cast):
    """A judge with tasks, beside one who can take over."""
    fourth = builders.make_person("Penilai Keempat")
    builders.appoint(fourth, cast.edition, "JUDGE")
    cast.judges.append(fourth)
    return builders.assigned(cast, 3)[0].judge


@pytest.fixture
def organiser(cast, judge, visit):
    """The first organiser, signed in."""
    return visit(cast.secretariat)


def office(judge):
    """Return the code under which the judge's page is found."""
    return judge.appointments.get().code


def test_what_is_recorded_of_a_judge_stands_on_the_page_of_the_round(judge, organiser, cast, visit):
    answer = organiser.post("panelist", *ROUND, office(judge), act="save", categories="kategori-2", max_load="7", is_away="on")
    assert answer.status_code == 302
    page = organiser.get("panelist", *ROUND, office(judge))
    assert page.text.count(" checked") == 2
    assert 'value="7"' in page.text
    for person, linked in ((cast.secretariat, True), (cast.chair, False)):
        page = visit(person).get("round", *ROUND)
        assert "Kesejahteraan sosial" in page.text
        assert "Tidak tersedia" in page.text
        assert (office(judge) in page.text) is linked


@pytest.mark.parametrize(("values", "text"), [({"max_load": "-1"}, "0"), ({"categories": "lain"}, "Pilih bidang")])
def test_what_cannot_be_is_named(judge, organiser, values, text):
    with nothing_changes():
        page = organiser.post("panelist", *ROUND, office(judge), act="save", **values)
    assert "<title>Kesalahan: " in page.text
    assert text in page.text


def test_taking_everything_back_leads_to_the_plan(judge, organiser):
    with nothing_changes():
        assert "Isi alasan penarikan" in organiser.post("panelist", *ROUND, office(judge), act="release", reason=" ").text
    answer = organiser.post("panelist", *ROUND, office(judge), act="release", reason="Sakit.")
    assert answer["Location"].endswith("/penugasan/")
    assert not Assignment.objects.filter(judge=judge, state="OFFERED").exists()
    assert Panelist.objects.get().is_away
    assert "Tidak ada tugas yang belum dikunci" in organiser.get("panelist", *ROUND, office(judge)).text


def test_a_reader_is_replaced_by_one_who_is_free(judge, organiser, cast):
    one = Assignment.objects.filter(judge=judge).order_by("pk").first()
    free = [person for person in cast.judges if not person.assignments.filter(proposal=one.proposal).exists()]
    Conflict.objects.create(judge=free[0], proposal=one.proposal, kind="FAMILY", declared_at=read_clock())
    page = organiser.get("reassign", *ROUND, one.code)
    assert f"{free[0].name}: Dinyatakan penilai" in page.text
    for values, text in (
        ({"reason": "Sakit."}, "Pilih penilai pengganti"),
        ({"judge": free[1].pk}, "Isi alasan penggantian"),
        ({"judge": free[0].pk, "reason": "Sakit."}, "Pilih penilai pengganti"),
        ({"judge": "x", "reason": "Sakit."}, "Pilih penilai pengganti"),
    ):
        with nothing_changes():
            assert text in organiser.post("reassign", *ROUND, one.code, **values).text
    assert organiser.post("reassign", *ROUND, one.code, judge=free[1].pk, reason="Sakit.").status_code == 302
    assert Assignment.objects.filter(proposal=one.proposal, judge=free[1], state="OFFERED").exists()
    assert organiser.get("reassign", *ROUND, one.code).status_code == 404


def test_the_page_of_a_judge_asks_as_often_for_many_tasks_as_for_one(judge, organiser, cast):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert organiser.get("panelist", *ROUND, office(judge)).status_code == 200
        return len(asked)

    queries()
    Assignment.objects.filter(judge=judge).exclude(pk=Assignment.objects.filter(judge=judge).order_by("pk")[0].pk).update(
        state="RELEASED"
    )
    one = queries()
    for other in Assignment.objects.exclude(judge=judge).order_by("pk"):
        known = {"round": other.round, "proposal": other.proposal, "judge": judge, "position": 9, "why": "BALANCE"}
        if not Assignment.objects.filter(proposal=other.proposal, judge=judge).exists():
            Assignment.objects.create(**known, seed=1, assigned_at=read_clock())
    assert queries() == one <= 12
