"""The list of institutions, one of them, the acts about it, and units, through their pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.models import Institution, Unit
from competition.views.institutions import ACTS
from tests import builders
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
LIST = "/registri/"
ORDER = {"on": "2016-05-01", "letter_number": "B/12/2016", "reason": "Peraturan daerah."}


def act(cast, institution, key, who="secretariat", **values):
    path = reverse("competition:registry_act", args=[institution.code, key])
    return sign_in(cast.as_people()[who]).post(path, ORDER | values)


def entry(cast, institution):
    return sign_in(cast.secretariat).get(reverse("competition:registry_entry", args=[institution.code]))


@pytest.fixture
def agency(cast):
    return builders.make_institution("AGENCY", name="Badan Lama")


class TestRegistry:
    def test_finds_by_words_code_kind_standing_and_former_name(self, cast, agency):
        act(cast, agency, "ubah-nama", name="Lembaga Segar")
        client = sign_in(cast.secretariat)

        def shows(**asked):
            return "Lembaga Segar" in client.get(LIST, asked).text

        assert all(
            [
                shows(),
                shows(cari="segar"),
                shows(cari="badan lama"),
                shows(cari=agency.code),
                shows(jenis="AGENCY"),
                shows(status="buka"),
            ]
        )
        assert not any([shows(cari="lain"), shows(jenis="CITY"), shows(status="tutup"), shows(status="belum")])
        assert shows(jenis="RAJA", cari="\x00", status="';--")
        Institution.objects.filter(pk=agency.pk).update(verified_at=None)
        assert shows(status="belum")
        assert "Belum diverifikasi" in text_of(client.get(LIST, {"cari": "segar"}))

    @pytest.mark.parametrize("who", ["writer", "administrator", "leader", "chair", "judge1"])
    def test_is_missing_for_others(self, cast, agency, who):
        client = sign_in(cast.as_people()[who])
        assert client.get(LIST).status_code == 404
        foreign = client.get(reverse("competition:registry_entry", args=[agency.code]))
        missing = client.get(reverse("competition:registry_entry", args=["tidak-ada"]))
        assert foreign.status_code == missing.status_code == 404
        assert foreign.content.replace(agency.code.encode(), b"") == missing.content.replace(b"tidak-ada", b"")
        for key in ACTS:
            assert act(cast, agency, key, who=who).status_code == 404

    def test_asks_as_much_for_many_as_for_few(self, cast):
        client = sign_in(cast.secretariat)

        def queries(path):
            client.get(path)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(path).status_code == 200
            return len(caught)

        page = reverse("competition:registry_entry", args=[cast.institution.code])
        few = queries(LIST), queries(page)
        for number in range(4):
            builders.make_institution("BUMD", name=f"BUMD {number}", parent=cast.institution)
            Unit.objects.create(institution=cast.institution, name=f"Unit {number}")
        act(cast, cast.institution, "ubah-nama", name="Pemerintah Satu")
        act(cast, cast.institution, "pecah", on="2017-05-01", names="Pemerintah Dua\nPemerintah Tiga", ends="tetap")
        many = queries(LIST), queries(page)
        assert few == many
        assert max(many) <= 12


class TestActs:
    def test_an_own_institution_may_be_read_and_not_changed(self, cast):
        from competition.models import Membership

        Membership.objects.create(
            person=cast.secretariat, institution=cast.institution, role="LEADER", starts_at=builders.LONG_AGO
        )
        assert "Ubah nama instansi" not in entry(cast, cast.institution).text
        assert act(cast, cast.institution, "tutup").status_code == 403

    def test_rename(self, cast, agency):
        assert act(cast, agency, "ubah-nama", name="Badan Baru").status_code == 302
        page = text_of(entry(cast, agency))
        assert "Badan Lama" in page
        assert "Badan Baru" in page
        assert "B/12/2016" in page
        assert "sudah bernama" in text_of(act(cast, agency, "ubah-nama", name="Badan Baru", on="2017-01-01"))

    def test_split(self, cast, agency):
        assert act(cast, agency, "pecah", names="Badan Satu\r\n\r\nBadan Dua\r\n", ends="berakhir").status_code == 302
        page = text_of(entry(cast, agency))
        assert "Diteruskan oleh Badan Dua Badan Satu" in page
        assert "Tindakan" not in page
        assert "Berasal dari Badan Lama" in text_of(entry(cast, Institution.objects.get(name="Badan Dua")))

    def test_a_unit_is_moved_and_both_pages_tell_of_it(self, cast, agency):
        assert "Pindahkan unit" not in text_of(entry(cast, agency))
        unit = Unit.objects.create(institution=agency, name="Balai Satu")
        Unit.objects.create(institution=agency, name="Balai Lama", closed_on="2015-01-01")
        assert "Pindahkan unit" in text_of(entry(cast, agency))
        page = sign_in(cast.secretariat).get(reverse("competition:registry_act", args=[agency.code, "pindah-unit"]))
        assert "Balai Satu" in page.text
        assert "Balai Lama" not in page.text
        page = text_of(act(cast, agency, "pindah-unit", unit="", into="tidak ada"))
        assert "Pilih unit yang pindah" in page
        assert "Tidak ada instansi aktif" in page
        foreign = act(cast, agency, "pindah-unit", unit=cast.unit.pk, into=cast.other_institution.code)
        assert foreign.status_code == 200
        assert Unit.objects.get(pk=cast.unit.pk).institution == cast.institution
        into = builders.make_institution("AGENCY", name="Badan Tujuan")
        assert act(cast, agency, "pindah-unit", unit=unit.pk, into="badan tujuan").status_code == 302
        assert "Balai Satu → Badan Tujuan" in text_of(entry(cast, agency))
        assert "Badan Lama → Balai Satu" in text_of(entry(cast, into))
        assert "Pindahkan unit" not in text_of(entry(cast, agency))

    def test_what_ended_hands_its_units_to_its_successors(self, cast, agency):
        unit = Unit.objects.create(institution=agency, name="Balai Satu")
        act(cast, agency, "pecah", names="Badan Satu\nBadan Dua", ends="berakhir")
        page = text_of(entry(cast, agency))
        assert "Pindahkan unit" in page
        assert "Tutup instansi" not in page
        sent = act(cast, agency, "pindah-unit", unit=unit.pk, into="Badan Satu", on="2016-05-02")
        assert sent.status_code == 302
        assert "Tindakan" not in text_of(entry(cast, agency))

    def test_merge(self, cast, agency):
        target = builders.make_institution("AGENCY", name="Badan Tujuan")
        page = act(cast, agency, "gabung", successor="tercantum", into="Badan Tuju", other="")
        assert "Yang mirip: Badan Tujuan" in text_of(page)
        assert 'value="Badan Tuju"' in page.text
        assert "Tidak ada instansi aktif" in text_of(act(cast, agency, "gabung", successor="tercantum", into="Xyz"))
        assert act(cast, agency, "gabung", successor="tercantum", into="badan tujuan").status_code == 302
        other = builders.make_institution("AGENCY", name="Badan Lain")
        third = builders.make_institution("AGENCY", name="Badan Ketiga")
        assert "bergabung dengan dirinya sendiri" in text_of(act(cast, other, "gabung", successor="baru", into="Badan Esa"))
        assert act(cast, other, "gabung", successor="baru", into="Badan Esa", other=third.code).status_code == 302
        assert Institution.objects.get(pk=target.pk).valid_until is None
        assert Institution.objects.get(pk=third.pk).valid_until is not None

    def test_close_says_why_not(self, cast):
        builders.draft(cast)
        page = act(cast, cast.institution, "tutup")
        assert "1 proposal berjalan" in text_of(page)
        assert 'value="B/12/2016"' in page.text
        assert "Peraturan daerah." in page.text

    def test_close_and_once_more(self, cast, agency):
        assert act(cast, agency, "tutup").status_code == 302
        assert "sudah ditutup sejak 1 Mei 2016" in text_of(act(cast, agency, "tutup"))

    def test_parent(self, cast):
        one = builders.make_institution("BUMD", name="PDAM")
        assert act(cast, one, "induk", parent=cast.institution.code).status_code == 302
        assert cast.institution.name in entry(cast, one).text
        assert "PDAM" in entry(cast, cast.institution).text
        assert "bukan pemerintah daerah" in text_of(act(cast, one, "induk", parent="PDAM"))

    def test_verify(self, cast, agency):
        Institution.objects.filter(pk=agency.pk).update(verified_at=None)
        assert act(cast, agency, "verifikasi").status_code == 302
        assert "sudah diverifikasi" in text_of(act(cast, agency, "verifikasi"))

    @pytest.mark.parametrize("key", sorted(set(ACTS) - {"verifikasi"}))
    def test_an_empty_form_says_what_is_missing(self, cast, agency, key):
        path = reverse("competition:registry_act", args=[agency.code, key])
        client = sign_in(cast.secretariat)
        assert client.get(path).status_code == 200
        page = client.post(path, {"on": "kemarin", "reason": "x" * 2001})
        assert page.status_code == 200
        assert "Tulis berlaku sejak sebagai tanggal" in text_of(page)
        assert "Isi nomor surat atau peraturan" in text_of(page)
        assert 'value="kemarin"' in page.text

    def test_an_unknown_act_is_nothing(self, cast, agency):
        assert act(cast, agency, "hapus").status_code == 404

    def test_hostile_names_are_printed_as_text(self, cast, agency):
        assert act(cast, agency, "ubah-nama", name="<script>alert(1)</script> {{ 7*7 }}").status_code == 302
        for page in (entry(cast, agency), sign_in(cast.secretariat).get(LIST)):
            assert "<script>alert" not in page.text
            assert "&lt;script&gt;" in page.text


class TestUnits:
    def path(self, institution):
        return reverse("competition:units", args=[institution.code])

    def test_the_administrator_adds_renames_and_closes(self, cast):
        client = sign_in(cast.administrator)
        assert client.post(self.path(cast.institution), {"name": " Dinas  Baru "}).status_code == 302
        unit = Unit.objects.get(name="Dinas Baru")
        assert "Sudah ada unit" in text_of(client.post(self.path(cast.institution), {"name": "DINAS BARU"}))
        assert "Isi nama unit" in text_of(client.post(self.path(cast.institution), {"name": "\x00"}))
        rename = reverse("competition:unit_rename", args=[cast.institution.code, unit.pk])
        assert 'value="Dinas Baru"' in client.get(rename).text
        assert client.post(rename, {"name": "Dinas Segar"}).status_code == 302
        close = reverse("competition:unit_close", args=[cast.institution.code, unit.pk])
        assert client.get(close).status_code == 200
        assert client.post(close).status_code == 302
        assert "sudah ditutup" in text_of(client.post(close))
        unit.refresh_from_db()
        assert (unit.name, unit.closed_on is not None) == ("Dinas Segar", True)

    def test_a_unit_with_an_open_proposal_stays(self, cast):
        builders.draft(cast)
        close = reverse("competition:unit_close", args=[cast.institution.code, cast.unit.pk])
        assert "1 proposal berjalan" in text_of(sign_in(cast.administrator).post(close))

    def test_writers_read_and_do_not_change(self, cast):
        client = sign_in(cast.writer)
        page = client.get(self.path(cast.institution))
        assert cast.unit.name in page.text
        assert "Tambah unit" not in page.text
        assert client.post(self.path(cast.institution), {"name": "Lain"}).status_code == 403

    def test_the_parents_administrator_and_the_secretariat_do(self, cast):
        enterprise = builders.make_institution("BUMD", name="PDAM", parent=cast.institution)
        for number, person in enumerate((cast.administrator, cast.secretariat)):
            assert sign_in(person).post(self.path(enterprise), {"name": f"Unit {number}"}).status_code == 302

    def test_others_and_other_units_are_not_there(self, cast):
        assert sign_in(cast.other_administrator).get(self.path(cast.institution)).status_code == 404
        foreign = reverse("competition:unit_rename", args=[cast.institution.code, cast.other_unit.pk])
        assert sign_in(cast.administrator).post(foreign, {"name": "Lain"}).status_code == 404
        own = reverse("competition:unit_rename", args=[cast.other_institution.code, cast.unit.pk])
        assert sign_in(cast.administrator).post(own, {"name": "Lain"}).status_code == 404
