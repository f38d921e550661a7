"""Two read second at once; and, with the lock taken away, what would happen."""

import pytest

from competition.models import Notice
from submissions.models import Proposal, Reading, Screening
from submissions.queries import invariants
from tests import builders
from tests.meanwhile import meanwhile, without_row_locks  # noqa: F401 - a fixture
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of
from tests.submissions.views.test_screening import confirm, decision

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(cast, at):
    """Return a proposal that one person has read and passed, with screening open."""
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.let_two_read(cast, second_percent=100)
    proposal = Proposal.objects.get(pk=proposal.pk)
    acts.read(cast, proposal, at, "ELIGIBLE")
    return proposal


def read_second_twice(cast, sent):
    """Somebody reads second while another one's second reading is being written."""
    third = builders.make_person("Ketiga")
    builders.appoint(third, cast.edition, "SECRETARIAT")
    clients = [sign_in(cast.secretariat2), sign_in(third)]
    for one in clients:
        one.post(path("screen", sent), decision())
    shown = [one.get(path("confirm_screening", sent)).context["drafted"].seal for one in clients]
    with meanwhile(Reading, lambda: confirm(clients[1], sent, shown[1])) as other:
        assert confirm(clients[0], sent, shown[0]).status_code == 302
    return other


def test_of_two_second_readers_one_decides_and_the_other_is_told(cast, sent):
    other = read_second_twice(cast, sent)
    assert not other.came_between
    assert other.result.status_code == 409
    assert f"Lolos · {cast.secretariat2.name}" in text_of(other.result)
    assert "Proposal ini tidak sedang menunggu pemeriksaan." in text_of(other.result)
    assert (Screening.objects.count(), Reading.objects.count()) == (1, 2)
    assert Notice.objects.filter(event="proposal_screened", recipient=cast.writer).count() == 1
    assert [line for check in invariants.CHECKS.values() for line in check()] == []


@pytest.mark.usefixtures("without_row_locks")
def test_without_the_lock_two_second_readings_run_into_the_database(cast, sent):
    with pytest.raises(Exception, match="reading_once_per_place"):
        read_second_twice(cast, sent)
