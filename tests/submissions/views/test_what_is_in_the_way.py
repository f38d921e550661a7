"""What a writer is told stands in the way: all that sending waits for, and notes that nobody has acted on."""

from competition.clock import read_clock
from submissions.operations.handovers import return_proposal
from tests import builders
from tests.submissions.views.pages import answer_values, path, sign_in, text_of

TITLE = "Rumah Tunggu Kelahiran Bersama"


def test_the_row_of_sending_names_all_it_waits_for(cast):
    client = sign_in(cast.writer)
    client.post("/proposal/baru/", {"title": TITLE})
    proposal = cast.unit.proposals.get()
    waits = client.get(path("proposal", proposal)).context["handover"][-1]
    assert (waits.status, waits.url) == ("Belum bisa dimulai", "")
    assert waits.points[:2] == ("Pilih kategori", "Isi tanggal mulai penerapan")
    assert waits.points[-2:] == ("Diteruskan ke admin instansi", "Disetujui pimpinan")
    waits = sign_in(cast.leader).get(path("proposal", builders.forwarded(cast))).context["handover"][-1]
    assert waits.points == ("Disetujui pimpinan",)
    waits = sign_in(cast.leader).get(path("proposal", builders.endorsed(cast))).context["handover"][-1]
    assert waits.points == ()


def test_a_note_at_a_question_stays_until_that_part_is_changed(cast):
    proposal = builders.forwarded(cast)
    question = cast.edition.questions.get(code="ringkasan")
    notes = {question: "Sebutkan tahunnya."}
    return_proposal(proposal=proposal, person=cast.administrator, note="", question_notes=notes, at=read_clock())
    client, url = sign_in(cast.writer), path("answer", proposal, "ringkasan")
    assert "Sebutkan tahunnya." in text_of(client.get(url))
    client.post(url, answer_values(proposal, "ringkasan", "Sejak 2015."))
    assert "Sebutkan tahunnya." not in text_of(client.get(url))
