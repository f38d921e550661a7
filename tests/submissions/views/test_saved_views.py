"""A secretary's own names for filters: kept, found above the list, renamed, dropped, and nobody else's."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import Person
from competition.verdict import NotAllowed
from submissions.models import SavedView
from submissions.operations import saved_views
from submissions.operations.retention import sweep_views
from submissions.operations.saved_views import MOST, NameTaken, TooManyViews, delete_view, rename_view, save_view
from tests.submissions import crowds
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
LIST, SAVE = "/sekretariat/", "/sekretariat/saringan/simpan/"
QUERY = "kategori=kategori-1&urut=judul&status=SUBMITTED"


def keep(cast, name: str, query: str = QUERY, person: Person | None = None) -> SavedView:
    return save_view(edition=cast.edition, person=person or cast.secretariat, name=name, query=query, at=read_clock())


def path(view: SavedView, end: str = "") -> str:
    return f"/sekretariat/saringan/{view.code}/{end}"


def test_a_filter_is_named_found_renamed_and_dropped(cast):
    crowds.sent_proposals(cast, 4)
    client = sign_in(cast.secretariat)
    assert SAVE not in client.get(LIST).text
    page = client.get(f"{LIST}?status=SUBMITTED&urut=judul&kategori=kategori-1&halaman=1")
    assert page.context["save_url"] == f"{SAVE}?{QUERY}"
    asked = client.get(f"{SAVE}?{QUERY}")
    assert "Status Terkirim" in text_of(asked)
    assert "Isi nama saringan" in text_of(client.post(f"{SAVE}?{QUERY}", {"nama": "  "}))
    answer = client.post(f"{SAVE}?{QUERY}", {"nama": " Kategori   satu "})
    assert answer["Location"] == f"{LIST}?{QUERY}"
    view = SavedView.objects.get()
    assert (view.name, view.person, view.query) == ("Kategori satu", cast.secretariat, QUERY)
    page = client.get(answer["Location"])
    [shown] = page.context["views"]
    assert shown["current"]
    assert path(view) in page.text
    assert not page.context["save_url"]
    [shown] = client.get(LIST).context["views"]
    assert not shown["current"]
    assert client.get(f"{LIST}{shown['url']}").context["filters"].query == QUERY
    client.post(path(view), {"nama": "Pagi <b>ini</b>"})
    assert "Pagi &lt;b&gt;ini&lt;/b&gt;" in client.get(LIST).text
    assert client.post(path(view, "hapus/")).status_code == 302
    assert "Saringan Anda" not in client.get(LIST).text


def test_an_unfiltered_list_has_nothing_to_name(cast):
    client = sign_in(cast.secretariat)
    assert "Daftar belum disaring" in client.get(SAVE).text
    for address in (SAVE, f"{SAVE}?jenis=TIDAK-ADA&halaman=3"):
        assert "Saring daftar dahulu" in text_of(client.post(address, {"nama": "Semua"}))
    assert not SavedView.objects.exists()


def test_nobody_else_sees_changes_or_drops_it(cast):
    view = keep(cast, "Milik saya")
    client = sign_in(cast.secretariat2)
    assert "Milik saya" not in client.get(LIST).text
    for end, data in (("", {"nama": "Direbut"}), ("hapus/", {})):
        foreign, missing = (client.post(one, data) for one in (path(view, end), f"/sekretariat/saringan/XXXXXXXXXXXX/{end}"))
        assert foreign.status_code == missing.status_code == 404
        assert foreign.content.replace(view.code.encode(), b"") == missing.content.replace(b"X" * 12, b"")
    assert client.get(path(view)).status_code == 404
    rename_view(view=view, person=cast.secretariat2, name="Direbut", at=read_clock())
    delete_view(view=view, person=cast.secretariat2, at=read_clock())
    assert SavedView.objects.get().name == "Milik saya"


def test_who_lost_the_office_keeps_nothing_there(cast):
    view, at = keep(cast, "Dulu"), read_clock()
    cast.secretariat.appointments.update(ends_at=at)
    person = Person.objects.get(pk=cast.secretariat.pk)
    assert sign_in(person).get(path(view)).status_code == 404
    with pytest.raises(NotAllowed):
        keep(cast, "Sekarang", person=person)
    with pytest.raises(NotAllowed):
        rename_view(view=view, person=person, name="Sekarang", at=read_clock())
    with pytest.raises(NotAllowed):
        delete_view(view=view, person=person, at=read_clock())


def test_a_name_is_given_once_however_it_is_spelled(cast):
    first, second = keep(cast, "Kota Besar"), keep(cast, "Kota kecil")
    assert keep(cast, "Kota Besar") == first
    with pytest.raises(NameTaken):
        keep(cast, "kota besar")
    with pytest.raises(NameTaken):
        keep(cast, "Kota Besar", query="status=DRAFT")
    with pytest.raises(NameTaken):
        rename_view(view=second, person=cast.secretariat, name="KOTA BESAR", at=read_clock())
    rename_view(view=first, person=cast.secretariat, name="KOTA BESAR", at=read_clock())
    keep(cast, "Kota Besar", person=cast.secretariat2)
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.filter(pk=second.pk).update(name="kota BESAR")
    page = sign_in(cast.secretariat).post(path(second), {"nama": "kota besar"})
    assert "sudah punya saringan dengan nama itu" in text_of(page)


def test_there_are_no_more_than_can_be_read(cast, monkeypatch):
    assert str(MOST) in str(TooManyViews.reason)
    monkeypatch.setattr(saved_views, "MOST", 2)
    keep(cast, "Satu")
    keep(cast, "Dua")
    with pytest.raises(TooManyViews):
        keep(cast, "Tiga")


def test_the_list_asks_for_them_once_however_many_there_are(cast):
    client = sign_in(cast.secretariat)

    def count() -> int:
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        return len(asked)

    none = count()
    for place in range(MOST):
        keep(cast, f"Saringan {place}")
    assert count() == none


def test_they_go_with_the_account(cast):
    keep(cast, "Tetap", person=cast.secretariat2)
    keep(cast, "Pergi")
    Person.objects.filter(pk=cast.secretariat.pk).update(is_active=False)
    assert [one.number for one in sweep_views(at=read_clock())] == [1]
    assert SavedView.objects.get().name == "Tetap"
