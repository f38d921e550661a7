"""What PostgreSQL itself refuses and keeps: moves of a proposal and a file, every version of an answer, what was sent and said."""

from django.db import migrations

from competition.guards import keep, moves

# In one statement with the change itself: no writer can forget it, and another text under a version that is kept already is
# refused by `revision_once_per_version`.
VERSIONS = """
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
DROP_VERSIONS = """
DROP TRIGGER answer_keeps_its_versions ON submissions_answer;
DROP TRIGGER answer_keeps_its_first ON submissions_answer;
DROP FUNCTION kipp_keep_version();
"""

# What was once saved can be removed by one act alone: the retention of drafts that were never sent.
SAVED = """
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
CREATE TRIGGER answerrevision_is_append_only BEFORE UPDATE OR DELETE ON submissions_answerrevision
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_what_was_saved();
"""
DROP_SAVED = """
DROP TRIGGER answerrevision_is_append_only ON submissions_answerrevision;
DROP FUNCTION kipp_keep_what_was_saved();
"""

# That an endorsement was given in its term: days are counted in WIB (`competition/terms.py`).
IN_TERM = """
ALTER TABLE submissions_endorsement ADD CONSTRAINT endorsement_is_within_its_term CHECK (
    (term_from IS NULL OR (endorsed_at AT TIME ZONE 'Asia/Jakarta')::date >= term_from)
    AND (term_until IS NULL OR (endorsed_at AT TIME ZONE 'Asia/Jakarta')::date <= term_until)
);
"""
DROP_IN_TERM = "ALTER TABLE submissions_endorsement DROP CONSTRAINT endorsement_is_within_its_term;"

# What a file is does not change once all of it is here, what was checked is not checked again, what was removed does not come back,
# and what is a proof stays one. A row goes only while its file is on its way, or with a draft that was never sent.
FACTS = """
CREATE FUNCTION kipp_keep_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'UPLOADING' OR (current_setting('kipp.retention', true) = 'on' AND NOT EXISTS (
            SELECT 1 FROM submissions_submission s WHERE s.proposal_id = OLD.proposal_id
        )) THEN
            RETURN OLD;
        END IF;
    ELSIF (OLD.code, OLD.proposal_id, OLD.question_id, OLD.letter, OLD.is_proof, OLD.uploaded_by_id, OLD.started_at)
            IS NOT DISTINCT FROM
            (NEW.code, NEW.proposal_id, NEW.question_id, NEW.letter, NEW.is_proof, NEW.uploaded_by_id, NEW.started_at)
        AND (OLD.state = 'UPLOADING' OR
            (OLD.name, OLD.kind, OLD.size, OLD.sha256, OLD.original, OLD.arrived_at, OLD.closes_at, OLD.replaces_id)
            IS NOT DISTINCT FROM
            (NEW.name, NEW.kind, NEW.size, NEW.sha256, NEW.original, NEW.arrived_at, NEW.closes_at, NEW.replaces_id))
        AND (OLD.state IN ('UPLOADING', 'CHECKING') OR
            (OLD.cleaned, OLD.cleaned_sha256, OLD.cleaned_size, OLD.pages, OLD.refusal, OLD.figures, OLD.checked_at)
            IS NOT DISTINCT FROM
            (NEW.cleaned, NEW.cleaned_sha256, NEW.cleaned_size, NEW.pages, NEW.refusal, NEW.figures, NEW.checked_at))
        AND (OLD.removed_at IS NULL OR (OLD.removed_at, OLD.removed_by_id) = (NEW.removed_at, NEW.removed_by_id))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% keeps its facts: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER document_keeps_its_facts BEFORE UPDATE OR DELETE ON submissions_document
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_document();
CREATE TRIGGER sentdocument_is_append_only BEFORE UPDATE OR DELETE ON submissions_sentdocument
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
"""
DROP_FACTS = """
DROP TRIGGER sentdocument_is_append_only ON submissions_sentdocument;
DROP TRIGGER document_keeps_its_facts ON submissions_document;
DROP FUNCTION kipp_keep_document();
"""

# Of a yes that was said, only its end and an objection are written later, each once. It goes only with a draft that was never
# sent.
YES = """
CREATE FUNCTION kipp_keep_endorsement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_setting('kipp.retention', true) = 'on' AND NOT EXISTS (
            SELECT 1 FROM submissions_submission s WHERE s.proposal_id = OLD.proposal_id
        ) THEN
            RETURN OLD;
        END IF;
    ELSIF to_jsonb(OLD) - '{ended_at,objected_at,objected_by_id,objection}'::text[]
            = to_jsonb(NEW) - '{ended_at,objected_at,objected_by_id,objection}'::text[]
        AND (OLD.ended_at IS NULL OR OLD.ended_at = NEW.ended_at)
        AND (OLD.objected_at IS NULL OR (OLD.objected_at, OLD.objected_by_id, OLD.objection)
            = (NEW.objected_at, NEW.objected_by_id, NEW.objection))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% keeps its facts: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER endorsement_keeps_its_facts BEFORE UPDATE OR DELETE ON submissions_endorsement
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_endorsement();
"""
DROP_YES = """
DROP TRIGGER endorsement_keeps_its_facts ON submissions_endorsement;
DROP FUNCTION kipp_keep_endorsement();
"""


class Migration(migrations.Migration):
    replaces = [("submissions", "0002_guards")]
    dependencies = [("submissions", "0001_tables"), ("competition", "0002_triggers")]
    operations = [
        moves(
            "submissions_proposal",
            "DRAFT>FORWARDED",
            "FORWARDED>DRAFT",
            "FORWARDED>SUBMITTED",
            "SUBMITTED>ELIGIBLE",
            "SUBMITTED>INELIGIBLE",
            "SUBMITTED>CORRECTION",
            "CORRECTION>SUBMITTED",
            "SUBMITTED>WITHDRAWN",
            "WITHDRAWN>FORWARDED",
        ),
        moves("submissions_document", "UPLOADING>CHECKING", "CHECKING>READY", "CHECKING>REFUSED"),
        migrations.RunSQL(VERSIONS, DROP_VERSIONS),
        migrations.RunSQL(SAVED, DROP_SAVED),
        migrations.RunSQL(IN_TERM, DROP_IN_TERM),
        migrations.RunSQL(FACTS, DROP_FACTS),
        migrations.RunSQL(YES, DROP_YES),
        keep("submissions_submission"),
        keep("submissions_screening"),
        keep("submissions_screeningline"),
        keep("submissions_withdrawal"),
        keep("submissions_resultsbundle"),
    ]
