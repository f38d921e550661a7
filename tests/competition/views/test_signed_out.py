"""A form sent after the session ended: nothing is stored, and what was typed is shown instead of swallowed."""

from django.test import Client


def test_what_was_typed_is_shown(client: Client, db: None):
    typed = "Dua kata.\n<b>tebal</b>"
    answer = client.post("/proposal/ABCDE/isi/ringkasan/", {"text": typed, "version": "3"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Anda perlu masuk lagi" in page
    assert "Dua kata.<br>&lt;b&gt;tebal&lt;/b&gt;" in page
    assert 'href="/masuk/?next=/proposal/ABCDE/isi/ringkasan/"' in page
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_form_without_words_leads_to_the_sign_in(client: Client, db: None):
    answer = client.post("/proposal/ABCDE/kirim/", {})
    assert (answer.status_code, answer.url) == (302, "/masuk/?next=/proposal/ABCDE/kirim/")


def test_it_needs_a_token_of_ours(db: None):
    answer = Client(enforce_csrf_checks=True).post("/proposal/ABCDE/isi/ringkasan/", {"text": "kata orang lain"})
    assert answer.status_code == 403
    assert "kata orang lain" not in answer.content.decode()
