"""Asking that an institution joins, through the page; the secretariat's list, one request, its letter."""

import io
import re

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Admission, AuditEntry, Institution, Notice
from competition.operations import cleaning
from competition.operations.admission_letters import PAUSE, check_letter, waiting_letters
from competition.operations.admissions import Candidate, Contact, file_admission, refuse_admission
from competition.queries.admissions import read_letter
from competition.scans import MOST_BYTES, read_scan
from competition.views import admissions as views
from tests import builders
from tests.competition.letterscans import PDF, PNG
from tests.submissions import uploads
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
APPLY = "/daftar-instansi/"
LIST = "/pendaftaran-instansi/"
WHICH = {"jenis": "AGENCY", "wilayah": "", "nama": "Badan Baru"}
CONTACT = {"contact_name": "Ani Baru", "contact_position": "Kepala Bagian", "contact_email": "ani@baru.test"}


def letter(name: str = "surat.pdf", content: bytes = PDF, kind: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def post(client: Client, **changes):
    values = WHICH | CONTACT | {"letter": letter()} | changes
    return client.post(APPLY, {key: value for key, value in values.items() if value is not None})


def filed(
    name: str = "Badan Baru", email: str = "ani@baru.test", content: bytes = PDF, is_checked: bool = True, **values
) -> Admission:
    one = file_admission(
        candidate=Candidate("AGENCY", name, **values),
        contact=Contact("Ani Baru", "Kepala Bagian", email),
        letter=read_scan("surat.pdf", content),
        at=read_clock(),
    )
    if is_checked:
        check_letter(code=one.code, at=read_clock())
    return one


class TestApplying:
    def test_first_asks_which_and_keeps_it_in_the_address(self, client, cast):
        page = client.get(APPLY)
        assert page.status_code == 200
        assert "Kota" in page.text or cast.institution.region.name in page.text
        page = client.get(APPLY, {"jenis": "BUMD", "wilayah": "", "nama": "PDAM <b>"})
        assert "Pilih wilayah" in text_of(page)
        assert 'value="PDAM &lt;b&gt;"' in page.text
        page = client.get(APPLY, WHICH)
        assert "Surat resmi bertanda tangan" in text_of(page)
        assert "sudah tercantum" not in text_of(page)

    def test_files_and_leads_to_what_comes_next(self, client, cast):
        response = post(client)
        assert (response.status_code, response.headers["Location"]) == (302, "/daftar-instansi/terkirim/")
        assert "Pendaftaran diterima" in text_of(client.get(response.headers["Location"]))
        one = Admission.objects.get()
        assert (one.name, one.contact_email, one.letter_type) == ("Badan Baru", "ani@baru.test", "PDF")
        assert Notice.objects.get(event="admission_filed").address == "ani@baru.test"

    def test_twice_is_once(self, client, cast):
        assert [post(client).status_code for _ in range(2)] == [302, 302]
        assert Admission.objects.count() == 1

    def test_answers_the_same_for_known_unknown_and_closed_accounts(self, client, cast):
        gone = builders.make_person()
        gone.is_active = False
        gone.save()
        answers = [
            post(Client(), contact_email=email, nama=f"Badan {number}")
            for number, email in enumerate(("baru@baru.test", cast.writer.email, gone.email))
        ]
        seen = [(one.status_code, one.headers["Location"], one.content, len(one.cookies)) for one in answers]
        assert seen[0] == seen[1] == seen[2]

    def test_kindly_shows_what_is_listed_already(self, client, cast):
        listed = builders.make_institution("AGENCY", name="Badan Baru Nasional")
        page = client.get(APPLY, WHICH)
        assert "Mungkin instansi Anda sudah tercantum" in text_of(page)
        assert listed.name in page.text
        assert "Pilih instansi yang Anda maksud" in text_of(post(client))
        assert post(client, meant=listed.code).status_code == 302
        assert Admission.objects.get().institution == listed

    def test_a_government_is_found_by_its_region(self, client, cast):
        region = cast.institution.region
        page = client.get(APPLY, {"jenis": "REGENCY", "wilayah": region.code, "nama": "Pemkab apa pun"})
        assert cast.institution.name in page.text
        assert post(client, jenis="REGENCY", wilayah=region.code, meant="baru").status_code == 302
        one = Admission.objects.get()
        assert (one.institution, one.region) == (None, region)

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            (None, "Pilih berkas surat"),
            (("surat.pdf", b""), "Berkas kosong"),
            (("surat.pdf", b"%PDF-1.4 " + b"x" * MOST_BYTES), "Berkas harus di bawah 5 MB. Berkas Anda 5,1 MB."),
            (("surat.pdf", b"<html>"), "Berkas harus PDF, JPG, atau PNG"),
            (("a.docx", b"PK\x03\x04"), "Berkas harus PDF, JPG, atau PNG"),
            ("bukan berkas", "Pilih berkas surat"),
        ],
    )
    def test_says_what_is_wrong_with_the_letter_and_keeps_the_text(self, client, cast, file, words):
        file = letter(*file) if isinstance(file, tuple) else file
        page = post(client, letter=file)
        assert page.status_code == 200
        assert words in text_of(page)
        assert "<title>Kesalahan: " in page.text
        for text in CONTACT.values():
            assert f'value="{text}"' in page.text
        assert "Berkas perlu dipilih lagi" in text_of(page)
        assert not Admission.objects.exists()

    def test_a_body_far_over_the_limit_is_not_read(self, client, cast):
        response = client.post(
            APPLY, data=b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(views.MOST_POSTED + 1)
        )
        assert response.status_code == 413
        assert "KIPP" in response.text

    def test_wants_a_token(self, cast):
        assert post(Client(enforce_csrf_checks=True)).status_code == 403

    @pytest.mark.parametrize(
        "name",
        ["../../../x.pdf", "a" * 300 + ".pdf", "surat\u202efdp.exe", "x.pdf\r\nSet-Cookie: a=b", "<script>.pdf", "con.shtml"],
    )
    def test_a_hostile_file_name_is_only_a_name(self, client, cast, name):
        assert post(client, letter=letter(name)).status_code == 302
        one = Admission.objects.get()
        assert re.fullmatch(r"letters/\w+\.pdf", one.letter_path)
        assert len(one.letter_name) <= 120
        assert not re.search(r"[\r\n\u202e/]", one.letter_name)
        page = sign_in(cast.secretariat).get(reverse("competition:admission", args=[one.code]))
        assert "<script>.pdf" not in page.text

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("contact_name", "  ", "Isi nama narahubung"),
            ("contact_name", "x" * 151, "paling banyak 150 huruf"),
            ("contact_position", "\x00", "Isi jabatan narahubung"),
            ("contact_email", "bukan alamat", "Tulis alamat email lengkap"),
            ("contact_email", "a@b.test\nBcc: x@y.test", "Tulis alamat email lengkap"),
        ],
    )
    def test_says_what_is_wrong_with_a_field(self, client, cast, field, value, words):
        page = post(client, **{field: value})
        assert words in text_of(page)
        assert not Admission.objects.exists()

    @pytest.mark.parametrize(
        "changes",
        [{"jenis": "RAJA"}, {"wilayah": "99.99"}, {"nama": "---"}, {"nama": "x" * 201}, {"jenis": "CITY", "wilayah": ""}],
    )
    def test_a_tampered_first_step_leads_back_to_it(self, client, cast, changes):
        page = post(client, **changes)
        assert page.status_code == 200
        assert "Kesalahan: " in page.text
        assert not Admission.objects.exists()

    def test_a_foreign_institution_cannot_be_meant(self, client, cast):
        builders.make_institution("AGENCY", name="Badan Baru Nasional")
        assert post(client, meant=cast.institution.code).status_code == 200
        assert not Admission.objects.exists()

    def test_the_last_of_two_values_counts_and_unknown_fields_do_not(self, client, cast):
        values = WHICH | CONTACT | {"letter": letter(), "state": "VERIFIED", "institution": "1", "decided_by": "1"}
        assert client.post(APPLY, values | {"contact_email": ["satu@baru.test", "dua@baru.test"]}).status_code == 302
        one = Admission.objects.get()
        assert (one.state, one.contact_email, one.institution) == ("WAITING", "dua@baru.test", None)


class TestDeciding:
    @pytest.mark.parametrize("who", ["writer", "administrator", "leader", "chair", "judge1"])
    def test_is_missing_for_others(self, cast, who):
        one, client = filed(), sign_in(cast.as_people()[who])
        for name in ("admission", "admission_letter"):
            foreign = client.get(reverse(f"competition:{name}", args=[one.code]))
            missing = client.get(reverse(f"competition:{name}", args=["2222222222"]))
            assert foreign.status_code == missing.status_code == 404
            assert foreign.content.replace(one.code.encode(), b"") == missing.content.replace(b"2222222222", b"")
        assert client.get(LIST).status_code == 404

    def test_asks_strangers_to_sign_in(self, client, cast):
        one = filed()
        for name in ("admission", "admission_letter"):
            assert client.get(reverse(f"competition:{name}", args=[one.code])).status_code == 302

    def test_the_letter_comes_as_a_file_and_runs_nowhere(self, cast):
        one = filed(content=PNG)
        response = sign_in(cast.secretariat).get(reverse("competition:admission_letter", args=[one.code]))
        assert response.content == PNG == read_letter(one)
        assert response.headers["Content-Type"] == "image/png"
        assert response.headers["Content-Disposition"] == f'attachment; filename="surat-{one.code}.png"'
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert "no-store" in response.headers["Cache-Control"]

    def test_the_letter_is_read_and_cleaned_like_every_other_upload(self, cast):
        """SEC-12: what acts by itself stays behind, and the original stays as it was filed."""
        hostile = uploads.pdf(OpenAction=uploads.script())
        one = filed(content=hostile)
        content = sign_in(cast.secretariat).get(reverse("competition:admission_letter", args=[one.code])).content
        assert read_letter(one) == hostile
        with pikepdf.open(io.BytesIO(content)) as document:
            assert not {"/JavaScript", "/OpenAction", "/JS"} & uploads.names_in(document)
            assert len(document.pages) == 1

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"%PDF-1.4 nothing %%EOF", "Berkas rusak atau terpotong."),
            (uploads.picture("PNG")[:-40] + PNG[-30:], "Berkas rusak atau terpotong."),
        ],
    )
    def test_a_letter_that_cannot_be_read_is_handed_to_nobody(self, cast, content, reason):
        one = filed(content=content)
        client = sign_in(cast.secretariat)
        response = client.get(reverse("competition:admission_letter", args=[one.code]), follow=True)
        assert response.redirect_chain[0][0] == reverse("competition:admission", args=[one.code])
        assert text_of(response).count(f"Surat tidak dapat dibuka: {reason}") == 2
        assert "Unduh surat" not in text_of(response)
        assert AuditEntry.objects.get(event="admission_letter_refused").data["refusal"] == "BROKEN"

    def test_a_letter_waits_while_the_scanner_is_away(self, cast, settings):
        settings.CLAMD_ADDRESS = "127.0.0.1:9"
        one, at = filed(content=PNG), read_clock()
        client, path = sign_in(cast.secretariat), reverse("competition:admission_letter", args=[one.code])
        response = client.get(path, follow=True)
        assert "Berkas belum dapat diperiksa." in text_of(response)
        assert "Surat sedang diperiksa." in text_of(response)
        assert waiting_letters(at=at + PAUSE / 2) == []
        assert waiting_letters(at=at + PAUSE * 2) == [one.code]
        settings.CLAMD_ADDRESS = ""
        assert check_letter(code=one.code, at=at + PAUSE * 2)
        assert client.get(path).status_code == 200
        assert waiting_letters(at=at + PAUSE * 9) == []

    def test_a_letter_is_looked_at_once(self, cast, monkeypatch):
        one = filed(content=PNG)
        monkeypatch.setattr(cleaning, "inspect_file", None)
        assert check_letter(code=one.code, at=read_clock())
        client = sign_in(cast.secretariat)
        answers = [client.get(reverse("competition:admission_letter", args=[one.code])) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]

    def test_a_letter_that_changed_in_the_storage_waits_for_somebody_to_look(self, cast, settings):
        one = filed(is_checked=False)
        (settings.DATA_DIR / "files" / one.letter_path).write_bytes(PDF + b"x")
        assert not check_letter(code=one.code, at=read_clock())
        assert waiting_letters(at=read_clock()) == []

    def test_a_letter_whose_task_was_lost_is_taken_up_by_the_sweep(self, cast):
        one = filed(is_checked=False)
        assert waiting_letters(at=one.filed_at) == []
        assert waiting_letters(at=one.filed_at + PAUSE) == [one.code]

    def test_lists_by_state(self, cast):
        waits, refused = filed("Badan Satu"), filed("Badan Dua")
        refuse_admission(admission=refused, person=cast.secretariat, reason="Alasan.", at=read_clock())
        client = sign_in(cast.secretariat)
        page = client.get(LIST).text
        assert waits.name in page
        assert refused.name not in page
        page = client.get(LIST, {"status": "REFUSED"}).text
        assert refused.name in page
        assert waits.name not in page
        assert waits.name in client.get(LIST, {"status": "'--"}).text

    def decide(self, cast, one, who="secretariat", **values):
        return sign_in(cast.as_people()[who]).post(reverse("competition:admission", args=[one.code]), values)

    def test_verifies(self, cast):
        one = filed()
        assert self.decide(cast, one, decision="verifikasi").status_code == 302
        assert Institution.objects.get(name="Badan Baru").verified_at
        page = sign_in(cast.secretariat).get(reverse("competition:admission", args=[one.code]))
        assert "Pendaftaran ini sudah diputuskan" in text_of(page)

    def test_verifies_as_one_that_is_listed(self, cast):
        listed = builders.make_institution("AGENCY", name="Badan Baru Nasional")
        one = filed()
        assert "Pilih instansi yang tercantum" in text_of(self.decide(cast, one, decision="verifikasi"))
        assert self.decide(cast, one, decision="verifikasi", institution=listed.code).status_code == 302
        assert Admission.objects.get().institution == listed

    def test_refuses_with_a_reason_and_keeps_what_was_typed(self, cast):
        one = filed()
        page = self.decide(cast, one, decision="tolak", reason="  ")
        assert "Isi alasan penolakan" in text_of(page)
        assert "Pilih keputusan" in text_of(self.decide(cast, one, reason="Surat <b>"))
        assert "Surat &lt;b&gt;" in self.decide(cast, one, reason="Surat <b>").text
        assert self.decide(cast, one, decision="tolak", reason="Tanpa kop.").status_code == 302
        assert Admission.objects.get().reason == "Tanpa kop."

    def test_the_second_of_two_learns_that_it_is_decided(self, cast):
        one = filed()
        assert self.decide(cast, one, decision="verifikasi").status_code == 302
        page = self.decide(cast, one, who="secretariat2", decision="tolak", reason="Terlambat.")
        assert page.status_code == 409
        assert "sudah diputuskan" in text_of(page)
        assert "Terlambat." in page.text
