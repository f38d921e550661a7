"""Certificates of published entries: of what was issued only that it is revoked is written later, once. Receipts by fingerprint."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.at_once import AtOnce

KEPT = """
CREATE FUNCTION kipp_keep_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := '{revoked_by_id,revoked_at,reason}';
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.revoked_at IS NULL AND to_jsonb(OLD) - later = to_jsonb(NEW) - later THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% keeps its facts: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER certificate_keeps_its_facts BEFORE UPDATE OR DELETE ON submissions_certificate
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_certificate();
"""
DROP_KEPT = """
DROP TRIGGER certificate_keeps_its_facts ON submissions_certificate;
DROP FUNCTION kipp_keep_certificate();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0010_catalogue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Certificate",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("number", models.CharField(max_length=20, unique=True)),
                    ("facts", models.JSONField()),
                    ("sha256", models.CharField(max_length=64, unique=True)),
                    ("signature", models.CharField(max_length=128)),
                    ("public_key", models.CharField(max_length=64)),
                    ("issued_at", models.DateTimeField()),
                    ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    ("reason", models.TextField(blank=True)),
                    (
                        "decree",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="certificates", to="submissions.decree"
                        ),
                    ),
                    (
                        "issued_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "outcome",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="certificates", to="submissions.outcome"
                        ),
                    ),
                    (
                        "revoked_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "ordering": ("pk",),
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("revoked_at", None)), fields=("outcome",), name="certificate_once_per_outcome"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("reason", ""), ("revoked_at", None), ("revoked_by", None)),
                                models.Q(
                                    ("revoked_at__isnull", False),
                                    ("revoked_by__isnull", False),
                                    models.Q(("reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="certificate_revoked_with_its_reason",
                        ),
                    ],
                },
            ),
            migrations.AddIndex(
                model_name="submission", index=models.Index(fields=["sha256"], name="submission_by_fingerprint")
            ),
        ),
        migrations.RunSQL(KEPT, DROP_KEPT),
    ]
