"""Two of the secretariat decide about one proposal at once; and, with the lock taken away, what would happen."""

import pytest

from submissions.models import Proposal, Screening
from submissions.queries import invariants
from tests import builders
from tests.meanwhile import at_once, meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.submissions.views.pages import path, sign_in, text_of
from tests.submissions.views.test_screening import confirm, decision

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(cast):
    """Return a proposal that waits, with screening open."""
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    return proposal


def decide_twice(cast, sent):
    """The second saves a failure while the first one's pass is being written."""
    first, second = sign_in(cast.secretariat), sign_in(cast.secretariat2)
    first.post(path("screen", sent), decision())
    second.post(path("screen", sent), decision("INELIGIBLE", "Saya kira tidak lolos.", age="tidak"))
    shown = [one.get(path("confirm_screening", sent)).context["drafted"].seal for one in (first, second)]
    with meanwhile(Screening, lambda: confirm(second, sent, shown[1])) as other:
        assert confirm(first, sent, shown[0]).status_code == 302
    return other


def test_the_later_is_told_what_the_other_decided_and_loses_no_word(cast, sent):
    """FLT-22, N-4: its page was read before the first decision was there, and says it all the same."""
    other = decide_twice(cast, sent)
    assert not other.came_between
    page = other.result
    assert page.status_code == 409
    text = text_of(page)
    assert f"Lolos · {cast.secretariat.name}" in text
    assert "Proposal ini tidak sedang menunggu pemeriksaan." in text
    assert "Saya kira tidak lolos." in text
    assert "Simpan keputusan" not in text
    assert (Proposal.objects.get().state, Screening.objects.count()) == ("ELIGIBLE", 1)


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_two_decisions_run_into_the_database(cast, sent):
    with pytest.raises(Exception, match="submission_id"):
        decide_twice(cast, sent)


def test_of_two_at_the_same_instant_one_decides(cast, sent):
    clients = [sign_in(cast.secretariat), sign_in(cast.secretariat2)]
    for one in clients:
        one.post(path("screen", sent), decision())
    shown = [one.get(path("confirm_screening", sent)).context["drafted"].seal for one in clients]
    pairs = zip(clients, shown, strict=True)
    calls = at_once(*(lambda one=one, seal=seal: confirm(one, sent, seal) for one, seal in pairs))
    assert sorted(call.result.status_code for call in calls) == [302, 409]
    assert Screening.objects.count() == 1
    assert [line for check in invariants.CHECKS.values() for line in check()] == []
