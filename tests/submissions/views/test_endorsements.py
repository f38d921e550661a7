"""The leader's screen: small, three taps, bound to what was shown."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import Membership
from submissions.models import Endorsement
from tests import builders
from tests.submissions.acts import rewrite, shown_hash
from tests.submissions.views.pages import path, sign_in, text_of

SOON = datetime(2100, 1, 1, tzinfo=UTC)


def values(proposal) -> dict[str, str]:
    """Return what the page posts."""
    return {"shown_hash": shown_hash(proposal)}


def test_endorse_shows_title_unit_category_and_summary_in_little_space(cast):
    proposal = builders.forwarded(cast)
    response = sign_in(cast.leader).get(path("endorse", proposal))
    page = text_of(response)
    for text in (proposal.title, "Puskesmas Uji", "Pelayanan langsung", builders.TEXT, "Setujui", "Baca seluruh proposal"):
        assert text in page
    assert len(response.content) < 10_000
    assert "Dengan menekan Setujui: “Saya, pimpinan" in page


def test_endorse_binds_the_yes_to_what_was_shown(cast):
    proposal = builders.forwarded(cast)
    client = sign_in(cast.leader)
    shown = client.get(path("endorse", proposal)).context["shown_hash"]
    response = client.post(path("endorse", proposal), {"shown_hash": shown}, follow=True)
    assert "Proposal disetujui." in text_of(response)
    endorsement = Endorsement.objects.get()
    assert endorsement.content_hash == shown
    assert "sudah membaca proposal ini" in endorsement.statement
    assert endorsement.position == "Jabatan"


def test_endorse_shows_the_office_it_is_said_in(cast):
    known = {"position": "Bupati Uji", "decree": "131.73-245 Tahun 2025", "term_from": date(2025, 2, 20)}
    Membership.objects.filter(person=cast.leader).update(**known)
    page = text_of(sign_in(cast.leader).get(path("endorse", builders.forwarded(cast))))
    assert "Sebagai Bupati Uji (131.73-245 Tahun 2025, sejak 20 Februari 2025)" in page


def test_endorse_outside_the_term_says_why(cast):
    Membership.objects.filter(person=cast.leader).update(decree="131/2020", term_until=date(2025, 2, 20))
    proposal = builders.forwarded(cast)
    response = sign_in(cast.leader).post(path("endorse", proposal), values(proposal))
    assert response.status_code == 403
    assert "menurut SK 131/2020 berakhir 20 Februari 2025" in text_of(response)
    assert not Endorsement.objects.exists()


def test_a_right_taken_between_page_and_press_is_refused(cast):
    proposal = builders.forwarded(cast)
    client = sign_in(cast.leader)
    client.get(path("endorse", proposal))
    Membership.objects.filter(person=cast.leader).update(role="DELEGATE", given_by=cast.colleague, ends_at=SOON)
    response = client.post(path("endorse", proposal), values(proposal))
    assert response.status_code == 403
    assert not Endorsement.objects.exists()


def test_endorse_of_a_changed_proposal_is_refused_and_shows_the_new_text(cast):
    proposal = builders.forwarded(cast)
    old = values(proposal)
    rewrite(cast, proposal, read_clock(), "Isi baru yang belum dibaca pimpinan.")
    response = sign_in(cast.leader).post(path("endorse", proposal), old)
    page = text_of(response)
    assert response.status_code == 409
    assert "Proposal berubah sejak Anda membukanya." in page
    assert "Isi baru yang belum dibaca pimpinan." in page
    assert not Endorsement.objects.exists()
    fresh = response.context["shown_hash"]
    assert f'name="shown_hash" value="{fresh}"' in response.content.decode()
    assert fresh == shown_hash(proposal) != old["shown_hash"]
    sign_in(cast.leader).post(path("endorse", proposal), {"shown_hash": fresh})
    assert Endorsement.objects.get().content_hash == fresh


@pytest.mark.parametrize("shown", ["", "0" * 64, "bukan sidik jari"])
def test_endorse_of_nothing_that_was_shown_is_refused(cast, shown):
    proposal = builders.forwarded(cast)
    response = sign_in(cast.leader).post(path("endorse", proposal), {"shown_hash": shown})
    assert response.status_code == 409
    assert not Endorsement.objects.exists()


def test_endorse_pressed_twice_is_one_endorsement(cast):
    proposal = builders.forwarded(cast)
    client = sign_in(cast.leader)
    client.post(path("endorse", proposal), values(proposal))
    response = client.post(path("endorse", proposal), values(proposal), follow=True)
    assert response.status_code == 200
    assert "Versi proposal ini sudah disetujui." in text_of(response)
    assert Endorsement.objects.count() == 1


def test_endorse_of_an_endorsed_version_says_so_and_leads_on(cast):
    proposal = builders.endorsed(cast)
    page = text_of(sign_in(cast.leader).get(path("endorse", proposal)))
    assert "Versi ini sudah disetujui." in page
    assert "Periksa dan kirim" in page


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        ("writer", "Hanya pimpinan instansi yang dapat menyetujui proposal ini."),
        ("administrator", "Hanya pimpinan instansi yang dapat menyetujui proposal ini."),
    ],
)
def test_endorse_is_the_leaders_alone(cast, role, reason):
    proposal = builders.forwarded(cast)
    client = sign_in(getattr(cast, role))
    for response in (client.get(path("endorse", proposal)), client.post(path("endorse", proposal), values(proposal))):
        assert response.status_code == 403
        assert reason in text_of(response)
    assert not Endorsement.objects.exists()


def test_endorse_before_forwarding_and_after_sending_is_refused(cast):
    for proposal in (builders.draft(cast), builders.submitted(cast)):
        response = sign_in(cast.leader).get(path("endorse", proposal))
        assert response.status_code == 403
        assert "Proposal ini belum diteruskan atau sudah dikirim." in text_of(response)


def test_endorse_after_closing_says_when_it_closed(cast):
    proposal = builders.forwarded(cast)
    builders.open_the_stage(cast.edition, "screening")
    response = sign_in(cast.leader).post(path("endorse", proposal), values(proposal))
    assert response.status_code == 403
    assert "Pengajuan sudah ditutup pada" in text_of(response)
    assert not Endorsement.objects.exists()


def test_endorse_takes_few_queries(cast):
    proposal = builders.forwarded(cast)
    client = sign_in(cast.leader)
    client.get(path("endorse", proposal))
    with CaptureQueriesContext(connection) as queries:
        client.get(path("endorse", proposal))
    assert len(queries) <= 12
