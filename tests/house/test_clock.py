"""Time is given, not asked: below the edge nothing reads a clock."""

import ast

from tests.house.source import expect_none, modules

CLOCKS = {
    "read_clock",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "Now",
    "CurrentTimestamp",
}
# Where a clock may be read that is no edge: the clock itself, and what measures how long something takes.
ALLOWED = {
    "competition/clock.py": "it is the clock",
    "competition/mail.py": "a mail backend is an edge: Django calls it, and nobody could hand it an instant",
    "competition/freshness.py": "a number that was never used before; nothing compares it with a time",
}


def readings(tree):
    """Return (line, name) of whatever reads a clock, also under another name or as a default."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {one.asname or one.name: one.name for node in imports for one in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            parts = ast.unparse(node).split(".")
            parts[0] = names.get(parts[0], parts[0])
            if ".".join(parts[-2:]) in CLOCKS or (isinstance(node, ast.Name) and parts[-1] in CLOCKS & set(names.values())):
                yield node.lineno, ".".join(parts)
        elif isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield node.value.lineno, node.arg


def test_no_clock_is_read_below_the_edge():
    found = [
        f"{module.path}:{line}: {name}"
        for module in modules()
        if not module.is_edge and module.path not in ALLOWED
        for line, name in readings(module.tree)
    ]
    expect_none(found)


def test_deadlines_are_never_decided_by_this_machines_clock():
    """At the edge too, only the database's clock is asked for instants; `time.monotonic` measures spans."""
    found = [
        f"{module.path}:{line}: {name}"
        for module in modules()
        if module.is_edge and module.shelf not in ("services",)
        for line, name in readings(module.tree)
        if name != "read_clock"
    ]
    expect_none(found)


PLANTED = """\
from django.utils import timezone
from django.utils import timezone as tz
from competition.clock import read_clock as now
import datetime
from datetime import date
timezone.now()
tz.now()
now()
datetime.datetime.now()
date.today()
field(default=timezone.now)
field(auto_now=True)
at.date()
"""


def test_the_rule_sees_what_it_should():
    assert {line for line, _name in readings(ast.parse(PLANTED))} == set(range(6, 13))
