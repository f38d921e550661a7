"""Databases from before the tables were drawn anew (decision 0076)."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from competition.management.commands.prepare import TOO_OLD, Command
from tests.house.source import APPS

pytestmark = pytest.mark.django_db


def replaced() -> list[tuple[str, str]]:
    """Return what the migrations of today stand for."""
    migrations = MigrationExecutor(connection).loader.disk_migrations
    return [key for place, one in migrations.items() if place[0] in APPS for key in one.replaces]


def pretend(applied: list[tuple[str, str]]) -> None:
    """Have the database say that of our apps these migrations, and no others, were applied."""
    rows = MigrationRecorder(connection).migration_qs
    rows.filter(app__in=APPS).delete()
    rows.bulk_create(rows.model(app=app, name=name) for app, name in applied)


def test_one_that_had_everything_goes_on_without_a_step():
    followers = [key for key in MigrationExecutor(connection).loader.disk_migrations if key[0] in APPS and key[1] >= "0003"]
    pretend(replaced() + followers)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_one_that_stopped_half_way_is_refused_with_one_line():
    pretend(replaced()[:5])
    with pytest.raises(CommandError) as refused:
        Command(stdout=io.StringIO()).migrate()
    assert str(refused.value) == TOO_OLD


def test_a_new_one_takes_each_step_once():
    """The control: told that nothing was applied, it would make every table."""
    pretend([])
    executor = MigrationExecutor(connection)
    steps = [(one.app_label, one.name) for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    assert {("competition", "0001_tables"), ("submissions", "0001_tables"), ("judging", "0002_triggers")} <= set(steps)


def test_no_new_migration_takes_the_name_of_one_that_is_gone():
    """The database of somebody who had the old one would take it for done."""
    gone = set(replaced())
    assert gone
    assert [key for key in MigrationExecutor(connection).loader.disk_migrations if key in gone] == []
    call_command("migrate", check_unapplied=True, verbosity=0)
