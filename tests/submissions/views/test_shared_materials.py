"""From a team's SOP to what anybody fetches, and back; and how that is counted."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Notice
from competition.views import public
from submissions.models import MaterialDownloads, SharedMaterial
from submissions.operations.enclosures import check_enclosure
from submissions.operations.shared_materials import TooManyMaterials, count_download
from tests.meanwhile import at_once
from tests.submissions import files, replicating, sharing
from tests.submissions.views.pages import sign_in, text_of

GIVEN = {"kind": "SOP", "title": "SOP pendaftaran", "language": "id", "licence": "CC_BY"}


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    public._local.clear()


def page_of(one) -> str:
    public._local.clear()
    return text_of(Client().get(reverse("submissions:innovation", args=[one.code])))


def there(name: str, one) -> str:
    return reverse(f"submissions:{name}", args=[one.code])


@pytest.mark.django_db
def test_from_the_team_to_everybody_and_back(client, cast):
    about = replicating.innovation(cast)
    here = there("innovation_materials", about)
    assert client.get(here).url.startswith("/masuk/")
    assert sign_in(cast.other_administrator).get(here).status_code == 403
    team, desk = sign_in(cast.writer), sign_in(cast.secretariat)
    file = lambda: SimpleUploadedFile("sop.pdf", files.pdf())  # noqa: E731 - a file is read once
    assert "pilih berkas tanpa tautan" in text_of(team.post(here, GIVEN))
    assert "hanya untuk peraturan" in text_of(team.post(here, GIVEN | {"licence": "LAW", "file": file()}))
    video = GIVEN | {"kind": "VIDEO", "video": "https://jahat.test/watch?v=aaaaaaaaaaa"}
    assert "satu video YouTube" in text_of(team.post(here, video))
    assert team.post(here, GIVEN | {"file": file()}).status_code == 302
    one = SharedMaterial.objects.get()
    assert "SOP pendaftaran" not in page_of(about)
    assert client.get(there("shared_material", one)).status_code == 404
    decide = there("moderate_material", one)
    assert team.get(decide).status_code == 404
    assert "Berkas belum dapat dibuka" in text_of(desk.post(decide, {"decision": "PUBLIC"}))
    check_enclosure(code=one.file.code, at=read_clock())
    assert "SOP pendaftaran" in text_of(desk.get(reverse("submissions:material_desk")))
    assert desk.get(there("moderated_file", one)).content.startswith(b"%PDF")
    assert "Isi alasan" in text_of(desk.post(decide, {"decision": "REFUSED"}))
    assert desk.post(decide, {"decision": "PUBLIC"}).status_code == 302
    assert Notice.objects.get(event="shared_material_decided").recipient == cast.writer
    assert "0 unduhan" in page_of(about)
    answer = client.get(there("shared_material", one))
    assert (answer.content[:4], answer["X-Content-Type-Options"], dict(answer.cookies)) == (b"%PDF", "nosniff", {})
    assert answer["Content-Disposition"].startswith("attachment")
    assert "1 unduhan" in page_of(about)
    assert sign_in(cast.stranger).post(there("withdraw_material", one)).status_code == 404
    assert team.post(there("withdraw_material", one)).status_code == 302
    assert "SOP pendaftaran" not in page_of(about)
    assert client.get(there("shared_material", one)).status_code == 404


@pytest.mark.django_db
def test_what_nobody_read_is_not_counted(client, cast):
    one = sharing.public(cast)
    url = there("shared_material", one)
    client.head(url)
    client.get(url, headers={"Sec-Purpose": "prefetch"})
    client.get(url, headers={"User-Agent": "Mozilla/5.0 (compatible; Contohbot/2.1)"})
    client.get(url, headers={"Range": "bytes=100-"})
    assert not MaterialDownloads.objects.exists()
    client.get(url, headers={"Range": "bytes=0-99"})
    client.get(url)
    assert MaterialDownloads.objects.get().number == 2


@pytest.mark.django_db
def test_a_name_with_gambling_words_is_pointed_out(cast):
    one = sharing.offered(cast, offer=sharing.Offer("VIDEO", "S1ot gacor <b>x</b>", "id", "READ"))
    desk = sign_in(cast.secretariat)
    assert "Perlu dibaca gacor" in text_of(desk.get(reverse("submissions:material_desk")))
    assert "perlu dibaca lebih dahulu: gacor" in text_of(desk.get(there("moderate_material", one)))
    assert desk.post(there("moderate_material", one), {"decision": "REFUSED", "reason": "Bukan bahan."}).status_code == 302
    assert "Bukan bahan." in text_of(sign_in(cast.administrator).get(there("innovation_materials", one.innovation)))


@pytest.mark.django_db
def test_the_database_keeps_what_was_offered_and_thirty_are_enough(cast, monkeypatch):
    one = sharing.public(cast, offer=sharing.VIDEO)
    for values in ({"title": "Lain"}, {"state": "WAITING"}, {"decided_by": one.added_by}):
        with pytest.raises(DatabaseError), transaction.atomic():
            SharedMaterial.objects.filter(pk=one.pk).update(**values)
    monkeypatch.setattr("submissions.operations.shared_materials.MOST_MATERIALS", 1)
    with pytest.raises(TooManyMaterials):
        sharing.offered(cast, about=one.innovation)


@pytest.mark.django_db(transaction=True)
def test_eight_who_fetch_at_once_are_eight(cast):
    one, at = sharing.public(cast, offer=sharing.VIDEO), read_clock()
    calls = at_once(*[lambda: count_download(material=one, at=at)] * 8)
    assert [call.error for call in calls] == [None] * 8
    assert MaterialDownloads.objects.get().number == 8
