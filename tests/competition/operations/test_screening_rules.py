"""How an edition screens is changed by whom, until when, with which reason, and every version is kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from competition.models import AuditEntry, ScreeningReason, ScreeningRules, Stage
from competition.operations.screening_rules import (
    NoReason,
    RulesMoved,
    RulesRefused,
    SameRules,
    change_screening_rules,
)
from competition.queries.screening_rules import rules_of
from competition.verdict import NotAllowed
from tests import builders
from tests.evidence import nothing_changes, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def reason(cast):
    return ScreeningReason.objects.create(edition=cast.edition, code="muda", check_code="age", order=1, text="Terlalu muda.")


def new(text="Belum genap setahun.", check="age"):
    return {"code": "", "check": check, "text": text, "text_en": "", "is_offered": True}


def change(cast, at, **values):
    """The secretariat lets other rules hold; what is not named stays."""
    known = {"person": cast.secretariat, "reason": "Rapat 3 November.", "opened_on": cast.edition.rules_version, "at": at}
    known |= {name: values.pop(name) for name in tuple(values) if name in known}
    return change_screening_rules(edition=cast.edition, rules=rules_of(cast.edition) | values, **known)


def test_change_screening_rules_writes_what_holds_and_keeps_the_version(cast, at, reason):
    before = rules_of(cast.edition)
    laid_aside = before["reasons"][0] | {"text": "Belum setahun.", "is_offered": False}
    given = {"second_percent": 10, "second_checks": ["age"], "correction_days": 5}
    made = change(cast, at, reasons=[laid_aside, new(), new(check="title")], **given)
    cast.edition.refresh_from_db()
    after = rules_of(cast.edition)
    assert {name: after[name] for name in given} == given
    codes = ["muda", "belum-genap-setahun", "belum-genap-setahun-2"]
    assert [(one["code"], one["check"]) for one in after["reasons"]] == list(zip(codes, ("age", "age", "title"), strict=True))
    assert after["reasons"][0] == laid_aside
    assert (made.number, cast.edition.rules_version, made.before, made.after) == (2, 2, before, after)
    entry = AuditEntry.objects.get(event="screening_rules_changed")
    assert (entry.before, entry.after, entry.reason, entry.data) == (before, after, "Rapat 3 November.", {"version": 2})


@pytest.mark.parametrize(
    "wrong",
    [
        {"second_percent": 101},
        {"correction_days": 31},
        {"second_checks": ["umur"]},
        {"reasons": []},
        {"reasons": [new(" ")]},
        {"reasons": [new(check="umur")]},
    ],
    ids=["percent", "days", "line", "one removed", "no words", "reason of no line"],
)
def test_change_screening_rules_refuses_what_cannot_hold(cast, at, reason, wrong):
    if wrong.get("reasons"):
        wrong = {"reasons": rules_of(cast.edition)["reasons"] + wrong["reasons"]}
    with nothing_changes(), refused(RulesRefused):
        change(cast, at, **wrong)


def test_change_screening_rules_refuses_an_older_page_and_what_holds_already(cast, at, reason):
    with nothing_changes(), refused(SameRules):
        change(cast, at)
    change(cast, at, second_percent=10)
    with nothing_changes(), refused(RulesMoved):
        change(cast, at, second_percent=20)


def test_a_reason_is_needed_from_the_day_the_edition_opened(cast, at):
    with nothing_changes(), refused(NoReason):
        change(cast, at, second_percent=10, reason="  ")
    first = Stage.objects.filter(edition=cast.edition).earliest("opens_at")
    assert change(cast, first.opens_at - timedelta(minutes=1), second_percent=10, reason="").reason == ""


def test_only_its_secretariat_and_organisers_change_it_until_screening_is_over(cast, at):
    for person in (cast.chair, cast.administrator, builders.make_auditor(cast.edition)):
        with nothing_changes(), refused(NotAllowed):
            change(cast, at, second_percent=10, person=person)
    end = cast.edition.stages.get(key="screening").closes_at
    with nothing_changes(), refused(NotAllowed):
        change(cast, end, second_percent=10)
    assert change(cast, end - timedelta(minutes=1), second_percent=10)


def test_a_version_cannot_be_changed(cast, at):
    change(cast, at, second_percent=10)
    for act in (lambda rows: rows.update(reason="Lain."), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act(ScreeningRules.objects.all())
