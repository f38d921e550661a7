"""Scanned files that belong to no proposal; objections to a published list, the way an answer takes, what of one never changes."""

from functools import partial

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.at_once import AtOnce
from competition.codes import new_code
from competition.guards import moves

# What was said stays, and so does an answer. Who said it goes in time, and what was never confirmed goes whole.
KEPT = """
CREATE FUNCTION kipp_keep_objection() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := '{state,confirmed_at,handler_id,reason,answered_at,name,email,evidence_id}';
    is_swept boolean := coalesce(current_setting('kipp.retention', true), '') = 'on';
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF is_swept AND OLD.state = 'FILED' THEN
            RETURN OLD;
        END IF;
    ELSIF to_jsonb(OLD) - later = to_jsonb(NEW) - later
        AND (OLD.confirmed_at IS NULL OR OLD.confirmed_at = NEW.confirmed_at)
        AND (OLD.answered_at IS NULL
            OR (OLD.answered_at, OLD.reason, OLD.handler_id) = (NEW.answered_at, NEW.reason, NEW.handler_id))
        AND (is_swept AND (NEW.name, NEW.email) = ('', '') AND NEW.evidence_id IS NULL
            OR (OLD.name, OLD.email) = (NEW.name, NEW.email) AND OLD.evidence_id IS NOT DISTINCT FROM NEW.evidence_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% keeps its facts: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER objection_keeps_its_facts BEFORE UPDATE OR DELETE ON submissions_objection
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_objection();
"""
DROP_KEPT = """
DROP TRIGGER objection_keeps_its_facts ON submissions_objection;
DROP FUNCTION kipp_keep_objection();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0006_passing_undone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Enclosure",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=partial(new_code, 16), editable=False, max_length=16, unique=True)),
                    ("name", models.CharField(max_length=120)),
                    ("kind", models.CharField(max_length=3)),
                    ("size", models.PositiveIntegerField()),
                    ("sha256", models.CharField(max_length=64)),
                    ("path", models.CharField(max_length=100, unique=True)),
                    ("cleaned", models.CharField(blank=True, max_length=100)),
                    ("refusal", models.CharField(blank=True, max_length=10)),
                    ("figures", models.JSONField(blank=True, default=dict)),
                    ("sent_at", models.DateTimeField()),
                    ("checked_at", models.DateTimeField(blank=True, null=True)),
                    ("check_after", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(condition=models.Q(("checked_at", None)), fields=["sent_at"], name="enclosure_open")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("checked_at", None), ("cleaned", ""), ("refusal", "")),
                                models.Q(
                                    ("check_after", None),
                                    ("checked_at__isnull", False),
                                    models.Q(("cleaned", ""), ("refusal", ""), _connector="XOR"),
                                ),
                                _connector="OR",
                            ),
                            name="enclosure_has_one_verdict",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Objection",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=partial(new_code, 12), editable=False, max_length=12, unique=True)),
                    ("name", models.CharField(max_length=150)),
                    ("email", models.EmailField(blank=True, max_length=254)),
                    ("language", models.CharField(default="id", max_length=2)),
                    ("text", models.TextField()),
                    ("nonce", models.CharField(max_length=43)),
                    ("token_hash", models.CharField(max_length=64, unique=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("FILED", "Menunggu konfirmasi alamat"),
                                ("OPEN", "Menunggu jawaban"),
                                ("UPHELD", "Dikabulkan"),
                                ("PARTLY", "Dikabulkan sebagian"),
                                ("DISMISSED", "Tidak dikabulkan"),
                            ],
                            default="FILED",
                            max_length=9,
                        ),
                    ),
                    ("filed_at", models.DateTimeField()),
                    ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    ("reason", models.TextField(blank=True)),
                    ("answered_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "evidence",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="objection",
                            to="submissions.enclosure",
                        ),
                    ),
                    (
                        "handler",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="objections",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "outcome",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="objections",
                            to="submissions.outcome",
                        ),
                    ),
                    (
                        "publication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="submissions.publication"
                        ),
                    ),
                ],
                options={
                    "ordering": ("filed_at", "pk"),
                    "indexes": [models.Index(fields=["publication", "state"], name="objection_of_publication")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("state__in", ["FILED", "OPEN", "UPHELD", "PARTLY", "DISMISSED"])),
                            name="objection_state_is_known",
                        ),
                        models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="objection_has_words"),
                        models.CheckConstraint(
                            condition=models.Q(("state", "FILED"), ("confirmed_at__isnull", False), _connector="XOR"),
                            name="objection_counts_once_confirmed",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    models.Q(("state__in", ("UPHELD", "PARTLY", "DISMISSED")), _negated=True),
                                    ("answered_at", None),
                                    ("reason", ""),
                                ),
                                models.Q(
                                    ("answered_at__isnull", False),
                                    ("handler__isnull", False),
                                    ("state__in", ("UPHELD", "PARTLY", "DISMISSED")),
                                    models.Q(("reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="objection_answer_has_its_reason",
                        ),
                    ],
                },
            ),
        ),
        moves("submissions_objection", "FILED>OPEN", "OPEN>UPHELD", "OPEN>PARTLY", "OPEN>DISMISSED"),
        migrations.RunSQL(KEPT, DROP_KEPT),
    ]
