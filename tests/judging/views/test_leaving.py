"""The page on which somebody of a team steps back, and what an organiser then reads."""

from tests.evidence import nothing_changes
from tests.judging import visits

REASON = "Operasi usus buntu."


def test_the_page_lets_a_member_go_and_tells_an_organiser_whom_to_name(cast, visit):
    one = visits.planned(cast)
    mine, other, organiser = (visit(person) for person in (cast.judges[1], cast.judges[2], cast.secretariat))
    assert f"/kunjungan/{one.code}/mundur/" in mine.get("findings", one.code).text
    assert "Tim belum lengkap" not in organiser.get("visit", 2017, "desk", one.code).text
    with nothing_changes():
        page = mine.post("leave_visit", one.code, why="ABSENT", reason="")
        assert "Isi alasan" in page.text
        assert other.post("leave_visit", one.code, why="ABSENT", reason=REASON).status_code == 404
    assert mine.post("leave_visit", one.code, why="ABSENT", reason=REASON).status_code == 302
    assert mine.get("leave_visit", one.code).status_code == 404
    assert "Tim belum lengkap. Pilih evaluator" in organiser.get("visit", 2017, "desk", one.code).text
