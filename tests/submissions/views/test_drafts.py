"""Starting a proposal, and its header."""

from datetime import date

import pytest
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Group, Membership, Unit
from submissions.models import Award, Proposal
from submissions.operations.drafts import save_about
from tests import builders
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
    # NUL no database text can hold, and a sign that turns the direction would turn what stands beside the title.
    assert Proposal.objects.get().title == title.replace("\x00", "").replace("\u202e", "")
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
    version = response.context["form"]["version"].value()
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
