"""What all score first is chosen by an organiser and stands once somebody has scored it; who has not is reminded once a day."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from competition.clock import read_clock
from competition.models import Anchor, AuditEntry, Notice, Round
from competition.verdict import NotAllowed
from judging.operations.briefings import (
    EmptyTraining,
    Expected,
    NobodyToNudge,
    UnknownText,
    WrongNumber,
    choose_training,
    nudge_untrained,
    write_training_text,
)
from judging.operations.sheets import OffTheScale
from judging.operations.training import NotUsed
from judging.queries.training import anchors_of, is_briefed
from tests import builders
from tests.briefings import brief, train
from tests.evidence import nothing_changes, refused


def choose(cast, texts, required=False, **known):
    about = {"round_": builders.the_round(cast), "person": cast.secretariat, "at": read_clock()} | known
    return choose_training(texts=texts, required=required, reason="Rapat panel 2 November.", **about)


def write(cast, **known):
    expected = {code: Expected(3, "Ada angka tanpa pembanding.") for code in builders.choices()}
    about = {"round_": builders.the_round(cast), "person": cast.secretariat, "at": read_clock()}
    about |= {"title": "Naskah kami", "answers": {"ringkasan": "Antrean pendek.", "kebaruan": " "}, "expected": expected}
    return write_training_text(**about | known)


def nudge(cast, at=None, **known):
    return nudge_untrained(**{"round_": builders.the_round(cast), "person": cast.secretariat, "at": at or read_clock()} | known)


def used(cast):
    return [one.code for one in anchors_of(builders.the_round(cast))]


def test_the_chosen_are_scored_and_no_other(cast):
    first, second, third = brief(builders.the_round(cast), number=3)
    choose(cast, [first.code, third.code], required=True)
    assert (used(cast), builders.the_round(cast).briefing) == ([first.code, third.code], "REQUIRED")
    entry = AuditEntry.objects.get(event="training_chosen")
    assert entry.before == {"texts": [first.code, second.code, third.code], "briefing": "OFFERED"}
    assert (entry.after["texts"], entry.reason) == ([first.code, third.code], "Rapat panel 2 November.")
    with refused(NotUsed):
        train(second, cast.judges[0])
    train(first, cast.judges[0])
    train(third, cast.judges[0])
    assert is_briefed(cast.judges[0], builders.the_round(cast))


def test_none_ends_the_briefing_and_the_same_again_is_nothing_new(cast):
    brief(builders.the_round(cast))
    choose(cast, [])
    assert (used(cast), builders.the_round(cast).briefing) == ([], "NONE")
    with nothing_changes():
        choose(cast, [])


def test_what_is_refused(cast):
    first, second = brief(builders.the_round(cast))
    with refused(WrongNumber):
        choose(cast, [first.code])
    with refused(UnknownText):
        choose(cast, [first.code, "lain"])
    for known in ({"person": cast.chair}, {"person": cast.judges[0]}, {"at": builders.the_round(cast).stage.closes_at}):
        with refused(NotAllowed):
            choose(cast, [], **known)
        with refused(NotAllowed):
            write(cast, **known)
        with refused(NotAllowed):
            nudge(cast, **known)
    with refused(OffTheScale):
        write(cast, expected={"manfaat": Expected(3, "Ada angka.")})
    whole = {code: Expected(3, "Ada angka.") for code in builders.choices()}
    with refused(OffTheScale):
        write(cast, expected=whole | {"manfaat": Expected(6, "Ada angka.")})
    for known in ({"answers": {"ringkasan": " "}}, {"answers": {"lain": "Naskah."}}):
        with refused(EmptyTraining):
            write(cast, **known)
    with refused(EmptyTraining):
        write(cast, expected=whole | {"manfaat": Expected(3, " ")})
    assert used(cast) == [first.code, second.code]


def test_an_own_text_comes_into_the_stock_and_is_used_once_it_is_chosen(cast):
    (first,) = brief(builders.the_round(cast), number=1)
    made = write(cast)
    assert (made.answers, made.order, used(cast)) == ({"ringkasan": "Antrean pendek."}, 2, [first.code])
    assert made.expected["manfaat"] == {"level": 3, "reason": "Ada angka tanpa pembanding.", "reason_en": ""}
    assert "Antrean" not in str(AuditEntry.objects.get(event="training_written").data)
    choose(cast, [first.code, made.code])
    assert used(cast) == [first.code, made.code]


def test_once_one_was_scored_choice_and_words_stand_until_the_sheet_changes(cast):
    first, second, third = brief(builders.the_round(cast), number=3)
    train(first, cast.judges[0])
    with refused(NotAllowed):
        choose(cast, [second.code, third.code])
    for change in ({"is_used": False}, {"title": "Lain"}, {"answers": {"ringkasan": "Lain."}}, {"title_en": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Anchor.objects.filter(pk=first.pk).update(**change)
    Anchor.objects.filter(pk=second.pk).update(title="Belum dinilai siapa pun")
    Round.objects.update(sheet_version=2)
    choose(cast, [second.code, third.code])
    with pytest.raises(IntegrityError), transaction.atomic():
        Anchor.objects.filter(pk=first.pk).update(title="Lain")


def test_who_is_not_through_is_reminded_once_a_day(cast):
    first, second = brief(builders.the_round(cast))
    one, other, third = cast.judges
    for anchor in (first, second):
        train(anchor, one)
    train(first, other)
    at = read_clock()
    assert nudge(cast, at) == 2
    letters = Notice.objects.filter(event="training_nudged").order_by("recipient__name")
    assert {letter.recipient for letter in letters} == {other, third}
    assert "belum Anda nilai: 1" in letters.get(recipient=other).text
    with refused(NobodyToNudge):
        nudge(cast, at + timedelta(hours=23))
    assert nudge(cast, at + timedelta(hours=25)) == 2


def test_where_there_is_nothing_to_train_on_nobody_is_reminded(cast):
    with refused(NotAllowed):
        nudge(cast)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """A judge keeps a sheet while an organiser chooses other texts."""

    def race(self):
        from tests.racing import race

        cast = builders.make_cast(builders.make_edition())
        first, second, third = brief(builders.the_round(cast), number=3)
        outcome = race(lambda: choose(cast, [second.code, third.code]), lambda: train(first, cast.judges[0]))
        return outcome, used(cast)

    def test_the_sheet_waits_and_is_refused(self):
        outcome, chosen = self.race()
        assert outcome.waited
        assert isinstance(outcome.error, NotUsed)
        assert len(chosen) == 2

    def test_without_the_lock_a_text_would_be_scored_that_nobody_scores(self, monkeypatch):
        from judging.operations import training

        monkeypatch.setattr(training, "hold_round", lambda round_, *, alone: None)
        outcome, chosen = self.race()
        assert not outcome.waited
        assert outcome.error is None
        assert "latihan-1" not in chosen
