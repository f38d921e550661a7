"""The way to one endorsement by a link: opening changes nothing, a code opens it once, it opens one thing (SEC-16, SEC-18)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Membership, Person, PersonSession, SignInCode
from competition.operations.sessions import end_sessions
from submissions.models import Endorsement, EndorsementLink, Proposal, ReturnNote
from submissions.operations.handovers import return_proposal
from tests import builders
from tests.evidence import nothing_changes, stored
from tests.submissions.acts import rewrite, shown_hash
from tests.submissions.asking import address, asked_again, last_code, link_of, opened
from tests.submissions.views.pages import path, sign_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(cast):
    return builders.forwarded(cast)


def approve(client, proposal, person):
    return client.post(address(proposal, person, "screen"), {"shown_hash": shown_hash(proposal)}, follow=True)


def test_opening_a_link_changes_nothing_and_says_nothing(cast, proposal):
    where = address(proposal, cast.leader)
    with nothing_changes():
        for method in ("get", "head", "get"):
            response = getattr(Client(), method)(where)
            assert response.status_code == 200
    page = Client().get(where).content.decode()
    assert "Ada proposal yang menunggu persetujuan" in page
    for secret in (proposal.title, proposal.code, cast.leader.name, cast.leader.email, cast.unit.name, builders.TEXT):
        assert secret not in page
    assert cast.institution.name not in page


def test_no_address_behind_a_link_changes_anything_by_being_read(cast, proposal):
    client = opened(proposal, cast.leader)
    before = stored()
    for page in ("", "code", "screen", "return", "read"):
        for method in ("get", "head"):
            getattr(client, method)(address(proposal, cast.leader, page))
            getattr(Client(), method)(address(proposal, cast.leader, page))
    assert stored() == before


def test_the_code_opens_the_one_screen_and_a_press_endorses(cast, proposal):
    client = opened(proposal, cast.leader)
    page = text_of(client.get(address(proposal, cast.leader, "screen")))
    for words in (proposal.title, "Puskesmas Uji", builders.TEXT, "Setujui", "Kembalikan dengan catatan"):
        assert words in page
    done = approve(client, proposal, cast.leader)
    assert "Proposal disetujui." in text_of(done)
    assert "Sudah dijawab" in text_of(done)
    endorsement = Endorsement.objects.get()
    assert (endorsement.endorsed_by, endorsement.content_hash) == (cast.leader, shown_hash(proposal))


def test_a_link_opens_its_proposal_and_nothing_else(cast, proposal):
    other = builders.forwarded(cast)
    client = opened(proposal, cast.leader)
    pages = ("submissions:desk", "competition:account", "competition:personal_data", "competition:institutions")
    more = [path(name, one) for name in ("endorse", "read", "proposal") for one in (proposal, other)]
    for where in (*map(reverse, pages), *more):
        response = client.get(where)
        assert response.status_code == 302
        assert response.url.startswith("/masuk/?next=")
    with nothing_changes():
        response = client.post(path("endorse", proposal), {"shown_hash": shown_hash(proposal)})
        assert response.url.startswith("/masuk/?next=")
    assert client.get(address(other, cast.leader, "screen")).url == address(other, cast.leader)
    assert "_auth_user_id" not in client.session


def test_the_session_takes_a_new_key_when_the_link_opens(cast, proposal):
    client = Client()
    client.post(address(proposal, cast.leader))
    before = client.session.session_key
    client.post(address(proposal, cast.leader, "code"), {"code": last_code(cast.leader)})
    assert client.session.session_key != before
    assert not PersonSession.objects.filter(session_key=before).exists()


def test_the_pass_ends_with_the_answer(cast, proposal):
    client = opened(proposal, cast.leader)
    approve(client, proposal, cast.leader)
    assert client.get(address(proposal, cast.leader, "screen")).url == address(proposal, cast.leader)


def test_a_link_opens_once_and_a_new_one_goes_to_its_owner(cast, proposal):
    where = address(proposal, cast.leader)
    opened(proposal, cast.leader)
    second = Client()
    response = second.get(where)
    assert response.status_code == 410
    assert "sudah pernah dibuka" in text_of(response)
    answer = second.post(where)
    assert "tautan baru sudah dikirim" in text_of(answer)
    assert EndorsementLink.objects.filter(person=cast.leader).count() == 2
    assert cast.leader.email not in answer.content.decode()


def test_whoever_opened_it_comes_back_to_the_screen(cast, proposal):
    client = opened(proposal, cast.leader)
    assert client.get(address(proposal, cast.leader)).url == address(proposal, cast.leader, "screen")


def test_expired_replaced_and_guessed_links_say_what_to_do(cast, proposal):
    where = address(proposal, cast.leader)
    asked_again(proposal, cast.leader, cast.administrator)
    assert "diganti dengan yang lebih baru" in text_of(Client().get(where))
    link, where, at = link_of(proposal, cast.leader), address(proposal, cast.leader), read_clock()
    EndorsementLink.objects.filter(pk=link.pk).update(asked_at=at - timedelta(days=8), ends_at=at - timedelta(days=1))
    response = Client().get(where)
    assert (response.status_code, "sudah lewat tujuh hari" in text_of(response)) == (410, True)
    assert "Kirim tautan baru" in text_of(response)
    for guess in ("a" * 64, "0" * 64, "bukan-tautan"):
        for page in ("", "_code", "_screen", "_return", "_read"):
            response = Client().get(reverse(f"submissions:endorsement_link{page}", args=[guess]), follow=True)
            assert response.status_code == 404
            assert "Tautan ini tidak kami kenali" in text_of(response)


def test_somebody_elses_link_is_not_opened_by_who_is_signed_in(cast, proposal):
    client = sign_in(cast.administrator)
    with nothing_changes():
        for method in ("get", "post"):
            response = getattr(client, method)(address(proposal, cast.leader))
            assert response.status_code == 403
            assert "Tautan ini untuk orang lain" in text_of(response)


def test_its_owner_who_is_signed_in_goes_straight_on(cast, proposal):
    client = sign_in(cast.leader)
    assert client.get(address(proposal, cast.leader)).url == path("endorse", proposal)


def test_a_changed_text_is_shown_and_said_to_have_changed(cast, proposal):
    rewrite(cast, proposal, read_clock(), "Isi yang baru sama sekali.")
    page = text_of(opened(proposal, cast.leader).get(address(proposal, cast.leader, "screen")))
    assert "Isi proposal berubah sejak tautan ini dibuat." in page
    assert "Isi yang baru sama sekali." in page


def test_a_text_that_changes_while_it_is_read_is_refused_and_shown(cast, proposal):
    client, old = opened(proposal, cast.leader), shown_hash(proposal)
    rewrite(cast, proposal, read_clock(), "Isi yang baru sama sekali.")
    response = client.post(address(proposal, cast.leader, "screen"), {"shown_hash": old})
    assert response.status_code == 409
    assert "Proposal berubah sejak Anda membukanya." in text_of(response)
    assert not Endorsement.objects.exists()
    assert "Proposal disetujui." in text_of(approve(client, proposal, cast.leader))


def test_a_role_taken_between_form_and_press_ends_it(cast, proposal):
    client = opened(proposal, cast.leader)
    assert client.get(address(proposal, cast.leader, "screen")).status_code == 200
    Membership.objects.filter(person=cast.leader).update(ends_at=read_clock())
    response = approve(client, proposal, cast.leader)
    assert response.status_code == 403
    assert "Anda tidak lagi tercatat sebagai pimpinan" in text_of(response)
    assert proposal.title not in response.content.decode()
    assert not Endorsement.objects.exists()


@pytest.mark.parametrize("how", ["sessions ended", "account closed", "password changed", "too late"])
def test_a_pass_ends_with_what_ends_sessions(cast, proposal, how):
    client, where = opened(proposal, cast.leader), address(proposal, cast.leader, "screen")
    if how == "sessions ended":
        end_sessions(person=cast.leader, by=cast.administrator, at=read_clock())
    elif how == "account closed":
        Person.objects.filter(pk=cast.leader.pk).update(is_active=False)
    elif how == "password changed":
        cast.leader.set_password("perahu baru 7")
        cast.leader.save(update_fields=["password"])
    else:
        session = client.session
        session["_pass"] |= {"until": read_clock().isoformat()}
        session.save()
    with nothing_changes():
        assert client.post(where, {"shown_hash": shown_hash(proposal)}).status_code == 302
    assert not Endorsement.objects.exists()


def test_a_note_written_too_late_is_given_back(cast, proposal):
    response = Client().post(address(proposal, cast.leader, "return"), {"note": "Catatan yang panjang."})
    assert response.status_code == 403
    assert "Catatan yang panjang." in text_of(response)


def _returned(cast, proposal):
    return_proposal(proposal=proposal, person=cast.administrator, note="Lengkapi dahulu.", at=read_clock())


def _closed(cast, proposal):
    builders.open_the_stage(cast.edition, "screening")


def _dismissed(cast, proposal):
    Membership.objects.filter(person=cast.leader).update(ends_at=read_clock())


@pytest.mark.parametrize("meanwhile", [_returned, _closed, _dismissed], ids=["returned", "closed", "dismissed"])
def test_a_note_that_is_refused_is_given_back_with_the_reason(cast, proposal, meanwhile):
    client, where = opened(proposal, cast.leader), address(proposal, cast.leader, "return")
    assert client.get(where).status_code == 200
    meanwhile(cast, proposal)
    response = client.post(where, {"note": "Catatan <b>yang</b> panjang."})
    assert response.status_code == 403
    assert "Isian yang baru saja Anda kirim tidak disimpan." in text_of(response)
    assert "Catatan &lt;b&gt;yang&lt;/b&gt; panjang." in response.content.decode()


def test_returning_with_a_note(cast, proposal):
    client, where = opened(proposal, cast.leader), address(proposal, cast.leader, "return")
    assert "Isi catatan agar penulis tahu" in text_of(client.post(where, {"note": " "}))
    assert "Proposal dikembalikan." in text_of(client.post(where, {"note": "Lengkapi angka."}, follow=True))
    assert Proposal.objects.get(pk=proposal.pk).state == "DRAFT"
    assert ReturnNote.objects.get().written_by == cast.leader


def test_the_whole_text_is_one_press_away(cast, proposal):
    page = text_of(opened(proposal, cast.leader).get(address(proposal, cast.leader, "read")))
    assert page.count(builders.TEXT) == cast.edition.questions.count()


def test_a_wrong_code_counts_and_five_end_it(cast, proposal):
    client, where = Client(), address(proposal, cast.leader, "code")
    client.post(address(proposal, cast.leader))
    right = last_code(cast.leader)
    for _try in range(SignInCode.MOST_TRIES):
        assert "Kode tidak cocok." in text_of(client.post(where, {"code": f"{(int(right) + 1) % 10**6:06d}"}))
    assert client.post(where, {"code": right}).url == address(proposal, cast.leader)
    assert link_of(proposal, cast.leader).opened_at is None


def test_a_code_opens_only_the_link_it_was_asked_for_and_no_session(cast, proposal):
    other = builders.forwarded(cast)
    client = Client()
    client.post(address(proposal, cast.leader))
    code = last_code(cast.leader)
    assert client.post(address(other, cast.leader, "code"), {"code": code}).url == address(other, cast.leader)
    assert client.post(reverse("competition:give_code"), {"code": code}).url == reverse("competition:ask_code")
    assert "_auth_user_id" not in client.session


def test_codes_are_limited_as_those_for_signing_in(cast, proposal):
    """One limit for both: whoever holds a link sends no more letters than whoever knows the address."""
    where = address(proposal, cast.leader)
    for _time in range(3):
        Client().post(where)
        Client().post(reverse("competition:ask_code"), {"email": cast.leader.email})
    response = Client().post(where)
    assert (response.status_code, "Terlalu banyak percobaan." in text_of(response)) == (429, True)


def test_whoever_has_a_second_step_signs_in(cast, proposal):
    Person.objects.filter(pk=cast.leader.pk).update(has_factor=True)
    client, where = Client(), address(proposal, cast.leader)
    client.post(where)
    response = client.post(address(proposal, cast.leader, "code"), {"code": last_code(cast.leader)})
    assert response.url == f"/masuk/?next={where}"
    assert link_of(proposal, cast.leader).opened_at is None


def test_another_endorsed_it_meanwhile(cast, proposal):
    client = opened(proposal, cast.leader)
    second = builders.make_person("Wakil Bupati")
    Membership.objects.create(person=second, institution=cast.institution, role="LEADER", starts_at=builders.LONG_AGO)
    sign_in(second).post(path("endorse", proposal), {"shown_hash": shown_hash(proposal)})
    assert "Versi ini sudah disetujui." in text_of(client.get(address(proposal, cast.leader, "screen")))
    assert "Versi proposal ini sudah disetujui." in text_of(approve(client, proposal, cast.leader))
    assert Endorsement.objects.count() == 1


def test_the_administrator_copies_links_and_asks_again(cast, proposal):
    client, where = sign_in(cast.administrator), path("ask_endorsement", proposal)
    page = client.get(where)
    assert address(proposal, cast.leader) in page.content.decode()
    assert "https://wa.me/?text=" in page.content.decode()
    old = address(proposal, cast.leader)
    membership = Membership.objects.get(person=cast.leader)
    assert "Tautan baru dikirim kepada Leader." in text_of(client.post(where, {"whom": membership.code}, follow=True))
    assert address(proposal, cast.leader) != old
    with nothing_changes():
        client.post(where, {"whom": Membership.objects.get(person=cast.writer).code})
