"""What PostgreSQL itself refuses: illegal moves, changes to a locked sheet, and changes to the trace of scores or a ranking."""

from django.db import migrations

from competition.guards import keep, moves

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


class Migration(migrations.Migration):
    replaces = [("judging", "0002_guards")]
    dependencies = [("judging", "0001_tables"), ("submissions", "0002_triggers"), ("competition", "0002_triggers")]
    operations = [
        moves(
            "judging_assignment",
            "OFFERED>ACCEPTED",
            "OFFERED>RECUSED",
            "OFFERED>RELEASED",
            "ACCEPTED>RECUSED",
            "ACCEPTED>RELEASED",
        ),
        moves("judging_scoresheet", "DRAFT>LOCKED"),
        moves("judging_selection", "PROPOSED>RATIFIED", "RATIFIED>PUBLISHED"),
        *(keep(f"judging_{table}") for table in ("scoreevent", "ranking", "rankingentry", "conflict", "bundlesalt")),
        migrations.RunSQL(LOCKED, DROP_LOCKED),
    ]
