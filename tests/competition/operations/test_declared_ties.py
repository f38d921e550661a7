"""A tie that somebody in office declares holds at once, everywhere, and is kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from competition.clock import read_clock
from competition.models import AuditEntry, DeclaredTie, Notice, Person
from competition.operations.declared_ties import TieDeclared, TieUnexplained, declare_tie
from competition.queries.ties import is_tied, tied_to
from competition.verdict import NotAllowed
from judging.models import Assignment
from judging.operations.assignments import assign_judges
from judging.operations.tied import tell_tied_tasks
from judging.policy import has_no_ties, may_read_to_judge
from judging.queries.invariants import assignments_are_whole
from judging.queries.tied import judges_with_ties, tied_tasks_of
from tests import builders
from tests.evidence import refused


def declare(cast, person, institution=None, **values):
    """Declare a tie of a person to the entrant, now."""
    known = {"kind": "FAMILY", "explanation": "Adik kandung.", "at": read_clock()} | values
    return declare_tie(edition=cast.edition, institution=institution or cast.institution, person=person, **known)


def tied_now(cast):
    """Return the tasks that a tie took."""
    round_, at = builders.the_round(cast), read_clock()
    return tied_tasks_of(round_, judges_with_ties(round_, at), at)


def fresh(person):
    """Return the person as another request reads them."""
    return Person.objects.get(pk=person.pk)


def test_it_holds_at_once_with_what_the_institution_leads_and_in_this_edition_only(cast):
    company = builders.make_institution("BUMD", parent=cast.institution)
    company_of_another = builders.make_institution("BUMD", parent=cast.other_institution)
    before = read_clock()
    tie = declare(cast, cast.secretariat)
    at = read_clock()
    assert tied_to(cast.secretariat, cast.edition, at) == {cast.institution.pk, company.pk}
    assert tied_to(fresh(cast.secretariat), cast.edition, at) == {cast.institution.pk, company.pk}
    assert not is_tied(fresh(cast.secretariat), cast.edition, company_of_another.pk, at)
    assert not tied_to(fresh(cast.secretariat), cast.edition, before - timedelta(seconds=1))
    cast.edition.is_current = False
    cast.edition.save(update_fields=["is_current"])
    assert not tied_to(fresh(cast.secretariat), builders.make_edition(year=2018), at)
    for change in (tie.delete, lambda: DeclaredTie.objects.update(kind="OTHER")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_other_organisers_are_told_without_the_reason(cast):
    declare(cast, cast.secretariat)
    letter = Notice.objects.get(event="tie_declared")
    assert letter.recipient == cast.secretariat2
    assert cast.institution.name in letter.text
    assert "Adik" not in letter.text
    entry = AuditEntry.objects.get(event="tie_declared")
    assert (entry.person, entry.subject_key) == (cast.secretariat, cast.institution.code)
    assert "Adik" not in str(entry.data)


def test_what_is_refused(cast):
    for person in (cast.writer, cast.leader):
        with refused(NotAllowed):
            declare(cast, person)
    for values in ({"kind": "OTHER", "explanation": "  "}, {"kind": "LAIN"}):
        with refused(TieUnexplained):
            declare(cast, cast.chair, **values)
    declare(cast, cast.chair)
    with refused(TieDeclared):
        declare(cast, cast.chair)


def test_who_declared_one_decides_about_the_whole_field_no_more(cast):
    round_ = builders.the_round(cast)
    assert has_no_ties(cast.chair, round_, read_clock())
    declare(cast, cast.chair)
    assert not has_no_ties(cast.chair, round_, read_clock())
    assert not has_no_ties(fresh(cast.chair), round_, read_clock())


def test_a_judge_loses_the_task_and_the_organisers_hear_of_it_once(cast):
    one = builders.accepted(cast, 1)[0]
    assert tied_now(cast) == []
    assert tell_tied_tasks(at=read_clock()) == 0
    judge = fresh(one.judge)
    declare(cast, judge)
    assert not may_read_to_judge(judge, one, read_clock())
    assert [task.pk for task in tied_now(cast)] == [one.pk]
    assert [tell_tied_tasks(at=read_clock()), tell_tied_tasks(at=read_clock())] == [1, 0]
    letters = Notice.objects.filter(event="tasks_tied")
    assert {letter.recipient for letter in letters} == {cast.secretariat, cast.secretariat2}
    assert not [letter for letter in letters if one.proposal.title in letter.text]
    assign_judges(round_=builders.the_round(cast), person=cast.secretariat, seed=1, at=read_clock())
    assert Assignment.objects.get(pk=one.pk).state == "RELEASED"
    assert tied_now(cast) == []
    assert list(assignments_are_whole(read_clock())) == []


def test_a_tied_organiser_is_not_told_of_a_judges_tasks(cast):
    one = builders.accepted(cast, 1)[0]
    declare(cast, cast.secretariat2)
    builders.join(one.judge, cast.institution)
    tell_tied_tasks(at=read_clock())
    assert [letter.recipient for letter in Notice.objects.filter(event="tasks_tied")] == [cast.secretariat]
