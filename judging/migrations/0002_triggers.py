"""What PostgreSQL itself refuses: illegal moves, changes to a locked sheet, and changes to the trace of scores or a ranking."""

from django.db import migrations

LOCKED = """
CREATE FUNCTION kipp_refuse_locked_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM judging_scoresheet
               WHERE id = COALESCE(NEW.sheet_id, OLD.sheet_id) AND state = 'LOCKED') THEN
        RAISE EXCEPTION 'sheet % is locked', COALESCE(NEW.sheet_id, OLD.sheet_id)
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER mark_of_locked_sheet BEFORE INSERT OR UPDATE OR DELETE ON judging_mark
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_locked_mark();
CREATE FUNCTION kipp_refuse_locked_sheet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'LOCKED' THEN
        RAISE EXCEPTION 'sheet % is locked', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER sheet_stays_locked BEFORE UPDATE OR DELETE ON judging_scoresheet
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_locked_sheet();
"""
DROP_LOCKED = """
DROP TRIGGER sheet_stays_locked ON judging_scoresheet;
DROP FUNCTION kipp_refuse_locked_sheet();
DROP TRIGGER mark_of_locked_sheet ON judging_mark;
DROP FUNCTION kipp_refuse_locked_mark();
"""


def moves(table: str, *pairs: str) -> migrations.RunSQL:
    """Return the operation that lets a table's state change by these moves only."""
    arguments = ", ".join(f"'{pair}'" for pair in pairs)
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_moves BEFORE UPDATE ON judging_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION kipp_check_move({arguments})",
        f"DROP TRIGGER {table}_moves ON judging_{table}",
    )


def keep(table: str) -> migrations.RunSQL:
    """Return the operation that makes a table append-only."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON judging_{table}"
        " FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change()",
        f"DROP TRIGGER {table}_is_append_only ON judging_{table}",
    )


class Migration(migrations.Migration):
    replaces = [("judging", "0002_guards")]
    dependencies = [("judging", "0001_tables"), ("submissions", "0002_triggers"), ("competition", "0002_triggers")]
    operations = [
        moves(
            "assignment",
            "OFFERED>ACCEPTED",
            "OFFERED>RECUSED",
            "OFFERED>RELEASED",
            "ACCEPTED>RECUSED",
            "ACCEPTED>RELEASED",
        ),
        moves("scoresheet", "DRAFT>LOCKED"),
        moves("selection", "PROPOSED>RATIFIED", "RATIFIED>PUBLISHED"),
        *(keep(table) for table in ("scoreevent", "ranking", "rankingentry", "conflict", "bundlesalt")),
        migrations.RunSQL(LOCKED, DROP_LOCKED),
    ]
