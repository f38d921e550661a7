"""deploy/roles.sql: the role the application signs in as writes the audit, and can do nothing else to it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from competition.models import AuditEntry, AuditLink
from tests.auditing import link_now, record, sql

SCRIPT = Path(settings.BASE_DIR) / "deploy" / "roles.sql"
OWNER, APP = "kipp_test_owner", "kipp_test_app"
TABLES = ("competition_auditentry", "competition_auditlink", "competition_audithead", "competition_auditturn")


def statements() -> list[str]:
    """Return the script's statements with the names filled in, as psql would send them; those that psql builds come first."""
    lines = [line for line in SCRIPT.read_text(encoding="utf-8").splitlines() if not line.startswith("--")]
    made, rest = re.findall(r"SELECT format\((.*?)\\gexec", "\n".join(lines), re.S), "\n".join(lines)
    assert len(made) == 2
    rest = re.sub(r"SELECT format\(.*?\\gexec", "", rest, flags=re.S).replace(':"app"', APP).replace(':"owner"', OWNER)
    roles = [f"CREATE ROLE {OWNER} LOGIN", f"CREATE ROLE {APP} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE"]
    return [*roles, *(one.strip() for one in rest.split(";") if one.strip())]


@pytest.fixture
def as_the_application(cast) -> Iterator[None]:
    """Be the application's role from here on; the transaction of the test takes the roles away again."""
    for statement in statements():
        sql(statement)
    sql(f"SET LOCAL ROLE {APP}")
    yield
    sql("RESET ROLE")


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_application")
def test_the_application_writes_entries_and_the_database_links_them(cast):
    (entry,) = record(edition=cast.edition, person=cast.writer)
    link_now()
    assert AuditLink.objects.get(entry=entry).hash
    assert AuditEntry.objects.get(pk=entry.pk).person_name == cast.writer.name


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_application")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_changes_nothing_of_the_audit(table, act):
    column = {"competition_auditentry": "reason", "competition_auditturn": "first_entry"}.get(table, "hash")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        sql(act.format(table, column, column))


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_application")
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO competition_auditlink (entry_id, chain, position, previous, hash) VALUES (1, 'x', 1, 'x', 'x')",
        "INSERT INTO competition_audithead (chain, position, hash) VALUES ('x', 1, 'x')",
        "INSERT INTO competition_auditturn VALUES (pg_current_xact_id(), 1)",
        "ALTER TABLE competition_auditentry DISABLE TRIGGER audit_is_append_only",
        "DROP TRIGGER audit_is_append_only ON competition_auditentry",
        "DROP TABLE competition_auditlink",
        "SET session_replication_role = replica",
        "DELETE FROM django_migrations",
        "CREATE OR REPLACE FUNCTION kipp_refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
)
def test_the_application_gets_round_none_of_it(statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        sql(statement)


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_application")
def test_a_temporary_table_does_not_take_the_place_of_the_chain(cast):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE competition_audithead (chain text, position bigint, hash text)")
        cursor.execute(
            "CREATE TEMP TABLE competition_auditlink (entry_id bigint, chain text, position bigint, previous text, hash text)"
        )
    record(edition=cast.edition)
    link_now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM pg_temp.competition_auditlink), count(*) > 0 FROM public.competition_auditlink"
        )
        assert cursor.fetchone() == (0, True)


@pytest.mark.django_db
@pytest.mark.usefixtures("as_the_application")
def test_the_application_still_does_its_other_work(cast):
    cast.writer.name = "Nama baru"
    cast.writer.save(update_fields=["name"])
    sql("DELETE FROM competition_heartbeat")
