"""How sheets become a score freezes as the sheet does: with the round's first locked one."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION kipp_freeze_score_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.readers_per_proposal, NEW.least_sheets, NEW.rounding, NEW.decimals, NEW.tie_break, NEW.passing_grade)
        IS DISTINCT FROM
        (OLD.readers_per_proposal, OLD.least_sheets, OLD.rounding, OLD.decimals, OLD.tie_break, OLD.passing_grade)
    THEN
        PERFORM kipp_refuse_frozen_sheet(OLD.id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER score_rule_is_frozen BEFORE UPDATE ON competition_round
    FOR EACH ROW EXECUTE FUNCTION kipp_freeze_score_rule();
"""
THAW = """
DROP TRIGGER score_rule_is_frozen ON competition_round;
DROP FUNCTION kipp_freeze_score_rule();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0019_score_rule"),
        ("judging", "0011_given_back"),
    ]

    operations = [migrations.RunSQL(FREEZE, THAW)]
