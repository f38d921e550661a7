"""X-5: what the database holds of versions of a list: who may make one, and that what was ended stays as it was."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from competition.clock import read_clock
from submissions.models import Erratum, Outcome, Publication
from submissions.queries.errata import entry_in_force, faults_of_versions, outcomes_in
from tests.submissions import crowds

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(cast) -> Publication:
    return crowds.published_list(cast, 2)


def rejects(act, message: str | None = None) -> None:
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        act()


def end(outcome: Outcome) -> None:
    Outcome.ever.filter(pk=outcome.pk).update(until=2)


def proposed(cast, listed: Publication, **changed) -> Erratum:
    known = {"publication": listed, "kind": "REMOVED", "outcome": listed.outcomes.first(), "reason": "Data tidak benar."}
    return Erratum.objects.create(**known | {"proposed_by": cast.secretariat, "proposed_at": read_clock()} | changed)


def test_entries_that_ended_are_out_of_force_and_stay_as_they_were(listed):
    gone, kept = listed.outcomes.order_by("pk")
    end(gone)
    assert list(listed.outcomes.all()) == list(Outcome.objects.all()) == list(outcomes_in(listed, 2)) == [kept]
    assert set(outcomes_in(listed, 1)) == {gone, kept}
    assert (entry_in_force(gone), entry_in_force(kept)) == (None, kept)
    rejects(lambda: Outcome.ever.filter(pk=gone.pk).update(title="Lain"), "keeps its versions")
    rejects(lambda: Outcome.ever.filter(pk=gone.pk).update(until=None), "keeps its versions")
    rejects(lambda: Outcome.ever.filter(pk=kept.pk).delete(), "keeps its versions")
    rejects(lambda: Outcome.ever.filter(pk=kept.pk).update(until=1), "outcome_ends_after_it_began")
    assert len(faults_of_versions()) == 1


def test_two_people_make_a_version_and_one_waits(cast, listed):
    one = proposed(cast, listed)
    rejects(lambda: proposed(cast, listed), "erratum_waits_once")
    done = {"state": "CONFIRMED", "decided_at": read_clock(), "version": 2}
    of_it = Erratum.objects.filter(pk=one.pk)
    rejects(lambda: of_it.update(**done, decided_by=cast.secretariat), "erratum_two_people_confirm")
    rejects(lambda: of_it.update(**done | {"version": None}, decided_by=cast.secretariat2), "erratum_confirmed_makes_a_version")
    rejects(lambda: of_it.update(reason="Lain"), "keeps its facts")
    of_it.update(**done, decided_by=cast.secretariat2)
    rejects(lambda: of_it.update(version=3), "keeps its facts")
    rejects(of_it.delete, "keeps its facts")
    assert faults_of_versions() == ["desk: version 1 after 1 corrections"]


def test_it_says_what_it_does_and_why(cast, listed):
    for changed in ({"reason": ""}, {"outcome": None}, {"kind": "WORDS"}, {"kind": "ADDED"}, {"words": {"title": "x"}}):
        rejects(lambda changed=changed: proposed(cast, listed, **changed))


def test_a_list_is_not_opened_before_its_time(listed):
    early = listed.published_at - timedelta(seconds=1)
    rejects(lambda: Publication.objects.update(opened_at=early), "publication_opens_at_its_instant")
