"""A program of an agency: its administrator makes a key and a webhook; the key reads what is the agency's own until it is
revoked, and a message to try the webhook leaves a line in its log (a demo sends nothing out: tests/competition/operations/
test_webhooks.py has a receiver)."""

import json
import re
import time
import urllib.error
import urllib.request
from datetime import timedelta

import pytest

from competition.zones import ZONES
from tests.e2e.conftest import Ask
from tests.e2e.people import Company, Visitor
from tests.e2e.test_weak_lines import width_faults

pytestmark = pytest.mark.journey
NAME = "Dasbor inovasi daerah"
PATIENCE = 30
found: dict[str, str] = {}


def look(visitor: Visitor, name: str) -> None:
    """Hold the page to what holds of every page, and to the narrowest screen."""
    visitor.look(name, every_control=True)
    assert width_faults(visitor.page) == []


def read(company: Company, token: str) -> tuple[int, list[dict]]:
    """Ask for the agency's proposals as its program would; return the status and the rows."""
    asked = urllib.request.Request(f"{company.base}/api/v1/own/proposals", headers={"Authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.status, json.load(answer)["results"]
    except urllib.error.HTTPError as refused:
        return refused.code, []


def test_an_administrator_makes_a_key_that_reads_the_own(company: Company, ask_database: Ask) -> None:
    ((today,),) = ask_database("SELECT now()")
    admin = company("adminlokal")
    admin.open("/instansi/")
    admin.page.get_by_role("link", name="Kunci API").first.click()
    admin.page.wait_for_load_state()
    admin.press("Buat kunci")
    look(admin, "250-kunci-kurang")
    admin.fill("Nama kunci", NAME)
    admin.page.get_by_role("group", name="Data yang dapat dibaca").get_by_role("checkbox").first.check()
    admin.fill("Berlaku sampai tanggal", f"{today.astimezone(ZONES['WIB']) + timedelta(days=30):%Y-%m-%d}")
    admin.press("Buat kunci")
    admin.sees("Salin kunci ini sekarang")
    look(admin, "251-kunci-baru")
    found["token"] = admin.page.locator("code", has_text=re.compile("^kipp_[^…]{20,}$")).inner_text()
    found["keys"] = admin.page.url
    status, rows = read(company, found["token"])
    assert status == 200
    own = ask_database(
        """SELECT proposal.code FROM submissions_proposal proposal JOIN competition_apikey key USING (institution_id)
        WHERE key.name = %s""",
        (NAME,),
    )
    assert {one["proposal"] for one in rows} <= {code for (code,) in own}
    assert rows
    assert not company.faults()


def test_a_webhook_is_made_and_tried(company: Company) -> None:
    admin = company("adminlokal")
    admin.open(found["keys"])
    admin.follow("Webhook")
    admin.fill("Alamat", "https://10.0.0.1/kipp")
    admin.page.get_by_role("group", name="Kejadian yang diberitahukan").get_by_role("checkbox").first.check()
    admin.press("Buat webhook")
    admin.sees("Tulis nama domain lengkap")
    look(admin, "252-webhook-kurang")
    admin.fill("Alamat", "https://data.contoh.test/kipp")
    admin.press("Buat webhook")
    admin.sees("Salin rahasia ini sekarang")
    look(admin, "253-webhook-baru")
    admin.follow("https://data.contoh.test/kipp")
    admin.press("Kirim pesan uji")
    until = time.monotonic() + PATIENCE
    while "Dalam mode demo tidak ada yang dikirim keluar." not in admin.page.content() and time.monotonic() < until:
        admin.page.wait_for_timeout(500)
        admin.page.reload()
    admin.sees("Dalam mode demo tidak ada yang dikirim keluar.")
    look(admin, "254-webhook-diuji")
    assert not company.faults()


def test_a_revoked_key_opens_nothing(company: Company) -> None:
    admin = company("adminlokal")
    admin.open(found["keys"])
    admin.follow(f"Cabut {NAME}")
    look(admin, "255-cabut-kunci")
    admin.page.locator("main form button").first.click()
    admin.page.wait_for_load_state()
    admin.sees("Dicabut")
    assert read(company, found["token"]) == (401, [])
    assert not company.faults()
