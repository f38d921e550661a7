"""Pages of a visit: who gets which, what the form says to two who write at once, and what a picture tells."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from judging.models import Conflict, Visit, VisitMember, VisitPhoto
from judging.models.visit import Ask
from judging.operations.visits import plan_visit
from judging.queries.visits import visit_by_code
from tests import builders
from tests.evidence import nothing_changes
from tests.judging import visits

ROUND = (2017, "desk")
BY_ITSELF = {"Accept": "application/json"}


def entered(version=1, answer="YES", **values):
    """Return what a browser sends."""
    asked = {f"answer-{ask}": answer for ask in Ask.values} | {f"seen-{ask}": visits.SEEN for ask in Ask.values}
    return asked | {"spoken_to": visits.SPOKEN, "version": str(version)} | values


def save(visitor, one, **values):
    """Send the form as a page does that saves itself."""
    return visitor.client.post(reverse("judging:findings", args=[one.code]), entered(**values), headers=BY_ITSELF)


def upload(visitor, one, *, headers=None, **values):
    """Send a picture."""
    file = SimpleUploadedFile("loket.jpg", visits.photo(), content_type="image/jpeg")
    return visitor.client.post(reverse("judging:add_photo", args=[one.code]), {"file": file, **values}, headers=headers or {})


def test_an_organiser_plans_changes_and_calls_off(cast, visit):
    proposal = builders.eligible(cast)[0]
    assert visit(cast.secretariat).get("visits", *ROUND).status_code == 404
    assert "/kunjungan/" not in visit(cast.secretariat).get("round", *ROUND).text
    visits.field_round(cast)
    assert "/babak/2017/desk/kunjungan/" in visit(cast.secretariat).get("round", *ROUND).text
    organiser, (first, second, third) = visit(cast.secretariat), cast.judges
    today = visits.plan(*cast.judges).starts_on.strftime("%d-%m-%Y")
    values = {"proposal": proposal.pk, "place": "Puskesmas", "starts_on": today, "panelists": first.pk}
    with nothing_changes():
        assert "Pilih evaluator" in organiser.post("visits", *ROUND, **values).text
        assert "sekaligus evaluator" in organiser.post("visits", *ROUND, **values, evaluators=first.pk).text
    assert organiser.post("visits", *ROUND, **values, evaluators=second.pk).status_code == 302
    one = Visit.objects.get()
    assert (one.starts_on, one.ends_on) == (one.starts_on, one.starts_on)
    assert proposal.title in unescape(organiser.get("visits", *ROUND).text)
    plan = {"act": "change", "place": "Balai desa", "starts_on": today, "panelists": first.pk, "evaluators": third.pk}
    with nothing_changes():
        assert "Isi alasan perubahan" in organiser.post("visit", *ROUND, one.code, **plan).text
    assert organiser.post("visit", *ROUND, one.code, **plan, reason="Jadwal dinas.").status_code == 302
    assert "Balai desa" in organiser.get("visit", *ROUND, one.code).text
    assert organiser.post("visit", *ROUND, one.code, act="cancel", reason="Banjir.").status_code == 302
    assert "Dibatalkan" in organiser.get("visit", *ROUND, one.code).text
    assert visit(first).get("findings", one.code).status_code == 404


def test_who_gets_which_page(cast, visit):
    one = visits.planned(cast)
    photo = visits.take(one, cast.judges[0], keeps_place=True)
    visits.save(one, cast.judges[0], seen="Yang hanya tim tahu.")
    plan = ("visit", *ROUND, one.code)
    forms = [("findings", one.code), ("confirm_findings", one.code), ("photo", one.code, photo.code)]

    def seen(person):
        visitor = visit(person)
        return [visitor.get(*page).status_code for page in (plan, *forms)]

    def reads(person, page):
        return "Yang hanya tim tahu." in visit(person).get(*page).text

    for stranger in (cast.judges[2], cast.writer, cast.administrator, cast.leader, cast.stranger):
        assert seen(stranger) == [404] * 4
    for office in (cast.secretariat, cast.chair):
        assert seen(office) == [200, 404, 404, 404]
        assert not reads(office, plan)
    assert seen(cast.judges[1]) == [404, 200, 200, 200]
    for member in cast.judges[:2]:
        visits.confirm(one, member)
    assert (reads(cast.chair, plan), reads(cast.secretariat, plan)) == (True, False)
    assert seen(cast.chair) == [200, 404, 404, 200]
    assert seen(cast.judges[0]) == [404, 302, 200, 200]
    assert "-6.175392" in visit(cast.chair).get(*plan).text
    receipt = visit_by_code(one.code).receipt_hash
    assert receipt in visit(cast.judges[1]).get("confirm_findings", one.code).text
    Conflict.objects.create(judge=cast.judges[0], proposal=one.proposal, kind="FAMILY", declared_at=read_clock())
    builders.join(cast.chair, cast.institution)
    builders.join(cast.judges[1], cast.institution)
    for hidden in (cast.judges[0], cast.judges[1], cast.chair):
        assert seen(hidden) == [404] * 4
    assert one.code not in visit(cast.judges[0]).get("journeys").text + visit(cast.judges[1]).get("journeys").text


def test_an_auditor_who_is_tied_reads_nothing_of_it_in_the_audit(cast, visit):
    one = visits.done(cast)
    auditor = builders.make_auditor(cast.edition)
    page = reverse("competition:audit")
    assert one.code in visit(auditor).client.get(page).text
    builders.join(auditor, cast.institution)
    assert one.code not in visit(auditor).client.get(page).text


def test_its_agency_sees_the_same_whatever_is_found(cast, visit):
    one = visits.planned(cast)
    pages = [
        reverse("submissions:proposal", args=[one.proposal.code]),
        reverse("competition:inbox"),
        reverse("submissions:desk"),
    ]

    def seen():
        client = visit(cast.administrator).client
        return [re.sub(r'value="[A-Za-z0-9]{64}"|<time.*?</time>', "", client.get(page).text) for page in pages]

    before = seen()
    visits.save(one, cast.judges[0], answer="NO")
    visits.take(one, cast.judges[0])
    for member in cast.judges[:2]:
        visits.confirm(one, member)
    assert seen() == before


def test_two_of_a_team_save_at_once_and_the_second_sees_both(cast, visit):
    one = visits.planned(cast)
    first, second = visit(cast.judges[0]), visit(cast.judges[1])
    assert save(first, one).json()["version"] == 2
    answer = save(second, one, answer="NO")
    assert (answer.status_code, "perangkat lain" in answer.json()["message"]) == (409, True)
    page = second.post("findings", one.code, **entered(answer="NO"))
    assert page.status_code == 409
    assert "Yang tersimpan sekarang" in page.text
    assert 'name="version" value="2"' in page.text
    assert second.post("findings", one.code, **entered(version=2, answer="NO")).status_code == 302
    assert set(one.findings.values_list("answer", flat=True)) == {"NO"}


def test_a_page_that_saves_itself_is_told_why_not(cast, visit, client):
    one = visits.done(cast)
    assert save(visit(cast.judges[0]), one, version=2, answer="NO").status_code == 403
    assert save(visit(cast.judges[2]), one).status_code == 404
    address = reverse("judging:findings", args=[one.code])
    assert client.post(address, entered(), headers=BY_ITSELF).status_code == 401
    assert client.post(reverse("judging:add_photo", args=[one.code]), headers=BY_ITSELF).status_code == 401
    # From a button: the page of what was typed, to be copied.
    assert visits.SEEN in client.post(address, entered()).text


def test_a_yes_is_to_what_was_shown(cast, visit):
    one = visits.planned(cast)
    first, second = visit(cast.judges[0]), visit(cast.judges[1])
    assert "Belum lengkap" in first.get("confirm_findings", one.code).text
    answer = first.post("findings", one.code, **entered(), act="review")
    assert answer["Location"].endswith("/pengesahan/")
    shown = visits.shown(one)
    assert shown in first.get("confirm_findings", one.code).text
    upload(second, one)
    with nothing_changes():
        page = first.post("confirm_findings", one.code, shown=shown, statement="Antrean panjang.")
    assert "berubah sejak Anda membacanya" in page.text
    assert "Antrean panjang." in page.text
    for visitor in (first, second):
        assert visitor.post("confirm_findings", one.code, shown=visits.shown(one), statement="").status_code == 302
    assert Visit.objects.get().state == "DONE"
    assert "Kunjungan selesai" in first.get("confirm_findings", one.code).text


def test_a_picture_comes_is_shown_and_goes(cast, visit):
    one = visits.planned(cast)
    visitor = visit(cast.judges[0])
    assert upload(visitor, one, headers=BY_ITSELF).status_code == 200
    assert upload(visitor, one, headers=BY_ITSELF).status_code == 200
    photo = VisitPhoto.objects.get()
    assert photo.place is None
    answer = visitor.get("photo", one.code, photo.code)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"Exif" not in b"".join(answer.streaming_content)
    small = b"".join(visitor.client.get(reverse("judging:photo", args=[one.code, photo.code]) + "?kecil").streaming_content)
    assert small.startswith(b"\xff\xd8")
    assert b"Exif" not in small
    address = reverse("judging:add_photo", args=[one.code])
    broken = SimpleUploadedFile("x.jpg", b"tulisan")
    assert visitor.client.post(address, {"file": broken}, headers=BY_ITSELF).status_code == 422
    assert visitor.client.post(address, headers=BY_ITSELF).json() == {"message": "Pilih foto"}
    assert visitor.client.post(address).status_code == 302
    assert "Pilih foto" in visitor.get("findings", one.code).text
    assert visitor.post("photo", one.code, photo.code).status_code == 302
    assert not VisitPhoto.objects.exists()
    assert upload(visitor, one, keeps_place="on").status_code == 302
    assert "-6.175392" in visitor.get("findings", one.code).text


def test_the_list_asks_the_same_of_many_visits(cast, visit):
    proposals = builders.eligible(cast, 4)
    known = {"round_": visits.field_round(cast), "person": cast.secretariat, "at": read_clock()}
    counts, organiser = [], visit(cast.secretariat)
    for proposal in proposals:
        plan_visit(proposal_id=proposal.pk, plan=visits.plan(*cast.judges), **known)
        organiser.get("visits", *ROUND)
        with CaptureQueriesContext(connection) as asked:
            assert organiser.get("visits", *ROUND).status_code == 200
        counts.append(len(asked))
    assert set(counts[:3]) == {counts[0]}


@pytest.mark.parametrize("page", ["findings", "confirm_findings", "visit", "visits", "journeys"])
def test_a_page_asks_the_database_little(cast, visit, page):
    one = visits.planned(cast)
    visits.save(one, cast.judges[0])
    for colour in ("teal", "navy", "red"):
        visits.take(one, cast.judges[0], visits.photo(colour=colour))
    arguments = {"visits": ROUND, "visit": (*ROUND, one.code), "journeys": ()}.get(page, (one.code,))
    visitor = visit(cast.judges[0] if page in ("findings", "confirm_findings", "journeys") else cast.secretariat)
    visitor.get(page, *arguments)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert visitor.get(page, *arguments).status_code == 200
    assert len(asked) <= 12
    assert VisitMember.objects.count() == 2


def test_saving_asks_the_database_little(cast, visit):
    one = visits.planned(cast)
    visitor = visit(cast.judges[0])
    save(visitor, one)
    with CaptureQueriesContext(connection) as asked:
        assert save(visitor, one, version=2, answer="PARTLY").status_code == 200
    assert len(asked) <= 20
