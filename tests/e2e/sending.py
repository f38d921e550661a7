"""From nothing to a receipt, as the writing side does it; for stories about what comes after."""

from tests.e2e.people import Company
from tests.e2e.test_weak_lines import finish, new_draft


def ready_to_send(company: Company) -> str:
    """Return the address of a new proposal that is forwarded and endorsed."""
    draft = new_draft(company)
    finish(company, draft)
    leader = company("pimpinan")
    leader.open(f"{draft}persetujuan/")
    leader.press("Setujui")
    leader.sees("Proposal disetujui")
    return draft


def send(company: Company, draft: str) -> str:
    """Send it and return the number of its receipt."""
    admin = company("adminlokal")
    admin.open(f"{draft}kirim/")
    admin.press("Kirim proposal")
    admin.is_at("Proposal sudah terkirim")
    return admin.page.locator(".receipt .code").inner_text()
