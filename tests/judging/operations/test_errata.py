"""X-5: a published list is corrected by two people, as a new version; what follows it, and who is told."""

from functools import partial

import pytest

from competition.clock import read_clock
from competition.models import AuditEntry, Notice, Round
from competition.verdict import NotAllowed
from judging.operations.bundles import release_bundle
from judging.operations.errata import (
    Change,
    ErratumWaits,
    NothingCorrected,
    NotNextInLine,
    NotOnList,
    confirm_erratum,
    drop_erratum,
    propose_erratum,
    successors_of,
)
from judging.queries.invariants import only_published_lists_are_public
from judging.queries.previews import outcome_to_be
from submissions.models import Award, Erratum, Innovation, Outcome, Proposal, Publication
from submissions.operations.certificates import issue_certificates
from submissions.operations.drafts import title_key
from submissions.queries.errata import entry_in_force, faults_of_versions, outcomes_in
from submissions.queries.invariants import nothing_is_public_before_its_publication
from tests import builders
from tests.evidence import refused
from tests.judging import correcting
from tests.submissions import certifying

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(cast) -> Publication:
    """A list of two of three proposals."""
    builders.published(cast)
    return correcting.the_list()


def nothing_contradicts() -> bool:
    return not (
        faults_of_versions() + list(only_published_lists_are_public()) + list(nothing_is_public_before_its_publication())
    )


def test_words_are_put_right_here_and_in_the_catalogue_and_the_old_ones_stay(cast, out):
    before, others = correcting.entry(), Outcome.objects.order_by("title")[1:]
    change = Change("WORDS", before, {"title": "Judul yang benar", "unit_name": before.unit_name, "award": "x"})
    one = correcting.confirmed(cast, change)
    assert (one.version, one.words) == (2, {"title": "Judul yang benar"})
    after = entry_in_force(before)
    assert (after.title, after.unit_name, after.award, after.since) == ("Judul yang benar", before.unit_name, before.award, 2)
    assert set(outcomes_in(out, 1).values_list("title", flat=True)) == {before.title, *(other.title for other in others)}
    innovation = after.proposal.innovation
    assert (innovation.title, innovation.title_key) == (after.title, title_key(after.title))
    assert innovation.awards.get().title_then == after.title
    assert Proposal.objects.get(pk=before.proposal_id).title == before.title
    assert nothing_contradicts()


def test_the_catalogue_follows_in_what_it_has_from_the_entry_and_in_nothing_else(cast, out):
    entry = correcting.entry()
    innovation = entry.proposal.innovation
    Award.objects.create(innovation=innovation, year=2016, name=entry.award, title_then=entry.title)
    correcting.confirmed(cast, Change("WORDS", entry, {"title": "Judul yang benar", "unit_name": "Unit yang benar"}))
    innovation.refresh_from_db()
    assert (innovation.title, innovation.unit_name) == ("Judul yang benar", "Unit yang benar")
    assert dict(innovation.awards.values_list("year", "title_then")) == {2016: entry.title, 2017: "Judul yang benar"}
    correcting.confirmed(cast, Change("WORDS", correcting.entry(), {"unit_name": "Unit lain"}))
    innovation.refresh_from_db()
    assert (innovation.title, innovation.unit_name) != (entry.title, "Unit yang benar")


def test_whoever_was_struck_off_on_the_way_to_the_round_comes_in_nowhere(cast, out):
    third = builders.the_round(cast).ranking.entries.get(rank=3).proposal
    assert [one.proposal for one in successors_of(out, correcting.entry())] == [third]
    first = builders.make_round(cast.edition, key="awal", chosen_in=None)
    Round.objects.filter(pk=builders.the_round(cast).pk).update(chosen_in=first)
    known = {"edition": cast.edition, "round_key": "awal", "title": "Nominasi", "fingerprint": "0" * 64}
    earlier = Publication.objects.create(published_at=out.published_at, opened_at=out.published_at, version=2, **known)
    listed = outcome_to_be(earlier, third)
    listed.since = 1
    listed.save()
    assert [one.proposal for one in successors_of(out, correcting.entry())] == [third]
    Outcome.objects.filter(pk=listed.pk).update(until=2)
    assert successors_of(out, correcting.entry()) == []


def test_an_award_that_another_list_gives_as_well_stays(cast, out):
    gone = correcting.entry()
    known = {"edition": cast.edition, "round_key": "akhir", "title": gone.award, "fingerprint": "0" * 64}
    other = Publication.objects.create(published_at=out.published_at, opened_at=out.published_at, **known)
    outcome_to_be(other, gone.proposal).save()
    change = Change("REMOVED", gone)
    one = propose_erratum(publication=out, change=change, reason=correcting.REASON, person=cast.secretariat, at=read_clock())
    confirm_erratum(erratum=one, person=cast.secretariat2, at=read_clock())
    assert Award.objects.filter(innovation=gone.proposal.innovation, name=gone.award).exists()


def test_the_letter_names_the_certificate_that_stands_no_more(cast, out):
    certifying.under_a_decree(cast)
    issued = issue_certificates(publication=out, person=cast.secretariat, at=read_clock())
    numbers = {one.outcome.proposal_id: one.number for one in issued}
    gone = correcting.entry().proposal
    one = correcting.struck_and_replaced(cast)
    letters = Notice.objects.filter(event="erratum_known").select_related("entry")
    for letter in letters:
        assert (numbers[gone.pk] in letter.text) == (letter.entry.subject_key == gone.code)
    assert {letter.entry.subject_key for letter in letters} == {gone.code, one.successor.code}


def test_a_struck_entry_makes_a_place_for_who_is_next_in_line(cast, out):
    gone = correcting.entry()
    one = correcting.struck_and_replaced(cast)
    taken = Outcome.objects.get(proposal=one.successor)
    assert (taken.since, taken.award, entry_in_force(gone)) == (2, gone.award, None)
    assert (out.outcomes.count(), Outcome.ever.count()) == (2, 3)
    assert not Award.objects.filter(innovation=gone.proposal.innovation).exists()
    assert not Innovation.objects.get(pk=gone.proposal.innovation_id).is_public
    assert Innovation.objects.get(pk=one.successor.innovation_id).is_public
    assert Award.objects.filter(innovation=one.successor.innovation_id, name=gone.award).exists()
    # Everybody who is ranked stands on the list or was struck off: nobody is next in line any more.
    assert successors_of(out, correcting.entry()) == []
    assert nothing_contradicts()


def test_without_a_replacement_the_place_stays_free_until_somebody_is_taken_in(cast, out):
    gone = correcting.entry()
    correcting.confirmed(cast, Change("REMOVED", gone))
    (line,) = successors_of(out, None)
    correcting.confirmed(cast, Change("ADDED", successor=line.proposal))
    assert sorted(Outcome.objects.values_list("since", flat=True)) == [1, 3]
    assert [outcomes_in(out, version).count() for version in (1, 2, 3)] == [2, 1, 2]
    with refused(NotNextInLine):
        correcting.proposed(cast, Change("ADDED", successor=gone.proposal))
    assert nothing_contradicts()


def test_each_team_it_is_about_gets_its_letter_and_no_other(cast, out):
    stays, gone = correcting.entry(1).proposal, correcting.entry().proposal
    one = correcting.struck_and_replaced(cast)
    letters = Notice.objects.filter(event="erratum_known").select_related("entry")
    assert {letter.entry.subject_key for letter in letters} == {gone.code, one.successor.code} - {stays.code}
    asked = Notice.objects.filter(event="erratum_proposed")
    assert {letter.recipient for letter in asked} == {cast.secretariat2}
    told = AuditEntry.objects.filter(event__startswith="erratum", subject_key=one.code).order_by("pk")
    assert [(entry.event, entry.person, entry.reason) for entry in told] == [
        ("erratum_proposed", cast.secretariat, correcting.REASON),
        ("erratum_confirmed", cast.secretariat2, correcting.REASON),
    ]
    assert set(told[1].data) == {"list", "kind", "version", "proposal", "successor"}


def test_two_untied_organisers_and_nobody_else(cast, out):
    for person in (cast.chair, cast.writer, cast.judges[0], cast.stranger):
        with refused(NotAllowed):
            correcting.proposed(cast, person=person)
    one = correcting.proposed(cast)
    known = {"erratum": one, "at": read_clock()}
    for person in (cast.secretariat, cast.chair, cast.judges[0]):
        with refused(NotAllowed):
            confirm_erratum(**known, person=person)
    builders.join(cast.secretariat2, builders.make_institution())
    for act in (confirm_erratum, drop_erratum):
        with refused(NotAllowed):
            act(**known, person=cast.secretariat2)
    assert (out.outcomes.count(), Notice.objects.filter(event="erratum_known").count()) == (2, 0)


def test_one_waits_and_what_was_dropped_changes_nothing(cast, out):
    one = correcting.proposed(cast)
    with refused(ErratumWaits):
        correcting.proposed(cast)
    drop_erratum(erratum=one, person=cast.secretariat, at=read_clock())
    with refused(NotAllowed):
        confirm_erratum(erratum=one, person=cast.secretariat2, at=read_clock())
    assert (Erratum.objects.get().state, correcting.the_list().version, out.outcomes.count()) == ("DROPPED", 1, 2)


def test_what_does_not_fit_the_list_is_refused(cast, out):
    first = correcting.entry()
    propose = partial(correcting.proposed, cast)
    with refused(NothingCorrected):
        propose(Change("WORDS", first, {"title": f" {first.title} "}))
    with refused(NotNextInLine):
        propose(Change("REMOVED", first, successor=correcting.entry(1).proposal))
    with refused(NotNextInLine):
        propose(Change("ADDED", successor=successors_of(out, first)[0].proposal))
    correcting.confirmed(cast, Change("REMOVED", first))
    with refused(NotOnList):
        propose(Change("WORDS", first, {"title": "Lain"}))


def test_a_bundle_is_of_the_list_as_it_was_announced_first():
    """What was released is never written anew; one released later recomputes the same list. So many judges hide each other."""
    cast = builders.make_cast(builders.make_edition(), judges=6)
    builders.published(cast, 4)
    release = partial(release_bundle, round_=builders.the_round(cast), person=cast.secretariat)
    first = release(at=read_clock())
    correcting.struck_and_replaced(cast)
    correcting.confirmed(cast, Change("WORDS", correcting.entry(), {"title": "Judul yang benar"}))
    assert release(at=read_clock()).fingerprint == first.fingerprint
