"""The briefing on its pages: what a judge sees before and after scoring a training text."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.models import Stage
from tests import builders
from tests.briefings import brief, train
from tests.judging.views.conftest import ROUND

MOST = 12


def levels(level=3):
    return {f"level-{code}": level for code in builders.choices()} | {"sheet_version": 1}


def test_a_judge_goes_from_the_desk_through_both_texts(cast, visit):
    first, second = brief(builders.the_round(cast))
    one = builders.accepted(cast)[0]
    judge = visit(one.judge)
    assert "Pengarahan: naskah latihan babak ini" in judge.get("desk").text
    page = judge.get("briefing", *ROUND)
    assert page.context["next"]["title"] == first.title
    page = judge.get("anchor", *ROUND, first.code)
    assert builders.TEXT in page.text
    assert "checked" not in page.text.split('<form class="sheet"')[1]
    page = judge.post("anchor", *ROUND, first.code, **levels(4) | {"level-manfaat": ""})
    assert "Pilih tingkat untuk Manfaat" in page.text
    page = judge.post("anchor", *ROUND, first.code, **levels(4))
    assert page.status_code == 302
    assert judge.get("briefing", *ROUND).context["next"]["title"] == second.title
    judge.post("anchor", *ROUND, second.code, **levels())
    assert "Semua naskah latihan sudah Anda nilai" in judge.get("briefing", *ROUND).text
    assert "sudah Anda nilai" in judge.post("anchor", *ROUND, second.code, **levels(5)).text


def test_nothing_of_the_panel_before_the_own_marks_are_kept_and_no_name_after(cast, visit):
    (anchor,) = brief(builders.the_round(cast), number=1)
    me, *others = cast.judges
    empty = visit(me).get("anchor", *ROUND, anchor.code)
    for judge, level in zip(others, (1, 2), strict=True):
        train(anchor, judge, level)
    before = visit(me).get("anchor", *ROUND, anchor.code)
    assert "Nilai tengah panel" not in before.text
    assert "rows" not in before.context
    assert len(before.content) == len(empty.content)
    train(anchor, me, 5)
    after = visit(me).get("anchor", *ROUND, anchor.code)
    assert [row["word"] for row in after.context["rows"]] == ["Lebih tinggi dari panel"] * 4
    assert "Nilai tengah panel 30" in after.text
    assert not [one for one in others if one.name in after.text]


def test_too_few_others_and_the_comparison_waits(cast, visit):
    (anchor,) = brief(builders.the_round(cast), number=1)
    me, other, _third = cast.judges
    train(anchor, other)
    train(anchor, me, 5)
    page = visit(me).get("anchor", *ROUND, anchor.code)
    assert "Perbandingan tampil setelah" in page.text
    assert "word" not in page.context["rows"][0]


def test_the_desk_and_the_answer_lead_to_the_briefing_where_it_is_required(cast, visit):
    (anchor,) = brief(builders.the_round(cast), number=1, required=True)
    one = builders.assigned(cast)[0]
    judge = visit(one.judge)
    page = judge.post("assignment", one.code, act="accept", confirm="on")
    assert page.headers["Location"].endswith("/penilaian/latihan/2017/desk/")
    desk = judge.get("desk")
    assert desk.context["next"] is None
    assert "Proposal Anda terbuka setelah semua naskah latihan dinilai" in desk.text
    assert judge.get("sheet", one.code).status_code == 403
    train(anchor, one.judge)
    assert judge.get("desk").context["next"].code == one.code
    assert judge.get("sheet", one.code).status_code == 200


def test_after_the_close_the_texts_can_be_read_and_not_scored(cast, visit):
    (anchor,) = brief(builders.the_round(cast), number=1)
    judge = visit(cast.judges[0])
    Stage.objects.filter(key="judging").update(closes_at=builders.LONG_AGO, opens_at=builders.LONG_AGO.replace(year=2009))
    page = judge.get("anchor", *ROUND, anchor.code)
    assert "sudah ditutup" in page.text
    assert '<form class="sheet"' not in page.text
    assert "sudah ditutup" in judge.post("anchor", *ROUND, anchor.code, **levels()).text


def test_a_round_without_texts_and_people_who_do_not_judge_get_nothing(cast, visit):
    assert visit(cast.judges[0]).get("briefing", *ROUND).status_code == 404
    (anchor,) = brief(builders.the_round(cast), number=1)
    assert visit(cast.judges[0]).get("anchor", *ROUND, "lain").status_code == 404
    for person in (cast.writer, cast.chair, cast.secretariat):
        assert visit(person).get("briefing", *ROUND).status_code == 404
        assert visit(person).post("anchor", *ROUND, anchor.code, **levels()).status_code == 404


def test_the_pages_ask_for_little_however_many_texts_and_judges(cast, visit):
    counted = set()
    for number in (1, 5):
        anchors = brief(builders.the_round(cast), number=number) if number == 1 else _more(cast, number)
        for judge in cast.judges[: number + 1]:
            for anchor in anchors:
                train(anchor, judge)
        visitor = visit(cast.judges[0])
        for page in (("briefing", *ROUND), ("anchor", *ROUND, "latihan-1")):
            visitor.get(*page)
            with CaptureQueriesContext(connection) as caught:
                assert visitor.get(*page).status_code == 200
            counted.add((page[0], len(caught)))
    assert len(counted) == 2
    assert max(count for _page, count in counted) <= MOST


def _more(cast, number):
    """Return further training texts, and let a judge more have scored the first."""
    from competition.models import Anchor

    first = Anchor.objects.get()
    train(first, cast.judges[2])
    known = {"round": first.round, "answers": first.answers}
    return [Anchor.objects.create(code=f"lagi-{one}", order=one, title=f"Lagi {one}", **known) for one in range(2, number + 1)]
