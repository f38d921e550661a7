"""Files of a proposal: as they were uploaded, and their cleaned copies; which of them were sent; the link to a video."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import submissions.models.document

DOCUMENT_MOVES = ("UPLOADING>CHECKING", "CHECKING>READY", "CHECKING>REFUSED")
MOVE_TRIGGER = "CREATE TRIGGER document_moves BEFORE UPDATE ON submissions_document FOR EACH ROW EXECUTE FUNCTION kipp_check_move({})".format(
    ", ".join(f"'{move}'" for move in DOCUMENT_MOVES)
)
# What a file is does not change once all of it is here, what was checked is not checked again, and what was removed does not come
# back. A row goes only while its file is on its way, or with a draft that was never sent (migration 0006).
KEEP_FACTS = """
CREATE FUNCTION kipp_keep_document() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER document_keeps_its_facts BEFORE UPDATE OR DELETE ON submissions_document
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_document();
CREATE TRIGGER sentdocument_is_append_only BEFORE UPDATE OR DELETE ON submissions_sentdocument
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
"""
FORGET_FACTS = """
DROP TRIGGER sentdocument_is_append_only ON submissions_sentdocument;
DROP TRIGGER document_keeps_its_facts ON submissions_document;
DROP FUNCTION kipp_keep_document();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0018_files"),
        ("submissions", "0013_endorsement_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="video",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=submissions.models.document.new_document_code, editable=False, max_length=16, unique=True
                    ),
                ),
                ("letter", models.SlugField(blank=True, max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(blank=True, max_length=3)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("UPLOADING", "Mengunggah"),
                            ("CHECKING", "Diperiksa"),
                            ("READY", "Siap"),
                            ("REFUSED", "Ditolak"),
                        ],
                        default="UPLOADING",
                        max_length=9,
                    ),
                ),
                ("received", models.PositiveIntegerField(default=0)),
                ("original", models.CharField(blank=True, max_length=100)),
                ("cleaned", models.CharField(blank=True, max_length=100)),
                ("cleaned_sha256", models.CharField(blank=True, max_length=64)),
                ("cleaned_size", models.PositiveIntegerField(blank=True, null=True)),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
                ("refusal", models.CharField(blank=True, max_length=10)),
                ("figures", models.JSONField(blank=True, default=dict)),
                ("started_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("check_after", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="submissions.proposal"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="competition.question",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="submissions.document",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="SentDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sendings", to="submissions.document"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sent_documents", to="submissions.submission"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["proposal", "id"], name="document_of_proposal"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("state__in", ("UPLOADING", "CHECKING"))),
                fields=["state", "started_at"],
                name="document_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["UPLOADING", "CHECKING", "READY", "REFUSED"])), name="document_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("question", None), ("letter", ""), _connector="OR"), name="document_has_one_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("arrived_at__lt", models.F("closes_at"))), name="document_arrived_in_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("arrived_at", None), ("original", ""), ("removed_at", None), ("state", "UPLOADING")),
                    models.Q(
                        models.Q(("state", "UPLOADING"), _negated=True),
                        models.Q(("original", ""), _negated=True),
                        models.Q(("kind", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                        ("arrived_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="document_here_has_its_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cleaned_size__gt", 0),
                        ("state", "READY"),
                        models.Q(("cleaned", ""), _negated=True),
                        models.Q(("cleaned_sha256", ""), _negated=True),
                    ),
                    models.Q(models.Q(("state", "READY"), _negated=True), ("cleaned", "")),
                    _connector="OR",
                ),
                name="document_ready_has_its_copy",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "REFUSED"), ("refusal", ""), _connector="XOR"),
                name="document_refusal_has_its_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removed_at", None), ("removed_by", None)),
                    models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                    _connector="OR",
                ),
                name="document_removal_is_somebodys",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("letter", ""), _negated=True), ("removed_at", None), ("state__in", ("CHECKING", "READY"))
                ),
                fields=("proposal", "letter"),
                name="document_once_per_letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="sentdocument",
            constraint=models.UniqueConstraint(fields=("submission", "document"), name="document_once_per_sending"),
        ),
        migrations.RunSQL(MOVE_TRIGGER, "DROP TRIGGER document_moves ON submissions_document"),
        migrations.RunSQL(KEEP_FACTS, FORGET_FACTS),
    ]
