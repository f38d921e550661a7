"""One organiser records the decree of a list, another confirms it; then everybody reads number, day and file."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Edition, Notice
from competition.queries.site import forget_site_edition
from competition.verdict import NotAllowed
from competition.views import public
from competition.zones import day_of
from submissions.models import Decree, Publication
from submissions.operations.decrees import (
    DecreeWaits,
    NumberTaken,
    SignedLater,
    confirm_decree,
    drop_decree,
)
from submissions.operations.enclosures import check_enclosure
from submissions.operations.objections import ConfirmedTooLate, confirm_objection
from tests import builders
from tests.competition.views.test_sessions import age, signed_in
from tests.submissions import crowds, files, objecting
from tests.submissions.objecting import NUMBER, decreed
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
HERE = "/sekretariat/keputusan/2017/desk/"
RESULTS = "/hasil/2017/"


@pytest.fixture
def the_list(cast):
    public._local.clear()
    """A list to which nobody may object any more."""
    crowds.published_list(cast, 2)
    objecting.close(cast.edition)
    return objecting.the_list(cast.edition)


def test_nothing_is_public_before_another_organiser_confirms_it(client, cast, the_list, django_capture_on_commit_callbacks):
    decree = decreed(cast)
    file = reverse("submissions:decree_file", args=[2017, decree.code])
    assert NUMBER not in text_of(client.get(RESULTS))
    assert client.get(file).status_code == 404
    asked = Notice.objects.get(event="decree_recorded")
    assert asked.recipient == cast.secretariat2
    with pytest.raises(NotAllowed, match="Anda yang mencatat"):
        confirm_decree(decree=decree, person=cast.secretariat, at=read_clock())
    with django_capture_on_commit_callbacks(execute=True):
        confirm_decree(decree=decree, person=cast.secretariat2, at=read_clock())
    page = client.get(RESULTS)
    assert NUMBER in text_of(page)
    assert file in page.text
    answer = client.get(file)
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert not answer.cookies
    told = Notice.objects.filter(event="decree_known")
    assert {one.entry.subject_key for one in told} == set(the_list.outcomes.values_list("proposal__code", flat=True))


def test_while_the_storage_is_away_a_confirmed_decree_can_be_asked_for_later(client, cast, the_list):
    decree = decreed(cast)
    confirm_decree(decree=decree, person=cast.secretariat2, at=read_clock())
    default_storage.delete(decree.file.cleaned)
    Path(default_storage.path(decree.file.cleaned)).mkdir()
    answer = client.get(reverse("submissions:decree_file", args=[2017, decree.code]))
    assert answer.status_code == 503
    assert "Coba lagi beberapa menit lagi" in text_of(answer)


def test_confirm_decree_waits_until_its_file_can_be_opened(cast, the_list):
    decree = decreed(cast, is_checked=False)
    with pytest.raises(NotAllowed, match="belum dapat dibuka"):
        confirm_decree(decree=decree, person=cast.secretariat2, at=read_clock())


def test_a_decree_waits_for_the_answers_to_all_objections(cast, the_list):
    decree = decreed(cast)
    published_at = the_list.published_at
    Publication.objects.update(published_at=read_clock())
    objection = objecting.confirmed(cast.edition)
    Publication.objects.update(published_at=published_at)
    decree = Decree.objects.select_related("file", "publication__edition").get(pk=decree.pk)
    with pytest.raises(NotAllowed, match="belum dijawab"):
        confirm_decree(decree=decree, person=cast.secretariat2, at=read_clock())
    drop_decree(decree=decree, person=cast.secretariat, at=read_clock())
    with pytest.raises(NotAllowed, match="belum dijawab"):
        decreed(cast)
    objecting.answer_objection(objection=objection, person=objection.handler, result="DISMISSED", reason="x", at=read_clock())
    decreed(cast)


def test_a_decree_waits_until_nobody_can_object_any_more(client, cast, the_list):
    """Neither while an objection may be filed, nor while the address of one may be confirmed."""
    decree = decreed(cast)
    Publication.objects.update(published_at=read_clock())
    closes_at = objecting.the_list(cast.edition).objections_close_at
    filed = objecting.filed(cast.edition, at=closes_at - timedelta(minutes=1))
    assert "Masa keberatan belum berakhir" in text_of(sign_in(cast.secretariat2).get(HERE))
    known = {"decree": decree, "person": cast.secretariat2}
    for at, reason in ((closes_at - timedelta(seconds=1), "belum berakhir"), (closes_at, "dapat dikonfirmasi")):
        with pytest.raises(NotAllowed, match=reason):
            confirm_decree(**known, at=at)
    with pytest.raises(NotAllowed, match="dapat dikonfirmasi"):
        confirm_decree(**known, at=filed.confirm_by - timedelta(seconds=1))
    drop_decree(decree=decree, person=cast.secretariat, at=read_clock())
    with pytest.raises(NotAllowed, match="belum berakhir"):
        decreed(cast)
    with pytest.raises(NotAllowed, match="dapat dikonfirmasi"):
        decreed(cast, at=closes_at)
    decreed(cast, at=filed.confirm_by)


def test_nothing_is_confirmed_behind_a_decree(cast, the_list):
    """A press of the last second that had to wait for the list's lock comes after the decree that did not."""
    Publication.objects.update(published_at=read_clock())
    filed = objecting.filed(cast.edition)
    Publication.objects.update(published_at=the_list.published_at)
    decree = decreed(cast, at=filed.confirm_by)
    confirm_decree(decree=decree, person=cast.secretariat2, at=filed.confirm_by)
    with pytest.raises(ConfirmedTooLate):
        confirm_objection(objection=filed, at=filed.confirm_by - timedelta(seconds=1))


@pytest.fixture
def next_edition(cast, the_list):
    """The next edition, which is the running one from now on, with the same organisers."""
    Edition.objects.update(is_current=False)
    edition = builders.make_edition(year=2018)
    for person in (cast.secretariat, cast.secretariat2):
        for role in ("ORGANISER", "SECRETARIAT"):
            builders.appoint(person, edition, role)
    forget_site_edition()
    return edition


def test_decrees_and_objections_of_last_year_are_finished_in_the_next_edition(cast, the_list, next_edition):
    Publication.objects.update(published_at=read_clock())
    objection = objecting.confirmed(cast.edition)
    Publication.objects.update(published_at=the_list.published_at)
    desk = sign_in(objection.handler)
    running = desk.get("/sekretariat/keberatan/")
    assert objection.code not in running.text
    assert "/sekretariat/keberatan/edisi/2017/" in running.text
    assert objection.code in desk.get("/sekretariat/keberatan/edisi/2017/").text
    answered = desk.post(f"/sekretariat/keberatan/{objection.code}/", {"result": "DISMISSED", "reason": "Angkanya sesuai."})
    assert answered.headers["Location"] == "/sekretariat/keberatan/edisi/2017/"
    assert "Surat jawaban:" in text_of(desk.get(f"/sekretariat/keberatan/{objection.code}/"))
    linked = sign_in(cast.secretariat).get("/sekretariat/keputusan/desk/")
    assert linked.headers["Location"] == HERE
    given = {"number": NUMBER, "signed_on": "20-04-2017", "file": SimpleUploadedFile("sk.pdf", files.pdf(), "application/pdf")}
    assert sign_in(cast.secretariat).post(HERE, given).status_code == 302
    assert sign_in(cast.chair).get("/sekretariat/keberatan/edisi/2017/").status_code == 404
    assert desk.get("/sekretariat/keberatan/edisi/2016/").status_code == 404


@pytest.mark.parametrize("who", ["chair", "writer", "tied"])
def test_record_decree_is_for_organisers_without_a_tie(cast, the_list, who):
    if who == "tied":
        builders.join(cast.secretariat2, cast.other_institution)
    person = cast.secretariat2 if who == "tied" else getattr(cast, who)
    with pytest.raises(NotAllowed):
        decreed(cast, person=person)


def test_record_decree_takes_one_at_a_time_and_no_number_twice(cast, the_list):
    decree = decreed(cast)
    with pytest.raises(DecreeWaits):
        decreed(cast, number="20/SK/2017")
    confirm_decree(decree=decree, person=cast.secretariat2, at=read_clock())
    with pytest.raises(NumberTaken):
        decreed(cast)
    with pytest.raises(SignedLater):
        decreed(cast, number="20/SK/2017", day=day_of(read_clock()) + timedelta(days=1))
    decreed(cast, number="20/SK/2017")


def test_what_was_recorded_never_changes(cast, the_list):
    decree = decreed(cast)
    confirm_decree(decree=decree, person=cast.secretariat2, at=read_clock())
    for change in ({"number": "1"}, {"signed_on": date(2017, 1, 1)}, {"state": "RECORDED"}, {"decided_by": cast.secretariat}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Decree.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decree.objects.all().delete()


def test_two_organisers_do_it_on_the_page(client, cast, the_list):
    first, second = sign_in(cast.secretariat), sign_in(cast.secretariat2)
    assert "Isi nomor keputusan" in text_of(first.post(HERE, {}))
    given = {"number": NUMBER, "signed_on": "20-04-2017", "file": SimpleUploadedFile("sk.pdf", files.pdf(), "application/pdf")}
    assert first.post(HERE, given).status_code == 302
    assert "Berkas sedang diperiksa" in text_of(second.get(HERE))
    decree = Decree.objects.select_related("file").get()
    check_enclosure(code=decree.file.code, at=read_clock())
    assert "Sahkan" not in text_of(first.get(HERE))
    assert second.get(f"{HERE}berkas/").content.startswith(b"%PDF")
    assert second.post(f"{HERE}putuskan/", {"act": "sahkan", "code": decree.code}).status_code == 302
    public._local.clear()
    assert "20 April 2017" in text_of(client.get(RESULTS))
    assert NUMBER in text_of(first.get(HERE))


@pytest.mark.parametrize("act", ["sahkan", "batalkan"])
def test_nobody_decides_on_what_they_did_not_read(cast, the_list, act):
    desk = sign_in(cast.secretariat2)
    read = decreed(cast)
    assert f'name="code" value="{read.code}"' in desk.get(HERE).text
    drop_decree(decree=read, person=cast.secretariat, at=read_clock())
    replacing = decreed(cast, number="20/SK/2017")
    for code in (read.code, ""):
        page = desk.post(f"{HERE}putuskan/", {"act": act, "code": code}, follow=True)
        assert "Catatan ini sudah diganti. Periksa yang baru." in text_of(page)
    assert Decree.objects.get(pk=replacing.pk).state == "RECORDED"
    desk.post(f"{HERE}putuskan/", {"act": act, "code": replacing.code})
    assert Decree.objects.get(pk=replacing.pk).state != "RECORDED"


def test_the_code_of_what_was_read_is_carried_over_the_proof(cast, the_list):
    desk, decree = signed_in(cast.secretariat2), decreed(cast)
    age(desk, proved_at=timedelta(minutes=16))
    page = desk.post(f"{HERE}putuskan/", {"act": "sahkan", "code": decree.code})
    assert f'name="code" value="{decree.code}"' in page.text


@pytest.mark.parametrize("who", ["chair", "writer", "judge"])
def test_others_find_nothing(cast, the_list, who):
    decreed(cast)
    person = cast.judges[0] if who == "judge" else getattr(cast, who)
    for path in (HERE, f"{HERE}berkas/"):
        assert sign_in(person).get(path).status_code == 404


def test_of_a_list_that_is_not_out_there_is_nothing(cast, the_list):
    the_list.published_at = read_clock() + timedelta(minutes=1)
    the_list.save()
    assert sign_in(cast.secretariat).get(HERE).status_code == 404
