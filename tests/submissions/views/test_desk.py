"""The agency's desk: what waits for whom, when it closes, and how much it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.middleware import LANGUAGE_COOKIE
from competition.models import Institution, Membership, Stage, Unit
from submissions.models import Proposal
from submissions.operations.handovers import return_proposal
from tests import builders
from tests.submissions.acts import rewrite, screen
from tests.submissions.views.pages import path, sign_in, text_of, titles_on

DESK = reverse("submissions:desk")


def waiting(person) -> list[tuple[str, str, str]]:
    """Return title, status and address of the tasks that wait for the person."""
    tasks = sign_in(person).get(DESK).context["tasks"]
    return [(task.title, task.status, task.url) for task in tasks]


def test_desk_leads_each_role_to_what_waits_for_it(cast):
    draft = builders.draft(cast, title="Masih ditulis")
    forwarded = builders.forwarded(cast, title="Belum disetujui")
    endorsed = builders.endorsed(cast, title="Sudah disetujui")
    builders.submitted(cast, title="Sudah terkirim")
    assert waiting(cast.writer) == [("Masih ditulis", "Draf", path("proposal", draft))]
    assert waiting(cast.leader) == [("Belum disetujui", "Menunggu persetujuan", path("endorse", forwarded))]
    assert waiting(cast.administrator) == [("Sudah disetujui", "Siap dikirim", path("submit", endorsed))]


def test_desk_shows_a_returned_draft_first_and_as_to_be_mended(cast):
    builders.draft(cast, title="Draf lama")
    back = builders.forwarded(cast, title="Kembali")
    return_proposal(proposal=back, person=cast.administrator, note="Lengkapi.", at=read_clock())
    assert waiting(cast.writer)[0] == ("Kembali", "Perlu diperbaiki", path("proposal", back))
    assert "Menunggu perbaikan unit sejak" in text_of(sign_in(cast.administrator).get(DESK))


def test_desk_lets_an_endorsement_lapse_with_the_text(cast):
    proposal = builders.endorsed(cast, title="Berubah")
    rewrite(cast, proposal, read_clock(), "Isi yang lain sama sekali.")
    assert waiting(cast.administrator) == []
    assert waiting(cast.leader) == [("Berubah", "Menunggu persetujuan", path("endorse", proposal))]


def test_desk_says_who_has_the_ball_and_since_when(cast):
    builders.forwarded(cast)
    page = text_of(sign_in(cast.writer).get(DESK))
    assert "Menunggu persetujuan pimpinan sejak" in page
    assert "Puskesmas Uji" in page
    assert "Writer" in page


def test_desk_of_a_leader_who_writes_offers_no_own_proposal(cast):
    Membership.objects.create(
        person=cast.leader, institution=cast.institution, unit=cast.unit, role="WRITER", starts_at=builders.LONG_AGO
    )
    builders.forwarded(cast)
    assert waiting(cast.leader) == []


def test_desk_shows_only_the_agencys_own(cast):
    builders.draft(cast, title="Milik kami")
    assert "Milik kami" not in text_of(sign_in(cast.stranger).get(DESK))
    assert "Milik kami" not in text_of(sign_in(cast.other_administrator).get(DESK))


def test_desk_of_a_government_shows_its_enterprises_proposals(cast):
    enterprise = builders.make_institution("BUMD", name="BUMD Uji", parent=cast.institution)
    unit = Unit.objects.create(institution=enterprise, name="Unit BUMD")
    writer = builders.make_person("Penulis BUMD")
    Membership.objects.create(person=writer, institution=enterprise, unit=unit, role="WRITER", starts_at=builders.LONG_AGO)
    builders.draft(cast, title="Milik BUMD", writer=writer, unit=unit)
    assert "Milik BUMD" in text_of(sign_in(cast.administrator).get(DESK))
    assert "Milik BUMD" not in text_of(sign_in(cast.leader).get(DESK))


def test_desk_is_missing_for_people_of_no_institution(cast):
    assert sign_in(cast.chair).get(DESK).status_code == 404


def test_desk_asks_for_signing_in(client, cast):
    response = client.get(DESK)
    assert response.status_code == 302
    assert reverse("competition:sign_in") in response["Location"]


def test_empty_desk_says_what_will_be_here_and_what_to_do(cast):
    page = sign_in(cast.writer).get(DESK)
    assert "Belum ada proposal" in text_of(page)
    assert reverse("submissions:start") in page.content.decode()


def test_desk_prints_the_deadline_in_three_zones(cast):
    page = text_of(sign_in(cast.writer).get(DESK))
    assert "Pengajuan ditutup" in page
    assert all(zone in page for zone in ("WIB", "WITA", "WIT"))


def test_desk_warns_of_unsent_drafts_in_the_last_three_days(cast):
    builders.draft(cast)
    assert "belum terkirim." not in text_of(sign_in(cast.writer).get(DESK))
    Stage.objects.filter(key="registration").update(closes_at=read_clock() + timedelta(hours=71))
    assert "1 proposal belum terkirim." in text_of(sign_in(cast.writer).get(DESK))


def test_closed_desk_says_so_and_offers_no_start(cast):
    builders.draft(cast)
    builders.open_the_stage(cast.edition, "screening")
    response = sign_in(cast.writer).get(DESK)
    page = text_of(response)
    assert "Pengajuan sudah ditutup pada" in page
    assert "Draf Anda tetap tersimpan." in page
    assert "Mulai proposal" not in page
    assert ">Ditutup</span>" in response.context["rows"][0]
    assert response.context["tasks"] == []


def test_desk_names_why_nothing_can_be_started(cast):
    Institution.objects.filter(pk=cast.institution.pk).update(verified_at=None)
    assert "Instansi Anda belum diverifikasi sekretariat." in text_of(sign_in(cast.writer).get(DESK))
    assert "Hanya penulis unit yang dapat memulai proposal." in text_of(sign_in(cast.leader).get(DESK))


def test_desk_asks_everybody_who_can_help_for_a_correction(cast, at):
    proposal = builders.submitted(cast, title="Diperbaiki")
    builders.open_the_stage(cast.edition, "screening")
    screen(cast, proposal, read_clock(), "CORRECTION")
    assert waiting(cast.writer) == [("Diperbaiki", "Perlu diperbaiki", path("proposal", proposal))]
    assert waiting(cast.administrator) == [("Diperbaiki", "Perlu diperbaiki", path("proposal", proposal))]
    assert waiting(cast.leader) == []
    assert "Perbaikan ditutup" in text_of(sign_in(cast.writer).get(DESK))


def test_a_row_that_changed_is_printed_anew_and_each_language_has_its_own(cast):
    proposal = builders.draft(cast, title="Judul <lama> & awal")
    client = sign_in(cast.writer)
    assert titles_on(client.get(DESK)) == ["Judul &lt;lama&gt; &amp; awal"]
    assert "Ditulis unit sejak" in client.get(DESK).context["rows"][0]
    Proposal.objects.filter(pk=proposal.pk).update(title="Judul baru")
    assert titles_on(client.get(DESK)) == ["Judul baru"]
    client.cookies[LANGUAGE_COOKIE] = "en"
    assert "Ditulis unit sejak" not in client.get(DESK).context["rows"][0]


@pytest.mark.parametrize(
    ("shown", "titles"),
    [
        ("draft", {"Satu"}),
        ("waiting", {"Dua"}),
        ("ready", {"Tiga"}),
        ("sent", {"Empat"}),
        ("mine", {"Satu"}),
        ("apa-saja", {"Satu", "Dua", "Tiga", "Empat"}),
    ],
)
def test_desk_can_be_narrowed(cast, shown, titles):
    builders.draft(cast, title="Satu")
    builders.forwarded(cast, title="Dua")
    builders.endorsed(cast, title="Tiga")
    builders.submitted(cast, title="Empat")
    assert set(titles_on(sign_in(cast.writer).get(DESK, {"tampil": shown}))) == titles


def test_desk_finds_by_title_and_unit(cast):
    builders.draft(cast, title="Antar Obat")
    builders.draft(cast, title="Loket Terpadu")
    client = sign_in(cast.writer)
    assert titles_on(client.get(DESK, {"cari": "obat"})) == ["Antar Obat"]
    assert len(client.get(DESK, {"cari": "puskesmas"}).context["rows"]) == 2
    assert "Tidak ada proposal yang cocok" in text_of(client.get(DESK, {"cari": "tidak ada\x00"}))


def test_desk_pages_by_twenty_five_and_forgives_odd_numbers(cast):
    for _ in range(27):
        builders.draft(cast)
    client = sign_in(cast.writer)
    assert len(client.get(DESK).context["rows"]) == 25
    assert len(client.get(DESK, {"halaman": 2}).context["rows"]) == 2
    assert len(client.get(DESK, {"halaman": "nol"}).context["rows"]) == 25
    assert len(client.get(DESK, {"halaman": "9" * 30}).context["rows"]) == 2
    page = client.get(DESK)
    assert len(page.context["tasks"]) == 8
    assert "Lihat semua 27 yang perlu Anda kerjakan" in text_of(page)


@pytest.mark.parametrize("role", ["writer", "administrator", "leader"])
def test_desk_takes_the_same_few_queries_for_any_number_of_proposals(cast, role):
    client = sign_in(getattr(cast, role))

    def count() -> int:
        client.get(DESK)  # the edition of the frame is remembered for some seconds
        with CaptureQueriesContext(connection) as queries:
            assert client.get(DESK).status_code == 200
        return len(queries)

    builders.draft(cast)
    builders.forwarded(cast)
    builders.endorsed(cast)
    few = count()
    for _ in range(4):
        builders.draft(cast)
        builders.forwarded(cast)
        builders.endorsed(cast)
    assert Proposal.objects.count() == 15
    assert count() == few <= 12


def test_whoever_belongs_to_two_institutions_is_told_whose_each_proposal_is(cast):
    builders.draft(cast)
    client = sign_in(cast.administrator)
    row = f"{cast.unit.name} · {cast.institution.name}"
    assert row not in text_of(client.get(DESK))
    Membership.objects.create(
        person=cast.administrator,
        institution=cast.other_institution,
        role="ADMINISTRATOR",
        given_by=cast.other_leader,
        starts_at=builders.LONG_AGO,
    )
    assert row in text_of(sign_in(cast.administrator).get(DESK))


def test_an_enterprise_below_is_named(cast):
    below = builders.make_institution("BUMD", name="Perumda Air", parent=cast.institution)
    unit = builders.Unit.objects.create(institution=below, name="Cabang Satu")
    writer = builders.make_person()
    Membership.objects.create(person=writer, institution=below, unit=unit, role="WRITER", starts_at=builders.LONG_AGO)
    builders.draft(cast, writer=writer, unit=unit)
    assert "Cabang Satu · Perumda Air" in text_of(sign_in(cast.administrator).get(DESK))
