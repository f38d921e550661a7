"""The guide to the categories: plain questions, one suggestion with its reasons, and one button that takes it over."""

import pytest

from competition.models import GuideQuestion
from submissions.models import Proposal
from tests import builders
from tests.submissions.views.pages import path, sign_in, text_of

GUIDE = "/proposal/bantuan-kategori/"
# Each question's first answer speaks for the first category, the second for the second, the third for none.
FIRST, SECOND, NONE = "0", "1", "2"


@pytest.fixture
def proposal(cast):
    """Return a draft of the second category."""
    draft = builders.draft(cast)
    Proposal.objects.update(category=cast.edition.categories.get(code="kategori-2"))
    return draft


def ask(client, address: str, receivers: str = "", result: str = "", **more: str):
    """Answer the guide's two questions, or leave them open."""
    return client.get(address, {"jawab-penerima": receivers, "jawab-hasil": result, "lihat": "1"} | more)


def take(client, proposal, category: str = "kategori-1", version: object = None, query: str = ""):
    """Press the button of a suggestion."""
    shown = Proposal.objects.get(pk=proposal.pk).header_version if version is None else version
    return client.post(path("category", proposal) + query, {"category": category, "version": shown})


def test_the_guide_suggests_one_with_its_reasons_and_the_runner_up(cast, proposal):
    page = ask(sign_in(cast.writer), path("category", proposal), FIRST, SECOND)
    text = text_of(page)
    assert text.index("Saran Pelayanan langsung Alasan penerima kategori-1.") < text.index("Pilihan kedua Kesejahteraan sosial")
    assert "Pakai kategori Pelayanan langsung" in text
    assert "Pakai kategori Kesejahteraan sosial" in text
    # The answers are still there to be changed.
    assert page.content.decode().count(" checked") == 2


def test_reasons_of_all_answers_that_speak_for_it_stand_together(cast, proposal):
    text = text_of(ask(sign_in(cast.writer), path("category", proposal), FIRST, FIRST))
    assert "Alasan penerima kategori-1. Alasan hasil kategori-1." in text
    assert "Pilihan kedua" not in text


def test_that_none_fits_is_an_honest_answer_with_a_way_on(cast, proposal):
    page = ask(sign_in(cast.writer), path("category", proposal), NONE, NONE)
    text = text_of(page)
    assert "Tidak ada kategori yang jelas cocok" in text
    assert "Pakai kategori" not in text
    assert path("about", proposal) in page.content.decode()


def test_a_weak_hint_is_called_the_nearest_and_no_suggestion(cast, proposal):
    text = text_of(ask(sign_in(cast.writer), path("category", proposal), NONE, SECOND))
    assert "Jawaban Anda belum menunjuk satu kategori. Yang paling dekat: Kesejahteraan sosial" in text


def test_two_of_equal_weight_are_shown_as_equals(cast, proposal):
    question = cast.edition.guide.get(code="hasil")
    for answer in question.answers:
        answer["weights"] = dict.fromkeys(answer["weights"], 2)
    question.save()
    text = text_of(ask(sign_in(cast.writer), path("category", proposal), FIRST, SECOND))
    assert "Dua kategori sama kuat" in text
    assert "Pilihan kedua" not in text


@pytest.mark.parametrize(
    "sent", [{"lihat": "1"}, {"jawab-penerima": "", "lihat": "1"}, {"jawab-penerima": "99"}, {"jawab-hasil": "\0"}]
)
def test_nothing_answered_or_no_answer_of_ours_is_said_and_suggests_nothing(cast, proposal, sent):
    page = sign_in(cast.writer).get(path("category", proposal), sent)
    assert page.status_code == 200
    assert "Ada yang perlu diperbaiki" in text_of(page)
    assert "Kesalahan:" in text_of(page)
    assert "Pakai kategori" not in text_of(page)


def test_one_button_takes_it_over_and_leaves_the_rest_of_the_header(cast, proposal):
    client, before = sign_in(cast.writer), Proposal.objects.get()
    response = take(client, proposal)
    after = Proposal.objects.get()
    assert response["Location"] == path("proposal", proposal)
    assert after.category.code == "kategori-1"
    assert (after.title, after.group, after.started_on) == (before.title, before.group, before.started_on)
    assert (after.header_version, after.header_changed_by) == (before.header_version + 1, cast.writer)
    assert "Kategori tersimpan: Pelayanan langsung." in text_of(client.get(path("proposal", proposal)))


def test_a_header_saved_meanwhile_is_not_overwritten_and_a_second_press_decides(cast, proposal):
    client, shown = sign_in(cast.writer), Proposal.objects.get().header_version
    values = {"title": "Judul Rekan", "category": "kategori-2", "started_on": "2012-02-29", "version": shown}
    sign_in(cast.colleague).post(path("about", proposal), values)
    query = "?jawab-penerima=0&jawab-hasil=2&lihat=1"
    response = take(client, proposal, version=shown, query=query)
    assert response.status_code == 409
    assert "Bagian ini sudah diubah orang lain sejak Anda membukanya" in text_of(response)
    assert (Proposal.objects.get().title, Proposal.objects.get().category.code) == ("Judul Rekan", "kategori-2")
    assert f'name="version" value="{shown + 1}"' in response.content.decode()
    take(client, proposal, version=shown + 1, query=query)
    assert (Proposal.objects.get().title, Proposal.objects.get().category.code) == ("Judul Rekan", "kategori-1")


@pytest.mark.parametrize("category", ["", "kategori-9", "\0", "1 OR 1=1"])
def test_a_category_the_edition_does_not_have_is_refused(cast, proposal, category):
    response = take(sign_in(cast.writer), proposal, category)
    assert response.status_code == 200
    assert "Muat ulang halaman ini" in text_of(response)
    assert Proposal.objects.get().category.code == "kategori-2"


def test_after_closing_nothing_is_taken_over(cast, proposal):
    builders.open_the_stage(cast.edition, "screening")
    response = take(sign_in(cast.writer), proposal)
    assert response.status_code == 403
    assert "Pengajuan sudah ditutup pada" in text_of(response)
    assert Proposal.objects.get().category.code == "kategori-2"


def test_the_guide_is_there_before_a_draft_and_takes_nothing_over(cast):
    client = sign_in(cast.writer)
    assert GUIDE in client.get("/proposal/baru/").content.decode()
    text = text_of(ask(client, GUIDE, FIRST, FIRST))
    assert "Saran Pelayanan langsung" in text
    assert "Pakai kategori" not in text


def test_the_header_page_saves_and_leads_to_the_guide(cast, proposal):
    client = sign_in(cast.writer)
    version = Proposal.objects.get().header_version
    values = {"title": "Judul Baru", "category": "", "started_on": "", "version": version, "then": "category"}
    assert client.post(path("about", proposal), values)["Location"] == path("category", proposal)
    assert Proposal.objects.get().title == "Judul Baru"


def test_an_edition_without_a_guide_offers_none(cast, proposal):
    GuideQuestion.objects.all().delete()
    client = sign_in(cast.writer)
    for address in (GUIDE, path("category", proposal)):
        assert client.get(address).status_code == 404
    assert "kategorinya?" not in text_of(client.get(path("about", proposal)))
    assert "kategorinya?" not in text_of(client.get("/proposal/baru/"))


def test_the_guide_asks_the_database_at_most_eight_times(cast, proposal, django_assert_max_num_queries):
    client = sign_in(cast.writer)
    ask(client, path("category", proposal), FIRST, SECOND)
    with django_assert_max_num_queries(8):
        ask(client, path("category", proposal), FIRST, SECOND)
