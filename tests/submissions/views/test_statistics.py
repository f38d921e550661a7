"""The statistics of an announced edition: figures, bars and a map that say the same, and nothing before the hour."""

import csv
import re
from datetime import timedelta

import pytest
from django.test import Client

from competition.clock import read_clock
from competition.views import public
from submissions.models import Publication
from submissions.tilemap import COLUMNS, ROWS, SHADES, SIDE, TILES, tiles_of
from tests.house.source import ROOT
from tests.submissions import crowds

pytestmark = pytest.mark.django_db
HERE = "/hasil/2017/statistik/"


def page(status: int = 200) -> str:
    public._local.clear()
    response = Client().get(HERE)
    assert response.status_code == status
    return response.text


def test_before_the_hour_there_is_nothing(cast):
    crowds.published_list(cast, 3)
    Publication.objects.update(published_at=read_clock() + timedelta(seconds=30))
    page(404)
    Publication.objects.update(published_at=read_clock())
    page()


def test_figures_are_those_of_the_open_data(cast):
    crowds.published_list(cast, 3)
    crowds.sent_proposals(cast, 1, "SUBMITTED")
    text = page()
    steps = re.findall(r'<th scope="row">([^<]+)</th><td class="num">([^<]+)</td>', text)
    assert steps[:4] == [("Dimulai", "4"), ("Terkirim", "4"), ("Lolos administrasi", "3"), ("Diumumkan", "3")]
    rows = Client().get("/api/v1/statistics?year=2017").json()["results"]
    for by in ("kind", "category", "province"):
        counted = [row for row in rows if row["by"] == by]
        assert sum(row["submitted"] for row in counted) == 4
    for row in (one for one in rows if one["by"] == "province"):
        assert (row["key"], str(row["submitted"])) in steps


def test_a_share_is_drawn_and_said(cast):
    crowds.published_list(cast, 1)
    crowds.sent_proposals(cast, 3, "SUBMITTED")
    text = page()
    assert "25 %" in text
    assert 'width="25"' in text


def test_results_lead_to_the_statistics(client, cast):
    crowds.published_list(cast, 1)
    assert f'href="{HERE}"' in client.get("/hasil/2017/").text


def test_the_page_stays_small(client, cast):
    crowds.published_list(cast, 60)
    assert len(page().encode()) < 50_000


def test_every_province_of_today_has_one_tile_of_its_own():
    with (ROOT / "competition/data/regions.csv").open(encoding="utf-8", newline="") as file:
        today = {row["code"] for row in csv.DictReader(file) if row["kind"] == "PROVINCE" and not row["valid_until"]}
    assert today == set(TILES)
    assert len(TILES) == 38
    assert len({letters for letters, _x, _y in TILES.values()}) == 38
    places = {(x, y) for _letters, x, y in TILES.values()}
    assert len(places) == 38
    assert all(0 <= x < COLUMNS and 0 <= y < ROWS for x, y in places)


def test_shades_rise_with_the_numbers():
    tiles = {one["code"]: one for one in tiles_of({"11": 1, "12": 50, "13": 100})}
    assert [tiles[code]["shade"] for code in ("11", "12", "13", "14")] == [1, 2, SHADES, 0]
    assert (tiles["12"]["x"], tiles["12"]["y"]) == (0, SIDE)
    assert {one["shade"] for one in tiles_of({})} == {0}
