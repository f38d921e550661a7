"""The register of replications: the moves one takes, what was asked for and what was confirmed stays, and so does every message."""

from functools import partial

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.at_once import AtOnce
from competition.codes import new_code
from competition.guards import keep, moves

# What was asked for stays, an agreement is replaced only while nobody has decided about it, and what was confirmed stays.
KEPT = """
CREATE FUNCTION kipp_keep_replication() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := '{state,state_since,agreement_id,agreed_at,decided_by_id,reason,adapted,figures,reported_at,confirmed_by_id}';
    shown text[] := '{shown_by_origin,shown_by_institution,replica_id}';
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(OLD) - later - shown = to_jsonb(NEW) - later - shown
        AND (OLD.state IN ('INTEREST', 'AGREED') OR OLD.agreement_id IS NOT DISTINCT FROM NEW.agreement_id)
        AND (OLD.decided_by_id IS NULL OR OLD.decided_by_id = NEW.decided_by_id)
        AND (OLD.state NOT IN ('CONFIRMED', 'REFUSED', 'WITHDRAWN') OR to_jsonb(OLD) - shown = to_jsonb(NEW) - shown)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% keeps its facts: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER replication_keeps_its_facts BEFORE UPDATE OR DELETE ON submissions_replication
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_replication();
"""
DROP_KEPT = """
DROP TRIGGER replication_keeps_its_facts ON submissions_replication;
DROP FUNCTION kipp_keep_replication();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0019_score_rule"),
        ("submissions", "0011_certificates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="Replication",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(default=partial(new_code, 12), editable=False, max_length=12, unique=True)),
                    ("place", models.CharField(max_length=200)),
                    ("plan", models.TextField()),
                    ("asked_at", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("INTEREST", "Berminat"),
                                ("AGREED", "Kesepakatan diunggah"),
                                ("APPROVED", "Disetujui instansi asal"),
                                ("REFUSED", "Ditolak instansi asal"),
                                ("IMPLEMENTING", "Sedang diterapkan"),
                                ("CONFIRMED", "Dikonfirmasi tim asal"),
                                ("WITHDRAWN", "Dibatalkan"),
                            ],
                            default="INTEREST",
                            max_length=12,
                        ),
                    ),
                    ("state_since", models.DateTimeField()),
                    ("agreed_at", models.DateTimeField(blank=True, null=True)),
                    ("reason", models.TextField(blank=True)),
                    ("adapted", models.TextField(blank=True)),
                    ("figures", models.JSONField(blank=True, default=list)),
                    ("reported_at", models.DateTimeField(blank=True, null=True)),
                    ("shown_by_origin", models.BooleanField(default=False)),
                    ("shown_by_institution", models.BooleanField(default=False)),
                    (
                        "agreement",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replication",
                            to="submissions.enclosure",
                        ),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "innovation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replications",
                            to="submissions.innovation",
                        ),
                    ),
                    (
                        "institution",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replications",
                            to="competition.institution",
                        ),
                    ),
                    (
                        "origin",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="lent_replications",
                            to="competition.institution",
                        ),
                    ),
                    (
                        "replica",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replica_of",
                            to="submissions.innovation",
                        ),
                    ),
                ],
                options={
                    "ordering": ("-state_since", "-pk"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "state__in",
                                    ["INTEREST", "AGREED", "APPROVED", "REFUSED", "IMPLEMENTING", "CONFIRMED", "WITHDRAWN"],
                                )
                            ),
                            name="replication_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("origin", models.F("institution")), _negated=True),
                            name="replication_is_anothers",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(models.Q(("place", ""), _negated=True), models.Q(("plan", ""), _negated=True)),
                            name="replication_says_what",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ("INTEREST", "REFUSED", "WITHDRAWN")),
                                models.Q(("agreed_at__isnull", False), ("agreement__isnull", False)),
                                _connector="OR",
                            ),
                            name="replication_rests_on_agreement",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state__in", ("INTEREST", "AGREED", "WITHDRAWN")),
                                models.Q(
                                    ("decided_by__isnull", False),
                                    models.Q(
                                        models.Q(("state", "REFUSED"), _negated=True),
                                        models.Q(("reason", ""), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="replication_decision_is_somebodys",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "CONFIRMED"), _negated=True),
                                models.Q(
                                    ("confirmed_by__isnull", False),
                                    ("reported_at__isnull", False),
                                    models.Q(("adapted", ""), _negated=True),
                                    models.Q(("figures", []), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="replication_confirmed_has_figures",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ("REFUSED", "WITHDRAWN")), _negated=True),
                            fields=("innovation", "institution"),
                            name="replication_once_per_institution",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReplicationMessage",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("text", models.TextField()),
                    ("written_at", models.DateTimeField()),
                    (
                        "institution",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="competition.institution"
                        ),
                    ),
                    (
                        "replication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="submissions.replication"
                        ),
                    ),
                    (
                        "written_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "ordering": ("written_at", "pk"),
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True), name="replication_message_has_words"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReplicationStep",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("key", models.CharField(max_length=12)),
                    ("due_on", models.DateField(blank=True, null=True)),
                    ("done_on", models.DateField(blank=True, null=True)),
                    ("note", models.CharField(blank=True, max_length=300)),
                    ("noted_at", models.DateTimeField()),
                    (
                        "noted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "replication",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="submissions.replication"
                        ),
                    ),
                ],
                options={
                    "ordering": ("pk",),
                    "constraints": [
                        models.UniqueConstraint(fields=("replication", "key"), name="replication_step_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "key__in",
                                    ("masalah", "pelajari", "dukungan", "sesuaikan", "aturan", "uji", "terapkan", "pantau"),
                                )
                            ),
                            name="replication_step_is_known",
                        ),
                    ],
                },
            ),
        ),
        moves(
            "submissions_replication",
            "INTEREST>AGREED",
            "INTEREST>REFUSED",
            "INTEREST>WITHDRAWN",
            "AGREED>APPROVED",
            "AGREED>REFUSED",
            "AGREED>WITHDRAWN",
            "APPROVED>IMPLEMENTING",
            "APPROVED>WITHDRAWN",
            "IMPLEMENTING>CONFIRMED",
            "IMPLEMENTING>WITHDRAWN",
        ),
        migrations.RunSQL(KEPT, DROP_KEPT),
        keep("submissions_replicationmessage"),
    ]
