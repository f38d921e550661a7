"""Sending, and the receipt."""

import re

import pytest
import segno
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import Cap, Question
from competition.zones import format_closing_in_zones
from submissions.models import Submission
from submissions.operations.handovers import forward_proposal
from submissions.states import ProposalState
from tests import builders
from tests.submissions import files
from tests.submissions.acts import endorse, rewrite, screen
from tests.submissions.views.pages import path, sign_in, text_of


def close_of(cast):
    """Return when registration closes."""
    return cast.edition.stages.get(key="registration").closes_at


def test_submit_shows_everything_and_says_that_nothing_is_sent_yet(cast):
    proposal = builders.endorsed(cast)
    page = text_of(sign_in(cast.administrator).get(path("submit", proposal)))
    for text in (
        "Proposal belum terkirim.",
        "Yang terjadi setelah dikirim",
        "Kirim proposal",
        builders.TEXT,
        "Disetujui Leader",
    ):
        assert text in page
    assert "tidak dapat diubah, kecuali sekretariat meminta perbaikan" in page
    assert f"Sampai {format_closing_in_zones(close_of(cast))}, admin atau pimpinan dapat menariknya kembali" in page


def test_submit_says_that_a_correction_cannot_be_withdrawn(cast, at):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    screen(cast, proposal, at, "CORRECTION")
    page = text_of(sign_in(cast.administrator).get(path("submit", proposal)))
    assert "Perbaikan yang sudah dikirim tidak dapat ditarik kembali." in page
    assert "menariknya kembali" not in page


@pytest.mark.parametrize("role", ["administrator", "leader"])
def test_submit_sends_and_shows_the_receipt(cast, role):
    proposal = builders.endorsed(cast)
    response = sign_in(getattr(cast, role)).post(path("submit", proposal), follow=True)
    submission = Submission.objects.get()
    page = text_of(response)
    assert response.redirect_chain[-1][0] == path("receipt", proposal)
    assert submission.number in page
    assert submission.sha256 in page
    assert proposal.title in page
    assert all(zone in page for zone in (" WIB", " WITA", " WIT"))


def test_sending_asks_the_database_as_often_whatever_is_sent(cast):
    client, counts = sign_in(cast.administrator), []
    files.ask_for(cast.edition, evidence="ringkasan", files_max=20)
    client.get(path("submit", builders.endorsed(cast)))
    for more in (0, 8):
        for number in range(more):
            known = {"label": f"Pertanyaan {number}", "section": "Lainnya", "word_limit": 50, "order": 10 + number}
            Question.objects.create(edition=cast.edition, code=f"lagi{number}", **known)
        proposal = builders.draft(cast)
        for number in range(more):
            key = "bukti-ringkasan" if number % 2 else "lain"
            files.upload(cast, proposal, files.pdf(words=f"Berkas {number}"), name=f"{number}.pdf", key=key)
        forward_proposal(proposal=proposal, person=cast.writer, at=read_clock())
        endorse(cast, proposal, read_clock())
        with CaptureQueriesContext(connection) as asked:
            assert client.post(path("submit", proposal)).status_code == 302
        counts.append(len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]))
    snapshot = Submission.objects.latest("pk").snapshot["content"]
    assert (len(snapshot["answers"]), len(snapshot["files"])) == (10, 8)
    # Files are read and written down by one statement each, where there are any.
    assert counts[1] - counts[0] <= 2, counts
    assert max(counts) <= 40, counts


def bars(drawing: str) -> str:
    """Return the dark lines of a QR code's picture."""
    return re.search(r'stroke="#000" d="([^"]+)"', drawing)[1]


def test_the_receipt_leads_from_paper_to_the_page_that_checks_it(cast, settings, client):
    settings.SITE_URL = "https://kipp.contoh.test"
    proposal = builders.submitted(cast)
    page = sign_in(cast.administrator).get(path("receipt", proposal)).content.decode()
    number = Submission.objects.get().number
    address = f"https://kipp.contoh.test/verifikasi/?nomor={number}"
    assert bars(page) == bars(segno.make(address, micro=False, error="m").svg_inline())
    assert "<title>Kode QR untuk memeriksa tanda terima ini</title>" in page
    assert number in text_of(client.get(address.removeprefix(settings.SITE_URL)))


def test_submit_pressed_twice_gives_the_same_receipt(cast):
    proposal = builders.endorsed(cast)
    client = sign_in(cast.administrator)
    first = client.post(path("submit", proposal), follow=True)
    second = client.post(path("submit", proposal), follow=True)
    number = Submission.objects.get().number
    assert number in text_of(first)
    assert number in text_of(second)
    assert client.get(path("submit", proposal))["Location"] == path("receipt", proposal)


def key_on(page) -> str:
    """Return the key in the form of the page."""
    return re.search(r'name="key" value="([0-9a-f-]{36})"', page.content.decode())[1]


def test_submit_gives_every_page_a_key_of_its_own(cast):
    client, address = sign_in(cast.administrator), path("submit", builders.endorsed(cast))
    assert key_on(client.get(address)) != key_on(client.get(address))


@pytest.mark.parametrize("stage", ["screening", "judging"])
def test_submit_from_a_page_used_before_leads_to_the_receipt_though_the_proposal_was_returned_since(cast, stage):
    proposal = builders.endorsed(cast)
    client, address = sign_in(cast.administrator), path("submit", proposal)
    form = {"key": key_on(client.get(address))}
    client.post(address, form)
    builders.open_the_stage(cast.edition, "screening")
    screen(cast, proposal, read_clock(), "CORRECTION")
    builders.open_the_stage(cast.edition, stage)
    assert client.post(address, form)["Location"] == path("receipt", proposal)
    assert Submission.objects.count() == 1
    # Another page sends, or is told why not.
    client.post(address, {"key": "7f0c6a8e-0000-4000-8000-000000000000"})
    assert Submission.objects.count() == (2 if stage == "screening" else 1)


def test_submit_says_what_to_do_about_a_key_that_is_none(cast):
    response = sign_in(cast.administrator).post(path("submit", builders.endorsed(cast)), {"key": "' OR 1=1"})
    assert "Buka halaman ini sekali lagi dari daftar bagian" in text_of(response)
    assert not Submission.objects.exists()


def test_submit_by_the_second_sender_leads_to_the_receipt_of_the_first(cast):
    proposal = builders.submitted(cast)
    response = sign_in(cast.leader).post(path("submit", proposal))
    assert response["Location"] == path("receipt", proposal)
    assert Submission.objects.count() == 1


def test_submit_without_an_endorsement_says_what_is_missing(cast):
    proposal = builders.forwarded(cast)
    client = sign_in(cast.administrator)
    page = client.get(path("submit", proposal))
    assert "Menunggu persetujuan pimpinan." in text_of(page)
    assert '<button class="btn">Kirim proposal' not in page.content.decode()
    response = client.post(path("submit", proposal))
    assert response.status_code == 200
    assert "Pimpinan belum menyetujui versi proposal yang sekarang." in text_of(response)
    assert not Submission.objects.exists()


def test_submit_after_a_change_needs_a_new_endorsement(cast):
    proposal = builders.endorsed(cast)
    rewrite(cast, proposal, read_clock(), "Diubah admin setelah disetujui.")
    client = sign_in(cast.administrator)
    assert "Persetujuan gugur karena isi proposal berubah." in text_of(client.get(path("submit", proposal)))
    client.post(path("submit", proposal))
    assert not Submission.objects.exists()
    endorse(cast, proposal, read_clock())
    assert client.post(path("submit", proposal))["Location"] == path("receipt", proposal)


def test_submit_names_what_became_wrong_meanwhile(cast):
    proposal = builders.endorsed(cast)
    cast.edition.questions.filter(code="ringkasan").update(word_limit=3)
    client = sign_in(cast.administrator)
    for response in (client.get(path("submit", proposal)), client.post(path("submit", proposal))):
        assert "Ringkasan paling banyak 3 kata." in text_of(response)
    assert path("answer", proposal, "ringkasan") + "?dari=kirim" in response.content.decode()
    assert not Submission.objects.exists()


def test_submit_over_the_cap_is_refused_with_the_figures(cast):
    Cap.objects.create(edition=cast.edition, kind="REGENCY", maximum=1)
    builders.submitted(cast)
    proposal = builders.endorsed(cast)
    client = sign_in(cast.administrator)
    for response in (client.get(path("submit", proposal)), client.post(path("submit", proposal))):
        assert "Instansi Anda sudah mengirim 1 proposal; batasnya 1" in text_of(response)
    assert Submission.objects.count() == 1


def test_submit_is_refused_to_writers_and_before_forwarding(cast):
    response = sign_in(cast.writer).post(path("submit", builders.endorsed(cast)))
    assert response.status_code == 403
    assert "Hanya admin atau pimpinan instansi yang dapat mengirim proposal." in text_of(response)
    response = sign_in(cast.administrator).post(path("submit", builders.draft(cast)))
    assert response.status_code == 403
    assert "Proposal ini belum diteruskan oleh penulis." in text_of(response)


def test_submit_after_closing_says_when_it_closed(cast):
    proposal = builders.endorsed(cast)
    builders.open_the_stage(cast.edition, "screening")
    response = sign_in(cast.administrator).post(path("submit", proposal))
    assert response.status_code == 403
    assert "Pengajuan sudah ditutup pada" in text_of(response)
    assert "Draf Anda tetap tersimpan." in text_of(response)
    assert not Submission.objects.exists()


def test_a_correction_is_sent_again_with_a_receipt_of_its_own(cast):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    screen(cast, proposal, read_clock(), "CORRECTION", reason="Lengkapi.")
    client = sign_in(cast.administrator)
    assert "Setelah kiriman ini sekretariat meminta perbaikan." in text_of(client.get(path("receipt", proposal)))
    rewrite(cast, proposal, read_clock(), "Sudah dilengkapi.")
    endorse(cast, proposal, read_clock())
    client.post(path("submit", proposal))
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUBMITTED
    assert Submission.objects.count() == 2
    page = text_of(client.get(path("receipt", proposal)))
    assert Submission.objects.order_by("pk").last().number in page


def test_receipt_is_for_all_who_may_read_and_only_once_it_was_sent(cast):
    sent, unsent = builders.submitted(cast), builders.endorsed(cast)
    number = Submission.objects.get().number
    for person in (cast.writer, cast.colleague, cast.administrator, cast.leader, cast.secretariat):
        assert number in text_of(sign_in(person).get(path("receipt", sent)))
    assert sign_in(cast.writer).get(path("receipt", unsent)).status_code == 404
    assert sign_in(cast.administrator).post(path("receipt", sent)).status_code == 405


def test_receipt_keeps_the_title_that_was_sent(cast):
    proposal = builders.submitted(cast, title="Judul saat dikirim")
    type(proposal).objects.filter(pk=proposal.pk).update(title="Judul sesudahnya")
    assert "Judul saat dikirim" in text_of(sign_in(cast.writer).get(path("receipt", proposal)))
