"""A judge whose duty asks for a second step sets one up: a passkey with scripts, an authenticator app without."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, CDPSession, expect

from bench.stack import Stack
from tests.e2e.people import DOMAIN, PASSWORD, Company, Visitor

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """Return the address of an installation with REQUIRE_MFA; browsers make passkeys for names, not for numbers."""
    folder = tempfile.mkdtemp(prefix="kipp-e2e-", dir="/tmp")
    stack = Stack(Path(folder), DEMO_PASSWORD=PASSWORD, REQUIRE_MFA="1")
    address = f"http://localhost:{stack.port}"
    stack.environment["SITE_URL"] = address
    try:
        stack.start()
        yield address
    finally:
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)


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


def plug_in(visitor: Visitor) -> CDPSession:
    """Give the browser a device that knows its owner."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session


def answered(visitor: Visitor, button: str) -> None:
    """Press a button after which the device answers and the page moves on."""
    with visitor.page.expect_navigation():
        visitor.page.locator("main").get_by_role("button", name=button, exact=True).click()
    visitor.page.wait_for_load_state()


def test_a_judge_enrols_a_passkey_and_comes_in_with_it(browser: Browser, base: str) -> None:
    judge = Company(browser, base, scripts=True).stranger("penilai1")
    plug_in(judge)
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
