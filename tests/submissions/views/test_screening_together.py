"""Several of the secretariat who screen at the same time."""

import pytest

from competition.clock import read_clock
from submissions.models import Proposal
from tests import builders
from tests.submissions.views.pages import path, sign_in
from tests.submissions.views.test_screening import LIST, decide, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cast) -> Proposal:
    """Return a proposal that waits, with screening open."""
    proposal = builders.submitted(cast, title="Rumah Tunggu Kelahiran")
    builders.open_the_stage(cast.edition, "screening")
    return Proposal.objects.get(pk=proposal.pk)


class TestOpenElsewhere:
    """N-4: the second reader hears of the first, and is stopped by nothing."""

    def test_the_second_sees_who_has_it_open(self, cast, sent):
        first, second = sign_in(cast.secretariat), sign_in(cast.secretariat2)
        notice = f"Sedang dibuka oleh {cast.secretariat.name}"
        for _ in range(2):
            assert "Sedang dibuka oleh" not in first.get(path("screen", sent)).text
        assert notice in second.get(path("screen", sent)).text
        assert decide(second, sent).status_code == 302
        assert state_of(sent) == "ELIGIBLE"

    def test_who_only_reads_holds_nothing(self, cast, sent):
        reader = sign_in(cast.secretariat2)
        cast.secretariat2.appointments.filter(role="SECRETARIAT").update(ends_at=read_clock())
        assert reader.get(path("screen", sent)).status_code == 200
        assert "Sedang dibuka oleh" not in sign_in(cast.secretariat).get(path("screen", sent)).text

    def test_the_next_is_one_that_nobody_else_has_open(self, cast, sent):
        builders.open_the_stage(cast.edition, "registration")
        oldest, other = sent, builders.submitted(cast)
        builders.open_the_stage(cast.edition, "screening")
        sign_in(cast.secretariat).get(path("screen", oldest))
        second = sign_in(cast.secretariat2)
        assert second.get(LIST).context["next_url"] == path("screen", other)
        # The only one left is offered all the same.
        Proposal.objects.filter(pk=other.pk).update(state="ELIGIBLE")
        assert second.get(LIST).context["next_url"] == path("screen", oldest)
