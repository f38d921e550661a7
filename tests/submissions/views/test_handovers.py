"""Check and forward; give back with notes."""

import pytest
from django.db.models import F

from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from submissions.models import ReturnNote
from submissions.states import ProposalState
from tests import builders
from tests.submissions.acts import rewrite
from tests.submissions.views.pages import path, sign_in, text_of


def test_check_shows_all_answers_with_a_way_to_each(cast):
    proposal = builders.draft(cast)
    cast.edition.questions.filter(code="kebaruan").update(required=False)
    proposal.answers.filter(question__code="kebaruan").update(text="", words=0, version=F("version") + 1)
    response = sign_in(cast.writer).get(path("check", proposal))
    page = text_of(response)
    assert proposal.title in page
    assert builders.TEXT in page
    assert "Tidak diisi" in page
    assert "Ubah Ringkasan" in page
    assert path("answer", proposal, "ringkasan") + "?dari=periksa" in response.content.decode()
    assert "Proposal belum diteruskan." in page


def test_check_forwards_and_tells_so(cast):
    proposal = builders.draft(cast)
    response = sign_in(cast.writer).post(path("check", proposal), follow=True)
    assert "Proposal diteruskan." in text_of(response)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.FORWARDED


def test_check_pressed_twice_forwards_once(cast):
    proposal = builders.draft(cast)
    client = sign_in(cast.writer)
    client.post(path("check", proposal))
    response = client.post(path("check", proposal), follow=True)
    assert response.redirect_chain[0][0] == path("proposal", proposal)
    assert "Proposal ini sudah diteruskan." in text_of(response)
    assert AuditEntry.objects.filter(event="proposal_forwarded").count() == 1


def test_check_names_everything_in_the_way_and_has_no_button(cast):
    proposal = builders.draft(cast)
    rewrite(cast, proposal, read_clock(), "", person=cast.writer)
    proposal.category = None
    proposal.save()
    response = sign_in(cast.writer).get(path("check", proposal))
    page = text_of(response)
    assert "Masih ada 2 hal:" in page
    assert "Pilih kategori" in page
    assert "Isi ringkasan" in page
    assert path("about", proposal) + "?dari=periksa" in response.content.decode()
    assert '<button class="btn">Teruskan' not in response.content.decode()


def test_check_posted_all_the_same_is_refused_with_the_reasons(cast):
    proposal = builders.draft(cast)
    rewrite(cast, proposal, read_clock(), "", person=cast.writer)
    response = sign_in(cast.writer).post(path("check", proposal))
    assert response.status_code == 200
    assert "<title>Kesalahan: " in response.content.decode()
    assert "Masih ada yang perlu diperbaiki sebelum proposal dapat dilanjutkan." in text_of(response)
    assert "Isi ringkasan" in text_of(response)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.DRAFT


def test_check_mentions_parts_not_called_done(cast):
    proposal = builders.draft(cast)
    proposal.answers.update(is_done=False)
    assert "2 bagian belum Anda tandai selesai." in text_of(sign_in(cast.writer).get(path("check", proposal)))


@pytest.mark.parametrize("role", ["administrator", "leader"])
def test_check_is_the_writers_alone(cast, role):
    proposal = builders.draft(cast)
    client = sign_in(getattr(cast, role))
    for response in (client.get(path("check", proposal)), client.post(path("check", proposal))):
        assert response.status_code == 403
        assert "Hanya penulis unit yang dapat meneruskan proposal ini." in text_of(response)


def test_check_after_closing_says_when_it_closed(cast):
    proposal = builders.draft(cast)
    builders.open_the_stage(cast.edition, "screening")
    response = sign_in(cast.writer).post(path("check", proposal))
    assert response.status_code == 403
    assert "Pengajuan sudah ditutup pada" in text_of(response)


def test_return_gives_the_proposal_back_with_its_notes(cast):
    proposal = builders.forwarded(cast)
    values = {"note": "Lengkapi data.", "note_kebaruan": "Apa bedanya?", "note_ringkasan": "  "}
    response = sign_in(cast.administrator).post(path("return", proposal), values, follow=True)
    assert "Proposal dikembalikan." in text_of(response)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.DRAFT
    notes = {(note.question.code if note.question else "", note.text) for note in ReturnNote.objects.all()}
    assert notes == {("", "Lengkapi data."), ("kebaruan", "Apa bedanya?")}


def test_return_with_a_note_at_a_question_only_is_enough(cast):
    proposal = builders.forwarded(cast)
    sign_in(cast.administrator).post(path("return", proposal), {"note_kebaruan": "Apa bedanya?"})
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.DRAFT


def test_return_without_a_note_asks_for_one(cast):
    proposal = builders.forwarded(cast)
    response = sign_in(cast.administrator).post(path("return", proposal), {"note": " "})
    assert response.status_code == 200
    assert text_of(response).count("Isi catatan agar penulis tahu apa yang perlu diubah") == 2
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.FORWARDED


def test_return_keeps_every_note_when_one_is_too_long(cast):
    proposal = builders.forwarded(cast)
    values = {"note": "Umum tetap ada.", "note_kebaruan": "x" * 5001}
    response = sign_in(cast.administrator).post(path("return", proposal), values)
    assert "Catatan untuk Kebaruan paling banyak 5000 huruf. Sekarang 5001 huruf." in text_of(response)
    assert "Umum tetap ada." in response.content.decode()
    assert "x" * 5001 in response.content.decode()


def test_return_pressed_twice_returns_once(cast):
    proposal = builders.forwarded(cast)
    client = sign_in(cast.administrator)
    client.post(path("return", proposal), {"note": "Lengkapi."})
    response = client.post(path("return", proposal), {"note": "Lengkapi."}, follow=True)
    assert "Proposal ini sudah dikembalikan kepada penulis." in text_of(response)
    assert ReturnNote.objects.count() == 1


def test_a_leader_gives_it_back_from_the_page_of_the_endorsement_and_writer_and_administrator_are_told(cast):
    proposal = builders.forwarded(cast)
    client = sign_in(cast.leader)
    assert path("return", proposal) in client.get(path("endorse", proposal)).content.decode()
    response = client.post(path("return", proposal), {"note": "Sebutkan sumber datanya."}, follow=True)
    assert "Proposal dikembalikan. Penulis sudah diberi tahu." in text_of(response)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.DRAFT
    told = Notice.objects.filter(event="proposal_returned").values_list("recipient__email", flat=True)
    assert {cast.writer.email, cast.administrator.email} <= set(told)
    assert cast.leader.email not in told


def test_return_is_not_for_the_writer(cast):
    proposal = builders.forwarded(cast)
    client = sign_in(cast.writer)
    assert client.get(path("return", proposal)).status_code == 403
    response = client.post(path("return", proposal), {"note": "Saya kembalikan."})
    assert response.status_code == 403
    assert "Hanya admin atau pimpinan instansi yang dapat mengembalikan proposal." in text_of(response)


def test_return_after_closing_hands_the_notes_back(cast):
    proposal = builders.forwarded(cast)
    builders.open_the_stage(cast.edition, "screening")
    response = sign_in(cast.administrator).post(path("return", proposal), {"note": "Catatan panjang."})
    assert response.status_code == 403
    assert "Pengajuan sudah ditutup pada" in text_of(response)
    assert "Catatan panjang." in text_of(response)


def test_a_returned_proposal_can_be_forwarded_again_and_its_notes_rest(cast):
    proposal = builders.forwarded(cast)
    sign_in(cast.administrator).post(path("return", proposal), {"note": "Lengkapi."})
    client = sign_in(cast.writer)
    client.post(path("check", proposal))
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.FORWARDED
    assert "Lengkapi." not in text_of(client.get(path("proposal", proposal)))
