"""What the task list says long before the last day: a title near another's, and the places of the institution."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.models import Cap
from submissions.models import Proposal
from submissions.operations.handovers import forward_proposal
from submissions.states import ProposalState
from tests import builders
from tests.submissions.views.pages import path, sign_in, text_of

NEAR = "Judul ini mirip dengan judul proposal lain pada edisi ini. Periksa apakah inovasinya sama"
SAME = "Judul ini sudah dipakai proposal lain pada edisi ini"


def page_of(cast, proposal, role: str = "writer") -> str:
    """Return what the task list says."""
    return text_of(sign_in(getattr(cast, role)).get(path("proposal", proposal)))


def entitle(proposal: Proposal, title: str, key: str) -> None:
    """Give a proposal a title past the rules, as an earlier rule may have let it."""
    Proposal.objects.filter(pk=proposal.pk).update(title=title, title_key=key)


def test_a_near_title_is_said_and_stops_nobody(cast):
    builders.draft(cast, title="Rumah Tunggu Kelahiran Desa")
    proposal = builders.draft(cast, title="Rumah Tunggu Kelahiran Kota")
    assert NEAR in page_of(cast, proposal)
    forward_proposal(proposal=proposal, person=cast.writer, at=read_clock())
    assert NEAR in page_of(cast, proposal, "administrator")


def test_the_same_title_is_an_obstacle_and_not_near_besides(cast):
    first, second = builders.draft(cast), builders.draft(cast)
    entitle(first, "Rumah Tunggu", "rumahtunggu")
    entitle(second, "Rumah Tunggu", "rumahtunggu")
    page = page_of(cast, second)
    assert SAME in page
    assert NEAR not in page


def test_an_unlike_title_is_not_near(cast):
    builders.draft(cast, title="Pengaduan Parkir Daring")
    assert NEAR not in page_of(cast, builders.draft(cast, title="Rumah Tunggu Kelahiran"))


def test_another_institutions_draft_is_near_to_nothing_until_it_is_sent(cast):
    other = builders.draft(cast, title="Rumah Tunggu Kelahiran Desa", writer=cast.stranger, unit=cast.other_unit)
    proposal = builders.draft(cast, title="Rumah Tunggu Kelahiran Kota")
    assert NEAR not in page_of(cast, proposal)
    for state in (ProposalState.FORWARDED, ProposalState.SUBMITTED):
        Proposal.objects.filter(pk=other.pk).update(state=state, submitted_at=read_clock())
    page = page_of(cast, proposal)
    assert NEAR in page
    assert other.title not in page


def test_the_places_of_the_institution_are_counted_and_their_end_is_said(cast):
    proposal = builders.draft(cast, title="Pengaduan Parkir Daring")
    assert "Jatah instansi" not in page_of(cast, proposal)
    cap = Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=2)
    builders.submitted(cast)
    page = page_of(cast, proposal)
    assert "1 dari 2 proposal instansi Anda sudah dikirim" in page
    assert "Perlu diketahui" not in page
    Cap.objects.filter(pk=cap.pk).update(maximum=1)
    # Once as something to know, once as what blocks sending.
    assert page_of(cast, proposal).count("Instansi Anda sudah mengirim 1 proposal; batasnya 1") == 2
    forward_proposal(proposal=proposal, person=cast.writer, at=read_clock())


@pytest.mark.parametrize("build", [builders.draft, builders.forwarded, builders.endorsed])
@pytest.mark.parametrize("role", ["writer", "administrator", "leader"])
def test_it_all_fits_into_twelve_queries(cast, build, role):
    Cap.objects.create(edition=cast.edition, kind=cast.institution.kind, maximum=2)
    builders.draft(cast, title="Rumah Tunggu Kelahiran Desa")
    proposal = build(cast)
    client = sign_in(getattr(cast, role))
    client.get(path("proposal", proposal))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path("proposal", proposal)).status_code == 200
    assert len(queries) <= 12, len(queries)
