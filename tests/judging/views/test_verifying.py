"""Anybody holds a results bundle against the released one: by its fingerprint, its root or its manifest; nothing is kept."""

import json
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from competition.clock import read_clock
from judging.bundling import Table, archive, files_of, fingerprint_of
from submissions.models import ResultsBundle
from tests import builders, evidence
from tests.submissions.views.pages import text_of

pytestmark = pytest.mark.django_db
HERE, UPLOAD = "/verifikasi/", "/verifikasi/paket/"


@pytest.fixture
def files() -> dict[str, bytes]:
    """Return a bundle's files."""
    tables = {"weights": Table(("round", "criterion", "name", "weight"), [("desk", "A", "Kebaruan", "100")])}
    return files_of(tables, {"year": 2017, "name": "Kompetisi Uji 2017"}, ["1" * 64, "2" * 64])


@pytest.fixture
def released(files) -> ResultsBundle:
    """Return it as it was released."""
    return release(files, builders.make_edition(), read_clock())


def release(files: dict[str, bytes], edition, at: datetime) -> ResultsBundle:
    """Return a bundle of these files that is out from the instant on."""
    packed, root = archive(files, "hasil-2017"), json.loads(files["manifest.json"])["merkle_root"]
    known = {"fingerprint": fingerprint_of(files), "merkle_root": root, "archive": packed, "size": len(packed)}
    return ResultsBundle.objects.create(edition=edition, released_at=at, **known)


def shown(client, content: bytes, name: str = "manifest.json"):
    return client.post(UPLOAD, {"manifes": SimpleUploadedFile(name, content, "application/json")})


def test_a_bundle_is_known_by_its_fingerprint_its_root_and_its_manifest(client, files, released):
    assert "Paket hasil ini benar dikeluarkan" in text_of(client.get(HERE, {"sidik_jari": released.fingerprint}))
    assert "Akar ini milik paket hasil" in text_of(client.get(HERE, {"sidik_jari": released.merkle_root.upper()}))
    page = shown(client, files["manifest.json"])
    assert "Paket hasil ini benar dikeluarkan" in text_of(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert not page.cookies
    assert "Tidak ada tanda terima, sertifikat, atau paket hasil" in text_of(client.get(HERE, {"sidik_jari": "0" * 64}))


def test_half_a_character_in_a_name_is_no_manifest(client, files, released):
    said = json.loads(files["manifest.json"])
    said["files"]["\ud800.csv"] = "0" * 64
    page = shown(client, json.dumps(said).encode())
    assert page.status_code == 200
    assert "bukan manifest.json" in text_of(page)


def test_what_differs_is_named_and_nothing_is_kept(client, files, released):
    said = json.loads(files["manifest.json"])
    said["files"]["weights.csv"] = "0" * 64
    said["files"]["<b>lain.csv"] = "0" * 64
    said["merkle_root"] = "3" * 64
    before = evidence.stored()
    page = shown(client, json.dumps(said).encode())
    assert "Manifest ini berbeda dari paket yang dikeluarkan" in text_of(page)
    for name in ("merkle_root", "weights.csv", "&lt;b&gt;lain.csv"):
        assert f">{name}<" in page.text
    assert ">results.json<" not in page.text
    # The same words in another layout have another fingerprint.
    laid_out = shown(client, json.dumps(json.loads(files["manifest.json"]), indent=1).encode())
    assert ">manifest.json<" in laid_out.text
    assert evidence.stored() == before


def test_an_earlier_bundle_says_that_there_is_a_later_one(client, files, released):
    later = files_of({}, {"year": 2017, "name": "x"}, ["4" * 64])
    release(later, released.edition, read_clock())
    assert "ada paket yang lebih baru" in text_of(shown(client, files["manifest.json"]))
    assert "ada paket yang lebih baru" not in text_of(shown(client, later["manifest.json"]))


def test_before_its_release_there_is_nothing(client, db, files):
    assert "Belum ada paket hasil 2017 yang dikeluarkan" in text_of(shown(client, files["manifest.json"]))
    for given in (fingerprint_of(files), json.loads(files["manifest.json"])["merkle_root"]):
        assert "Tidak ada tanda terima" in text_of(client.get(HERE, {"sidik_jari": given}))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Berkas ini kosong"),
        (b"\xff\xfe", "bukan manifest.json"),
        (b"[" * 60_000, "bukan manifest.json"),
        (b'{"format":"kipp-results-1"}', "bukan manifest.json"),
        (b'{"format":"kipp-results-1","edition":{"year":"x"},"files":{}}', "bukan manifest.json"),
        (b'{"format":"kipp-results-1","edition":{"year":true},"files":[]}', "bukan manifest.json"),
        (b" " * 65_537, "lebih besar"),
    ],
    ids=["empty", "no text", "deep", "nothing", "no year", "no files", "large"],
)
def test_bad_manifests(client, db, content, message):
    page = shown(client, content)
    assert page.status_code == 200
    assert message in text_of(page)
    assert "<title>Kesalahan:" in page.text


def test_what_is_far_too_large_is_not_read(client, db):
    assert shown(client, b" " * 200_000).status_code == 413
    assert "Pilih berkas manifest.json" in text_of(client.post(UPLOAD))
    assert client.get(UPLOAD).headers["Location"] == HERE
