"""Starting, the task list, the header, reading."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Group, Membership, Unit
from submissions.models import Award, Proposal
from submissions.operations.drafts import save_about
from submissions.operations.handovers import return_proposal
from submissions.states import ProposalState
from tests import builders
from tests.submissions.acts import rewrite, screen
from tests.submissions.views.pages import path, sign_in, text_of

START = reverse("submissions:start")


def header(proposal: Proposal, **values: object) -> dict[str, object]:
    """Return what the header's page posts when nothing is changed."""
    return {
        "title": proposal.title,
        "category": proposal.category.code if proposal.category else "",
        "started_on": proposal.started_on.isoformat() if proposal.started_on else "",
        "version": proposal.header_version,
        **values,
    }


# Starting


def test_start_makes_a_draft_and_goes_on_to_its_header(cast):
    response = sign_in(cast.writer).post(START, {"title": "Rumah Tunggu Kelahiran"})
    proposal = Proposal.objects.get()
    assert response["Location"] == path("about", proposal)
    assert (proposal.title, proposal.unit, proposal.created_by) == ("Rumah Tunggu Kelahiran", cast.unit, cast.writer)


def test_start_pressed_twice_leads_to_the_one_draft(cast):
    client = sign_in(cast.writer)
    client.post(START, {"title": "Rumah Tunggu Kelahiran"})
    response = client.post(START, {"title": "Rumah Tunggu Kelahiran"})
    assert response["Location"] == path("proposal", Proposal.objects.get())


def test_start_links_a_colleague_to_the_proposal_there_is(cast):
    proposal = builders.draft(cast, title="Antar Obat")
    response = sign_in(cast.colleague).post(START, {"title": "ANTAR OBAT"})
    assert "Lanjutkan proposal itu." in text_of(response)
    assert path("proposal", proposal) in response.content.decode()
    assert 'value="ANTAR OBAT"' in response.content.decode()


def test_start_names_no_proposal_of_a_unit_one_does_not_write_for(cast):
    proposal = builders.draft(cast, title="Antar Obat")
    elsewhere = builders.make_person("Penulis unit lain")
    unit = Unit.objects.create(institution=cast.institution, name="Unit Lain")
    Membership.objects.create(
        person=elsewhere, institution=cast.institution, unit=unit, role="WRITER", starts_at=builders.LONG_AGO
    )
    response = sign_in(elsewhere).post(START, {"title": "Antar Obat"})
    assert response.status_code == 200
    assert proposal.code not in response.content.decode()


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("", "Isi judul inovasi"),
        ("   ", "Isi judul inovasi"),
        ("?!… –", "Isi judul inovasi"),
        ("\x00", "Isi judul inovasi"),
        ("a" * 201, "Judul inovasi paling banyak 200 huruf. Sekarang 201 huruf."),
    ],
)
def test_start_refuses_a_title_that_is_none(cast, title, message):
    response = sign_in(cast.writer).post(START, {"title": title})
    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Kesalahan: " in page
    assert text_of(response).count(message) == 2  # in the summary and at the field
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("title", ["Obat 🚑 Antar", "صحة للجميع", "\u202eterbalik", "ﷺ" * 200, "A\x00B", "<b>Tebal</b>"])
def test_start_takes_any_title_with_letters(cast, title):
    response = sign_in(cast.writer).post(START, {"title": title}, follow=True)
    assert response.status_code == 200
    assert Proposal.objects.get().title == title.replace("\x00", "")
    assert "<b>Tebal" not in response.content.decode()


def test_start_asks_for_the_unit_only_where_there_are_several(cast):
    client = sign_in(cast.writer)
    assert "Unit" not in client.get(START).context["form"].fields
    away = Unit.objects.create(institution=cast.other_institution, name="Unit Kedua")
    Membership.objects.create(
        person=cast.writer, institution=cast.other_institution, unit=away, role="WRITER", starts_at=builders.LONG_AGO
    )
    assert "Pilih unit" in text_of(client.post(START, {"title": "Tanpa unit"}))
    assert "Pilih unit" in text_of(client.post(START, {"title": "Unit orang", "unit": cast.other_unit.pk}))
    client.post(START, {"title": "Dengan unit", "unit": away.pk})
    assert Proposal.objects.get().unit == away


def test_start_is_refused_to_those_who_do_not_write(cast):
    response = sign_in(cast.leader).get(START)
    assert response.status_code == 403
    assert "Hanya penulis unit yang dapat memulai proposal." in text_of(response)
    assert sign_in(cast.chair).get(START).status_code == 404


def test_start_after_closing_keeps_the_title_and_says_when_it_closed(cast):
    builders.open_the_stage(cast.edition, "screening")
    client = sign_in(cast.writer)
    assert "Pengajuan sudah ditutup pada" in text_of(client.get(START))
    response = client.post(START, {"title": "Terlambat"})
    assert "Pengajuan sudah ditutup pada" in text_of(response)
    assert 'value="Terlambat"' in response.content.decode()
    assert not Proposal.objects.exists()


# The task list


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
    assert path("endorse", forwarded) in administrator
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
    assert sign_in(cast.writer).get(path(page, "a' OR 1=1 --")).status_code == 404


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


# The header


def test_about_saves_and_goes_on_to_the_first_question(cast):
    proposal = builders.draft(cast)
    response = sign_in(cast.writer).post(
        path("about", proposal), header(proposal, title="Judul baru", category="kategori-2", started_on="2013-01-31")
    )
    assert response["Location"] == path("answer", proposal, "ringkasan")
    proposal.refresh_from_db()
    assert (proposal.title, proposal.category.code, proposal.started_on) == ("Judul baru", "kategori-2", date(2013, 1, 31))


def test_about_goes_back_where_the_reader_came_from(cast):
    proposal = builders.draft(cast)
    client = sign_in(cast.writer)
    assert client.post(path("about", proposal), header(proposal, then="back"))["Location"] == path("proposal", proposal)
    assert client.post(path("about", proposal) + "?dari=periksa", header(proposal))["Location"] == path("check", proposal)
    elsewhere = path("about", proposal) + "?dari=https://contoh.test/"
    assert client.post(elsewhere, header(proposal))["Location"] == path("answer", proposal, "ringkasan")


def test_about_of_a_draft_may_stay_incomplete(cast):
    proposal = builders.draft(cast)
    sign_in(cast.writer).post(path("about", proposal), header(proposal, category="", started_on=""))
    proposal.refresh_from_db()
    assert (proposal.category, proposal.started_on) == (None, None)


def test_about_warns_of_an_innovation_that_is_too_young_and_saves_it(cast):
    proposal = builders.draft(cast)
    today = read_clock().date().isoformat()
    response = sign_in(cast.writer).post(path("about", proposal), header(proposal, started_on=today), follow=True)
    assert "Tersimpan sebagai draf. Inovasi harus sudah berjalan sejak" in text_of(response)
    page = text_of(sign_in(cast.writer).get(path("proposal", proposal)))
    assert "Inovasi harus sudah berjalan sejak" in page
    assert "Ada masalah" in page


def test_about_takes_a_date_as_people_write_it_and_keeps_what_is_none(cast):
    proposal = builders.draft(cast)
    client = sign_in(cast.writer)
    client.post(path("about", proposal), header(proposal, started_on="31-07-2015"))
    proposal.refresh_from_db()
    assert proposal.started_on == date(2015, 7, 31)
    response = client.post(path("about", proposal), header(proposal, started_on="30 Februari", title="Tetap ada"))
    assert "Tulis tanggal mulai penerapan sebagai tanggal, misalnya 31-07-2015" in text_of(response)
    assert 'value="30 Februari"' in response.content.decode()
    assert 'value="Tetap ada"' in response.content.decode()


def test_about_refuses_a_category_that_is_not_offered(cast):
    proposal = builders.draft(cast)
    response = sign_in(cast.writer).post(path("about", proposal), header(proposal, category="kategori-99"))
    assert "Pilih kategori" in text_of(response)


def test_about_asks_for_the_group_only_where_there_are_several(cast):
    proposal = builders.draft(cast)
    client = sign_in(cast.writer)
    assert "group" not in client.get(path("about", proposal)).context["form"].fields
    khusus = Group.objects.create(edition=cast.edition, code="khusus", name="Khusus", order=2)
    assert "Pilih kelompok" in text_of(client.post(path("about", proposal), header(proposal)))
    client.post(path("about", proposal), header(proposal, group="khusus"))
    proposal.refresh_from_db()
    assert proposal.group == khusus


@pytest.mark.parametrize("version", ["", "dua", "-1", "9" * 40])
def test_about_forgives_a_version_that_is_none(cast, version):
    proposal = builders.draft(cast)
    response = sign_in(cast.writer).post(path("about", proposal), header(proposal, title="Lain", version=version))
    assert response.status_code in (200, 409)
    assert 'value="Lain"' in response.content.decode()
    assert Proposal.objects.get().title == proposal.title


def test_stale_header_shows_both_and_overwrites_nothing(cast):
    proposal = builders.draft(cast, title="Awal")
    client = sign_in(cast.writer)
    save_about(
        proposal=proposal,
        person=cast.colleague,
        title="Dari rekan",
        category=proposal.category,
        group=proposal.group,
        started_on=proposal.started_on,
        version=proposal.header_version,
        at=read_clock(),
    )
    response = client.post(path("about", proposal), header(proposal, title="Dari saya"))
    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="Dari saya"' in page
    assert "Dari rekan" in page
    assert Proposal.objects.get().title == "Dari rekan"
    version = response.context["version"]
    assert f'name="version" value="{version}"' in page
    assert client.post(path("about", proposal), header(proposal, title="Dari saya", version=version)).status_code == 302
    assert Proposal.objects.get().title == "Dari saya"


def test_about_refused_shows_what_was_typed_and_why(cast):
    proposal = builders.draft(cast)
    builders.open_the_stage(cast.edition, "screening")
    client = sign_in(cast.writer)
    assert client.get(path("about", proposal)).status_code == 403
    response = client.post(path("about", proposal), header(proposal, title="Judul yang terlambat"))
    page = text_of(response)
    assert response.status_code == 403
    assert "Pengajuan sudah ditutup pada" in page
    assert "Judul yang terlambat" in page
    assert path("proposal", proposal) in response.content.decode()


def test_history_that_bars_an_innovation_is_named(cast):
    proposal = builders.draft(cast)
    Award.objects.create(innovation=proposal.innovation, year=2015, name="Top 40", title_then=proposal.title)
    page = text_of(sign_in(cast.writer).get(path("proposal", proposal)))
    assert "Inovasi ini sudah meraih Top 40 pada tahun 2015 dan tidak dapat ikut lagi" in page


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
