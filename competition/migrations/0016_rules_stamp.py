"""Whoever changes a row of an edition's rules, by whatever way, gives the edition another stamp."""

from django.db import migrations, models

STAMP = """
-- Of its own, not a column's: a number once given is never given again, not even after a transaction that was rolled back.
CREATE SEQUENCE competition_rules_stamp;

CREATE FUNCTION kipp_stamp_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    IF TG_TABLE_NAME = 'competition_level' THEN
        SELECT array_agg(r.edition_id) INTO changed FROM competition_criterion c JOIN competition_round r ON r.id = c.round_id
            WHERE c.id IN (NEW.criterion_id, OLD.criterion_id);
    ELSIF TG_TABLE_NAME = 'competition_criterion' THEN
        SELECT array_agg(r.edition_id) INTO changed FROM competition_round r WHERE r.id IN (NEW.round_id, OLD.round_id);
    ELSE
        changed := ARRAY[NEW.edition_id, OLD.edition_id];
    END IF;
    UPDATE competition_edition SET rules_stamp = nextval('competition_rules_stamp') WHERE id = ANY (changed);
    RETURN NULL;
END $$;

-- An edition that is written as a whole, as it was read a while ago, does not bring an old stamp back.
CREATE FUNCTION kipp_keep_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.rules_stamp := greatest(NEW.rules_stamp, OLD.rules_stamp);
    RETURN NEW;
END $$;
CREATE TRIGGER edition_keeps_its_stamp BEFORE UPDATE ON competition_edition
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_stamp();
"""
TABLES = ("category", "group", "question", "round", "criterion", "level")
TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_stamps_its_edition AFTER INSERT OR UPDATE OR DELETE ON competition_{table}"
    " FOR EACH ROW EXECUTE FUNCTION kipp_stamp_rules();\n"
    for table in TABLES
)
DROP = "".join(f"DROP TRIGGER {table}_stamps_its_edition ON competition_{table};\n" for table in TABLES) + (
    "DROP TRIGGER edition_keeps_its_stamp ON competition_edition; DROP FUNCTION kipp_keep_stamp();"
    " DROP FUNCTION kipp_stamp_rules(); DROP SEQUENCE competition_rules_stamp;"
)


class Migration(migrations.Migration):
    dependencies = [("competition", "0015_category_guide")]
    operations = [
        migrations.AddField("edition", "rules_stamp", models.BigIntegerField(default=0, editable=False)),
        migrations.RunSQL(STAMP + TRIGGERS, DROP),
    ]
