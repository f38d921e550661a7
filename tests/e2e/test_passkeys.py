"""A judge whose duty asks for a second step sets one up: a passkey with scripts, an authenticator app without."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, CDPSession, expect

from tests.e2e.installing import Installation
from tests.e2e.people import DOMAIN, PASSWORD, Company, Visitor

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


# Puts the last proof of whoever has this address so far back that the next act asks for another one.
PROVED_LONG_AGO = """
import sys
from datetime import datetime, timedelta
from competition.models import PersonSession
from competition.sessions import MARKS, SessionStore
for one in PersonSession.objects.filter(person__email=sys.argv[1]):
    store = SessionStore(one.session_key)
    proved_at = datetime.fromisoformat(store[MARKS]["proved_at"]) - timedelta(minutes=16)
    store[MARKS] = store[MARKS] | {"proved_at": proved_at.isoformat()}
    store.save()
"""
MANAGE = Path(__file__).parents[2] / "manage.py"


@pytest.fixture(scope="module")
def stack() -> Iterator[Installation]:
    """Return an installation with REQUIRE_MFA; browsers make passkeys for names, not for numbers."""
    stack = Installation(REQUIRE_MFA="1")
    stack.environment["SITE_URL"] = f"http://localhost:{stack.port}"
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


@pytest.fixture
def base(stack: Installation) -> str:
    """Return its address."""
    return stack.environment["SITE_URL"]


def give_password(visitor: Visitor) -> None:
    """Sign in as far as the password goes."""
    visitor.open("/masuk/")
    visitor.fill("Alamat email", f"{visitor.name}@{DOMAIN}")
    visitor.page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    visitor.press("Masuk")


def leave(visitor: Visitor) -> None:
    """Sign out."""
    visitor.page.get_by_role("button", name="Keluar").first.click()
    visitor.page.wait_for_load_state()


class Device:
    """What recognises its owner: a telephone, a laptop."""

    def __init__(self, visitor: Visitor) -> None:
        self.session: CDPSession = visitor.context.new_cdp_session(visitor.page)
        self.session.send("WebAuthn.enable")
        self.key = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def recognises(self, is_owner: bool) -> None:
        """Say whether it takes who holds it for its owner from now on."""
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.key, "isUserVerified": is_owner})


def answered(visitor: Visitor, button: str) -> None:
    """Press a button after which the device answers and the page moves on."""
    with visitor.page.expect_navigation():
        visitor.page.locator("main").get_by_role("button", name=button, exact=True).click()
    visitor.page.wait_for_load_state()


def test_a_judge_enrols_a_passkey_and_comes_in_with_it(browser: Browser, base: str) -> None:
    judge = Company(browser, base, scripts=True).stranger("penilai1")
    Device(judge)
    give_password(judge)
    judge.is_at("Cara masuk dan keamanan")
    judge.sees("Pasang langkah kedua dahulu")
    judge.look("signing-required")
    judge.follow("Pasang kunci sandi")
    judge.look("signing-add-key")
    judge.fill("Nama kunci", "Laptop kantor")
    answered(judge, "Pasang kunci sandi")
    judge.is_at("Kode cadangan")
    judge.look("signing-recovery-codes")
    judge.press("Sudah saya simpan")
    judge.sees("Laptop kantor")
    judge.look("signing-enrolled")
    judge.open("/penilaian/")
    leave(judge)

    judge.open("/masuk/")
    judge.follow("Masuk dengan kunci sandi")
    judge.look("signing-key-only")
    answered(judge, "Masuk dengan kunci sandi")
    expect(judge.page).to_have_url(f"{base}/penilaian/")
    leave(judge)

    give_password(judge)
    judge.is_at("Langkah kedua")
    judge.look("signing-second-step")
    answered(judge, "Pakai kunci sandi")
    expect(judge.page).to_have_url(f"{base}/penilaian/")


def test_a_judge_enrols_an_app_without_scripts(browser: Browser, base: str) -> None:
    judge = Company(browser, base, scripts=False).stranger("penilai2")
    give_password(judge)
    judge.is_at("Cara masuk dan keamanan")
    judge.follow("Pasang kunci sandi")
    judge.sees("pakai aplikasi autentikator")
    assert not judge.page.get_by_role("button", name="Pasang kunci sandi").is_visible()
    judge.look("signing-add-key")
    judge.follow("Kembali ke cara masuk dan keamanan")
    judge.follow("Pasang aplikasi autentikator")
    judge.look("signing-add-app")
    secret = judge.page.locator("main code").inner_text().replace(" ", "")
    judge.fill("Kode dari aplikasi", _shown(secret))
    judge.press("Pasang")
    judge.is_at("Kode cadangan")
    judge.press("Sudah saya simpan")
    judge.open("/penilaian/")
    leave(judge)

    give_password(judge)
    judge.is_at("Langkah kedua")
    judge.fill("Kode", _shown(secret))
    judge.press("Lanjutkan")
    expect(judge.page).to_have_url(f"{base}/penilaian/")


def let_proof_grow_old(stack: Installation, name: str) -> None:
    """Let sixteen minutes pass since the person's last proof."""
    script = f"import sys; sys.argv = ['-c', '{name}@{DOMAIN}']\n{PROVED_LONG_AGO}"
    subprocess.run([sys.executable, MANAGE, "shell", "-c", script], env=stack.environment, check=True, capture_output=True)


def invite_writer(visitor: Visitor, address: str) -> None:
    """Fill in and send the form that invites somebody; it needs a proof."""
    visitor.open("/instansi/")
    visitor.follow("Undang orang")
    visitor.fill("Alamat email", address)
    visitor.choose("Admin instansi")
    visitor.press("Kirim undangan")


def test_a_passkey_proves_who_sits_there_and_the_act_goes_on(browser: Browser, base: str, stack: Installation) -> None:
    leader = Company(browser, base, scripts=True).stranger("pimpinan")
    device = Device(leader)
    give_password(leader)
    leader.open("/akun/keamanan/kunci-sandi/")
    leader.fill("Nama kunci", "Telepon")
    answered(leader, "Pasang kunci sandi")
    leader.press("Sudah saya simpan")

    let_proof_grow_old(stack, "pimpinan")
    invite_writer(leader, "baru.kunci@contoh.test")
    leader.is_at("Buktikan bahwa ini Anda")
    leader.look("signing-prove-key")
    device.recognises(False)
    leader.page.get_by_role("button", name="Pakai kunci sandi", exact=True).click()
    expect(leader.page.locator("[data-passkey-note]")).to_contain_text("Kunci sandi tidak jadi dipakai.")
    device.recognises(True)
    answered(leader, "Pakai kunci sandi")
    leader.sees("Undangan dikirim ke baru.kunci@contoh.test.")

    let_proof_grow_old(stack, "pimpinan")
    leader.open("/akun/data/unduh/")
    leader.is_at("Buktikan bahwa ini Anda")
    with leader.page.expect_download():
        leader.page.get_by_role("button", name="Pakai kunci sandi", exact=True).click()
    assert not leader.faults


def test_without_scripts_the_password_proves_it(browser: Browser, base: str, stack: Installation) -> None:
    admin = Company(browser, base, scripts=False).stranger("adminlokal")
    give_password(admin)
    let_proof_grow_old(stack, "adminlokal")
    invite_writer(admin, "baru.sandi@contoh.test")
    admin.is_at("Buktikan bahwa ini Anda")
    assert not admin.page.get_by_role("button", name="Pakai kunci sandi").is_visible()
    admin.page.get_by_label("Kata sandi, atau kode aplikasi autentikator", exact=True).fill("salah sekali")
    admin.press("Lanjutkan")
    admin.sees("Tidak cocok.")
    admin.page.get_by_label("Kata sandi, atau kode aplikasi autentikator", exact=True).fill(PASSWORD)
    admin.press("Lanjutkan")
    admin.sees("Undangan dikirim ke baru.sandi@contoh.test.")
    assert not admin.faults


def test_the_pages_about_passwords(browser: Browser, base: str) -> None:
    guest = Company(browser, base, scripts=True).stranger()
    guest.open("/kata-sandi/lupa/")
    guest.look("signing-forgot", is_light=True)
    guest.fill("Alamat email", f"unit@{DOMAIN}")
    guest.press("Kirim tautan")
    guest.sees("Kami mengirim surat ke alamat itu.")
    guest.look("signing-asked")


def _shown(secret: str) -> str:
    """Return what an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
