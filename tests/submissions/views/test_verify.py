"""Anybody may check a receipt; what it was for is said only once it is public."""

import pytest
from django.contrib.sessions.backends.base import SessionBase

from competition.codes import new_receipt_number, tidy_receipt_number
from competition.zones import format_zones
from submissions.models import Submission
from submissions.queries import receipts
from tests import builders

pytestmark = pytest.mark.django_db
HERE = "/verifikasi/"


@pytest.fixture
def sent(cast) -> Submission:
    builders.submitted(cast)
    return Submission.objects.select_related("proposal__institution").get()


def test_receipt_is_confirmed_without_saying_for_what(client, sent):
    text = client.get(HERE, {"nomor": sent.number}).text
    assert "Tanda terima ini benar diterbitkan" in text
    assert sent.sha256 in text
    assert format_zones(sent.received_at) in text
    for secret in (sent.proposal.title, sent.proposal.institution.name, sent.proposal.code):
        assert secret not in text


@pytest.mark.parametrize(
    "way", [str.lower, lambda text: text.replace("-", ""), lambda text: text.replace("-", " "), lambda text: f" {text} "]
)
def test_number_may_be_typed_loosely(client, sent, way):
    assert "Tanda terima ini benar diterbitkan" in client.get(HERE, {"nomor": way(sent.number)}).text


def test_title_is_said_once_it_is_announced(client, cast):
    selection = builders.published(cast, 3)
    chosen = selection.entries.filter(is_in=True).first().entry.proposal
    other = selection.entries.filter(is_in=False).first().entry.proposal
    assert chosen.title in client.get(HERE, {"nomor": chosen.submissions.get().number}).text
    text = client.get(HERE, {"nomor": other.submissions.get().number}).text
    assert "Tanda terima ini benar diterbitkan" in text
    assert other.title not in text


def test_unknown_number_is_said_calmly(client, sent):
    number = new_receipt_number(2017)
    text = client.get(HERE, {"nomor": number}).text
    assert f"Tidak ada tanda terima atau sertifikat dengan nomor {number}." in text


def test_mistyped_number_is_caught_by_its_check_character(client, sent):
    number = sent.number
    wrong = number[:7] + ("2" if number[7] != "2" else "3") + number[8:]
    response = client.get(HERE, {"nomor": wrong})
    assert "Periksa kembali nomor" in response.text
    assert "<title>Kesalahan:" in response.text
    assert f'value="{wrong}"' in response.text


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"nomor": ""}, "Isi nomor tanda terima"),
        ({"nomor": "12345"}, "Tulis nomor seperti"),
        ({"nomor": "KIPP17-0000-OOOO"}, "Periksa kembali nomor"),
        ({"nomor": "x" * 61}, "paling banyak 60 huruf"),
    ],
)
def test_bad_numbers(client, cast, given, message):
    response = client.get(HERE, given)
    assert response.status_code == 200
    assert response.text.count(message) == 2


def test_fingerprints_are_compared(client, sent):
    loose = " ".join(sent.sha256.upper()[start : start + 8] for start in range(0, 64, 8))
    assert "Sidik jari yang Anda tempel sama" in client.get(HERE, {"nomor": sent.number, "sidik_jari": loose}).text
    other = "0" * 64
    assert "Sidik jari yang Anda tempel berbeda" in client.get(HERE, {"nomor": sent.number, "sidik_jari": other}).text
    short = client.get(HERE, {"nomor": sent.number, "sidik_jari": "abc"}).text
    assert "Sidik jari terdiri atas 64 huruf dan angka (0–9, a–f). Isian Anda 3." in short
    assert sent.sha256 not in short


def test_damaged_copy_is_never_confirmed(client, sent, monkeypatch):
    """FLT-25: what no longer has its fingerprint is said to be so."""
    monkeypatch.setattr(receipts, "sha256_of", lambda snapshot: "0" * 64)
    text = client.get(HERE, {"nomor": sent.number}).text
    assert "tidak lagi cocok dengan sidik jarinya" in text
    assert "ini benar diterbitkan" not in text


def test_page_needs_no_session_and_is_kept_by_nobody(client, sent, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(SessionBase, "_get_session", pytest.fail)
    client.get(HERE)
    with django_assert_max_num_queries(4):
        response = client.get(HERE, {"nomor": sent.number})
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.parametrize("text", ["", "KIPP", "KIPP17-7K3M-9QX", "🙂", "KIPP17--", "kipp17 7k3m 9qx2 x"])
def test_tidy_receipt_number_never_fails(text):
    assert isinstance(tidy_receipt_number(text), str)
