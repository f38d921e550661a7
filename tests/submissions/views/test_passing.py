"""The pages on which many are passed at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from submissions.models import Proposal
from tests import builders
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of
from tests.submissions.views.test_screening import LIST, MOST_QUERIES, state_of

pytestmark = pytest.mark.django_db
CLEAN, PASS = reverse("submissions:clean"), reverse("submissions:pass_clean")


@pytest.fixture
def waiting(cast):
    """Three proposals that wait, the last of which is like another text; screening is open."""
    sent = [builders.submitted(cast) for _ in range(3)]
    for one in sent[:2]:
        acts.uncopied(one.submissions.get())
    builders.open_the_stage(cast.edition, "screening")
    return sent


def values(page):
    return [row["value"] for row in page.context["rows"]]


def test_they_are_chosen_read_once_more_and_passed(cast, waiting):
    office, (first, second, alike) = sign_in(cast.secretariat), waiting
    assert f'href="{CLEAN}"' in office.get(LIST).text
    page = office.get(CLEAN)
    assert "Dari 3 proposal yang paling lama menunggu, 2 lulus semua pemeriksaan otomatis" in text_of(page)
    assert [row["code"] for row in page.context["rows"]] == [first.code, second.code]
    assert (page.text.count(" checked"), office.get(f"{CLEAN}?semua=1").text.count(" checked")) == (0, 2)
    page = office.get(PASS, {"proposal": [one.code for one in waiting]})
    text = text_of(page)
    assert "Loloskan 2 proposal" in text
    assert f"Tidak ikut, karena perlu diperiksa sendiri {alike.title} : naskahnya belum dibandingkan" in text
    answer = office.post(PASS, {"proposal": values(page)})
    assert answer.url == CLEAN
    assert "2 proposal diloloskan." in text_of(office.get(CLEAN))
    assert [state_of(one) for one in waiting] == ["ELIGIBLE", "ELIGIBLE", "SUBMITTED"]


def test_if_one_changed_meanwhile_none_is_passed_and_it_is_named(cast, waiting, at):
    office, (first, second, _alike) = sign_in(cast.secretariat), waiting
    address = f"{PASS}?proposal={first.code}&proposal={second.code}"
    given = {"proposal": values(office.get(address))}
    acts.screen(cast, Proposal.objects.get(pk=first.pk), at, "INELIGIBLE", person=cast.secretariat2)
    page = office.post(address, given)
    assert page.status_code == 409
    assert f"{first.title} (sudah berstatus Tidak lolos administrasi)" in text_of(page)
    assert state_of(second) == "SUBMITTED"
    assert "Loloskan 1 proposal" in text_of(page)


def test_nothing_chosen_is_said_and_what_a_colleague_has_open_is_not_offered(cast, waiting):
    office = sign_in(cast.secretariat)
    assert "Pilih 1 sampai 100 proposal" in text_of(office.post(PASS))
    assert "Tidak ada proposal yang dipilih" in text_of(office.get(PASS))
    sign_in(cast.secretariat2).get(path("screen", waiting[0]))
    assert [row["code"] for row in office.get(CLEAN).context["rows"]] == [waiting[1].code]


def test_many_cost_the_same_queries_as_few(cast, waiting):
    office = sign_in(cast.secretariat)

    def queries(address):
        office.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert office.get(address).status_code == 200
        return len(asked)

    few = [queries(CLEAN), queries(f"{PASS}?proposal={waiting[0].code}")]
    builders.open_the_stage(cast.edition, "registration")
    more = [acts.uncopied(builders.submitted(cast).submissions.get()).proposal.code for _ in range(4)]
    builders.open_the_stage(cast.edition, "screening")
    assert [queries(CLEAN), queries(PASS + "?proposal=" + "&proposal=".join(more))] == few
    assert max(few) <= MOST_QUERIES
