"""One question a page: saved, never cut, never overwritten, never lost."""

import pytest

from competition.clock import read_clock
from submissions.models import Answer, AnswerRevision
from tests import builders
from tests.submissions.acts import rewrite, screen
from tests.submissions.views.pages import answer_values, path, sign_in, text_of


def post(person, proposal, code, text, **values):
    """Post an answer over the version that is stored now."""
    return sign_in(person).post(path("answer", proposal, code), answer_values(proposal, code, text, **values))


def stored(proposal, code="ringkasan") -> Answer:
    """Return the answer as the database has it."""
    return Answer.objects.get(proposal=proposal, question__code=code)


@pytest.fixture
def proposal(cast):
    """Return a complete draft."""
    return builders.draft(cast)


def test_answer_shows_the_question_its_help_examples_and_limit(cast, proposal):
    response = sign_in(cast.writer).get(path("answer", proposal, "ringkasan"))
    page = text_of(response)
    assert response.content.decode().count("<h1>") == 1
    for text in ("Ringkasan", "Tulis apa adanya.", "Dari 3 hari menjadi 1 jam.", "Sangat baik.", "Paling banyak 50 kata"):
        assert text in page
    assert "Sudah selesai bagian ini?" in page


def test_answer_saves_and_goes_on_in_the_order_of_the_form(cast, proposal):
    assert post(cast.writer, proposal, "ringkasan", "Satu dua.", is_done="yes")["Location"] == path(
        "answer", proposal, "kebaruan"
    )
    assert (stored(proposal).text, stored(proposal).words, stored(proposal).is_done) == ("Satu dua.", 2, True)
    assert post(cast.writer, proposal, "kebaruan", "Tiga.", is_done="no")["Location"] == path("check", proposal)
    assert stored(proposal, "kebaruan").is_done is False


def test_answer_goes_back_where_the_reader_came_from(cast, proposal):
    assert post(cast.writer, proposal, "ringkasan", "A.", then="back")["Location"] == path("proposal", proposal)
    client = sign_in(cast.writer)
    url = path("answer", proposal, "ringkasan") + "?dari=periksa"
    assert client.post(url, answer_values(proposal, "ringkasan", "B."))["Location"] == path("check", proposal)


def test_answer_over_the_limit_is_kept_whole_and_named(cast, proposal):
    text = "kata " * 10_000
    response = sign_in(cast.writer).post(
        path("answer", proposal, "ringkasan"), answer_values(proposal, "ringkasan", text, is_done="yes"), follow=True
    )
    assert stored(proposal).words == 10_000
    assert "Tersimpan sebagai draf. Ringkasan paling banyak 50 kata. Sekarang 10.000 kata, kurangi 9.950 kata." in text_of(
        response
    )
    assert "Belum bisa diteruskan" in text_of(sign_in(cast.writer).get(path("check", proposal)))


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("Satu\x00 dua", "Satu dua"),
        ("Satu\r\ndua\rtiga", "Satu\ndua\ntiga"),
        ("Obat 🚑 👨‍👩‍👧‍👦", "Obat 🚑 👨‍👩‍👧‍👦"),
        ("\u202eמימין לשמאל\u202c", "\u202eמימין לשמאל\u202c"),
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("{{ settings.SECRET_KEY }} {% now 'Y' %} %s", "{{ settings.SECRET_KEY }} {% now 'Y' %} %s"),
    ],
)
def test_answer_takes_what_people_paste(cast, proposal, pasted, kept):
    assert post(cast.writer, proposal, "ringkasan", pasted).status_code == 302
    assert stored(proposal).text == kept
    page = sign_in(cast.writer).get(path("answer", proposal, "ringkasan")).content.decode()
    assert "<img src=x" not in page


def test_answer_called_done_while_empty_is_refused_at_the_field(cast, proposal):
    response = post(cast.writer, proposal, "ringkasan", "  ", is_done="yes")
    page = response.content.decode()
    assert "<title>Kesalahan: " in page
    assert text_of(response).count("Isi ringkasan") == 2
    assert 'aria-invalid="true"' in page
    assert stored(proposal).text == builders.TEXT


def test_answer_may_be_emptied_while_it_is_not_done(cast, proposal):
    assert post(cast.writer, proposal, "ringkasan", "").status_code == 302
    assert stored(proposal).text == ""


def test_an_optional_answer_may_be_done_and_empty(cast, proposal):
    cast.edition.questions.filter(code="kebaruan").update(required=False)
    assert post(cast.writer, proposal, "kebaruan", "", is_done="yes").status_code == 302
    assert "3 dari 3 bagian selesai" in text_of(sign_in(cast.writer).get(path("proposal", proposal)))


def test_answer_posted_twice_is_one_version(cast, proposal):
    client, values = sign_in(cast.writer), answer_values(proposal, "ringkasan", "Sama.")
    assert client.post(path("answer", proposal, "ringkasan"), values).status_code == 302
    assert client.post(path("answer", proposal, "ringkasan"), values).status_code == 302
    assert stored(proposal).version == 2
    assert AnswerRevision.objects.filter(answer=stored(proposal)).count() == 2


def test_stale_answer_shows_both_texts_and_saves_neither(cast, proposal):
    values = answer_values(proposal, "ringkasan", "Punya saya.\n\nBaris dua.", is_done="yes")
    rewrite(cast, proposal, read_clock(), "Punya rekan.", person=cast.colleague)
    response = sign_in(cast.writer).post(path("answer", proposal, "ringkasan"), values)
    page = text_of(response)
    assert response.status_code == 409
    assert "<title>Kesalahan: " in response.content.decode()
    for text in ("Punya saya.", "Punya rekan.", "Pakai punya saya", "Pakai yang tersimpan", "Gabung", "Disimpan Colleague,"):
        assert text in page
    assert stored(proposal).text == "Punya rekan."


def test_stale_answer_can_be_settled_in_each_way(cast, proposal):
    client, url = sign_in(cast.writer), path("answer", proposal, "ringkasan")
    values = answer_values(proposal, "ringkasan", "Punya saya.", is_done="yes")
    rewrite(cast, proposal, read_clock(), "Punya rekan.", person=cast.colleague)
    page = client.post(url, values)
    settled = {"version": page.context["version"], "is_done": page.context["is_done"]}
    assert page.context["joined"] == "Punya rekan.\n\nPunya saya."
    assert client.get(url).context["form"]["text"].value() == "Punya rekan."
    assert client.post(url, {"text": page.context["mine"], **settled}).status_code == 302
    assert (stored(proposal).text, stored(proposal).is_done) == ("Punya saya.", True)
    # Somebody was faster again: what is stored now is shown, nothing is lost.
    again = client.post(url, {"text": page.context["joined"], **settled})
    assert again.status_code == 409
    assert client.post(url, {"text": again.context["mine"], "version": again.context["version"]}).status_code == 302
    assert stored(proposal).text == "Punya rekan.\n\nPunya saya."


def test_two_people_writing_a_first_answer_do_not_overwrite_each_other(cast):
    client = sign_in(cast.writer)
    client.post("/proposal/baru/", {"title": "Berdua"})
    proposal = cast.unit.proposals.get()
    url = path("answer", proposal, "ringkasan")
    assert client.post(url, {"text": "Pertama.", "version": 0}).status_code == 302
    assert sign_in(cast.colleague).post(url, {"text": "Kedua.", "version": 0}).status_code == 409
    assert stored(proposal).text == "Pertama."


@pytest.mark.parametrize("version", ["", "dua", "-1", "1.5"])
def test_answer_without_a_version_keeps_the_text_and_asks_to_reload(cast, proposal, version):
    response = sign_in(cast.writer).post(
        path("answer", proposal, "ringkasan"), {"text": "Tidak boleh hilang.", "version": version}
    )
    assert response.status_code == 200
    assert "Tidak boleh hilang." in response.content.decode()
    assert "Muat ulang halaman ini, lalu simpan lagi" in text_of(response)
    assert stored(proposal).text == builders.TEXT


def test_answer_after_closing_is_refused_with_the_text_in_hand(cast, proposal):
    values = answer_values(proposal, "ringkasan", "Kalimat yang terlambat semenit.")
    builders.open_the_stage(cast.edition, "screening")
    response = sign_in(cast.writer).post(path("answer", proposal, "ringkasan"), values)
    page = text_of(response)
    assert response.status_code == 403
    assert "Pengajuan sudah ditutup pada" in page
    assert "Draf Anda tetap tersimpan." in page
    assert "Kalimat yang terlambat semenit." in page
    assert stored(proposal).text == builders.TEXT


def test_answer_of_a_forwarded_proposal_is_the_administrators_alone(cast):
    proposal = builders.forwarded(cast)
    refused = post(cast.writer, proposal, "ringkasan", "Masih ingin mengubah.")
    assert refused.status_code == 403
    assert "Masih ingin mengubah." in text_of(refused)
    assert post(cast.leader, proposal, "ringkasan", "Pimpinan menulis.").status_code == 403
    assert post(cast.administrator, proposal, "kebaruan", "Koreksi admin.")["Location"] == path("proposal", proposal)
    assert stored(proposal, "kebaruan").changed_by == cast.administrator


def test_answer_can_be_corrected_when_the_secretariat_asked(cast):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    assert post(cast.writer, proposal, "ringkasan", "Belum boleh.").status_code == 403
    screen(cast, proposal, read_clock(), "CORRECTION")
    assert post(cast.writer, proposal, "ringkasan", "Sudah diperbaiki.").status_code == 302


def test_answer_of_a_question_that_is_not_asked_is_missing(cast, proposal):
    client = sign_in(cast.writer)
    assert client.get(path("answer", proposal, "tiada")).status_code == 404
    assert client.post(path("answer", proposal, "tiada"), {"text": "x", "version": 0}).status_code == 404
    cast.edition.questions.filter(code="kebaruan").update(groups=["khusus"])
    assert client.get(path("answer", proposal, "kebaruan")).status_code == 404


def test_answer_of_another_agency_is_missing(cast, proposal):
    assert post(cast.stranger, proposal, "ringkasan", "x").status_code == 404
    assert stored(proposal).text == builders.TEXT


FIGURES = {"indicator_0": "Lama izin", "before_0": "17 hari", "after_0": "3 hari", "source_0": "register loket"}
ROW = {"indicator": "Lama izin", "before": "17 hari", "after": "3 hari", "source": "register loket"}


@pytest.fixture
def measured(cast, proposal):
    """Return the draft, whose first question has a table of two lines and says what a complete answer mentions."""
    checklist = ["Anggaran: jumlah dan tahun", "Dasar hukum: nomor dan tahun"]
    cast.edition.questions.filter(code="ringkasan").update(evidence_rows=2, checklist=checklist)
    return proposal


def test_answer_takes_figures_without_a_script_and_shows_them_again(cast, measured):
    assert post(cast.writer, measured, "ringkasan", "Hasil.", **FIGURES).status_code == 302
    assert stored(measured).evidence == [ROW]
    response = sign_in(cast.writer).get(path("answer", measured, "ringkasan"))
    assert 'name="before_0" value="17 hari"' in response.content.decode()
    assert response.content.decode().count("data-cell") == 8
    for text in ("Angka sebelum dan sesudah", "Jawaban yang lengkap menyebut", "Dasar hukum: nomor dan tahun"):
        assert text in text_of(response)
    for page in ("read", "check"):
        assert "- Lama izin: 17 hari → 3 hari (register loket)" in text_of(sign_in(cast.writer).get(path(page, measured)))


def test_answer_without_a_table_or_a_checklist_shows_neither(cast, proposal):
    page = text_of(sign_in(cast.writer).get(path("answer", proposal, "ringkasan")))
    assert "Angka sebelum dan sesudah" not in page
    assert "Jawaban yang lengkap menyebut" not in page


def test_answer_of_figures_alone_is_an_answer(cast, measured):
    assert post(cast.writer, measured, "ringkasan", "", is_done="yes", **FIGURES).status_code == 302
    assert stored(measured).words == 8


def test_stale_figures_are_shown_and_joined_without_a_loss(cast, measured):
    values = answer_values(measured, "ringkasan", "Punya saya.", is_done="no", **FIGURES)
    other = {**FIGURES, "indicator_0": "Biaya", "indicator_1": "Jarak"}
    post(cast.colleague, measured, "ringkasan", "Punya rekan.", **other)
    client, url = sign_in(cast.writer), path("answer", measured, "ringkasan")
    page = client.post(url, values)
    assert page.status_code == 409
    assert "- Biaya: 17 hari" in text_of(page)
    context = page.context
    joined = {"text": context["joined"], "version": context["version"], **context["joined_cells"]}
    assert client.post(url, joined).status_code == 302
    assert [row["indicator"] for row in stored(measured).evidence] == ["Biaya", "Jarak"]
    # The third line no longer fits the table, so it stands in the text.
    assert stored(measured).text == "Punya rekan.\n\nPunya saya.\n\n- Lama izin: 17 hari → 3 hari (register loket)"
