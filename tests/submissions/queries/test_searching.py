"""The catalogue's search on the shipped list: what people type finds what they mean, and nothing typed does harm."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from competition.clock import read_clock
from competition.models import Institution
from competition.operations.reference import load_reference
from submissions.award_lists import read_award_list
from submissions.models import Award, CatalogueEntry, Innovation
from submissions.operations.innovations import import_innovations
from submissions.queries.catalogue import CatalogueFilter, public_innovations
from submissions.searching import is_near, words_of

SHIPPED = Path(settings.BASE_DIR) / "submissions" / "data" / "innovations.csv"
SEARCHES = json.loads((Path(__file__).parents[2] / "vectors" / "searches.json").read_text(encoding="utf-8"))


@pytest.fixture
def shipped(db) -> None:
    """Bring the shipped list into the registry."""
    load_reference(at=read_clock())
    done = import_innovations(award_list=read_award_list(SHIPPED.read_bytes()), person=None, at=read_clock())
    assert done.innovations > 70


def found(search: str, **asked: object) -> list[str]:
    return [one.title for one in public_innovations(CatalogueFilter(search, **asked))[:10]]


def test_what_people_type_finds_what_they_mean(shipped):
    """V-1: recall among the first ten of the written searches, each weighing the same."""
    wanted = [one for one in SEARCHES if "titles" in one]
    assert len(wanted) >= 40
    recalls, misses = [], []
    for one in wanted:
        hits = found(one["search"])
        recalls.append(sum(title in hits for title in one["titles"]) / len(one["titles"]))
        misses += [(one["search"], title, hits[:3]) for title in one["titles"] if title not in hits]
    recall = sum(recalls) / len(recalls)
    print(f"recall@10 {recall:.3f} of {len(wanted)} searches; missed: {misses}")
    assert recall >= 0.9, misses
    for one in SEARCHES:
        if one.get("none"):
            assert found(one["search"]) == [], one["search"]


def test_a_title_stands_above_the_name_of_an_office(shipped):
    hits = found("layanan")
    assert "Layanan Antenatal Care Hipnoterapi" in hits
    assert any("Pelayanan" in title for title in hits)
    assert found("pelayanan")[0] in hits


def test_a_word_in_the_title_weighs_more_than_one_of_the_unit(shipped):
    """Whatever the alphabet says: the weights in the kept document count."""
    for title, now, unit in (("Rantang Kasih", "Zona Bekal", ""), ("Taman Anak Cerdas", "Aneka", "Dinas Bekal Bekal")):
        one = Innovation.objects.filter(title__startswith=title).first()
        Innovation.objects.filter(pk=one.pk).update(title=now, title_key=now.lower(), unit_name=unit)
    assert found("bekal") == ["Zona Bekal", "Aneka"]


def test_what_is_listed_follows_what_is_public(shipped):
    """The triggers: a title, an award, an institution's name and a place in the catalogue are searched as they are now."""
    one = Innovation.objects.get(title="Rantang Kasih")
    Innovation.objects.filter(pk=one.pk).update(title="Bekal Hangat")
    assert (found("bekal"), found("rantang")) == (["Bekal Hangat"], [])
    Award.objects.create(innovation=one, year=2021, name="Juara Uji", title_then="x")
    assert found("", year=2021, award="Juara Uji") == ["Bekal Hangat"]
    Award.objects.filter(year=2021).delete()
    assert found("", year=2021) == []
    Institution.objects.filter(pk=one.institution_id).update(name="Pemerintah Kabupaten Ujung Timur")
    assert "Bekal Hangat" in found("ujung timur")
    assert "Bekal Hangat" in found("", province="35", kind="REGENCY", year=2019)
    Innovation.objects.filter(pk=one.pk).update(is_public=False)
    assert found("bekal") == []
    assert not CatalogueEntry.objects.filter(pk=one.pk).exists()
    Innovation.objects.filter(pk=one.pk).update(is_public=True)
    Innovation.objects.get(pk=one.pk).delete()
    assert CatalogueEntry.objects.count() == Innovation.objects.filter(is_public=True).count()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "search",
    [
        "a" * 10_000,
        "kata " * 2000,
        "%" * 500,
        "kopi & | ! <-> :* ()",
        "'; DROP TABLE x; --",
        '"kopi',
        "kopi:*A",
        "\\",
        "!!kopi",
        "（＠）",
    ],
)
def test_no_search_does_harm(shipped, search):
    assert set(found(search)) <= {"Kabinet Arabika (Kolaborasi Pembinaan Ekonomi Terpadu Kopi Arabika)"}


def test_words_are_letters_and_digits():
    assert words_of("e-KTP di  Désa, & | %_") == [["e", "ktp"], ["desa"]]
    assert words_of("di ke dari") == [["di"], ["ke"], ["dari"]]
    assert words_of("%_ !") == []


@pytest.mark.parametrize(
    ("word", "other", "near"),
    [
        ("puskemas", "puskesmas", True),
        ("pelyaanan", "pelayanan", True),
        ("kopi", "kapi", True),
        ("ojeg", "ojek", True),
        ("ktp", "ktm", False),
        ("kopi", "kpai", False),
        ("sampah", "sumpah", True),
        ("sampah", "rumah", False),
    ],
)
def test_slips_of_the_pen(word, other, near):
    assert is_near(word, other) is near
