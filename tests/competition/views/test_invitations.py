"""The pages of inviting and of being invited: what they say, what they refuse, and that opening one changes nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Institution, Invitation, Membership, Person
from competition.operations.invitations import LIFETIME, revoke_invitation
from tests import builders
from tests.competition.letterbox import invited, last_letter, token_in
from tests.evidence import nothing_changes
from tests.submissions.views.pages import sign_in, text_of

PASSWORD = "gerobak hijau sungai 7"
NEW = "baru@contoh.test"


def page(name, institution, *more):
    return reverse(f"competition:{name}", args=[institution.code, *more])


def link(token):
    return reverse("competition:invitation", args=[token])


def joining(**values):
    return {"name": "Suharto", "password": PASSWORD, "consent": "on"} | values


def test_invite_sends_a_letter_and_says_so(cast):
    client = sign_in(cast.administrator)
    given = {"email": " Baru@Contoh.test ", "role": "WRITER", "unit": cast.unit.pk, "position": "Staf"}
    response = client.post(page("invite", cast.institution), given, follow=True)
    assert "Undangan dikirim ke baru@contoh.test." in text_of(response)
    assert "Menunggu diterima" in text_of(response)
    assert token_in(last_letter(NEW))


def test_invite_answers_alike_whether_the_address_has_an_account(cast):
    """SEC-16, S-2."""
    seen = []
    for address in (cast.stranger.email, "tidak.dikenal@contoh.test"):
        client = sign_in(cast.administrator)
        given = {"email": address, "role": "WRITER", "unit": cast.unit.pk}
        response = client.post(page("invite", cast.institution), given)
        after = text_of(client.get(response.headers["Location"]))
        seen.append((response.status_code, response.headers["Location"], after.replace(address, "…")))
        Invitation.objects.all().delete()
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": "", "role": "WRITER"}, "Isi alamat email"),
        ({"email": "budi", "role": "ADMINISTRATOR"}, "Tulis alamat email lengkap"),
        ({"email": NEW}, "Pilih peran"),
        ({"email": NEW, "role": "WRITER"}, "Pilih unit untuk penulis"),
        ({"email": NEW, "role": "LEADER"}, "Pilih peran"),
        ({"email": NEW, "role": "DELEGATE"}, "Pilih peran"),
        ({"email": NEW, "role": "WRITER", "unit": "999999"}, "Pilih unit"),
    ],
)
def test_invite_says_what_is_missing_and_keeps_the_rest(cast, given, words):
    client = sign_in(cast.administrator)
    with nothing_changes():
        response = client.post(page("invite", cast.institution), given)
    assert response.status_code == 200
    assert words in text_of(response)
    assert given["email"] in response.content.decode()


def test_a_right_taken_between_form_and_post_is_refused_with_words(cast):
    client = sign_in(cast.administrator)
    assert client.get(page("invite", cast.institution)).status_code == 200
    Membership.objects.filter(person=cast.administrator).update(role="WRITER", unit=cast.unit)
    with nothing_changes():
        response = client.post(page("invite", cast.institution), {"email": NEW, "role": "WRITER", "unit": cast.unit.pk})
    assert response.status_code == 403
    assert "Halaman ini hanya untuk admin dan pimpinan instansi." in text_of(response)


def test_opening_an_invitation_changes_nothing(cast):
    _invitation, token = invited(cast)
    with nothing_changes():
        for method in ("get", "head", "options", "put", "delete"):
            getattr(Client(), method)(link(token))
        response = Client().get(link(token))
    text = text_of(response)
    for words in (cast.institution.name, "Penulis, Puskesmas Uji", NEW, "Administrator", "Buat akun dan terima undangan"):
        assert words in text
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_new_person_joins_and_is_signed_in(cast):
    _invitation, token = invited(cast)
    client = Client()
    response = client.post(link(token), joining(), follow=True)
    assert "Selamat datang. Anda kini Penulis di" in text_of(response)
    assert response.context["user"] == Person.objects.get(email=NEW)
    assert response.redirect_chain[-1][0] == reverse("submissions:desk")
    assert client.login(username=NEW, password=PASSWORD)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "Isi nama lengkap"),
        ({"name": "A\x00B"}, "Hapus tanda yang tidak terbaca"),
        ({"password": ""}, "Isi kata sandi baru"),
        ({"password": "pendek"}, "Kata sandi paling sedikit 8"),
        ({"password": "password123"}, "paling sering dipakai"),
        ({"password": "SUHARTO-1717!"}, "mudah ditebak dari nama Anda, instansi"),
        ({"password": "kabupaten_uji_17"}, "mudah ditebak dari nama Anda, instansi"),
    ],
)
def test_joining_says_what_is_missing(cast, given, words):
    _invitation, token = invited(cast)
    with nothing_changes():
        response = Client().post(link(token), joining(**given))
    assert response.status_code == 200
    assert words in text_of(response)


def test_somebody_with_an_account_signs_in_first_and_then_accepts(cast):
    _invitation, token = invited(cast, cast.stranger.email)
    with nothing_changes():
        response = Client().post(link(token), joining(name="Penyerobot"))
    assert "Alamat ini sudah memiliki akun." in text_of(response)
    assert f"/masuk/?next={link(token)}" in response.content.decode()
    client = sign_in(cast.stranger)
    with nothing_changes():
        assert "Terima undangan" in text_of(client.get(link(token)))
    response = client.post(link(token), follow=True)
    assert "Selamat datang." in text_of(response)
    assert Membership.objects.filter(person=cast.stranger, institution=cast.institution, role="WRITER").exists()


def test_a_forwarded_link_gives_another_account_nothing_and_tells_it_nothing(cast):
    invitation, token = invited(cast)
    client = sign_in(cast.stranger)
    for act in (client.get, client.post):
        with nothing_changes():
            response = act(link(token))
        text = text_of(response)
        assert response.status_code == 403
        assert f"Anda masuk sebagai {cast.stranger.email}" in text
        assert "keluar, lalu buka tautan ini kembali" in text
        for secret in (invitation.email, cast.institution.name, cast.administrator.name):
            assert secret not in text


@pytest.mark.parametrize("token", ["a", "0" * 64, "tidak-ada", "A" * 500])
def test_a_guessed_link_says_what_to_do(cast, token):
    for act in (Client().get, Client().post):
        response = act(link(token))
        assert response.status_code == 404
        assert "minta admin instansi Anda mengirim undangan baru" in text_of(response)


def test_an_expired_link_says_what_to_do(cast):
    invitation, token = invited(cast)
    Invitation.objects.update(created_at=invitation.created_at - LIFETIME, expires_at=invitation.created_at)
    for act in (Client().get, Client().post):
        with nothing_changes():
            response = act(link(token), joining())
        assert response.status_code == 410
        assert "Undangan ini sudah lewat tujuh hari. Minta admin instansi mengirim undangan baru." in text_of(response)
        assert cast.institution.name not in text_of(response)


def test_a_revoked_link_says_what_to_do(cast):
    invitation, token = invited(cast)
    revoke_invitation(invitation=invitation, person=cast.administrator, at=read_clock())
    response = Client().post(link(token), joining())
    assert response.status_code == 410
    assert "Undangan ini sudah dicabut." in text_of(response)


def test_a_used_link_says_so_and_leads_who_used_it_on(cast):
    _invitation, token = invited(cast)
    client = Client()
    client.post(link(token), joining())
    for one, words in ((Client(), "hanya berlaku untuk satu kali"), (client, "Anda sendiri yang menerimanya")):
        with nothing_changes():
            response = one.post(link(token), joining())
        assert response.status_code == 410
        assert words in text_of(response)


def test_a_deactivated_person_in_an_open_tab_is_led_to_the_sign_in_page(cast):
    _invitation, token = invited(cast, cast.stranger.email)
    client = sign_in(cast.stranger)
    client.get(link(token))
    Person.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    with nothing_changes():
        response = client.post(link(token))
    assert "Masuk dengan akun itu" in text_of(response)


def test_the_form_needs_its_token_even_of_whoever_has_the_link(cast):
    _invitation, token = invited(cast)
    assert Client(enforce_csrf_checks=True).post(link(token), joining()).status_code == 403


def test_revoke_asks_once_more(cast):
    invitation, _token = invited(cast)
    client, where = sign_in(cast.administrator), page("revoke", cast.institution, invitation.code)
    with nothing_changes():
        assert "Cabut undangan untuk baru@contoh.test" in text_of(client.get(where))
    assert "dicabut." in text_of(client.post(where, follow=True))
    invitation.refresh_from_db()
    assert invitation.revoked_at


def test_another_institutions_invitation_is_not_found(cast):
    invitation, _token = invited(cast)
    client = sign_in(cast.other_administrator)
    for where in (cast.institution, cast.other_institution):
        assert client.post(page("revoke", where, invitation.code)).status_code == 404


def test_the_secretariat_calls_in_an_administrator_with_its_reason(cast):
    client, where = sign_in(cast.secretariat), reverse("competition:call_in")
    given = {"institution": cast.institution.pk, "email": NEW, "role": "ADMINISTRATOR"}
    with nothing_changes():
        assert "Isi alasan dan nomor surat" in text_of(client.post(where, given))
    response = client.post(where, given | {"reason": "Surat Sekda 005/12/2026"}, follow=True)
    assert "Undangan dikirim ke baru@contoh.test." in text_of(response)
    assert "Surat Sekda 005/12/2026" in last_letter(cast.leader.email, "person_called_in")
    Client().post(link(token_in(last_letter(NEW))), joining())
    assert Membership.objects.filter(person__email=NEW, role="ADMINISTRATOR", institution=cast.institution).exists()


@pytest.mark.parametrize("who", ["administrator", "leader", "writer", "chair", "judge1"])
def test_calling_in_is_the_secretariats_alone(cast, who):
    assert sign_in(cast.as_people()[who]).get(reverse("competition:call_in")).status_code == 404


def test_the_letters_link_leads_to_the_site_whatever_host_was_asked(cast, settings):
    settings.ALLOWED_HOSTS = ["*"]
    given = {"email": NEW, "role": "WRITER", "unit": cast.unit.pk}
    sign_in(cast.administrator).post(page("invite", cast.institution), given, headers={"host": "jahat.test"})
    letter = last_letter(NEW)
    assert f"{settings.SITE_URL}/undangan/" in letter
    assert "jahat" not in letter


def test_an_institution_without_units_offers_no_writing(cast):
    bare: Institution = builders.make_institution()
    Membership.objects.create(
        person=cast.stranger, institution=bare, role="ADMINISTRATOR", starts_at=builders.LONG_AGO, position="Admin"
    )
    response = sign_in(cast.stranger).get(page("invite", bare))
    assert response.status_code == 200
    assert "Admin instansi" in text_of(response)
