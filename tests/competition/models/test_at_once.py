"""Steps of a migration that are taken as one leave what they leave one by one, and are taken back."""

import pytest
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, CreateModel
from django.db.migrations.state import ProjectState

from competition.at_once import AtOnce

pytestmark = pytest.mark.django_db
APP = "competition"


def tables():
    return (
        CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=20))]),
        CreateModel(
            "Volume",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("shelf", models.ForeignKey(f"{APP}.shelf", on_delete=models.CASCADE)),
            ],
        ),
    )


def columns():
    rule = models.CheckConstraint(condition=models.Q(pages__gt=0), name="volume_has_pages")
    return AddField("volume", "pages", models.PositiveIntegerField(default=1)), AddConstraint("volume", rule)


def take(state, *steps):
    """Take the steps as `migrate` does and return the state before each."""
    before = []
    for step in steps:
        before.append(state.clone())
        step.state_forwards(APP, state)
        with connection.schema_editor() as editor:
            step.database_forwards(APP, editor, before[-1], state)
    return before


def known(table):
    """Return the columns and constraints that PostgreSQL knows of the table."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, table)
        constraints = connection.introspection.get_constraints(cursor, table)
    return {one.name for one in found}, {
        (one["check"], one["foreign_key"], tuple(one["columns"])) for one in constraints.values()
    }


def made():
    with connection.cursor() as cursor:
        return {f"{APP}_shelf", f"{APP}_volume"} & set(connection.introspection.table_names(cursor))


def test_they_leave_what_single_steps_leave():
    seen = []
    for steps in ((AtOnce(*tables()), AtOnce(*columns())), (*tables(), *columns())):
        state = ProjectState()
        before = take(state, *steps)
        seen.append(known(f"{APP}_volume"))
        after = [*before[1:], state]
        for step, old, new in reversed(list(zip(steps, before, after, strict=True))):
            with connection.schema_editor() as editor:
                step.database_backwards(APP, editor, new, old)
        assert made() == set()
    assert seen[0] == seen[1]
    assert "pages" in seen[0][0]


def test_a_plan_names_each_of_them():
    assert AtOnce(*tables()).describe() == "Create model Shelf; Create model Volume"
