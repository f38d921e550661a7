"""Figures before and after, kept with the answer; and the database itself keeps every version of an answer."""

from django.db import migrations, models

# In one statement with the change itself: no writer can forget it, and another text under a version that is kept already is
# refused by `revision_once_per_version`.
KEEP = """
CREATE FUNCTION kipp_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO submissions_answerrevision (answer_id, version, text, evidence, saved_by_id, saved_at)
    VALUES (NEW.id, NEW.version, NEW.text, NEW.evidence, NEW.changed_by_id, NEW.changed_at);
    UPDATE submissions_proposal SET version = version + 1, changed_at = NEW.changed_at WHERE id = NEW.proposal_id;
    RETURN NULL;
END $$;
CREATE TRIGGER answer_keeps_its_first AFTER INSERT ON submissions_answer
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_version();
CREATE TRIGGER answer_keeps_its_versions AFTER UPDATE OF version, text, evidence ON submissions_answer
    FOR EACH ROW WHEN ((OLD.version, OLD.text, OLD.evidence) IS DISTINCT FROM (NEW.version, NEW.text, NEW.evidence))
    EXECUTE FUNCTION kipp_keep_version();
"""
FORGET = """
DROP TRIGGER answer_keeps_its_versions ON submissions_answer;
DROP TRIGGER answer_keeps_its_first ON submissions_answer;
DROP FUNCTION kipp_keep_version();
"""


class Migration(migrations.Migration):
    dependencies = [("submissions", "0004_endorsement_in_stead"), ("competition", "0009_writing")]
    operations = [
        migrations.AddField("answer", "evidence", models.JSONField(blank=True, default=list)),
        migrations.AddField("answerrevision", "evidence", models.JSONField(blank=True, default=list)),
        migrations.RunSQL(KEEP, FORGET),
    ]
