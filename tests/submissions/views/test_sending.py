"""An answer that got lost: the address of the form says what became of it, and pressing again sends once."""

import re
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from competition.zones import format_instant
from submissions.models import Submission
from submissions.views import submissions as views
from tests import builders
from tests.evidence import nothing_changes
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of

KEY = UUID("6f1a3c1e-2f6b-4a53-9a44-1b4a5f0c9d10")
JSON = {"HTTP_ACCEPT": "application/json"}


def sent_at():
    """Return when the one sending arrived, in words."""
    return format_instant(Submission.objects.get().received_at)


def test_the_form_posts_to_the_address_of_its_key(cast):
    proposal, client = builders.endorsed(cast), sign_in(cast.administrator)
    page = client.get(path("submit", proposal)).content.decode()
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', page)[1]
    address = path("sending", proposal, key)
    assert f'action="{address}"' in page
    assert client.post(address)["Location"] == path("receipt", proposal)
    assert str(Submission.objects.get().key) == key


def test_asked_before_anything_arrived_it_looks_for_ten_seconds_then_says_so(cast):
    proposal, client = builders.endorsed(cast), sign_in(cast.administrator)
    address = path("sending", proposal, KEY)
    asked, waited = f"{address}", 0
    with nothing_changes():
        while True:
            page = client.get(asked)
            again = re.search(r'http-equiv="refresh" content="(\d+);url=([^"]+)"', page.content.decode())
            if not again:
                break
            assert "Kami sedang memastikan…" in text_of(page)
            waited += int(again[1])
            asked = again[2]
    assert waited == 10
    assert "Belum terkirim, tekan Kirim lagi." in text_of(page)
    assert f'action="{address}"' in page.content.decode()
    assert f'name="key" value="{KEY}"' in page.content.decode()


@pytest.mark.parametrize("asked", ["?ke=6", "?ke=-1", "?ke=9999999999", "?ke=x", "?ke="])
def test_only_its_own_count_counts(cast, asked):
    page = sign_in(cast.administrator).get(path("sending", builders.endorsed(cast), KEY) + asked)
    assert "Kami sedang memastikan…" in text_of(page)


def test_what_arrived_after_all_is_found_and_pressing_again_gives_the_same_receipt(cast, at):
    proposal, client = builders.endorsed(cast), sign_in(cast.administrator)
    address = path("sending", proposal, KEY)
    assert "Kami sedang memastikan…" in text_of(client.get(address))
    acts.send(cast, proposal, at, key=KEY)
    page = client.get(f"{address}?ke=1")
    assert f"Terkirim pada {sent_at()}." in text_of(page)
    assert path("receipt", proposal) in page.content.decode()
    with nothing_changes():
        assert client.post(address)["Location"] == path("receipt", proposal)


def test_scripts_are_told_the_same(cast, at):
    proposal, client = builders.endorsed(cast), sign_in(cast.administrator)
    address = path("sending", proposal, KEY)
    assert client.get(address, **JSON).json() == {"is_sent": False, "message": "Belum terkirim, tekan Kirim lagi.", "url": ""}
    acts.send(cast, proposal, at, key=KEY)
    told = {"is_sent": True, "message": f"Terkirim pada {sent_at()}.", "url": path("receipt", proposal)}
    assert client.get(address, **JSON).json() == told


def test_what_somebody_else_sent_meanwhile_is_sent(cast, at):
    proposal = builders.endorsed(cast)
    acts.send(cast, proposal, at, person=cast.leader)
    assert sign_in(cast.administrator).get(path("sending", proposal, uuid4()), **JSON).json()["is_sent"] is True


def test_a_form_of_before_the_correction_is_known_and_a_new_one_is_not(cast, at):
    proposal = builders.endorsed(cast)
    acts.send(cast, proposal, at, key=KEY)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, at, "CORRECTION")
    client = sign_in(cast.administrator)
    answers = [client.get(path("sending", proposal, key), **JSON).json()["is_sent"] for key in (KEY, uuid4())]
    assert answers == [True, False]


def test_a_stranger_learns_nothing(cast, at):
    proposal = builders.endorsed(cast)
    acts.send(cast, proposal, at, key=KEY)
    client = sign_in(cast.stranger)
    assert client.get(path("sending", proposal, KEY)).status_code == 404
    assert client.post(path("sending", proposal, KEY)).status_code == 404


def test_a_busy_database_leads_there(cast, monkeypatch):
    def busy(**_known):
        raise OperationalError("canceling statement due to lock timeout")

    proposal = builders.endorsed(cast)
    monkeypatch.setattr(views, "submit_proposal", busy)
    client = Client(raise_request_exception=False)
    client.force_login(cast.administrator)
    page = client.post(path("sending", proposal, KEY))
    assert page.status_code == 503
    assert f'href="{path("sending", proposal, KEY)}"' in page.content.decode()
    assert "Pastikan apakah terkirim" in text_of(page)


def test_a_refusal_is_shown_at_the_same_address_with_the_same_key(cast):
    proposal = builders.forwarded(cast)
    page = sign_in(cast.administrator).post(path("sending", proposal, KEY))
    assert page.status_code == 200
    assert "Pimpinan belum menyetujui" in text_of(page)


def test_a_garbled_key_has_no_address_and_is_told(cast):
    proposal = builders.endorsed(cast)
    page = sign_in(cast.administrator).post(path("submit", proposal), {"key": "x"})
    assert "Buka halaman ini sekali lagi" in text_of(page)
    assert f'action="{reverse("submissions:submit", args=[proposal.code])}"' in page.content.decode()
