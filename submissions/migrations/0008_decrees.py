"""Decrees of published lists: of what was recorded only the decision is written later, once."""

from functools import partial

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.codes import new_code
from competition.guards import moves

KEPT = """
CREATE FUNCTION kipp_keep_decree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.decided_at IS NULL
        AND to_jsonb(OLD) - '{state,decided_by_id,decided_at}'::text[] = to_jsonb(NEW) - '{state,decided_by_id,decided_at}'::text[]
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% keeps its facts: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER decree_keeps_its_facts BEFORE UPDATE OR DELETE ON submissions_decree
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_decree();
"""
DROP_KEPT = """
DROP TRIGGER decree_keeps_its_facts ON submissions_decree;
DROP FUNCTION kipp_keep_decree();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0007_objections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Decree",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=partial(new_code, 12), editable=False, max_length=12, unique=True)),
                ("number", models.CharField(max_length=100)),
                ("signed_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("RECORDED", "Menunggu pengesahan"), ("CONFIRMED", "Disahkan"), ("DROPPED", "Dibatalkan")],
                        default="RECORDED",
                        max_length=9,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
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
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decree", to="submissions.enclosure"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decrees", to="submissions.publication"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-recorded_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["RECORDED", "CONFIRMED", "DROPPED"])), name="decree_state_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("state", "RECORDED")),
                            models.Q(
                                models.Q(("state", "RECORDED"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="decree_decided_has_its_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "CONFIRMED"), _negated=True),
                            models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="decree_two_people_confirm",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "RECORDED")), fields=("publication",), name="decree_waits_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "CONFIRMED")),
                        fields=("publication", "number"),
                        name="decree_once_per_number",
                    ),
                ],
            },
        ),
        moves("submissions_decree", "RECORDED>CONFIRMED", "RECORDED>DROPPED"),
        migrations.RunSQL(KEPT, DROP_KEPT),
    ]
