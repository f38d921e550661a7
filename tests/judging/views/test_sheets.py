"""The score sheet: the frozen text beside it, nothing chosen beforehand, nothing lost, locked only after a second look."""

import re

import pytest
from django.db.models import F
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Level, Round
from judging.models import Assignment, ScoreSheet
from judging.operations.assignments import accept_assignment
from judging.operations.sheets import lock_sheet, save_sheet
from submissions.models import Answer, Proposal
from tests import builders
from tests.evidence import nothing_changes


@pytest.fixture
def one(cast):
    """The first accepted assignment of the first judge."""
    builders.accepted(cast, 3)
    return Assignment.objects.filter(judge=cast.judges[0]).select_related("judge", "proposal").order_by("position").first()


@pytest.fixture
def judge(one, visit):
    """The assignment's judge, signed in."""
    return visit(one.judge)


def sent(level=3, act="save", version=0, reason=builders.REASON, **other):
    """Return a filled-in sheet as the browser sends it."""
    values = {"version": version, "sheet_version": 1, "act": act}
    for code in builders.choices():
        values |= {f"level-{code}": level, f"reason-{code}": reason}
    return values | {key.replace("_", "-", 1) if key.startswith(("level_", "reason_")) else key: v for key, v in other.items()}


def test_the_sheet_shows_the_text_that_was_sent_and_not_what_was_changed_since(one, judge):
    Answer.objects.filter(proposal=one.proposal).update(text="Diubah sesudahnya.", version=F("version") + 1)
    Proposal.objects.filter(pk=one.proposal_id).update(title="Judul baru")
    page = judge.get("sheet", one.code)
    assert page.text.count(builders.TEXT) == 2
    assert one.proposal.title in page.text
    assert "Diubah sesudahnya" not in page.text
    assert one.proposal.submissions.get().number in page.text


def test_every_level_is_described_and_none_is_chosen(one, judge):
    page = judge.get("sheet", one.code)
    assert page.text.count('type="radio"') == 4 * 5
    assert "checked" not in page.text
    for code in builders.choices():
        for value in range(1, 6):
            assert f"Tingkat {value} {code}" in page.text
    assert page.text.count("bobot 25") == 4
    assert "Paling sedikit 3 kata." in page.text


def test_a_blank_sheet_says_what_the_rules_say_now(one, judge):
    judge.get("sheet", one.code)
    Level.objects.filter(criterion__round=one.round_id, value=2).update(text="Kalimat lain")
    assert judge.get("sheet", one.code).text.count("Kalimat lain") == 4
    Round.objects.filter(pk=one.round_id).update(reason_min_words=7)
    assert "Paling sedikit 7 kata." in judge.get("sheet", one.code).text


def test_text_and_criterion_lead_to_each_other(one, judge):
    page = judge.get("sheet", one.code).text
    assert 'href="#nilai-kebaruan"' in page
    assert 'id="nilai-kebaruan"' in page
    assert 'href="#nilai-produktif"' not in page, "no question was asked for it"


def test_a_draft_is_saved_with_gaps_and_shown_again(one, judge):
    answer = judge.post("sheet", one.code, **sent(level=4, level_manfaat="", reason_manfaat="Belum yakin"))
    assert answer["Location"] == reverse("judging:sheet", args=[one.code])
    page = judge.get("sheet", one.code)
    assert page.text.count(" checked") == 3
    assert "Belum yakin" in page.text
    assert "3 dari 4 kriteria tersimpan" in page.text
    assert ScoreSheet.objects.get(assignment=one).state == "DRAFT"


def test_the_running_total_is_of_what_was_saved(one, judge):
    judge.post("sheet", one.code, **sent(level=3, level_manfaat=5))
    assert ">70,00<" in judge.get("sheet", one.code).text


def test_save_and_next_goes_to_the_next_in_the_judges_own_order(one, judge, cast):
    following = Assignment.objects.filter(judge=one.judge, position__gt=one.position).order_by("position").first()
    answer = judge.post("sheet", one.code, **sent(act="next"))
    assert answer["Location"] == reverse("judging:sheet", args=[following.code])


def test_save_and_next_at_the_last_one_comes_back_to_the_first_unlocked(one, judge):
    last = Assignment.objects.filter(judge=one.judge).order_by("position").last()
    answer = judge.post("sheet", last.code, **sent(act="next"))
    assert answer["Location"] == reverse("judging:sheet", args=[one.code])


def test_a_stale_window_gets_409_keeps_its_words_and_sees_what_is_stored(one, judge):
    judge.post("sheet", one.code, **sent(level=2, reason="Disimpan dari tab pertama."))
    with nothing_changes():
        page = judge.post("sheet", one.code, **sent(level=5, reason="Ditulis di tab kedua."))
    assert page.status_code == 409
    assert "sudah disimpan dari jendela lain" in page.text
    assert "Disimpan dari tab pertama." in page.text
    assert page.text.count("Ditulis di tab kedua.") == 4
    version = re.search(r'name="version" value="(\d+)"', page.text)[1]
    answer = judge.post("sheet", one.code, **sent(level=5, reason="Ditulis di tab kedua.", version=version))
    assert answer.status_code == 302, "sending again is a decision to replace"
    assert ScoreSheet.objects.get(assignment=one).version == 2


def test_review_of_an_unfinished_sheet_saves_it_and_names_each_gap_at_its_field(one, judge):
    page = judge.post("sheet", one.code, **sent(act="review", level_manfaat="", reason_produktif="dua kata"))
    assert page.status_code == 200
    assert "<title>Kesalahan: " in page.text
    for text in ("Pilih tingkat untuk Manfaat", "Isi alasan untuk Produktif, paling sedikit 3 kata"):
        assert page.text.count(text) == 2, "in the summary and at the field, word for word"
    assert 'href="#id_level-manfaat_0"' in page.text
    assert 'href="#id_reason-produktif"' in page.text
    assert ScoreSheet.objects.get(assignment=one).version == 1
    again = judge.post("sheet", one.code, **sent(act="review", version=1))
    assert again["Location"] == reverse("judging:lock", args=[one.code])


def test_locking_takes_a_second_look_and_gives_a_receipt(one, judge):
    judge.post("sheet", one.code, **sent(level=4, act="review"))
    page = judge.get("lock", one.code)
    assert "tidak dapat diubah lagi" in page.text
    assert "Tingkat 4 (80 dari 100)" in page.text
    assert "80,00" in page.text
    assert ScoreSheet.objects.get(assignment=one).state == "DRAFT"
    answer = judge.post("lock", one.code, **sent(level=4, version=1))
    assert answer["Location"] == reverse("judging:locked", args=[one.code])
    sheet = ScoreSheet.objects.get(assignment=one)
    page = judge.get("locked", one.code)
    assert sheet.receipt_hash in page.text
    assert "Nilai proposal berikutnya" in page.text


def test_the_second_look_locks_what_it_showed_or_nothing(one, judge):
    judge.post("sheet", one.code, **sent(level=4, act="review"))
    judge.post("sheet", one.code, **sent(level=1, version=1))
    with nothing_changes():
        page = judge.post("lock", one.code, **sent(level=4, version=1))
    assert page.status_code == 409
    assert "jendela lain" in page.text


def test_pressing_lock_twice_ends_at_the_receipt(one, judge):
    judge.post("sheet", one.code, **sent(act="review"))
    judge.post("lock", one.code, **sent(version=1))
    for answer in (judge.post("lock", one.code, **sent(version=1)), judge.get("lock", one.code), judge.get("sheet", one.code)):
        assert answer["Location"] == reverse("judging:locked", args=[one.code])


def test_saving_into_a_locked_sheet_is_refused_with_the_words_kept(one, judge):
    lock_sheet(assignment=one, person=one.judge, choices=builders.choices(), version=0, at=read_clock())
    with nothing_changes():
        page = judge.post("sheet", one.code, **sent(level=5, reason="Terlambat sekali ini."))
    assert page.status_code == 200
    assert "sudah dikunci" in page.text


def test_steps_out_of_order_lead_back_to_the_sheet(one, judge):
    sheet = reverse("judging:sheet", args=[one.code])
    assert judge.get("lock", one.code)["Location"] == sheet
    assert judge.get("locked", one.code)["Location"] == sheet


def test_after_the_round_the_sheet_can_be_read_and_not_sent(one, judge, cast):
    judge.post("sheet", one.code, **sent(level=4))
    builders.open_the_stage(cast.edition, "announcement")
    page = judge.get("sheet", one.code)
    assert "sudah ditutup pada" in page.text
    assert "Simpan draf" not in page.text
    assert "Tingkat 4 (80 dari 100)" in page.text
    with nothing_changes():
        late = judge.post("sheet", one.code, **sent(level=5, version=1))
    assert "sudah ditutup pada" in late.text
    assert judge.get("lock", one.code)["Location"] == reverse("judging:sheet", args=[one.code])


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("level-manfaat", "6", "Pilih tingkat untuk Manfaat"),
        ("level-manfaat", "x", "Pilih tingkat untuk Manfaat"),
        ("reason-manfaat", "k" * 4001, "paling banyak 4000 huruf. Sekarang 4001 huruf."),
        ("reason-manfaat", "a\x00b", "Hapus tanda yang tidak terbaca"),
        ("version", "x", "Versi lembar"),
        ("sheet_version", "9", "Lembar nilai babak ini berubah"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(one, judge, field, value, text):
    with nothing_changes():
        page = judge.post("sheet", one.code, **(sent() | {field: value}))
    assert page.status_code in (200, 409)
    assert text.lower() in page.text.lower()
    assert builders.REASON in page.text


def test_before_accepting_the_content_stays_shut(cast, visit):
    builders.assigned(cast, 2)
    offer = Assignment.objects.filter(judge=cast.judges[0]).first()
    judge = visit(cast.judges[0])
    for name in ("sheet", "lock", "locked"):
        page = judge.get(name, offer.code)
        assert page.status_code == 403
        assert builders.TEXT not in page.text
    accept_assignment(assignment=offer, person=offer.judge, at=read_clock())
    assert builders.TEXT in judge.get("sheet", offer.code).text


def test_a_foreign_sheet_is_the_same_404_as_none(one, cast, visit):
    nothing = visit(cast.judges[1]).get("sheet", "TIDAKADA")
    for person in (cast.chair, cast.secretariat, cast.writer, *cast.judges[1:]):
        if person == one.judge or Assignment.objects.filter(judge=person, pk=one.pk).exists():
            continue
        for name in ("assignment", "sheet", "lock", "locked"):
            page = visit(person).get(name, one.code)
            assert page.status_code == 404
            assert page.text.split("<main")[1].split("</main")[0] == nothing.text.split("<main")[1].split("</main")[0]


def test_the_sheet_shows_nothing_of_other_judges(one, judge, cast):
    others = Assignment.objects.filter(proposal=one.proposal).exclude(pk=one.pk).select_related("judge")
    for other in others:
        choices = {code: builders.Choice(5, "Pendapat penilai lain.") for code in builders.choices()}
        save_sheet(assignment=other, person=other.judge, choices=choices, version=0, at=read_clock())
    page = judge.get("sheet", one.code).text
    assert "Pendapat penilai lain." not in page
    assert not [other for other in others if other.judge.name in page]


def test_a_withdrawn_judge_sees_nothing_any_more(one, judge):
    one.judge.appointments.update(ends_at=read_clock())
    assert judge.get("sheet", one.code).status_code == 404
