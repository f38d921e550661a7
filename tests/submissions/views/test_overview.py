"""The task list of a proposal, and reading all of it."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Membership
from submissions.models import Outcome, Proposal, Publication
from submissions.operations.handovers import return_proposal
from submissions.states import ProposalState
from tests import builders
from tests.submissions.acts import rewrite, screen
from tests.submissions.views.pages import path, sign_in, text_of

START = reverse("submissions:start")


def test_task_list_of_a_new_draft_names_everything_that_is_missing(cast):
    client = sign_in(cast.writer)
    client.post(START, {"title": "Baru"})
    page = text_of(client.get(path("proposal", Proposal.objects.get())))
    assert "0 dari 3 bagian selesai" in page
    assert "Belum bisa diteruskan. Masih ada 4 hal:" in page
    for text in ("Pilih kategori", "Isi tanggal mulai penerapan", "Isi ringkasan", "Isi kebaruan"):
        assert text in page


def test_task_list_of_a_complete_draft_leads_on(cast):
    proposal = builders.draft(cast)
    response = sign_in(cast.writer).get(path("proposal", proposal))
    page = text_of(response)
    assert "3 dari 3 bagian selesai" in page
    assert "Belum bisa diteruskan" not in page
    assert path("check", proposal) in response.content.decode()
    assert "Di tangan Anda sejak" in page
    assert "Berjalan" in page


def test_task_list_shows_an_overlong_answer_as_a_problem(cast):
    proposal = builders.draft(cast)
    rewrite(cast, proposal, read_clock(), "kata " * 62, person=cast.writer)
    page = text_of(sign_in(cast.writer).get(path("proposal", proposal)))
    assert "Ada masalah" in page
    assert "kurangi 12 kata" in page
    assert "Ringkasan paling banyak 50 kata. Sekarang 62 kata, kurangi 12 kata" in page


def test_task_list_tells_who_saved_a_part_last(cast):
    proposal = builders.draft(cast)
    rewrite(cast, proposal, read_clock(), "Teks rekan satu unit.", person=cast.colleague)
    page = text_of(sign_in(cast.writer).get(path("proposal", proposal)))
    assert "4 dari 50 kata · disimpan Colleague," in page


def test_task_list_tells_who_saved_the_header_last(cast):
    client = sign_in(cast.writer)
    client.post(START, {"title": "Baru"})
    proposal = Proposal.objects.get()
    assert "Isi tanggal mulai penerapan · disimpan Writer," in text_of(client.get(path("proposal", proposal)))
    values = {"title": "Baru Sekali", "category": "kategori-1", "started_on": "2012-02-29", "version": 1}
    sign_in(cast.colleague).post(path("about", proposal), values)
    assert "29 Februari 2012 · disimpan Colleague," in text_of(client.get(path("proposal", proposal)))
    assert "Terakhir disimpan Colleague," in text_of(client.get(path("about", proposal)))
    # The very same content again is nobody's saving.
    client.post(path("about", proposal), values)
    assert "disimpan Colleague," in text_of(client.get(path("proposal", proposal)))


def test_task_list_names_nobody_where_the_last_saving_of_the_header_is_not_known(cast):
    proposal = builders.draft(cast)
    Proposal.objects.update(header_changed_by=None, header_changed_at=None)
    page = sign_in(cast.writer).get(path("proposal", proposal)).context["sections"][0].rows[0]
    assert "disimpan" not in page.hint


def test_task_list_shows_what_came_back_until_it_is_mended(cast):
    proposal = builders.forwarded(cast)
    question = cast.edition.questions.get(code="kebaruan")
    return_proposal(
        proposal=proposal,
        person=cast.administrator,
        note="Lengkapi datanya.",
        question_notes={question: "Apa bedanya?"},
        at=read_clock(),
    )
    client = sign_in(cast.writer)
    page = text_of(client.get(path("proposal", proposal)))
    assert "Dikembalikan Administrator," in page
    assert "Lengkapi datanya." in page
    assert "Apa bedanya?" in page
    assert "2 dari 3 bagian selesai" in page
    assert "Ada catatan untuk bagian ini" in page
    assert "Apa bedanya?" in text_of(client.get(path("answer", proposal, "kebaruan")))
    assert "Apa bedanya?" not in text_of(client.get(path("answer", proposal, "ringkasan")))


def test_task_list_offers_each_role_its_own_act(cast):
    forwarded = builders.forwarded(cast)
    assert "Baca dan setujui" in text_of(sign_in(cast.leader).get(path("proposal", forwarded)))
    administrator = text_of(sign_in(cast.administrator).get(path("proposal", forwarded)))
    assert "Kembalikan dengan catatan" in administrator
    assert "Periksa dan kirim" not in administrator
    assert "Yang dapat menyetujui: Leader." in administrator
    assert path("ask_endorsement", forwarded) in sign_in(cast.administrator).get(path("proposal", forwarded)).content.decode()
    writer = sign_in(cast.writer).get(path("proposal", forwarded))
    assert writer.context["acts"] == []
    assert path("about", forwarded) not in writer.content.decode()
    endorsed = builders.endorsed(cast)
    assert "Periksa dan kirim" in text_of(sign_in(cast.administrator).get(path("proposal", endorsed)))


def test_task_list_shows_a_lapsed_endorsement_to_both_sides(cast):
    proposal = builders.endorsed(cast)
    assert "Disetujui Leader, Jabatan," in text_of(sign_in(cast.writer).get(path("proposal", proposal)))
    rewrite(cast, proposal, read_clock(), "Isi baru dari admin.")
    for person in (cast.administrator, cast.leader, cast.writer):
        assert "gugur karena isi proposal berubah" in text_of(sign_in(person).get(path("proposal", proposal)))


def test_task_list_says_so_where_no_leader_is_known(cast):
    proposal = builders.forwarded(cast)
    Membership.objects.filter(role="LEADER").update(ends_at=read_clock())
    page = text_of(sign_in(cast.administrator).get(path("proposal", proposal)))
    assert "Instansi Anda belum memiliki pimpinan yang terdaftar." in page


def test_task_list_after_closing_offers_nothing_and_says_when_it_closed(cast):
    proposal = builders.draft(cast)
    builders.open_the_stage(cast.edition, "screening")
    response = sign_in(cast.writer).get(path("proposal", proposal))
    assert "Pengajuan sudah ditutup pada" in text_of(response)
    assert response.context["acts"] == []
    assert path("answer", proposal, "ringkasan") not in response.content.decode()


def test_task_list_of_a_correction_gives_the_reason(cast):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    screen(cast, proposal, read_clock(), "CORRECTION", reason="Tanggal mulai tidak sama dengan SK.")
    response = sign_in(cast.writer).get(path("proposal", proposal))
    assert "Sekretariat meminta perbaikan" in text_of(response)
    assert "Tanggal mulai tidak sama dengan SK." in text_of(response)
    assert path("answer", proposal, "ringkasan") in response.content.decode()


@pytest.mark.parametrize("page", ["proposal", "about", "check", "read", "return", "endorse", "submit", "receipt"])
def test_every_page_is_missing_for_strangers_and_for_codes_that_are_none(cast, page):
    proposal = builders.submitted(cast)
    for person in (cast.stranger, cast.other_administrator, cast.other_leader, cast.judges[0], cast.chair):
        assert sign_in(person).get(path(page, proposal)).status_code == 404
        assert sign_in(person).post(path(page, proposal), {"title": "x", "note": "x"}).status_code in (404, 405)
    assert sign_in(cast.writer).get(path(page, "TIADA")).status_code == 404
    for hostile in ("a' OR 1=1 --", "\0", "..", "x" * 3000):
        address = path(page, "TIADA").replace("TIADA", quote(hostile, safe=""))
        assert sign_in(cast.writer).get(address).status_code == 404


@pytest.mark.parametrize("build", [builders.draft, builders.forwarded, builders.endorsed, builders.submitted])
@pytest.mark.parametrize("role", ["writer", "administrator", "leader"])
def test_task_list_takes_at_most_twelve_queries(cast, build, role):
    proposal = build(cast)
    client = sign_in(getattr(cast, role))
    client.get(path("proposal", proposal))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path("proposal", proposal)).status_code == 200
    assert len(queries) <= 12


def test_task_list_of_a_correction_takes_at_most_twelve_queries(cast):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    screen(cast, proposal, read_clock(), "CORRECTION")
    client = sign_in(cast.writer)
    client.get(path("proposal", proposal))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path("proposal", proposal)).status_code == 200
    assert len(queries) <= 12


def announce(cast, proposal, published_at) -> None:
    """Publish a list with one proposal on it."""
    publication = Publication.objects.create(
        edition=cast.edition,
        round_key=f"babak-{published_at:%Y%m%d}",
        title="Pengumuman Top 99",
        published_at=published_at,
        fingerprint="0" * 64,
    )
    Outcome.objects.create(
        publication=publication,
        proposal=proposal,
        award="Top 99",
        title=proposal.title,
        institution_name=cast.institution.name,
        institution_kind="REGENCY",
        unit_name=cast.unit.name,
        category_name="Pelayanan langsung",
    )


def test_task_list_tells_the_outcome_from_its_hour_on_and_not_before(cast):
    chosen, other = builders.eligible(cast, 2)
    client = sign_in(cast.writer)
    announce(cast, chosen, read_clock() + timedelta(hours=1))
    for one in (chosen, other):
        assert "diumumkan" not in text_of(client.get(path("proposal", one)))
    announce(cast, chosen, read_clock() - timedelta(days=2))
    assert "Top 99. Proposal ini termasuk dalam daftar yang diumumkan." in text_of(client.get(path("proposal", chosen)))
    page = text_of(client.get(path("proposal", other)))
    assert "Pengumuman Top 99 sudah terbit. Proposal ini tidak termasuk dalam daftar." in page


@pytest.mark.parametrize("role", ["writer", "leader"])
def test_task_list_of_an_eligible_proposal_costs_the_same_whether_it_was_chosen(cast, role):
    chosen, other = builders.eligible(cast, 2)
    announce(cast, chosen, read_clock() - timedelta(days=2))
    client, counts = sign_in(getattr(cast, role)), set()
    client.get(path("proposal", chosen))
    for one in (chosen, other):
        with CaptureQueriesContext(connection) as queries:
            client.get(path("proposal", one))
        counts.add(len(queries))
    assert len(counts) == 1
    assert counts.pop() <= 12


# Reading


def test_read_shows_everything_escaped(cast):
    proposal = builders.draft(cast)
    rewrite(cast, proposal, read_clock(), "<script>alert(1)</script>\n\nBaris kedua.", person=cast.writer)
    for person in (cast.writer, cast.colleague, cast.administrator, cast.leader):
        page = sign_in(person).get(path("read", proposal)).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<p>Baris kedua.</p>" in page


def test_read_is_open_to_the_secretariat_only_once_it_was_sent(cast):
    draft, sent = builders.draft(cast), builders.submitted(cast)
    assert sign_in(cast.secretariat).get(path("read", draft)).status_code == 404
    assert sign_in(cast.secretariat).get(path("read", sent)).status_code == 200
    assert sign_in(cast.secretariat).get(path("proposal", sent)).status_code == 200


def test_no_page_changes_anything_when_it_is_only_read(cast):
    proposal = builders.endorsed(cast)
    before = list(Proposal.objects.values())
    for page in ("proposal", "about", "check", "read", "return", "endorse", "submit", "receipt"):
        for person in (cast.writer, cast.administrator, cast.leader):
            sign_in(person).get(path(page, proposal))
    assert list(Proposal.objects.values()) == before
    assert Proposal.objects.get().state == ProposalState.FORWARDED
