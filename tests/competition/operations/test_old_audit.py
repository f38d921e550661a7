"""A database from before the hash chain: migrating links what is there, and `verify_audit` finds it whole."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

SCRATCH = "kipp_old_audit"
SCRIPT = """
import django

django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

OLD = ("competition", "0005_appointments")
call_command("migrate", *OLD, verbosity=0)
old = MigrationLoader(connection).project_state(OLD).apps
at, make = timezone.now(), old.get_model("competition", "AuditEntry").objects.create
edition = old.get_model("competition", "Edition").objects.create(
    year=2016, name="Lama", legal_basis="x", rules_hash="0" * 64, is_current=True, loaded_at=at
)
person = old.get_model("competition", "Person").objects.create(email="lama@contoh.test", name="Orang Lama", joined_at=at)
for number in range(12):
    values = {"data": {"n": number, "huruf": "é–"}, "reason": "Alasan.", "person": person if number % 2 else None}
    place = {"edition": edition if number % 3 else None, "subject_type": "x", "subject_key": str(number)}
    make(event="draft_started", at=at, **place, **values)
call_command("migrate", verbosity=0)

from competition.models import AuditEntry, AuditHead, AuditLink
from competition.operations.events import record_event
from competition.models import Edition, Person

who, year = Person.objects.get(), Edition.objects.get()
record_event(event="draft_started", subject=who, subject_key="baru", person=who, at=timezone.now(), edition=year)
links = AuditLink.objects.order_by("chain", "position").values_list("chain", "position", "entry__subject_key")
wanted = {f"edition-{year.pk}": "1 2 4 5 7 8 10 11 baru", "general": "0 3 6 9"}
assert list(links) == [
    (chain, place, key) for chain, keys in wanted.items() for place, key in enumerate(keys.split(), start=1)
], list(links)
call_command("verify_audit")
with connection.cursor() as cursor:
    cursor.execute("ALTER TABLE competition_auditentry DISABLE TRIGGER audit_is_append_only")
    cursor.execute("UPDATE competition_auditentry SET reason = 'Lain.' WHERE subject_key = '4'")
call_command("verify_audit")
"""


@pytest.fixture
def scratch(django_db_blocker) -> Iterator[str]:
    """Return the address of an empty database beside the tests' own."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {SCRATCH}")
        cursor.execute(f"CREATE DATABASE {SCRATCH}")
        yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{SCRATCH}").geturl()
        cursor.execute(f"DROP DATABASE {SCRATCH} WITH (FORCE)")


@pytest.mark.django_db(transaction=True)
def test_entries_from_before_the_chain_are_linked_in_their_order_and_guarded(scratch):
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "DATABASE_URL": scratch},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "the audit holds" in run.stdout, run.stderr
    # The negative control: what is changed afterwards is found.
    assert run.returncode != 0
    assert "edition-1 #3 (entry 5)" in run.stdout + run.stderr, run.stderr
