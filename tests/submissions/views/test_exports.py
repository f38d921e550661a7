"""The pages of an export: asked with a proof, watched, fetched by its maker alone (SEC-23)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Notice
from submissions.models import Export
from submissions.models.export import KEPT
from submissions.operations.exports import write_export
from tests import builders
from tests.competition.views.test_sessions import age, signed_in
from tests.submissions import crowds
from tests.submissions.views.pages import path, sign_in, text_of

pytestmark = pytest.mark.django_db
ASK = "/sekretariat/ekspor/"


@pytest.fixture
def made(cast) -> Export:
    """Return an export that is written."""
    crowds.sent_proposals(cast, 3)
    sign_in(cast.secretariat).post(f"{ASK}?jenis=CITY", {"bentuk": "xlsx"})
    export = Export.objects.get()
    assert write_export(code=export.code, at=read_clock())
    return Export.objects.get()


def test_the_list_leads_to_the_export_of_what_it_shows(cast):
    crowds.sent_proposals(cast, 4)
    client = sign_in(cast.secretariat)
    page = client.get("/sekretariat/?jenis=CITY&status=SUBMITTED&urut=judul&halaman=1")
    assert page.context["filters"].export_url == f"{ASK}?jenis=CITY&urut=judul&status=SUBMITTED"
    text = text_of(client.get(page.context["filters"].export_url))
    assert "2 proposal masuk ke berkas" in text
    assert "Jenis instansi Pemerintah kota" in text
    assert "Status Terkirim" in text


def test_the_page_looks_again_until_the_file_is_there(cast):
    crowds.sent_proposals(cast, 3)
    client = sign_in(cast.secretariat)
    answer = client.post(ASK, {"bentuk": "csv"})
    page = client.get(answer["Location"])
    assert page["Refresh"] == "3"
    assert "Menunggu giliran" in text_of(page)
    assert client.get(f"{answer['Location']}berkas/").status_code == 404
    Export.objects.update(begun_at=read_clock(), done=2)
    page = client.get(answer["Location"])
    assert "<progress" in page.text
    assert "2 dari 3 proposal ditulis" in text_of(page)
    Export.objects.update(begun_at=None)
    write_export(code=Export.objects.get().code, at=read_clock())
    page = client.get(answer["Location"])
    assert "Refresh" not in page
    file = client.get(f"{answer['Location']}berkas/")
    assert file["Content-Disposition"].startswith('attachment; filename="proposal-2017-')
    assert file["Cache-Control"] == "private, no-store"
    assert len(b"".join(file.streaming_content).splitlines()) == 4
    assert "Ekspor Anda" in client.get(ASK).text


def test_without_a_choice_the_form_says_so(cast):
    page = sign_in(cast.secretariat).post(ASK, {})
    assert page.status_code == 200
    assert not Export.objects.exists()


def test_only_its_maker_gets_it(cast, made):
    colleague = builders.make_person()
    builders.appoint(colleague, cast.edition, "SECRETARIAT")
    addresses = [path("export", made.code), path("export_file", made.code)]
    for address in addresses:
        assert sign_in(cast.secretariat).get(address).status_code == 200
        foreign, missing = (sign_in(colleague).get(one) for one in (address, address.replace(made.code, "X" * 20)))
        assert foreign.status_code == missing.status_code == 404
        assert foreign.content.replace(made.code.encode(), b"") == missing.content.replace(b"X" * 20, b"")


def test_who_lost_the_office_meanwhile_does_not_get_it(cast, made):
    client = sign_in(cast.secretariat)
    cast.secretariat.appointments.update(ends_at=read_clock() - timedelta(seconds=1))
    assert client.get(path("export_file", made.code)).status_code == 404


def test_after_a_day_it_is_not_given(cast, made):
    Export.objects.update(asked_at=made.asked_at - KEPT)
    assert sign_in(cast.secretariat).get(path("export_file", made.code)).status_code == 404


def test_both_ends_ask_for_a_proof(cast, made):
    client = signed_in(cast.secretariat)
    age(client, proved_at=timedelta(minutes=16))
    answer = client.get(path("export_file", made.code))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("competition:prove"))
    asked = client.post(ASK, {"bentuk": "csv"})
    assert asked.status_code == 200
    assert Export.objects.count() == 1
    assert not Notice.objects.filter(event="proposals_exported").exists()
