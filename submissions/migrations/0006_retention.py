"""What was once saved can be removed by one act alone: the retention of drafts that were never sent."""

from django.db import migrations

KEEP_UNLESS_UNSENT = """
CREATE FUNCTION kipp_keep_what_was_saved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('kipp.retention', true) = 'on' AND NOT EXISTS (
        SELECT 1 FROM submissions_submission s JOIN submissions_answer a ON a.proposal_id = s.proposal_id
        WHERE a.id = OLD.answer_id
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER answerrevision_is_append_only ON submissions_answerrevision;
CREATE TRIGGER answerrevision_is_append_only BEFORE UPDATE OR DELETE ON submissions_answerrevision
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_what_was_saved();
"""
KEEP_ALL = """
DROP TRIGGER answerrevision_is_append_only ON submissions_answerrevision;
CREATE TRIGGER answerrevision_is_append_only BEFORE UPDATE OR DELETE ON submissions_answerrevision
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
DROP FUNCTION kipp_keep_what_was_saved();
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0005_writing"), ("competition", "0010_personal_data")]
    operations = [migrations.RunSQL(KEEP_UNLESS_UNSENT, KEEP_ALL)]
