"""A training text that somebody scored stays as it was read, and the choice of texts as long as the sheet they were scored by."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION kipp_freeze_anchor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'is_used' IS DISTINCT FROM to_jsonb(OLD) - 'is_used' AND EXISTS (
        SELECT 1 FROM judging_trainingsheet sheet WHERE sheet.anchor_id = OLD.id
    ) THEN
        RAISE EXCEPTION 'training text % was scored: its words are frozen', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.is_used <> OLD.is_used AND EXISTS (
        SELECT 1 FROM judging_trainingsheet sheet
        JOIN competition_anchor anchor ON anchor.id = sheet.anchor_id
        JOIN competition_round round ON round.id = anchor.round_id AND round.sheet_version = sheet.sheet_version
        WHERE anchor.round_id = NEW.round_id
    ) THEN
        RAISE EXCEPTION 'training texts of round % were scored: the choice is frozen', NEW.round_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER anchor_is_frozen BEFORE UPDATE ON competition_anchor
    FOR EACH ROW EXECUTE FUNCTION kipp_freeze_anchor();
"""
THAW = "DROP TRIGGER anchor_is_frozen ON competition_anchor; DROP FUNCTION kipp_freeze_anchor();"


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0017_training_stock"),
        ("judging", "0008_visits"),
    ]

    operations = [migrations.RunSQL(FREEZE, THAW)]
