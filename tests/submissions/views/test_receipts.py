"""The receipt as a file: for those who may read its page, and never in the way of that page."""

import socket

import pytest

from submissions import printing
from submissions.models import Submission
from tests import builders
from tests.submissions import acts
from tests.submissions.plain.test_printing import squeezed, text_of
from tests.submissions.views.pages import path, sign_in
from tests.submissions.views.pages import text_of as words_of


def test_the_receipt_leads_to_its_file(cast):
    proposal, client = builders.submitted(cast), sign_in(cast.writer)
    assert path("receipt_pdf", proposal) in client.get(path("receipt", proposal)).content.decode()
    response = client.get(path("receipt_pdf", proposal))
    submission = Submission.objects.get()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{submission.number}.pdf"'
    text = squeezed(text_of(response.content))
    for fact in (submission.number, submission.sha256, proposal.title, "Administrator", cast.institution.name):
        assert squeezed(fact) in text
    assert client.get(path("receipt_pdf", proposal)).content == response.content


def test_the_receipt_leads_to_whoever_takes_suggestions(cast, settings):
    """R-1; without an address of the help desk nothing is promised."""
    proposal, client = builders.submitted(cast), sign_in(cast.writer)
    assert "Beri masukan" not in words_of(client.get(path("receipt", proposal)))
    settings.HELP_EMAIL = "bantuan@kipp.test"
    page = client.get(path("receipt", proposal)).content.decode()
    assert f'href="mailto:bantuan@kipp.test?subject={Submission.objects.get().number}"' in page


@pytest.mark.parametrize(
    ("who", "status"), [("writer", 200), ("leader", 200), ("secretariat", 200), ("stranger", 404), ("chair", 404)]
)
def test_it_is_for_those_who_may_read_the_page(cast, who, status):
    proposal, client = builders.submitted(cast), sign_in(cast.as_people()[who])
    assert [client.get(path(page, proposal)).status_code for page in ("receipt", "receipt_pdf")] == [status, status]


def test_a_file_that_cannot_be_made_leads_back_to_the_page(cast, monkeypatch, tmp_path):
    proposal = builders.submitted(cast)
    broken = tmp_path / "receipt.typ"
    broken.write_text("#panic()")
    monkeypatch.setattr(printing, "TEMPLATE", broken)
    response = sign_in(cast.writer).get(path("receipt_pdf", proposal), follow=True)
    assert response.redirect_chain[-1][0] == path("receipt", proposal)
    assert "PDF tidak dapat dibuat saat ini" in words_of(response)


def test_it_is_made_without_any_network(cast, monkeypatch):
    proposal, client = builders.submitted(cast), sign_in(cast.writer)

    def refuse(*_args, **_known):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert client.get(path("receipt_pdf", proposal)).status_code == 200


def test_the_file_of_a_withdrawn_sending_says_so(cast, at):
    proposal = builders.submitted(cast)
    acts.withdraw(cast, proposal, at)
    text = text_of(sign_in(cast.writer).get(path("receipt_pdf", proposal)).content)
    assert squeezed("Kiriman ini ditarik kembali pada") in squeezed(text)
