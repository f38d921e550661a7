"""Holidays beside the dates that the secretariat chooses; the old close beside the new one on its own pages."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from competition.holidays import known_holidays
from competition.models import Stage
from competition.queries.site import forget_site_edition
from competition.zones import ZONES, format_zones, last_minute
from submissions.views.shut import shut_days, shut_then
from tests import builders
from tests.submissions import acts
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db


def wib(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZONES["WIB"])


def test_the_days_are_those_from_today_until_a_month_past_the_close():
    found = shut_days(wib(2026, 12, 24, 9), wib(2026, 12, 20))
    assert [one["day"] for one in found["shut"]] == [
        "Kamis, 24 Desember 2026",
        "Jumat, 25 Desember 2026",
        "Jumat, 1 Januari 2027",
    ]
    assert [one["kind"] for one in found["shut"]] == ["cuti bersama", "libur nasional", "libur nasional"]
    assert found["shut_until"] == date(2027, 1, 23)
    assert found["shut_unknown"] == ["2027"]


@pytest.mark.parametrize(
    ("closes_at", "said"),
    [
        (wib(2026, 12, 26), "Hari terakhir yang baru, Jumat, 25 Desember 2026, adalah hari libur: Kelahiran Yesus Kristus."),
        (wib(2026, 12, 27), "Hari terakhir yang baru, Sabtu, 26 Desember 2026, adalah hari libur: akhir pekan."),
        (
            wib(2026, 12, 25),
            "Hari terakhir yang baru, Kamis, 24 Desember 2026, adalah hari libur: Cuti bersama",
        ),
        (wib(2026, 12, 28, 18), ""),
    ],
)
def test_the_last_day_is_told_by_its_last_minute(closes_at, said):
    assert "".join(shut_then(closes_at)).startswith(said)
    assert bool(shut_then(closes_at)) == bool(said)


def test_both_pages_of_extending_and_the_list_show_them(cast, settings, tmp_path):
    stage = cast.edition.stages.get(key="registration")
    day = (stage.closes_at + timedelta(days=2)).date()
    own = tmp_path / "own.csv"
    own.write_text(f"day,kind,name,name_en,source\n{day},LEAVE,Cuti <b>Uji</b>,Leave,SKB Uji\n", encoding="utf-8")
    settings.HOLIDAYS_FILE = str(own)
    client, name = sign_in(cast.secretariat), "Cuti &lt;b&gt;Uji&lt;/b&gt;"
    for url in (
        reverse("submissions:deadlines"),
        reverse("submissions:extend", args=["registration"]),
        reverse("submissions:extend_for_one", args=["registration"]),
    ):
        assert name in client.get(url).text, url
    values = {"ends_on": day.isoformat(), "ends_time": "18.00", "reason": "Banjir."}
    page = client.post(reverse("submissions:extend", args=["registration"]), values)
    assert f"adalah hari libur: {name}." in page.text
    values["institution"] = cast.institution.code
    page = client.post(reverse("submissions:extend_for_one", args=["registration"]), values)
    assert f"adalah hari libur: {name}." in page.text
    known_holidays.cache_clear()


def test_a_year_of_which_only_fixed_days_are_known_is_named(cast, at):
    closes_at = at + timedelta(days=4 * 366)
    Stage.objects.filter(edition=cast.edition, key="interview").update(closes_at=closes_at)
    text = text_of(sign_in(cast.secretariat).get(reverse("submissions:deadlines")))
    assert f"Keputusan bersama tentang hari libur {closes_at.year} belum dimuat" in text


def test_the_secretariats_own_pages_tell_of_a_moved_close_too(cast, at):
    builders.draft(cast)
    made = acts.extend(cast, at, by=timedelta(hours=5), reason="Banjir di tiga provinsi.")
    forget_site_edition()
    client, old = sign_in(cast.secretariat), format_zones(last_minute(made.old_closes_at)).split(" ·")[0]
    assert Stage.objects.get(key="registration", edition=cast.edition).closes_at == made.new_closes_at
    for name in ("secretariat", "rescue", "deadlines"):
        text = text_of(client.get(reverse(f"submissions:{name}")))
        assert old in text, name
        assert format_zones(last_minute(made.new_closes_at)).split(" ·")[0] in text, name
        assert "Banjir di tiga provinsi." in text, name
