"""What a round's judges train on, on its organisers' pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from competition.models import Anchor
from tests import builders
from tests.briefings import brief, train
from tests.judging.views.conftest import ROUND

MOST = 12


def written(**values):
    """Return a text as its form sends it."""
    sent = {"title": "Naskah kami", "text-ringkasan": "Antrean pendek.", "text-kebaruan": ""}
    for code in builders.choices():
        sent |= {f"level-{code}": 3, f"reason-{code}": f"Alasan {code}."}
    return sent | values


def test_an_organiser_writes_a_text_chooses_it_and_sees_who_scored_it(cast, visit):
    (first,) = brief(builders.the_round(cast), number=1)
    organiser = visit(cast.secretariat)
    assert "/latihan/" in organiser.get("round", *ROUND).text
    page = organiser.post("training_text", *ROUND, **written(**{"reason-manfaat": ""}))
    assert page.status_code == 200
    assert "Antrean pendek." in page.text
    assert organiser.post("training_text", *ROUND, **written()).status_code == 302
    made = Anchor.objects.get(title="Naskah kami")
    page = organiser.get("training", *ROUND)
    for words in ("Antrean pendek.", "Tingkat 3", "Alasan manfaat.", "0 dari 3 penilai"):
        assert words in page.text
    page = organiser.post("training", *ROUND, act="choose", texts=[first.code], reason="Rapat.")
    assert "Pilih dua atau tiga naskah" in page.text
    page = organiser.post("training", *ROUND, act="choose", texts=[first.code, made.code], reason="Rapat.")
    assert page.status_code == 302
    train(first, cast.judges[0])
    page = organiser.get("training", *ROUND)
    assert "pilihannya tidak dapat diubah lagi" in page.text
    assert [row["done"] for row in page.context["takers"]] == [0, 0, 1]
    assert organiser.post("training", *ROUND, act="choose", texts=[], reason="Rapat.").status_code == 403
    assert organiser.post("training", *ROUND, act="nudge").status_code == 302
    assert "sudah diingatkan dalam sehari" in organiser.post("training", *ROUND, act="nudge").text


def test_a_judge_reads_what_was_expected_after_the_own_marks(cast, visit):
    organiser = visit(cast.secretariat)
    organiser.post("training_text", *ROUND, **written())
    organiser.post("training_text", *ROUND, **written(title="Naskah kedua"))
    texts = [one.code for one in Anchor.objects.order_by("pk")]
    organiser.post("training", *ROUND, act="choose", texts=texts, reason="Rapat.")
    judge = visit(cast.judges[0])
    before = judge.get("anchor", *ROUND, texts[0])
    assert "Antrean pendek." in before.text
    assert "Alasan manfaat." not in before.text
    train(Anchor.objects.get(code=texts[0]), cast.judges[0], 5)
    assert "mengharapkan tingkat 3: Alasan manfaat." in judge.get("anchor", *ROUND, texts[0]).text
    Anchor.objects.filter(code=texts[1]).update(is_used=True)
    assert judge.get("anchor", *ROUND, "lain").status_code == 404


def test_an_own_text_is_read_in_english_where_it_has_any(cast, visit):
    organiser = visit(cast.secretariat)
    alone = organiser.post("training_text", *ROUND, **written(**{"en-text-kebaruan": "New here."}))
    assert "Tulis dahulu naskah aslinya" in alone.text
    assert "<details open>" in alone.text
    assert not Anchor.objects.exists()
    english = {"en-title": "Our text", "en-text-ringkasan": "Short queues.", "en-reason-manfaat": "Figures, no comparison."}
    organiser.post("training_text", *ROUND, **written(**english))
    organiser.post("training_text", *ROUND, **written(title="Naskah kedua"))
    first, second = Anchor.objects.order_by("pk")
    organiser.post("training", *ROUND, act="choose", texts=[first.code, second.code], reason="Rapat.")
    train(first, cast.judges[0], 5)
    judge = visit(cast.judges[0])
    judge.client.cookies["kipp_language"] = "en"
    listed, page = judge.get("briefing", *ROUND).text, judge.get("anchor", *ROUND, first.code).text
    assert "Our text" in listed
    assert "Naskah kedua" in listed, "what has no English is read as it was written"
    for words in ('<h1 class="long">Our text</h1>', "Short queues.", "Figures, no comparison.", "Alasan kebaruan."):
        assert words in page
    judge.client.cookies["kipp_language"] = "id"
    page = judge.get("anchor", *ROUND, first.code).text
    assert "Naskah kami" in page
    assert "Short queues." not in page


def test_the_chair_looks_and_changes_nothing_and_nobody_else_finds_it(cast, visit):
    brief(builders.the_round(cast))
    chair = visit(cast.chair)
    page = chair.get("training", *ROUND)
    assert "Siapa yang sudah menilai" in page.text
    assert "<form" not in page.text.split("<main")[1].split("</main")[0]
    assert chair.post("training", *ROUND, act="choose", texts=[], reason="Rapat.").status_code == 403
    assert chair.post("training", *ROUND, act="nudge").status_code == 403
    assert chair.get("training_text", *ROUND).status_code == 403
    for person in (cast.writer, cast.judges[0], cast.stranger):
        assert visit(person).get("training", *ROUND).status_code == 404
        assert visit(person).post("training_text", *ROUND, **written()).status_code == 404


def test_a_text_that_is_not_used_is_no_judges(cast, visit):
    first, second, third = brief(builders.the_round(cast), number=3)
    visit(cast.secretariat).post("training", *ROUND, act="choose", texts=[first.code, second.code], reason="Rapat.")
    judge = visit(cast.judges[0])
    assert third.title not in judge.get("briefing", *ROUND).text
    assert judge.get("anchor", *ROUND, third.code).status_code == 404


def test_texts_are_read_in_the_readers_language():
    known = {"title": "Naskah", "answers": {"a": "Ya.", "b": "Dua."}, "expected": {"c": {"level": 2, "reason": "Karena."}}}
    one = Anchor(**known, title_en="Text", answers_en={"a": "Yes."})
    with override("en"):
        assert [str(one), one.answer_to("a"), one.answer_to("b")] == ["Text", "Yes.", "Dua."]
        assert [one.reason_for("c"), one.reason_for("d")] == ["Karena.", ""]
    with override("id"):
        assert [str(one), one.answer_to("a")] == ["Naskah", "Ya."]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_for_little_however_many_texts_and_judges(cast, visit, number):
    for anchor in brief(builders.the_round(cast), number=number):
        for judge in cast.judges[:number]:
            train(anchor, judge)
    visitor = visit(cast.secretariat)
    visitor.get("training", *ROUND)
    with CaptureQueriesContext(connection) as caught:
        assert visitor.get("training", *ROUND).status_code == 200
    assert len(caught) <= MOST, [one["sql"][:90] for one in caught.captured_queries]
