"""A form that came without a session or with an old token: kept for its writer, shown to nobody else, given back as a draft."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from competition import parking
from competition.models import ParkedForm, Person, PersonSession
from competition.operations.admissions import Candidate, Contact, file_admission
from competition.operations.parking import LARGEST, MOST, PARKED_FOR, forget_parked, park_form
from competition.queries.parking import parked_at_path, parked_for
from competition.scans import read_scan
from competition.sealing import seal, unseal
from judging.models import Mark
from submissions.models import Answer, Proposal, Screening
from tests import builders
from tests.submissions import files
from tests.submissions.views.pages import path, sign_in, text_of

TEXT = " ".join(f"kata{number}" for number in range(2000))
PASSWORD = "kata-sandi-panjang-2017"


@pytest.fixture
def proposal(cast):
    """Return a complete draft."""
    return builders.draft(cast)


def come_in(client: Client, person: Person) -> None:
    """Sign in by the page, as people do."""
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    assert client.post("/masuk/", {"email": person.email, "password": PASSWORD}).status_code == 302


def hidden(page, name: str) -> str:
    """Return the value of a hidden field of the page."""
    field = next(one for one in re.findall(r"<input[^>]*>", page.content.decode()) if f'name="{name}"' in one)
    return re.search(r'value="([^"]*)"', field).group(1)


def typed(client: Client, url: str, **values: object) -> dict[str, object]:
    """Open the form and return what it would send: what was typed, with its hidden fields."""
    page = client.get(url)
    return {name: hidden(page, name) for name in ("version", parking.MARK)} | {"text": TEXT} | values


def stored(proposal) -> Answer:
    """Return the answer as the database has it."""
    return Answer.objects.get(proposal=proposal, question__code="ringkasan")


def is_in(page, text=TEXT) -> bool:
    """Say whether the text stands on the page."""
    return text in page.content.decode()


@pytest.fixture
def sent(cast, proposal) -> Client:
    """Return the browser of a writer whose session ended before they pressed Save."""
    client = Client()
    come_in(client, cast.writer)
    values = typed(client, path("answer", proposal, "ringkasan"))
    PersonSession.objects.all().delete()
    answer = client.post(path("answer", proposal, "ringkasan"), values)
    assert (answer.status_code, "sampai pukul" in text_of(answer)) == (403, True)
    return client


def test_the_same_person_finds_the_words_in_the_draft_and_saves_them(cast, proposal, sent):
    before = stored(proposal).text
    come_in(sent, cast.writer)
    page = sent.get(path("answer", proposal, "ringkasan"))
    assert is_in(page)
    assert "Teks ini belum tersimpan: periksa, lalu simpan." in text_of(page)
    assert stored(proposal).text == before
    values = {name: hidden(page, name) for name in ("version", parking.MARK)} | {"text": TEXT}
    assert sent.post(path("answer", proposal, "ringkasan"), values).status_code == 302
    assert stored(proposal).text == TEXT
    assert not ParkedForm.objects.exists()


def test_somebody_else_neither_sees_it_nor_learns_of_it(cast, proposal, sent):
    come_in(sent, cast.colleague)
    for url in (path("answer", proposal, "ringkasan"), path("proposal", proposal), reverse("competition:parked")):
        page = sent.get(url)
        assert not is_in(page)
        assert "sebelum masuk kembali dan belum tersimpan" not in text_of(page)
    sent.post(reverse("competition:discard_parked"), {"path": path("answer", proposal, "ringkasan")})
    assert parked_for(cast.colleague, builders.read_clock()) == []
    assert [one.fields["text"] for one in parked_for(cast.writer, builders.read_clock())] == [TEXT]


def test_every_page_tells_the_writer_and_one_shows_it_to_be_opened_or_thrown_away(cast, proposal, sent):
    come_in(sent, cast.writer)
    assert "Ada teks yang Anda kirim sebelum masuk kembali" in text_of(sent.get(path("proposal", proposal)))
    page = sent.get(reverse("competition:parked"))
    assert is_in(page)
    assert f'href="{path("answer", proposal, "ringkasan")}"' in page.content.decode()
    sent.post(reverse("competition:discard_parked"), {"path": path("answer", proposal, "ringkasan")})
    assert not ParkedForm.objects.exists()
    assert "Ada teks yang Anda kirim" not in text_of(sent.get(path("proposal", proposal)))


def test_what_was_saved_meanwhile_is_not_overwritten(cast, proposal, sent):
    url = path("answer", proposal, "ringkasan")
    sign_in(cast.colleague).post(url, {"text": "Punya rekan.", "version": stored(proposal).version})
    come_in(sent, cast.writer)
    page = sent.get(url)
    answer = sent.post(url, {"text": TEXT, "version": hidden(page, "version")})
    assert (answer.status_code, stored(proposal).text) == (409, "Punya rekan.")
    assert is_in(answer)
    assert is_in(answer, "Punya rekan.")


def test_saving_by_itself_ends_the_waiting_too(cast, proposal, sent):
    come_in(sent, cast.writer)
    version = hidden(sent.get(path("answer", proposal, "ringkasan")), "version")
    assert sent.post(path("autosave", proposal, "ringkasan"), {"text": TEXT, "version": version}).status_code == 200
    assert not ParkedForm.objects.exists()


def test_it_goes_after_an_hour_and_is_not_given_back_late(cast, proposal, sent):
    row = ParkedForm.objects.get()
    assert row.ends_at - row.parked_at == PARKED_FOR <= timedelta(minutes=55)
    ParkedForm.objects.update(parked_at=row.parked_at - timedelta(hours=1), ends_at=row.ends_at - timedelta(hours=1))
    come_in(sent, cast.writer)
    assert not is_in(sent.get(path("answer", proposal, "ringkasan")))
    assert not is_in(sent.get(reverse("competition:parked")))
    assert forget_parked(at=builders.read_clock()) == 1


def test_the_database_cannot_read_it(cast, proposal, sent):
    sealed = ParkedForm.objects.get().sealed
    assert "kata1" not in sealed
    assert unseal(ParkedForm.purpose_for(cast.colleague.pk), sealed) is None
    ParkedForm.objects.update(person=cast.colleague)
    assert parked_for(cast.colleague, builders.read_clock()) == []


def test_a_form_is_its_writers_whoever_has_signed_in_meanwhile(cast, proposal):
    url = path("answer", proposal, "ringkasan")
    client = Client()
    come_in(client, cast.writer)
    values = typed(client, url)
    PersonSession.objects.all().delete()
    come_in(client, cast.colleague)
    PersonSession.objects.all().delete()
    client.post(url, values)
    assert [one.person for one in ParkedForm.objects.all()] == [cast.writer]


def test_a_browser_without_any_cookie_is_enough(cast, proposal):
    url = path("answer", proposal, "ringkasan")
    values = typed(sign_in(cast.writer), url)
    assert Client().post(url, values).status_code == 403
    assert ParkedForm.objects.get().person == cast.writer


def test_a_form_without_its_mark_counts_as_the_browsers_last_account(cast, proposal):
    client = sign_in(cast.writer)
    client.get(path("proposal", proposal))
    PersonSession.objects.all().delete()
    client.post(path("answer", proposal, "ringkasan"), {"text": TEXT, "version": 1})
    assert ParkedForm.objects.get().person == cast.writer


def test_signing_out_forgets_the_account(cast, proposal):
    client = sign_in(cast.writer)
    client.get(path("proposal", proposal))
    client.post("/keluar/")
    client.post(path("answer", proposal, "ringkasan"), {"text": TEXT, "version": 1})
    assert not ParkedForm.objects.exists()


@pytest.mark.parametrize("mark", ["", "1", "1:1abc:falsch", "x" * 5000, "\x00"])
def test_a_stranger_stores_nothing_and_gets_one_answer_for_all(cast, proposal, mark):
    """Known or unknown proposal, question, account: the same page but for the address one is led to."""
    pages = set()
    for url in (
        path("answer", proposal, "ringkasan"),
        path("answer", "AAAAA", "ringkasan"),
        path("answer", proposal, "tidakada"),
    ):
        answer = Client().post(url, {"text": "Satu dua.", "version": 1, parking.MARK: mark})
        pages.add((answer.status_code, answer.content.decode().replace(url, "")))
    assert len(pages) == 1
    assert not ParkedForm.objects.exists()


def test_a_closed_account_gets_the_answer_of_an_open_one(cast, proposal):
    url, answers = path("answer", proposal, "ringkasan"), []
    for person in (cast.writer, cast.colleague):
        Person.objects.filter(pk=cast.colleague.pk).update(is_active=False)
        values = {"text": "Satu dua.", "version": 1, parking.MARK: parking.mark_for(person)}
        answers.append(text_of(Client().post(url, values)))
    assert re.sub(r"pukul [\d.]+", "", answers[0]) == re.sub(r"pukul [\d.]+", "", answers[1])


def test_too_large_and_too_many_are_shown_to_be_copied_and_not_kept(cast, proposal):
    url, mark = path("answer", proposal, "ringkasan"), parking.mark_for(cast.writer)
    answer = Client().post(url, {"text": "a b " * (LARGEST // 4), "version": 1, parking.MARK: mark})
    assert "Salin dahulu" in text_of(answer)
    assert not ParkedForm.objects.exists()
    answers = [
        text_of(Client().post(path("answer", f"A{number:04}", "ringkasan"), {"text": "Satu dua.", parking.MARK: mark}))
        for number in range(40)
    ]
    assert "sampai pukul" in answers[0]
    assert "Salin dahulu" in answers[-1]
    assert ParkedForm.objects.count() <= MOST


def test_a_form_that_was_sent_twice_is_kept_once(cast, proposal):
    at, url = builders.read_clock(), path("answer", proposal, "ringkasan")
    for text in ("Satu.", "Dua."):
        park_form(account=cast.writer.pk, path=url, fields={"text": text}, at=at)
    assert parked_at_path(cast.writer, url, at).fields == {"text": "Dua."}


def test_no_account_of_that_number_keeps_nothing(db):
    assert park_form(account=10**9, path="/", fields={"text": "a"}, at=builders.read_clock()) is None


# An old token


def careful(person: Person) -> Client:
    """Return a browser in which the person is signed in, and whose tokens are looked at."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return client


def old_form(client: Client, url: str) -> dict[str, object]:
    """Return what a form would send that was opened before the cookie changed."""
    page = client.get(url)
    values = {name: hidden(page, name) for name in ("version", "csrfmiddlewaretoken", parking.MARK)}
    client.cookies.pop("csrftoken")
    client.get(reverse("competition:own_name"))
    return values | {"text": TEXT}


def test_an_old_token_leads_back_to_the_form_with_the_text(cast, proposal):
    url, client = path("answer", proposal, "ringkasan"), careful(cast.writer)
    answer = client.post(f"{url}?dari=periksa", old_form(client, url))
    assert (answer.status_code, answer.url) == (302, f"{url}?dari=periksa")
    assert is_in(client.get(answer.url))
    assert stored(proposal).text != TEXT


def test_a_lost_cookie_does_too(cast, proposal):
    url, client = path("answer", proposal, "ringkasan"), careful(cast.writer)
    values = old_form(client, url)
    client.cookies.pop("csrftoken")
    assert client.post(url, values).status_code == 302
    assert is_in(client.get(url))


def test_an_old_token_without_a_session_waits_for_its_writer(cast, proposal):
    url, client = path("answer", proposal, "ringkasan"), careful(cast.writer)
    values = old_form(client, url)
    PersonSession.objects.all().delete()
    answer = client.post(url, values)
    assert (answer.status_code, "Masuk lagi dengan akun yang menulisnya" in text_of(answer)) == (403, True)
    assert not is_in(answer)
    assert is_in(sign_in(cast.writer).get(reverse("competition:parked")))


def test_a_colleague_in_the_same_browser_learns_nothing_of_the_text(cast, proposal):
    url, client = path("answer", proposal, "ringkasan"), careful(cast.writer)
    values = old_form(client, url)
    client.force_login(cast.colleague)
    assert client.post(url, values).status_code == 403
    assert not is_in(client.get(url))
    assert not is_in(client.get(reverse("competition:parked")))
    assert ParkedForm.objects.get().person == cast.writer


def test_a_form_from_another_site_is_not_kept(cast, proposal):
    url, client = path("answer", proposal, "ringkasan"), careful(cast.writer)
    answer = client.post(url, old_form(client, url), headers={"Origin": "https://evil.test"})
    assert answer.status_code == 403
    assert not ParkedForm.objects.exists()


# The other forms


def given_back(client: Client, person: Person, url: str, values: dict[str, object]) -> str:
    """Return the form's page after it was sent without a session and its writer has come back."""
    client.get(url)
    PersonSession.objects.all().delete()
    client.post(url, values)
    come_in(client, person)
    return client.get(url).content.decode()


def test_the_header_is_given_back(cast, proposal):
    url = path("about", proposal)
    values = {"title": "Judul yang hampir hilang", "started_on": "2015-03-04", "version": proposal.header_version}
    page = given_back(sign_in(cast.writer), cast.writer, url, values)
    assert "Judul yang hampir hilang" in page
    assert "2015-03-04" in page
    assert Proposal.objects.get(pk=proposal.pk).title != "Judul yang hampir hilang"


def test_a_first_title_is_given_back(cast):
    page = given_back(sign_in(cast.writer), cast.writer, reverse("submissions:start"), {"title": "Judul yang hampir hilang"})
    assert "Judul yang hampir hilang" in page
    assert not Proposal.objects.filter(title="Judul yang hampir hilang").exists()


def test_notes_are_given_back_and_nothing_is_returned(cast):
    proposal = builders.forwarded(cast)
    values = {"note": "Catatan umum saya.", "note_ringkasan": "Catatan pada bagian ini."}
    page = given_back(sign_in(cast.administrator), cast.administrator, path("return", proposal), values)
    assert "Catatan umum saya." in page
    assert "Catatan pada bagian ini." in page
    assert Proposal.objects.get(pk=proposal.pk).state == "FORWARDED"


def test_a_reason_is_given_back_without_the_decision(cast):
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    values = {"reason": "Alasan yang panjang.", "result": "INELIGIBLE", "check_age": "tidak"}
    page = given_back(sign_in(cast.secretariat), cast.secretariat, path("screen", proposal), values)
    assert "Alasan yang panjang." in page
    assert "checked" not in re.search(r"<form class=.sheet.*?</form>", page, re.S).group()
    assert not Screening.objects.exists()


def test_reasons_of_a_sheet_are_given_back_without_the_marks(cast):
    assignment = builders.accepted(cast)[0]
    judge, url = assignment.judge, reverse("judging:sheet", args=[assignment.code])
    page = sign_in(judge).get(url)
    names = re.findall(r'name="((?:reason|level)-[^"]+)"', page.content.decode())
    values = {name: "Alasan saya yang panjang." if name.startswith("reason") else "3" for name in names}
    values |= {name: hidden(page, name) for name in ("version", "sheet_version")}
    page = given_back(sign_in(judge), judge, url, values)
    assert "Alasan saya yang panjang." in page
    assert not re.search(r'name="level-[^>]* checked', page)
    assert not Mark.objects.exists()


def test_one_purpose_does_not_open_another():
    assert unseal("a", seal("b", "Satu.")) is None
    assert unseal("a", seal("a", "Satu.")) == "Satu."


def test_the_reason_of_an_act_comes_back_into_its_form(cast):
    """The longer ones, which others read: of a withdrawal, and of the answer to a new agency."""
    letter = read_scan("surat.pdf", files.pdf())
    contact = Contact("Narahubung", "Kepala", "baru@contoh.test")
    applied = file_admission(
        candidate=Candidate("AGENCY", "Badan Baru"), contact=contact, letter=letter, at=builders.read_clock()
    )
    acts = (
        (cast.administrator, path("withdraw", builders.submitted(cast))),
        (cast.secretariat, reverse("competition:admission", args=[applied.code])),
    )
    for person, url in acts:
        client = Client()
        come_in(client, person)
        values = {parking.MARK: hidden(client.get(url), parking.MARK), "reason": "Angka pada ringkasan keliru."}
        PersonSession.objects.all().delete()
        assert client.post(url, values).status_code == 403
        come_in(client, person)
        page = client.get(url)
        assert is_in(page, "Angka pada ringkasan keliru.</textarea>"), url
        assert "Teks ini belum tersimpan" in text_of(page)
