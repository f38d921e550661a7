"""Materials on the pages: the agency sends and takes back, a judge of the room opens them from the own timetable."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from competition.clock import read_clock
from judging.models import Assignment, Material
from judging.operations.assignments import accept_assignment
from tests.judging import interviewing
from tests.submissions import files


def send(visitor, slot, content, name="paparan.pdf"):
    """Send a file through the form, and return the page that follows."""
    given = {"file": SimpleUploadedFile(name, content)} if content else {}
    return visitor.client.post(reverse("judging:add_material", args=[slot.code]), given, follow=True)


def test_an_agency_sends_a_presentation_that_its_judges_open(cast, visit):
    slot = interviewing.planned(cast, 1, 1)
    own, other = (cast.writer, cast.stranger) if slot.proposal.institution == cast.institution else (cast.stranger, cast.writer)
    agency, stranger = visit(own), visit(other)
    assert "paling besar 5 MB" in agency.get("interview", slot.code).text
    assert "Pilih berkas PDF" in send(agency, slot, b"").text
    assert "harus PDF" in send(agency, slot, files.picture()).text
    assert stranger.client.post(reverse("judging:add_material", args=[slot.code])).status_code == 404
    assert "paparan.pdf tersimpan" in send(agency, slot, files.pdf(words="Paparan")).text
    material = Material.objects.get()
    link = reverse("judging:material", args=[slot.code, material.code])
    assert link in agency.get("interview", slot.code).text
    task = Assignment.objects.filter(proposal=slot.proposal).select_related("judge").order_by("pk").first()
    judge = visit(task.judge)
    assert link not in judge.get("timetable").text
    assert judge.client.get(link).status_code == stranger.client.get(link).status_code == 404
    accept_assignment(assignment=task, person=task.judge, at=read_clock())
    assert link in judge.get("timetable").text
    answer = judge.client.get(link)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert judge.client.post(link).status_code == 404
    assert agency.client.post(link, follow=True).status_code == 200
    assert judge.client.get(link).status_code == 404
