"""Trigger functions that every app's tables use, and the first table they guard."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION kipp_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- The moves stand in the trigger's arguments as 'FROM>TO'.
CREATE FUNCTION kipp_check_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IS DISTINCT FROM NEW.state AND NOT (OLD.state || '>' || NEW.state) = ANY (TG_ARGV) THEN
        RAISE EXCEPTION '%: no move from % to %', TG_TABLE_NAME, OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
DROP_FUNCTIONS = "DROP FUNCTION kipp_refuse_change(); DROP FUNCTION kipp_check_move();"

AUDIT = """
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON competition_auditentry
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON competition_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION kipp_refuse_change();
"""
DROP_AUDIT = """
DROP TRIGGER audit_is_append_only ON competition_auditentry;
DROP TRIGGER audit_is_not_emptied ON competition_auditentry;
"""


class Migration(migrations.Migration):
    dependencies = [("competition", "0001_frame")]
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(AUDIT, DROP_AUDIT),
    ]
