"""The page on which a timetable is drawn anew: filled in with what stands, shows what moves, writes exactly that."""

import re

from judging.models import Slot, Timetable
from tests import builders
from tests.evidence import nothing_changes
from tests.judging import interviewing
from tests.judging.views.test_interviews import fields

HERE = interviewing.HERE
REASON = "Ruang Merapi kebanjiran."


def filled(page):
    """Return what the form holds, as a browser would send it."""
    form = page.text.partition("<main")[2].partition('<form method="post"')[2].partition("</form>")[0]
    found = dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', form))
    found |= {name: text.strip() for name, text in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)<', form)}
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="(\d*)"[^>]* selected', options)
        found[name] = chosen[1] if chosen else ""
    return {name: value for name, value in found.items() if name not in ("csrfmiddlewaretoken", "act")}


def test_an_organiser_sees_what_would_move_and_sets_exactly_that(cast, visit):
    interviewing.planned(cast, 1, 1, link="https://video.contoh.test/a")
    organiser = visit(cast.secretariat)
    assert "Susun ulang atau batalkan" in organiser.get("interviews", *HERE).text
    page = organiser.get("redraw", *HERE)
    sent = filled(page) | {"reason": REASON}
    assert sent["rooms"] == "Ruang 1, https://video.contoh.test/a\nRuang 2, https://video.contoh.test/a"
    assert f"{interviewing.day():%d-%m-%Y} 09.00-10.00" in sent["sessions"]
    with nothing_changes():
        same = organiser.post("redraw", *HERE, act="plan", **sent)
    assert "2 dari 2 giliran tetap" in same.text
    asked = fields(cast, reason=REASON)
    with nothing_changes():
        page = organiser.post("redraw", *HERE, act="plan", **asked)
    assert "0 dari 2 giliran tetap" in page.text
    assert "Ruang Merapi</td>" in page.text
    shown = re.search(r'name="shown" value="(\w{64})"', page.text)[1]
    with nothing_changes():
        assert organiser.post("redraw", *HERE, act="confirm", **asked | {"seed": "6", "shown": shown}).status_code == 409
        assert "Isi" in organiser.post("redraw", *HERE, act="confirm", **asked | {"reason": "", "shown": shown}).text
    assert organiser.post("redraw", *HERE, act="confirm", **asked, shown=shown).status_code == 302
    assert {one.room for one in Slot.objects.all()} == {"Ruang Merapi", "Ruang Video"}


def test_an_organiser_calls_everything_off_with_a_reason(cast, visit):
    interviewing.planned(cast, 1, 1)
    organiser = visit(cast.secretariat)
    with nothing_changes():
        assert "<title>Kesalahan: " in organiser.post("redraw", *HERE, act="cancel").text
    assert organiser.post("redraw", *HERE, act="cancel", **{"cancel-reason": REASON}).status_code == 302
    assert not Timetable.objects.exists()
    assert organiser.get("redraw", *HERE).status_code == 302
    assert "Lihat rencana" in organiser.get("interviews", *HERE).text


def test_only_who_may_draw_it_up_sees_the_page(cast, visit):
    interviewing.planned(cast, 1, 1)
    assert visit(cast.chair).get("redraw", *HERE).status_code == 403
    assert visit(cast.judges[0]).get("redraw", *HERE).status_code == 404
    assert visit(cast.administrator).get("redraw", *HERE).status_code == 404
    builders.join(cast.secretariat, builders.make_institution())
    assert visit(cast.secretariat).get("redraw", *HERE).status_code == 403
