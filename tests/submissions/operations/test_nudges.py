"""The secretariat's word to those who have the ball: all that was shown or nothing, one letter a day, an entry for each."""

from datetime import timedelta

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from competition.verdict import NotAllowed
from submissions.models import Proposal
from submissions.operations import nudges
from submissions.operations.nudges import MovedMeanwhile, NothingChosen, nudge_holders
from submissions.queries.rescue import NUDGE_PAUSE, agencies_of
from tests import builders
from tests.submissions import acts
from tests.submissions.views.pages import sign_in, text_of

pytestmark = pytest.mark.django_db
LIST, NUDGE = "/sekretariat/belum-terkirim/", "/sekretariat/belum-terkirim/ingatkan/"


def nudge(cast, *proposals: Proposal, person=None, at=None) -> int:
    shown = {one.code: Proposal.objects.get(pk=one.pk).state for one in proposals}
    return nudge_holders(edition=cast.edition, person=person or cast.secretariat, shown=shown, at=at or read_clock())


def letters() -> dict[str, str]:
    return {one.address: one.text for one in Notice.objects.filter(event="holder_nudged")}


@pytest.fixture
def waiting(cast) -> list[Proposal]:
    """Return a draft, one with the leader and one with the administrator."""
    return [build(cast, title=f"Layanan {place}") for place, build in enumerate(BUILDS)]


BUILDS = (builders.draft, builders.forwarded, builders.endorsed)


def test_whoever_has_the_ball_gets_one_letter_and_nobody_else(cast, waiting):
    second = builders.draft(cast, title="Layanan kedua")
    nudge(cast, *waiting, second)
    found = letters()
    assert cast.writer.email in found
    assert "Layanan 0" in found[cast.writer.email]
    assert "kedua" in found[cast.writer.email]
    assert "Layanan 1" in found[cast.leader.email]
    assert "Layanan 0" not in found[cast.leader.email]
    assert "Layanan 2" in found[cast.administrator.email]
    assert "Layanan 0" not in found[cast.administrator.email]
    assert cast.stranger.email not in found
    entries = AuditEntry.objects.filter(event="proposal_nudged")
    assert {one.subject_key for one in entries} == {one.code for one in [*waiting, second]}
    assert {one.person for one in entries} == {cast.secretariat}


def test_nobody_is_written_to_twice_a_day(cast, waiting):
    at = read_clock()
    number = nudge(cast, *waiting, at=at)
    assert nudge(cast, *waiting, at=at + NUDGE_PAUSE - timedelta(seconds=1)) == 0
    assert nudge(cast, *waiting, at=at + NUDGE_PAUSE + timedelta(seconds=1)) == number


def test_a_row_that_moved_meanwhile_is_named_and_nothing_is_written(cast, waiting):
    shown = {one.code: Proposal.objects.get(pk=one.pk).state for one in waiting}
    acts.send(cast, Proposal.objects.get(pk=waiting[2].pk), read_clock())
    before = AuditEntry.objects.count()
    with pytest.raises(MovedMeanwhile, match=cast.unit.name):
        nudge_holders(edition=cast.edition, person=cast.secretariat, shown=shown, at=read_clock())
    assert not letters()
    assert AuditEntry.objects.count() == before


def test_what_may_not_be_is_refused(cast, waiting, monkeypatch):
    with pytest.raises(NotAllowed):
        nudge(cast, *waiting, person=cast.chair)
    with pytest.raises(NothingChosen):
        nudge(cast)
    monkeypatch.setattr(nudges, "MOST", 2)
    with pytest.raises(NothingChosen):
        nudge(cast, *waiting)
    with pytest.raises(MovedMeanwhile):
        nudge_holders(edition=cast.edition, person=cast.secretariat, shown={"TIDAKADA22": "DRAFT"}, at=read_clock())
    builders.open_the_stage(cast.edition, "screening")
    with pytest.raises(MovedMeanwhile):
        nudge(cast, waiting[0])
    assert not letters()


def test_the_list_tells_by_agency_what_will_miss_the_close_and_leads_to_the_word(cast, waiting, django_assert_max_num_queries):
    stage = cast.edition.stages.get(key="registration")
    stage.closes_at = read_clock() + timedelta(days=1)
    stage.save(update_fields=["closes_at"])
    client = sign_in(cast.secretariat)
    client.get(LIST)
    with django_assert_max_num_queries(12):
        text = text_of(client.get(LIST))
    assert "3 belum terkirim" in text
    assert "3 diperkirakan terlambat" in text
    assert cast.institution.name in text
    assert "Layanan" not in text
    page = client.get(f"{NUDGE}?instansi={cast.institution.code}")
    assert "Ingatkan tentang 3 proposal" in text_of(page)
    assert "Layanan" not in page.text
    shown = [one["value"] for one in page.context["rows"]]
    answer = client.post(f"{NUDGE}?instansi={cast.institution.code}", {"proposal": shown})
    assert answer.status_code == 302
    assert len(letters()) >= 3
    acts.send(cast, Proposal.objects.get(pk=waiting[2].pk), read_clock())
    refused = client.post(f"{NUDGE}?instansi={cast.institution.code}", {"proposal": shown})
    assert refused.status_code == 409
    assert "sudah berubah sejak halaman dibuka" in text_of(refused)
    assert "Ingatkan tentang 2 proposal" in text_of(refused)


def test_whoever_has_to_correct_is_reminded_of_that_close(cast, waiting):
    proposal = builders.submitted(cast, title="Diminta diperbaiki")
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, Proposal.objects.get(pk=proposal.pk), read_clock(), "CORRECTION")
    acts.extend_for(cast, read_clock(), by=timedelta(days=10))
    assert nudge(cast, proposal, *waiting) == 4
    of_writer = Notice.objects.filter(event="holder_nudged", recipient=cast.writer)
    assert sorted("Perbaikan diterima paling lambat" in one.text for one in of_writer) == [False, True]
    assert AuditEntry.objects.filter(event="proposal_nudged").count() == 4


def test_the_filtered_list_leads_to_a_preview_in_which_single_ones_are_left_out(cast, waiting, django_assert_max_num_queries):
    client = sign_in(cast.secretariat)
    shown = client.get("/sekretariat/?status=SEMUA&giliran=UNIT")
    url = shown.context["filters"].nudge_url
    assert url in shown.text.replace("&amp;", "&")
    builders.draft(cast, title="Layanan lain")
    with django_assert_max_num_queries(15):
        page = client.get(url)
    assert "Ingatkan tentang 2 proposal" in text_of(page)
    assert "Layanan" not in page.text
    chosen = [one["value"] for one in page.context["rows"]]
    answer = client.post(url, {"proposal": chosen[:1]})
    assert (answer.status_code, answer["Location"]) == (302, "/sekretariat/?giliran=UNIT&status=SEMUA")
    assert [one.subject_key for one in AuditEntry.objects.filter(event="proposal_nudged")] == [chosen[0].partition(":")[0]]
    none = client.get(client.get("/sekretariat/?status=WITHDRAWN").context["filters"].nudge_url)
    assert "Tidak ada yang dapat diingatkan" in text_of(none)


def test_nothing_waits_once_registration_is_over(cast, waiting):
    builders.open_the_stage(cast.edition, "screening")
    assert agencies_of(cast.edition, read_clock()) == []
    assert "Tidak ada yang menunggu" in sign_in(cast.secretariat).get(LIST).text
