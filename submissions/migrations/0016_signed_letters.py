"""A signed letter as the proof of a leader's yes, with its file beside the proposal, and what is said against it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# As in migration 0014, and what is a proof stays one.
KEEP_FACTS = """
CREATE OR REPLACE FUNCTION kipp_keep_document() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
KEEP_FACTS_AS_BEFORE = """
CREATE OR REPLACE FUNCTION kipp_keep_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'UPLOADING' OR (current_setting('kipp.retention', true) = 'on' AND NOT EXISTS (
            SELECT 1 FROM submissions_submission s WHERE s.proposal_id = OLD.proposal_id
        )) THEN
            RETURN OLD;
        END IF;
    ELSIF (OLD.code, OLD.proposal_id, OLD.question_id, OLD.letter, OLD.uploaded_by_id, OLD.started_at)
            IS NOT DISTINCT FROM (NEW.code, NEW.proposal_id, NEW.question_id, NEW.letter, NEW.uploaded_by_id, NEW.started_at)
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
"""
# Of a yes that was said, only its end and an objection are written later, each once. It goes only with a draft that was never
# sent (migration 0006).
KEEP_YES = """
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
FORGET_YES = """
DROP TRIGGER endorsement_keeps_its_facts ON submissions_endorsement;
DROP FUNCTION kipp_keep_endorsement();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0019_institution_extensions"),
        ("submissions", "0015_tables_have_one_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="endorsement",
            name="endorsement_once_per_content",
        ),
        migrations.AddField(
            model_name="document",
            name="is_proof",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="document",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="endorsement",
                to="submissions.document",
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="kind",
            field=models.CharField(choices=[("ONLINE", "Di KIPP"), ("LETTER", "Dengan surat")], default="ONLINE", max_length=6),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="letter_number",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="letter_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="objected_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="objected_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="objection",
            field=models.CharField(blank=True, max_length=1000),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="endorsement",
            name="signer",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="endorsementlink",
            name="endorsement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="submissions.endorsement",
            ),
        ),
        migrations.AlterField(
            model_name="endorsement",
            name="endorsed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_proof", False), models.Q(("letter", ""), ("question", None), ("replaces", None)), _connector="OR"
                ),
                name="document_proof_is_no_content",
            ),
        ),
        migrations.AddConstraint(
            model_name="endorsement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("proposal", "content_hash"), name="endorsement_once_per_content"
            ),
        ),
        migrations.AddConstraint(
            model_name="endorsement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("document", None),
                        ("ended_at", None),
                        ("endorsed_by__isnull", False),
                        ("kind", "ONLINE"),
                        ("letter_on", None),
                        ("recorded_by", None),
                    ),
                    models.Q(
                        ("document__isnull", False),
                        ("kind", "LETTER"),
                        ("letter_on__isnull", False),
                        ("recorded_by__isnull", False),
                        models.Q(("letter_number", ""), _negated=True),
                        models.Q(("signer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="endorsement_letter_has_its_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="endorsement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("objected_at", None), ("objected_by", None)),
                    models.Q(("objected_at__isnull", False), ("objected_by__isnull", False)),
                    _connector="OR",
                ),
                name="endorsement_objection_is_somebodys",
            ),
        ),
        migrations.RunSQL(KEEP_FACTS, KEEP_FACTS_AS_BEFORE),
        migrations.RunSQL(KEEP_YES, FORGET_YES),
    ]
