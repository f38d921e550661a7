"""A round's sheet in versions; and the database changes nothing that scores count by once a sheet of the round is locked.

A criterion of weight 0 stands on no sheet, so it may come and go.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from competition.guards import keep

FREEZE = """
CREATE FUNCTION kipp_refuse_frozen_sheet(round_id bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM judging_assignment task JOIN judging_scoresheet sheet ON sheet.assignment_id = task.id
        WHERE task.round_id = kipp_refuse_frozen_sheet.round_id AND sheet.state = 'LOCKED'
    ) THEN
        RAISE EXCEPTION 'a sheet of round % is locked: what scores count by is frozen', round_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;
CREATE FUNCTION kipp_freeze_criterion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.round_id, NEW.code, NEW.weight) IS DISTINCT FROM (OLD.round_id, OLD.code, OLD.weight) THEN
            PERFORM kipp_refuse_frozen_sheet(OLD.round_id);
            PERFORM kipp_refuse_frozen_sheet(NEW.round_id);
        END IF;
    ELSIF COALESCE(NEW.weight, OLD.weight) > 0 THEN
        PERFORM kipp_refuse_frozen_sheet(COALESCE(NEW.round_id, OLD.round_id));
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER criterion_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON competition_criterion
    FOR EACH ROW EXECUTE FUNCTION kipp_freeze_criterion();
CREATE FUNCTION kipp_freeze_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR (NEW.criterion_id, NEW.value, NEW.points) IS DISTINCT FROM (OLD.criterion_id, OLD.value, OLD.points)
    THEN
        PERFORM kipp_refuse_frozen_sheet(round_id) FROM competition_criterion
            WHERE id IN (COALESCE(NEW.criterion_id, OLD.criterion_id), COALESCE(OLD.criterion_id, NEW.criterion_id));
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER level_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON competition_level
    FOR EACH ROW EXECUTE FUNCTION kipp_freeze_level();
"""
THAW = """
DROP TRIGGER level_is_frozen ON competition_level;
DROP FUNCTION kipp_freeze_level();
DROP TRIGGER criterion_is_frozen ON competition_criterion;
DROP FUNCTION kipp_freeze_criterion();
DROP FUNCTION kipp_refuse_frozen_sheet(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0014_disputes"),
        ("judging", "0005_disputes"),
    ]

    operations = [
        migrations.CreateModel(
            name="SheetRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("before", models.JSONField()),
                ("reason", models.TextField()),
                ("revised_at", models.DateTimeField()),
                (
                    "revised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheet_revisions", to="competition.round"
                    ),
                ),
            ],
            options={
                "ordering": ("round", "version", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("round", "version"), name="sheet_revision_once_per_version"),
                    models.CheckConstraint(condition=models.Q(("version__gt", 1)), name="sheet_revision_follows_the_file"),
                ],
            },
        ),
        keep("judging_sheetrevision", "sheet_revision"),
        migrations.RunSQL(FREEZE, THAW),
    ]
