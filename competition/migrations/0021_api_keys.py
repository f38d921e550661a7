"""Keys of institutions for their programs. Of a key only the day of its last use and its end are written later, the end once."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import competition.codes

KEPT = """
CREATE FUNCTION kipp_keep_api_key() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := '{used_on,revoked_at,revoked_by_id}';
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.revoked_at IS NULL AND to_jsonb(OLD) - later = to_jsonb(NEW) - later THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% keeps its facts: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER api_key_keeps_its_facts BEFORE UPDATE OR DELETE ON competition_apikey
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_api_key();
"""
DROP_KEPT = """
DROP TRIGGER api_key_keeps_its_facts ON competition_apikey;
DROP FUNCTION kipp_keep_api_key();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0020_clock"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=competition.codes.new_code, editable=False, max_length=12, unique=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("proposals:read", "Proposal instansi"),
                                ("receipts:read", "Tanda terima instansi"),
                                ("outcomes:read", "Hasil instansi, setelah diumumkan"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("prefix", models.CharField(max_length=16)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_on", models.DateField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keys", to="competition.institution"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "ordering": ("-made_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scopes__contained_by", ["proposals:read", "receipts:read", "outcomes:read"]),
                            ("scopes__len__gt", 0),
                        ),
                        name="api_key_scopes_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at__gt", models.F("made_at")),
                            (
                                "expires_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("made_at"), "+", models.Value(datetime.timedelta(days=366))
                                ),
                            ),
                        ),
                        name="api_key_lasts_a_year_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="api_key_revoked_by_somebody",
                    ),
                    models.UniqueConstraint(
                        models.F("institution"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("revoked_at", None)),
                        name="api_key_name_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT, DROP_KEPT),
    ]
