"""The pages about somebody else's account, and what its owner sees in a tab that was left open."""

import pytest
from django.test import Client
from django.urls import reverse

from competition.clock import read_clock
from competition.codes import account_code
from competition.models import Membership
from competition.operations.personal import close_account
from competition.operations.suspensions import suspend_account
from tests import builders
from tests.submissions.views.pages import path, sign_in, text_of

FIND = "/sekretariat/akun/"
KEPT_OUT = "Akun yang terakhir masuk di peramban ini dinonaktifkan"


def page_of(act: str, account) -> str:
    return reverse(f"competition:{act}_account", args=[account_code(account.pk)])


@pytest.fixture
def staff(cast):
    """Return the secretariat's browser."""
    return sign_in(cast.secretariat)


def test_an_address_leads_to_the_account_and_is_in_no_address_line(cast, staff):
    found = staff.post(FIND, {"email": f" {cast.writer.email.upper()} "})
    assert found["Location"] == page_of("suspend", cast.writer)
    assert cast.writer.email not in found["Location"]
    page = text_of(staff.get(found["Location"]))
    assert cast.writer.email in page
    assert "Penulis" in page
    assert "Tidak ada akun dengan alamat ini." in text_of(staff.post(FIND, {"email": "tiada@contoh.test"}))


def test_suspending_and_restoring_through_the_pages(cast, staff):
    page = page_of("suspend", cast.writer)
    assert "Isi Alasan" in text_of(staff.post(page, {"reason": " "})).replace("alasan", "Alasan")
    answered = staff.post(page, {"reason": "Perangkatnya hilang."}, follow=True)
    assert f"Akun {cast.writer.name} dinonaktifkan. Semua sesinya berakhir." in text_of(answered)
    assert answered.request["PATH_INFO"] == page_of("restore", cast.writer)
    assert staff.get(page).status_code == 403
    answered = staff.post(page_of("restore", cast.writer), {"reason": "Ditemukan."}, follow=True)
    assert f"Akun {cast.writer.name} aktif kembali." in text_of(answered)


def test_the_page_says_where_nobody_administers_any_more(cast, staff):
    text = f"{cast.institution.name} tidak memiliki admin lain."
    assert text in text_of(staff.get(page_of("suspend", cast.administrator)))
    Membership.objects.create(
        person=builders.make_person(), institution=cast.institution, role="ADMINISTRATOR", starts_at=builders.LONG_AGO
    )
    assert text not in text_of(staff.get(page_of("suspend", cast.administrator)))


def test_the_act_asks_for_a_proof_that_is_not_old(cast, staff, monkeypatch):
    monkeypatch.setattr("competition.views.proof.is_fresh", lambda request: False)
    page = text_of(staff.post(page_of("suspend", cast.writer), {"reason": "Perangkatnya hilang."}))
    assert "Buktikan" in page or "Kata sandi" in page
    cast.writer.refresh_from_db()
    assert cast.writer.is_active


def test_codes_that_nobody_wrote_and_closed_accounts_are_missing(cast, staff):
    gone = builders.make_person("Sudah pergi")
    close_account(person=gone, at=read_clock())
    for code in (str(cast.writer.pk), f"{cast.writer.pk}:x", account_code(999_999), account_code(gone.pk)):
        for act in ("suspend", "restore"):
            assert staff.get(reverse(f"competition:{act}_account", args=[code])).status_code == 404


def test_an_open_tab_of_a_suspended_account_says_what_happened(cast):
    """Reading leads to the sign-in page, sending keeps the text; both say why, and to that browser alone."""
    proposal, client = builders.draft(cast), sign_in(cast.writer)
    client.get(path("proposal", proposal))
    suspend_account(account=cast.writer, person=cast.secretariat, reason="Perangkatnya hilang.", at=read_clock())
    assert KEPT_OUT in text_of(client.get(path("proposal", proposal), follow=True))
    sent = client.post(path("answer", proposal, "ringkasan"), {"text": "Dua kata lagi.", "version": 1})
    assert sent.status_code == 403
    assert "Tulisan Anda kami simpan sementara" in text_of(sent)
    assert client.post(path("autosave", proposal, "ringkasan"), {"text": "x", "version": 1}).status_code == 401
    assert KEPT_OUT not in text_of(Client().get("/masuk/"))


def test_a_suspended_person_is_kept_out_in_the_words_of_a_wrong_password(cast):
    cast.writer.set_password("kuda-besi-terbang-7")
    cast.writer.save(update_fields=["password"])
    suspend_account(account=cast.writer, person=cast.secretariat, reason="Perangkatnya hilang.", at=read_clock())
    page = Client().post("/masuk/", {"email": cast.writer.email, "password": "kuda-besi-terbang-7"})
    assert "Alamat email atau kata sandi tidak cocok." in text_of(page)
