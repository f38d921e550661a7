"""The chair's list, tried before it is proposed; the organiser's confirmation; and publishing by a third person."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from competition.clock import read_clock
from competition.models import AuditEntry, Quota
from judging.models import Selection
from judging.operations.publications import announcement_time
from judging.operations.rankings import rank_round
from judging.operations.selections import select_finalists
from judging.operations.sheets import lock_sheet
from submissions.models import Outcome
from tests import builders
from tests.evidence import nothing_changes

ROUND = (2017, "desk")
# Where it stands that somebody looked at the list.
LOOKS = "competition_auditentry"


@pytest.fixture
def chair(cast, visit):
    """The chair, signed in."""
    return visit(cast.chair)


def order(cast):
    """Return the ranked proposals, best first."""
    return [one.proposal for one in builders.the_round(cast).ranking.entries.order_by("order").select_related("proposal")]


def shown(page, key="chosen"):
    """Return the titles of a list of the page."""
    return [row["proposal"].title for row in page.context[key]]


def test_below_the_passing_grade_nobody_gets_a_place_and_nobody_is_moved_in(cast, chair):
    builders.Round.objects.update(passing_grade=90)
    builders.ranked(cast, 3)
    first, second, third = order(cast)
    page = chair.get("select", *ROUND)
    assert shown(page) == [first.title]
    assert page.text.count("Di bawah nilai ambang lulus") == 2
    assert f'value="{second.code}"' not in page.text
    assert f'value="{third.code}"' not in page.text
    with nothing_changes(LOOKS):
        chair.post("select", *ROUND, act="select", move_in=second.code, move_reason="Layak.")


def test_only_nominees_are_up_for_a_place_and_nobody_behind_them_is_moved_in(cast, chair):
    builders.Round.objects.update(nominees=2)
    Quota.objects.create(round=builders.the_round(cast), dimension="KIND", value="CITY", floor=1)
    builders.ranked(cast, 4)
    *_nominees, third, fourth = order(cast)
    type(third.institution).objects.filter(pk=fourth.institution_id).update(kind="CITY")
    page = chair.get("select", *ROUND)
    assert page.text.count("Di luar nominasi") == 2
    assert f'value="{third.code}"' not in page.text
    assert "hanya nominasi: peringkat 1 sampai 2." in chair.get("rank", *ROUND).text


def tied(cast):
    """Rank three proposals of one score."""
    for one in builders.accepted(cast, 3):
        lock_sheet(assignment=one, person=one.judge, choices=builders.choices(4), version=0, at=read_clock())
    rank_round(round_=builders.the_round(cast), person=cast.chair, at=read_clock())


def test_the_list_is_shown_with_reasons_before_it_is_proposed(cast, chair):
    builders.ranked(cast, 3)
    with nothing_changes(LOOKS):
        page = chair.get("select", *ROUND)
    assert shown(page) == [one.title for one in order(cast)[:2]]
    assert shown(page, "below") == [order(cast)[2].title]
    assert "daftar sama dengan urutan peringkat" in page.text
    assert "Di bawah garis batas" in page.text
    assert "Boleh dikosongkan." in page.text


def test_a_quota_shows_in_words_who_came_in_and_who_lost_the_place(cast, chair):
    builders.ranked(cast, 3)
    Quota.objects.create(round=builders.the_round(cast), dimension="CATEGORY", value="kategori-2", floor=1)
    worst = order(cast)[2]
    worst.category = cast.edition.categories.get(code="kategori-2")
    worst.save(update_fields=["category"])
    page = chair.get("select", *ROUND)
    assert shown(page, "special") == [order(cast)[1].title, worst.title]
    assert "Tempatnya dipakai kuota: Kesejahteraan sosial" in page.text
    assert "Kuota: Kesejahteraan sosial" in page.text


def test_an_unmet_quota_asks_for_a_note(cast, chair):
    builders.ranked(cast, 3)
    Quota.objects.create(round=builders.the_round(cast), dimension="KIND", value="BUMN", floor=1)
    page = chair.get("select", *ROUND)
    assert "Kuota tidak terpenuhi" in page.text
    assert "Perlu diisi" in page.text
    with nothing_changes(LOOKS):
        page = chair.post("select", *ROUND, act="select", note="  ")
    assert page.text.count("Isi alasan: ada kuota yang tidak terpenuhi") == 2
    assert 'href="#id_note"' in page.text
    answer = chair.post("select", *ROUND, act="select", note="Tidak ada BUMN yang mendaftar.")
    assert answer["Location"] == reverse("judging:round", args=ROUND)


def test_a_tie_across_the_line_names_those_who_share_the_place(cast, chair):
    tied(cast)
    page = chair.get("select", *ROUND)
    assert "Nilai sama di garis batas" in page.text
    assert len(page.context["ties"][0]) == 3
    with nothing_changes(LOOKS):
        chair.post("select", *ROUND, act="select", note="")
    assert chair.post("select", *ROUND, act="select", note="Diputus pleno.").status_code == 302


def test_an_exchange_is_tried_before_it_is_proposed(cast, chair):
    builders.ranked(cast, 3)
    first, second, third = order(cast)
    values = {"move_in": third.code, "move_out": second.code, "move_reason": "Daerah 3T belum terwakili."}
    with nothing_changes(LOOKS):
        page = chair.post("select", *ROUND, act="preview", **values)
    assert "Belum ada yang disimpan" in page.text
    assert shown(page) == [first.title, third.title]
    assert "Dimasukkan dengan alasan: Daerah 3T belum terwakili." in page.text
    assert chair.post("select", *ROUND, act="select", **values).status_code == 302
    chosen = Selection.objects.get().entries.filter(is_in=True).values_list("entry__proposal__title", flat=True)
    assert set(chosen) == {first.title, third.title}


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"move_in": 2}, "Isi alasan pertukaran"),
        ({"move_in": 2, "move_reason": "Sebab."}, "Jumlah proposal melebihi tempat yang ada"),
        ({"move_reason": "Sebab."}, "Pilih proposal yang dipertukarkan"),
        ({"move_in": 0, "move_reason": "Sebab."}, "Pilih proposal yang dimasukkan"),
        ({"move_out": 2, "move_reason": "Sebab."}, "Pilih proposal yang dikeluarkan"),
        ({"note": "k" * 4001}, "paling banyak 4000 huruf"),
    ],
)
@pytest.mark.parametrize("act", ["preview", "select"])
def test_a_faulty_exchange_is_named_and_nothing_is_written(cast, chair, fields, text, act):
    builders.ranked(cast, 3)
    codes = [one.code for one in order(cast)]
    values = {key: codes[value] if isinstance(value, int) else value for key, value in fields.items()}
    with nothing_changes(LOOKS):
        page = chair.post("select", *ROUND, act=act, **values)
    assert page.status_code == 200
    assert text in page.text
    assert "<title>Kesalahan: " in page.text


def test_a_proposed_list_is_shown_to_the_chair_and_cannot_be_proposed_again(cast, chair):
    builders.selected(cast, 3)
    page = chair.get("select", *ROUND)
    assert "Daftar yang diusulkan" in page.text
    assert "Catatan ketua panel." in page.text
    assert "Usulkan daftar ini" not in page.text
    with nothing_changes(LOOKS):
        assert chair.post("select", *ROUND, act="select", note="lagi").status_code == 302


def test_the_organiser_confirms_after_seeing_who_did_what(cast, visit):
    builders.selected(cast, 3)
    organiser = visit(cast.secretariat)
    page = organiser.get("ratify", *ROUND)
    for text in (cast.chair.name, "Catatan ketua panel.", "100,00", "80,00", "Penetapan tidak dapat ditarik"):
        assert text in page.text
    assert organiser.post("ratify", *ROUND).status_code == 302
    assert Selection.objects.get().ratified_by == cast.secretariat
    assert organiser.get("ratify", *ROUND).status_code == 403


def test_the_chair_cannot_confirm_the_own_list(cast, chair):
    builders.selected(cast, 3)
    builders.reappoint(cast.chair, cast.edition, "ORGANISER")
    page = chair.post("ratify", *ROUND)
    assert page.status_code == 403
    assert "Daftar harus ditetapkan oleh orang selain pengusulnya." in page.text


def test_publishing_waits_for_its_hour_in_three_zones(cast, visit):
    builders.ratified(cast, 3)
    organiser = visit(cast.secretariat2)
    page = organiser.get("publish", *ROUND)
    assert "Pengumuman baru dapat dilakukan pada" in page.text
    for zone in ("WIB", "WITA", "WIT"):
        assert zone in page.text
    assert "Umumkan sekarang" not in page.text
    with nothing_changes(LOOKS):
        page = organiser.post("publish", *ROUND)
    assert page.status_code == 200
    assert "<title>Kesalahan: " in page.text


def test_the_preview_of_the_public_list_is_alphabetical_and_without_scores(cast, visit):
    builders.ratified(cast, 3)
    page = visit(cast.secretariat2).get("publish", *ROUND)
    assert shown(page) == sorted(shown(page), key=str.casefold)
    assert not [score for score in ("100,00", "80,00") if score in page.text]


def test_the_third_person_publishes_and_is_led_to_the_results(cast, visit):
    builders.ratified(cast, 3)
    builders.open_the_stage(cast.edition, "announcement")
    for person in (cast.chair, cast.secretariat):
        assert visit(person).post("publish", *ROUND).status_code == 403
    organiser = visit(cast.secretariat2)
    assert "Umumkan sekarang" in organiser.get("publish", *ROUND).text
    answer = organiser.post("publish", *ROUND)
    assert answer["Location"] == reverse("judging:round", args=ROUND)
    assert Outcome.objects.count() == 2
    assert organiser.get("publish", *ROUND).status_code == 403
    assert announcement_time(builders.the_round(cast)) <= read_clock() + timedelta(seconds=1)


def test_nothing_of_the_verdict_reaches_an_agency_or_a_judge_before_the_hour(cast, visit):
    builders.ratified(cast, 3)
    for person in (*cast.judges, cast.writer, cast.administrator, cast.leader, cast.stranger):
        visitor = visit(person)
        for name in ("rounds",):
            assert visitor.get(name).status_code == 404
        for name in ("round", "assign", "rank", "select", "ratify", "publish"):
            page = visitor.get(name, *ROUND)
            assert page.status_code == 404
            assert not re.search(r"\d+,\d\d", page.text.split("<main")[1].split("</main")[0])


def test_a_look_at_the_list_is_written_down_for_each_who_looks(cast, visit):
    builders.ranked(cast, 3)
    looks = AuditEntry.objects.filter(event="list_viewed").order_by("pk")
    visit(cast.secretariat).get("select", *ROUND)
    assert not looks.exists()
    visit(cast.chair).get("select", *ROUND)
    select_finalists(round_=builders.the_round(cast), person=cast.chair, note="", at=read_clock())
    visit(cast.chair).get("select", *ROUND)
    visit(cast.secretariat).get("ratify", *ROUND)
    assert [one.person for one in looks.all()] == [cast.chair, cast.secretariat]
