"""The direction of the apps and shelves, also where imports do not show it: foreign keys, strings, migrations."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

from tests.house.source import APPS, ROOT, expect_none, modules

ORDER = {app: place for place, app in enumerate(APPS)}


def test_imports_run_downward(monkeypatch, capsys):
    """The contracts of pyproject.toml, as `make check` asks them."""
    monkeypatch.chdir(ROOT)
    configure()
    kept = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)
    assert kept, capsys.readouterr().out


@pytest.mark.parametrize("app", APPS)
def test_no_foreign_key_points_upward(app):
    wrong = [
        f"{model.__name__}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model._meta.app_label in ORDER
        and ORDER[field.related_model._meta.app_label] > ORDER[app]
    ]
    expect_none(wrong)


@pytest.mark.parametrize("app", APPS)
def test_the_database_has_no_foreign_key_upward(app, db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid::regclass::text LIKE %s",
            [f"{app}_%"],
        )
        pairs = cursor.fetchall()
    assert [pair for pair in pairs if ORDER.get(pair[1].split("_")[0], 0) > ORDER[app]] == []


def test_code_for_applicants_and_the_public_cannot_even_name_the_verdict():
    """Only addresses (`judging:desk`) and the settings may; a dotted name would be an import in disguise."""
    found = []
    for module in modules("competition", "submissions"):
        if module.path in ("competition/settings.py", "competition/urls.py"):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.match(r"judging\.\w", node.value):
                found.append(f"{module.path}:{node.lineno}: {node.value}")
    expect_none(found)


@pytest.mark.parametrize("app", APPS)
def test_migrations_are_named_by_purpose(app):
    names = [path.stem for path in sorted((ROOT / app / "migrations").glob("[0-9]*.py"))]
    assert names
    assert [name for name in names if not re.fullmatch(r"\d{4}_[a-z][a-z_]+", name)] == []
    assert [name for name in names if re.search(r"_auto_|alter_|_and_more|remove_field|add_field", name)] == []
    numbers = [int(name[:4]) for name in names]
    assert numbers == list(range(1, len(numbers) + 1))


def test_migrations_can_be_undone(db):
    """Every RunSQL and RunPython says how to take it back."""
    loader = MigrationExecutor(connection).loader
    stuck = [
        f"{key}: {operation}"
        for key, migration in loader.disk_migrations.items()
        if key[0] in APPS
        for operation in migration.operations
        if not operation.reversible
    ]
    expect_none(stuck)


@pytest.mark.parametrize("app", APPS)
def test_shelves_have_the_names_everybody_knows(app):
    shelves = {
        *("urls", "views", "tasks", "admin", "management", "forms", "access", "operations", "policy", "queries", "models"),
        *("migrations", "templatetags", "locale", "data", "apps", "__init__", "__pycache__"),
    }
    plain = {one.stem for one in (ROOT / app).iterdir() if not one.name.startswith(".")} - shelves
    assert plain <= PLAIN[app], f"{app}: {plain - PLAIN[app]}"


# Modules without a database: facts, arithmetic and plumbing.
PLAIN = {
    "competition": {
        *("devices", "lifetimes", "networks", "load", "parking", "passes", "sealing", "sessions", "signed_in"),
        *("settings", "environment", "celery", "wsgi", "middleware", "context", "cache", "mail", "services"),
        *("enrolment", "passwords", "personal", "privacy", "redaction", "retention", "sign_on", "signing", "tokens"),
        *("bounces", "broker", "database", "guards", "markup", "moderation", "templating"),
        *(
            "arrivals",
            "at_once",
            "buckets",
            "canonical",
            "chain",
            "clock",
            "codes",
            "composing",
            "demo",
            "duties",
            "events",
            "freshness",
            "holidays",
            "letters",
            "messages",
            "night",
            "origin",
            "outgoing",
            "pace",
            "placeholders",
            "presets",
            "queues",
            "reference",
            "styleguide",
        ),
        *(
            "inspecting",
            "scans",
            "signatures",
            "spreadsheets",
            "states",
            "storage",
            "methods",
            "terms",
            "ties",
            "verdict",
            "widgets",
            "words",
            "wording",
            "workbooks",
            "zones",
        ),
    },
    "submissions": {
        *("states", "eligibility", "award_lists", "titles", "standing", "evidence", "forecasting", "reminding", "comparing"),
        *("coaching", "helping", "opendata", "openings", "replicating", "searching", "second_reading", "shingles", "tilemap"),
        *("asking", "attesting", "cards", "certifying", "guide", "manifests", "materials", "printing", "purposes", "videos"),
        *("continuing", "words"),
    },
    "judging": {
        *("states", "scoring", "seals", "allocation", "selecting", "succession", "floors", "ties"),
        *("bundling", "verifying", "weighing", "greyzone", "pacing", "packing", "training", "drifting"),
        *("timetabling", "collusion", "unscorable", "minutes"),
    },
}


def test_plain_modules_know_no_database():
    for app, names in PLAIN.items():
        for name in names - {
            "settings",
            "sessions",
            "celery",
            "wsgi",
            "middleware",
            "context",
            "cache",
            "mail",
            "services",
            # Where allauth asks who somebody is.
            "sign_on",
            "signing",
            "freshness",
            "clock",
        }:
            place = ROOT / app / name
            for path in place.rglob("*.py") if place.is_dir() else [Path(f"{place}.py")]:
                # A PDF has objects, too.
                text = path.read_text(encoding="utf-8").replace("document.objects", "")
                assert not re.search(r"^\s*from \w+\.models|^\s*from django\.db import (?!models)|\.objects\b", text, re.M), (
                    path
                )
