"""The minutes of a list: what was decided, by whom and why, the same bytes each time, for the committee and auditors alone."""

import io

import pikepdf
from django.urls import reverse

from competition.clock import read_clock
from competition.models import AuditEntry, Quota
from judging.models import Selection
from judging.operations.selections import ratify_selection, select_finalists
from judging.selecting import Move
from submissions.models import Proposal
from tests import builders
from tests.submissions.plain.test_printing import HOSTILE, squeezed, text_of

ROUND = (2017, "desk")


def words(page) -> str:
    """Return the words of the file that the page answered with."""
    assert page.status_code == 200
    assert page["Content-Type"] == "application/pdf"
    return squeezed(text_of(page.content))


def proposed(cast) -> Selection:
    """Return a list with a floor and an exchange by hand, of proposals with hostile titles, ratified by an organiser."""
    Quota.objects.create(round=builders.the_round(cast), dimension="KIND", value="REGENCY", floor=1)
    ranking = builders.ranked(cast, 4)
    for one, title in zip(Proposal.objects.order_by("pk"), HOSTILE, strict=False):
        Proposal.objects.filter(pk=one.pk).update(title=title[:200])
    first, _second, third, _fourth = [one.proposal.code for one in ranking.entries.select_related("proposal")]
    moves = (Move(third, True, "Pengalaman dapat ditiru."), Move(first, False, "Sudah juara tahun lalu."))
    known = {"round_": builders.the_round(cast), "note": "Rapat panel.", "moves": moves, "at": read_clock()}
    selection = select_finalists(person=cast.chair, **known)
    return ratify_selection(selection=selection, person=cast.secretariat, at=read_clock())


def test_the_minutes_say_who_is_in_why_what_was_moved_what_quotas_cost_and_who_decided(cast, visit):
    selection = proposed(cast)
    page = visit(cast.chair).get("minutes", *ROUND)
    text = words(page)
    assert page["Content-Disposition"] == 'attachment; filename="berita-acara-2017-desk.pdf"'
    for person in (cast.chair, cast.secretariat):
        assert squeezed(person.name) in text
    for said in ("Rapat panel.", "Pengalaman dapat ditiru.", "Sudah juara tahun lalu.", "Kuota dan biayanya", "kabupaten"):
        assert squeezed(said) in text
    for one in selection.entries.filter(is_in=True).select_related("entry__proposal"):
        assert squeezed(one.entry.proposal.title) in text
    assert squeezed("1 proposal di bawah garis batas, 0 di bawah nilai ambang lulus, 0 di luar nominasi.") in text
    assert selection.ranking.inputs_hash in text
    assert "root:" not in text


def test_the_same_list_gives_the_same_bytes_in_any_language_and_each_download_is_written_down(cast, visit):
    proposed(cast)
    chair = visit(cast.chair)
    first = chair.get("minutes", *ROUND).content
    chair.client.cookies["django_language"] = "en"
    assert chair.get("minutes", *ROUND).content == first
    assert AuditEntry.objects.filter(event="minutes_taken", person=cast.chair).count() == 2
    with pikepdf.open(io.BytesIO(first)) as pdf, pdf.open_metadata() as known:
        assert (known["pdfaid:part"], known["pdfaid:conformance"]) == ("2", "A")
        assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(pdf.Root.keys())


def test_before_the_publication_only_the_committee_has_it(cast, visit):
    proposed(cast)
    for person in (cast.chair, cast.secretariat, cast.secretariat2):
        assert visit(person).get("minutes", *ROUND).status_code == 200
    for person in (*cast.judges, cast.writer, cast.leader, cast.stranger, builders.make_auditor(cast.edition)):
        assert visit(person).get("minutes", *ROUND).status_code == 404
    builders.join(cast.chair, builders.make_institution())
    assert visit(cast.chair).get("minutes", *ROUND).status_code == 403


def test_auditors_have_it_once_the_list_is_out_and_find_it_beside_the_audit(cast, visit):
    auditor = builders.make_auditor(cast.edition)
    builders.published(cast, 3)
    assert visit(auditor).get("minutes", *ROUND).status_code == 200
    assert visit(cast.writer).get("minutes", *ROUND).status_code == 404


def test_whoever_may_read_them_finds_the_way(cast, visit):
    proposed(cast)
    address = reverse("judging:minutes", args=ROUND)
    for person in (cast.chair, cast.secretariat, cast.secretariat2):
        assert address in visit(person).get("round", *ROUND).text
    assert address in visit(cast.chair).get("select", *ROUND).text
