"""An edition is loaded whole or not at all, once, and moved to now on demand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from competition.models import AuditEntry, Edition, Level, Question, Round, Stage
from competition.operations.editions import EditionAlreadyLoaded, RegistrationTooShort, load_edition
from competition.presets import WIB, find_preset, fingerprint, read_preset

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 3, 30, tzinfo=UTC)
P2017 = read_preset(find_preset("2017"))
P2023 = read_preset(find_preset("2023"))


def test_load_edition_writes_every_part():
    edition = load_edition(preset=P2017, person=None, at=NOW)
    assert edition.is_current
    assert edition.dates_moved_by is None
    assert edition.rules_hash == fingerprint(P2017)
    assert edition.stages.count() == 7
    assert edition.categories.count() == 4
    assert [group.code for group in edition.groups.all()] == ["umum"]
    assert [question.code for question in edition.questions.all()] == [one.code for one in P2017.questions]
    assert edition.eligibility.barred_awards == ["Top 9", "Top 25", "Top 35", "Top 40"]
    desk = edition.rounds.get(key="desk")
    assert desk.stage.key == "judging"
    assert desk.tie_break == ["manfaat", "produktif"]
    assert [line.code for line in desk.criteria.all()] == ["kebaruan", "produktif", "manfaat", "keberlanjutan"]
    assert Level.objects.filter(criterion__round=desk).count() == 20
    assert desk.quotas.count() == 7
    registration = edition.stages.get(key="registration")
    assert registration.closes_at == datetime(2017, 3, 11, tzinfo=WIB)
    assert "bobot sama rata" in edition.note


def test_load_edition_leaves_an_audit_entry():
    edition = load_edition(preset=P2017, person=None, at=NOW)
    entry = AuditEntry.objects.get(event="edition_loaded")
    assert (entry.edition, entry.subject_key, entry.at) == (edition, "2017", NOW)
    assert entry.data == {"rules_hash": edition.rules_hash, "moved_by_days": 0}


def test_load_edition_keeps_what_a_group_alone_is_asked():
    edition = load_edition(preset=P2023, person=None, at=NOW)
    question = edition.questions.get(code="pembaruan")
    assert question.groups == ["khusus"]
    assert not question.is_asked_of("umum")
    assert edition.rounds.get(key="desk").criteria.get(code="ringkasan").weight == 0


def test_load_edition_moves_the_whole_calendar_by_whole_days():
    edition = load_edition(preset=P2017, person=None, at=NOW, open_now=True)
    stages = {stage.key: stage for stage in edition.stages.all()}
    assert stages["registration"].is_open(NOW)
    assert stages["registration"].closes_at == datetime(2026, 3, 18, tzinfo=WIB)
    assert edition.dates_moved_by == timedelta(days=(datetime(2026, 3, 18) - datetime(2017, 3, 11)).days)  # noqa: DTZ001 - only their days
    for planned in P2017.stages:
        moved = stages[planned.key]
        assert moved.opens_at - planned.opens_at == edition.dates_moved_by
        assert moved.closes_at - moved.opens_at == planned.closes_at - planned.opens_at
    assert stages["announcement"].opens_at.astimezone(WIB).hour == 10


@pytest.mark.parametrize("hour", [0, 16, 17, 23])
def test_load_edition_counts_the_days_in_wib(hour: int):
    at = NOW.replace(hour=hour, minute=59)
    edition = load_edition(preset=P2017, person=None, at=at, open_now=True)
    closes_at = edition.stages.get(key="registration").closes_at.astimezone(WIB)
    assert (closes_at.date() - at.astimezone(WIB).date()).days == 14
    assert (closes_at.hour, closes_at.minute) == (0, 0)


def with_registration(opens_at: datetime, closes_at: datetime):
    """Return the 2017 edition with another registration window."""
    stages = tuple(
        replace(stage, opens_at=opens_at, closes_at=closes_at) if stage.key == "registration" else stage
        for stage in P2017.stages
    )
    return replace(P2017, stages=stages)


def test_load_edition_opens_a_short_registration_too():
    preset = with_registration(datetime(2017, 3, 8, tzinfo=WIB), datetime(2017, 3, 11, tzinfo=WIB))
    edition = load_edition(preset=preset, person=None, at=NOW, open_now=True)
    window = edition.stages.get(key="registration")
    assert window.is_open(NOW)
    assert window.closes_at == datetime(2026, 3, 7, tzinfo=WIB)


def test_load_edition_refuses_a_registration_that_can_never_be_open_at_this_hour():
    preset = with_registration(datetime(2017, 3, 8, 1, tzinfo=WIB), datetime(2017, 3, 8, 2, tzinfo=WIB))
    with pytest.raises(RegistrationTooShort):
        load_edition(preset=preset, person=None, at=NOW, open_now=True)
    assert not Edition.objects.exists()


def test_load_edition_refuses_a_year_that_is_there():
    load_edition(preset=P2017, person=None, at=NOW)
    with pytest.raises(EditionAlreadyLoaded, match="edition 2017 is already loaded"):
        load_edition(preset=P2017, person=None, at=NOW, current=True)
    assert Edition.objects.count() == 1
    assert Question.objects.count() == len(P2017.questions)


def test_load_edition_becomes_current_when_asked_or_when_there_is_none():
    first = load_edition(preset=P2017, person=None, at=NOW)
    second = load_edition(preset=P2023, person=None, at=NOW)
    assert (first.is_current, second.is_current) == (True, False)
    third = load_edition(preset=replace(P2023, year=2024), person=None, at=NOW, current=True)
    assert third.is_current
    assert list(Edition.objects.filter(is_current=True)) == [third]


def test_load_edition_leaves_nothing_when_it_breaks_in_the_middle():
    broken = replace(P2017, rounds=(*P2017.rounds, replace(P2017.rounds[0], key="third", stage="nowhere")))
    with pytest.raises(KeyError):
        load_edition(preset=broken, person=None, at=NOW)
    for model in (Edition, Stage, Question, Round, AuditEntry):
        assert not model.objects.exists(), model


def test_the_command_says_what_it_loaded(capsys: pytest.CaptureFixture[str]):
    call_command("load_edition", "2017", "--open-now", "--current")
    told = capsys.readouterr().out
    assert "edition 2017 loaded" in told
    assert "it is the current edition" in told
    assert "all dates are moved by" in told
    assert "registration:" in told


def test_the_command_reports_every_fault_and_loads_nothing(tmp_path: Path):
    source = find_preset("2017").read_text(encoding="utf-8")
    path = tmp_path / "rusak.yaml"
    path.write_text(source.replace("weight: 25", "weight: 24", 1).replace("word_limit: 200", "word_limit: 0", 1))
    with pytest.raises(CommandError) as caught:
        call_command("load_edition", str(path))
    told = str(caught.value)
    assert "weights must total exactly 100" in told
    assert f"{path}:" in told
    assert "2 fault(s); nothing was loaded" in told
    assert not Edition.objects.exists()


def test_the_command_refuses_plainly(tmp_path: Path):
    with pytest.raises(CommandError, match="no preset and no file '1999'; shipped presets: 2017, 2023"):
        call_command("load_edition", "1999")
    call_command("load_edition", "2023", verbosity=0)
    with pytest.raises(CommandError, match="edition 2023 is already loaded"):
        call_command("load_edition", "2023")


def test_a_later_round_keeps_whose_list_says_who_enters():
    edition = load_edition(preset=P2017, person=None, at=NOW)
    desk, interview = edition.rounds.order_by("order")
    assert (desk.kind, desk.chosen_in) == ("DESK", None)
    assert (interview.kind, interview.chosen_in) == ("INTERVIEW", desk)
