"""What a page says to the server while it uploads a file in parts."""

import hashlib

import pytest
from django.urls import reverse

from submissions.models import Document
from submissions.operations.uploads import CHUNK
from tests import builders
from tests.submissions.views.pages import path, sign_in

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-" + b"x" * (CHUNK + 10)


def begin(client, proposal, **values):
    known = {"name": "besar.pdf", "size": len(CONTENT), "sha256": hashlib.sha256(CONTENT).hexdigest()}
    return client.post(path("start_upload", proposal, "lain"), known | values)


def part_of(client, place, offset, content=None):
    content = CONTENT[offset : offset + CHUNK] if content is None else content
    return client.post(f"{place['address']}?offset={offset}", content, content_type="application/octet-stream")


def test_a_file_goes_in_parts_and_a_page_can_ask_how_much_is_here(cast):
    proposal, client = builders.draft(cast), sign_in(cast.writer)
    place = begin(client, proposal).json()
    assert (place["received"], place["part"], place["state"]) == (0, CHUNK, "UPLOADING")
    assert part_of(client, place, 0).json()["received"] == CHUNK
    ahead = part_of(client, place, CHUNK + 1)
    assert (ahead.status_code, ahead.json()["received"]) == (409, CHUNK)
    assert client.get(place["address"]).json()["received"] == CHUNK
    assert begin(client, proposal).json()["received"] == CHUNK
    assert part_of(client, place, CHUNK).json()["received"] == len(CONTENT)
    assert client.post(place["finish"]).json()["state"] == "CHECKING"
    assert Document.objects.get().sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_refusals_are_told_to_the_page(cast):
    proposal, client = builders.draft(cast), sign_in(cast.writer)
    assert begin(client, proposal, size="").status_code == 400
    assert begin(client, proposal, size=0).json() == {"message": "Berkas kosong"}
    too_big = begin(client, proposal, size=6 * 1024 * 1024)
    assert (too_big.status_code, too_big.json()["message"]) == (422, "Berkas harus di bawah 5 MB. Berkas Anda 6 MB.")
    place = begin(client, proposal).json()
    builders.open_the_stage(cast.edition, "screening")
    refused = part_of(client, place, 0)
    assert (refused.status_code, "sudah ditutup" in refused.json()["message"]) == (403, True)
    client.logout()
    assert part_of(client, place, 0).status_code == 401


def test_an_upload_is_its_senders_alone(cast):
    place = begin(sign_in(cast.writer), builders.draft(cast)).json()
    for person in (cast.colleague, cast.administrator, cast.stranger):
        client = sign_in(person)
        for answer in (client.get(place["address"]), part_of(client, place, 0), client.post(place["finish"])):
            assert answer.status_code == 404


def test_the_form_tells_the_script_where_to_send_and_works_without_it(cast):
    proposal = builders.draft(cast)
    page = sign_in(cast.writer).get(path("upload", proposal, "lain")).content.decode()
    assert f'data-upload="{reverse("submissions:start_upload", args=[proposal.code, "lain"])}"' in page
    assert 'enctype="multipart/form-data"' in page
