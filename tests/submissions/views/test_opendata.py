"""The open data: what the pages show and no more, described as it is served, at once when it is out and not before."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client

from competition.clock import read_clock
from competition.views import public
from submissions.models import Outcome, Publication
from submissions.opendata import LISTINGS, MOST_PER_PAGE, OWN_LISTINGS, describe
from tests import builders
from tests.submissions import crowds, replicating

pytestmark = pytest.mark.django_db

API = "/api/v1/"
KINDS = {"string": str, "integer": int, "array": list, "null": type(None)}


def ask(path: str, status: int = 200) -> dict:
    """Return the answer to a question, never one that this process kept."""
    public._local.clear()
    response = Client().get(f"{API}{path}")
    assert response.status_code == status, response.text
    return response.json()


def rows(path: str) -> list[dict]:
    return ask(path)["results"]


def test_the_description_names_every_list_with_all_that_may_be_asked(cast, settings):
    settings.SITE_URL = "https://kipp.contoh.test"
    described = ask("openapi.json")
    assert described == describe("https://kipp.contoh.test")
    assert described["servers"] == [{"url": "https://kipp.contoh.test/api/v1"}]
    assert set(described["paths"]) == {f"/{one.path}" for one in (*LISTINGS, *OWN_LISTINGS)}
    for path, acts in ((path, acts) for path, acts in described["paths"].items() if "security" not in acts["get"]):
        for parameter in acts["get"]["parameters"]:
            schema = parameter["schema"]
            value = schema["enum"][0] if "enum" in schema else 1 if schema["type"] == "integer" else "x"
            ask(f"{path[1:]}?{parameter['name']}={value}")


def test_rows_are_what_the_description_says(cast):
    crowds.published_list(cast, 3)
    replicating.walked(cast, about=crowds.award_winners(cast, 2)[0])
    schemas = ask("openapi.json")["components"]["schemas"]
    for one in LISTINGS:
        page = ask(one.path)
        assert set(page) == set(schemas[one.path]["properties"])
        row_schema = schemas[one.path]["properties"]["results"]["items"]
        assert page["results"], one.path
        for row in page["results"]:
            assert list(row) == row_schema["required"] == list(row_schema["properties"])
            for name, value in row.items():
                wanted = row_schema["properties"][name]["type"]
                wanted = wanted if isinstance(wanted, list) else [wanted]
                assert isinstance(value, tuple(KINDS[kind] for kind in wanted)), (one.path, name, value)


def test_nothing_is_out_before_its_hour(cast):
    """SEC-02 (a), SEC-04: one second before there is nothing to count, to find or to page through."""
    crowds.published_list(cast, 3)
    Publication.objects.update(published_at=read_clock() + timedelta(seconds=30))
    empty = {"count": 0, "page": 1, "pages": 1, "next": None, "previous": None, "results": []}
    for path in ("editions", "outcomes", "statistics", "outcomes?search=rumah", "outcomes?kind=CITY", "editions?year=2017"):
        assert ask(path) == empty, path
    Publication.objects.update(published_at=read_clock())
    assert ask("outcomes")["count"] == 3
    assert rows("editions")[0]["size"] == 3
    assert {row["by"] for row in rows("statistics")} == {"all", "kind", "category", "province"}


def test_no_answer_is_kept_longer_than_a_second(client, cast):
    response = client.get(f"{API}outcomes")
    assert response.headers["Cache-Control"] == "public, max-age=1"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_what_did_not_change_is_not_sent_again(client, cast):
    crowds.published_list(cast, 2)
    first = client.get(f"{API}outcomes")
    again = client.get(f"{API}outcomes", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Outcome.objects.filter(pk=Outcome.objects.first().pk).update(title="Judul lain")
    public._local.clear()
    assert client.get(f"{API}outcomes", headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_outcomes_are_alphabetical_and_tell_no_rank(cast):
    publication = crowds.published_list(cast, 3)
    for outcome, title in zip(publication.outcomes.order_by("pk"), ("Zebra", "abu", "Bunga"), strict=True):
        Outcome.objects.filter(pk=outcome.pk).update(title=title)
    found = rows("outcomes")
    assert [one["title"] for one in found] == ["abu", "Bunga", "Zebra"]
    assert not {"rank", "score", "total", "peringkat"} & set(found[0])


def test_each_parameter_narrows_the_list(cast):
    crowds.published_list(cast, 4)
    Outcome.objects.filter(pk=Outcome.objects.first().pk).update(title="Layanan Apung", province_name="Maluku")
    assert {one["kind"] for one in rows("outcomes?kind=CITY")} == {"CITY"}
    assert [one["title"] for one in rows("outcomes?search=apung+layanan")] == ["Layanan Apung"]
    assert [one["province"] for one in rows("outcomes?province=Maluku")] == ["Maluku"]
    category = rows("outcomes")[0]["category"]
    assert {one["category"] for one in rows(f"outcomes?category={category}")} == {category}
    assert rows("outcomes?year=1999") == rows("outcomes?list=lain") == []
    assert len(rows("outcomes?year=2017&list=desk")) == 4


def test_pages_follow_each_other_to_the_end(cast, settings):
    settings.SITE_URL = "http://testserver"
    crowds.published_list(cast, 5)
    address, seen = "outcomes?per_page=2&kind=", []
    while address:
        page = ask(address)
        seen += [one["innovation"] for one in page["results"]]
        assert (page["count"], page["pages"]) == (5, 3)
        address = (page["next"] or "").partition(API)[2]
    assert len(seen) == len(set(seen)) == 5
    beyond = ask("outcomes?per_page=2&page=9")
    assert (beyond["results"], beyond["next"]) == ([], None)


def test_a_page_as_csv_leads_to_the_next_and_holds_no_formula(client, cast):
    """SEC-13."""
    crowds.published_list(cast, 3)
    Outcome.objects.filter(pk=Outcome.objects.order_by("title").first().pk).update(title="=HYPERLINK(1)", unit_name="@unit")
    response = client.get(f"{API}outcomes?format=csv&per_page=2")
    assert response.headers["Content-Type"].startswith("text/csv")
    assert 'rel="next"' in response.headers["Link"]
    table = list(csv.DictReader(io.StringIO(response.text)))
    assert len(table) == 2
    assert table[0]["title"] == "'=HYPERLINK(1)"
    assert table[0]["unit"] == "'@unit"
    assert table[0]["year"] == "2017"


def test_awards_of_an_innovation_stand_in_one_cell(client, cast):
    crowds.award_winners(cast, 1)
    [row] = csv.DictReader(io.StringIO(client.get(f"{API}innovations?format=csv").text))
    assert row["awards"] == "Top 99 2016; Top 99 2015"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("outcomes?yaer=2017", ""),
        ("outcomes?year=duaribu", "year"),
        ("outcomes?kind=DESA", "kind"),
        ("outcomes?page=0", "page"),
        ("outcomes?page=99999999999999999999", "page"),
        (f"outcomes?per_page={MOST_PER_PAGE + 1}", "per_page"),
        ("outcomes?format=xml", "format"),
        ("innovations?search=%00", "search"),
        ("innovations?search=" + "x" * 10_000, "search"),
        ("statistics?by=judge", "by"),
    ],
    ids=["unknown", "no-year", "no-kind", "page-0", "huge-page", "too-many", "no-format", "nul", "long", "no-way"],
)
def test_what_makes_no_sense_is_named(client, cast, path, name):
    response = client.get(f"{API}{path}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 400
    assert [one["name"] for one in problem["errors"]] == [name]
    assert problem["errors"][0]["message"]


def test_what_is_not_public_is_not_counted_among_innovations(cast):
    """SEC-25: a word of a hidden one finds as little as any other."""
    crowds.innovations(cast, 2)
    assert ask("innovations?search=tunggu") == ask("innovations?search=zzz")


def test_statistics_count_those_who_were_sent_and_chosen(cast):
    crowds.published_list(cast, 3)
    builders.draft(cast)
    crowds.sent_proposals(cast, 2, "WITHDRAWN")
    whole = rows("statistics?by=all")
    assert whole == [{"year": 2017, "by": "all", "key": "all", "started": 6, "submitted": 3, "eligible": 3, "chosen": 3}]
    for by in ("kind", "category", "province"):
        counted = rows(f"statistics?by={by}")
        assert sum(one["submitted"] for one in counted) == 3, by
        assert sum(one["chosen"] for one in counted) == 3, by
        assert {(one["started"], one["eligible"]) for one in counted} == {(None, None)}


def test_statistics_of_an_edition_take_as_many_queries_whatever_it_holds(cast, django_assert_num_queries):
    crowds.published_list(cast, 30)
    public._local.clear()
    # The clock, the editions, and one question for each way of counting.
    with django_assert_num_queries(6):
        Client().get(f"{API}statistics")
