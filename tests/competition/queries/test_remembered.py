"""Rules are read once per process and stamp; whoever changes a row of them, by whatever way, is heard at the next page."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from competition.models import Category, Criterion, Edition, Group, Level, Question, Round
from competition.queries import remembered
from competition.queries.remembered import Briefly, Remembered
from submissions.queries.contents import questions_of

LIMIT = Remembered(lambda edition: dict(Question.objects.filter(edition=edition).values_list("code", "word_limit")))


@pytest.fixture
def edition(cast):
    """Return the edition of the cast, as a page reads it."""
    return fresh(cast.edition)


def fresh(edition):
    return Edition.objects.get(pk=edition.pk)


def test_second_page_asks_the_database_nothing(edition):
    first = questions_of(edition)
    with CaptureQueriesContext(connection) as asked:
        assert questions_of(fresh(edition)) is first
    assert len([one for one in asked if "question" in one["sql"]]) == 0


def test_a_change_is_seen_by_the_next_page(edition):
    LIMIT.of(edition, edition.pk)
    question = edition.questions.first()
    Question.objects.filter(pk=question.pk).update(word_limit=7)
    assert LIMIT.of(fresh(edition), edition.pk)[question.code] == 7


def test_a_change_past_the_application_is_seen_too(edition):
    LIMIT.of(edition, edition.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE competition_question SET word_limit = 9 WHERE edition_id = %s", [edition.pk])
    assert set(LIMIT.of(fresh(edition), edition.pk).values()) == {9}


@pytest.mark.parametrize("rule", [Category, Group, Question, Round, Criterion, Level])
def test_every_table_of_the_rules_stamps_its_edition(edition, rule):
    path = {Criterion: "round__edition", Level: "criterion__round__edition"}.get(rule, "edition")
    row = rule.objects.filter(**{path: edition}).first()
    order = "value" if rule is Level else "order"
    rule.objects.filter(pk=row.pk).update(**{order: 90})
    changed = fresh(edition).rules_stamp
    assert changed > edition.rules_stamp
    copy = rule.objects.get(pk=row.pk)
    copy.pk, copy._state.adding = None, True
    setattr(copy, order, 91)
    if hasattr(copy, "code"):
        copy.code = "baru"
    if rule is Round:
        copy.key = "baru"
    copy.save()
    added = fresh(edition).rules_stamp
    assert added > changed
    copy.delete()
    assert fresh(edition).rules_stamp > added


def test_a_stamp_is_never_given_twice(edition):
    """What a transaction read before it was undone is not taken for what the next one writes."""
    question = edition.questions.first()
    with transaction.atomic():
        Question.objects.filter(pk=question.pk).update(word_limit=11)
        assert LIMIT.of(fresh(edition), edition.pk)[question.code] == 11
        transaction.set_rollback(True)
    assert LIMIT.of(fresh(edition), edition.pk)[question.code] == question.word_limit
    Question.objects.filter(pk=question.pk).update(word_limit=13)
    assert LIMIT.of(fresh(edition), edition.pk)[question.code] == 13


def test_an_old_copy_of_the_edition_brings_no_old_stamp_back(edition):
    Question.objects.filter(edition=edition).update(word_limit=15)
    stamp = fresh(edition).rules_stamp
    edition.save()
    assert fresh(edition).rules_stamp == stamp


def test_another_edition_keeps_its_stamp(edition):
    other = Edition.objects.create(year=1999, name="Lain", legal_basis="-", rules_hash="-", loaded_at=edition.loaded_at)
    Question.objects.filter(edition=edition).update(word_limit=17)
    assert fresh(other).rules_stamp == 0


def test_what_hardly_changes_is_read_again_after_seconds(monkeypatch):
    now, there = [100.0], ["old"]
    monkeypatch.setattr(remembered.time, "monotonic", lambda: now[0])
    kept = Briefly(lambda: there[0])
    assert kept.get() == "old"
    there[0] = "new"
    now[0] += remembered.SECONDS
    assert kept.get() == "old"
    now[0] += 0.001
    assert kept.get() == "new"
    there[0] = "newer"
    kept.forget()
    assert kept.get() == "newer"
