"""The pages of taking back what was sent, and what every other page then says of it."""

import pytest

from competition.zones import format_closing_in_zones, format_instant
from submissions.models import Proposal, Submission, Withdrawal
from tests import builders
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of

WHY = {"reason": "Angkanya keliru."}


@pytest.fixture
def withdrawn(cast, at):
    """A proposal that was sent and taken back by the administrator."""
    proposal = builders.submitted(cast)
    acts.withdraw(cast, proposal, at)
    return Proposal.objects.get(pk=proposal.pk)


def test_withdraw_says_what_it_means_and_changes_nothing_when_it_is_opened(cast):
    proposal = builders.submitted(cast)
    page = text_of(sign_in(cast.administrator).get(path("withdraw", proposal)))
    number, closes_at = Submission.objects.get().number, cast.edition.stages.get(key="registration").closes_at
    for text in (
        number,
        "tidak lagi ikut kompetisi",
        f"Sampai {format_closing_in_zones(closes_at)} proposal dapat dibuka kembali",
    ):
        assert text in page
    assert Proposal.objects.get().state == "SUBMITTED"


@pytest.mark.parametrize("role", ["administrator", "leader"])
def test_withdraw_then_revive(cast, role):
    proposal, client = builders.submitted(cast), sign_in(getattr(cast, role))
    page = client.post(path("withdraw", proposal), WHY, follow=True)
    assert page.redirect_chain[-1][0] == path("proposal", proposal)
    assert "Proposal ditarik kembali." in text_of(page)
    assert "Angkanya keliru." in text_of(client.get(path("revive", proposal)))
    page = client.post(path("revive", proposal), follow=True)
    assert "belum terkirim sampai Anda mengirimnya lagi" in text_of(page)
    assert Proposal.objects.get().state == "FORWARDED"


def test_withdraw_asks_why(cast):
    proposal = builders.submitted(cast)
    page = sign_in(cast.administrator).post(path("withdraw", proposal), {"reason": " "})
    assert "Isi alasan" in text_of(page)
    assert not Withdrawal.objects.exists()


def test_withdraw_pressed_twice_leads_to_the_proposal_and_tells_a_second_person(cast):
    proposal, client = builders.submitted(cast), sign_in(cast.administrator)
    client.post(path("withdraw", proposal), WHY)
    assert client.post(path("withdraw", proposal), WHY)["Location"] == path("proposal", proposal)
    page = sign_in(cast.leader).post(path("withdraw", proposal), {"reason": "Alasan panjang saya."})
    assert page.status_code == 403
    assert "Alasan panjang saya." in text_of(page)
    assert Withdrawal.objects.count() == 1


def test_the_receipt_offers_it_to_those_who_may(cast):
    proposal = builders.submitted(cast)
    offered = {role: "Tarik kembali" in text_of(sign_in(getattr(cast, role)).get(path("receipt", proposal))) for role in ROLES}
    assert offered == {"administrator": True, "leader": True, "writer": False}


ROLES = ("administrator", "leader", "writer")


def test_the_receipt_of_a_withdrawn_sending_says_so_with_when_and_why(cast, withdrawn):
    page = text_of(sign_in(cast.writer).get(path("receipt", withdrawn)))
    when = format_instant(Withdrawal.objects.get().withdrawn_at)
    for text in ("Kiriman ini ditarik kembali", f"Ditarik Administrator, {when}", "Angkanya keliru.", withdrawn.title):
        assert text in page
    assert "Proposal sudah terkirim" not in page


def test_the_page_that_checks_says_so_and_names_no_more_than_before(cast, withdrawn, client):
    page = text_of(client.get(f"/verifikasi/?nomor={Submission.objects.get().number}"))
    assert "Tanda terima ini benar diterbitkan" in page
    assert "ditarik kembali oleh instansinya" in page
    for secret in (withdrawn.title, cast.institution.name, cast.administrator.name, "Angkanya keliru."):
        assert secret not in page


def test_the_task_list_says_where_it_stands_and_offers_the_way_back(cast, withdrawn):
    page = text_of(sign_in(cast.administrator).get(path("proposal", withdrawn)))
    for text in ("Ditarik", "Ditarik kembali pada", "Buka kembali", "Buka tanda terima"):
        assert text in page
    assert "Buka kembali" not in text_of(sign_in(cast.writer).get(path("proposal", withdrawn)))


def test_the_desk_has_a_list_of_its_own_for_it(cast, withdrawn):
    client = sign_in(cast.administrator)
    assert "Ditarik (1)" in text_of(client.get("/proposal/")).replace("Ditarik 1", "Ditarik (1)")
    assert withdrawn.title in text_of(client.get("/proposal/?tampil=withdrawn"))
    assert withdrawn.title not in text_of(client.get("/proposal/?tampil=sent"))
    assert withdrawn.title in text_of(client.get("/proposal/ringkasan/"))


def test_the_secretariat_no_longer_has_it_and_whoever_had_it_open_is_told(cast, withdrawn):
    client = sign_in(cast.secretariat)
    assert withdrawn.title not in text_of(client.get("/sekretariat/"))
    for page in (client.get(path("screen", withdrawn)), client.post(path("screen", withdrawn), {"result": "ELIGIBLE"})):
        assert page.status_code == 403
        assert "ditarik kembali oleh instansinya" in text_of(page)
    for page in ("proposal", "read", "receipt", "frozen_copy"):
        assert client.get(path(page, withdrawn)).status_code == 404


def test_the_public_figures_count_it_as_not_sent(cast, withdrawn):
    from submissions.queries.proposals import registration_figures

    assert registration_figures(cast.edition.pk)["submitted"] == 0


def test_a_form_that_was_shown_before_sends_again_after_the_revival(cast, withdrawn):
    client = sign_in(cast.administrator)
    assert client.post(path("submit", withdrawn)).status_code == 403
    client.post(path("revive", withdrawn))
    assert client.post(path("submit", withdrawn))["Location"] == path("receipt", withdrawn)
    assert "Proposal sudah terkirim" in text_of(client.get(path("receipt", withdrawn)))
    assert Submission.objects.count() == 2
